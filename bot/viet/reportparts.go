package viet

import "slices"

// labels begin the lines of a pasted form.
var labels = phrases(map[string]bool{
	"nội dung|nd|địa điểm|đđ|dd|thời gian|tg|số người dự|số người tham gia|số lượng|sl|thành phần|đơn vị|kết quả|số buổi|ghi chú|hoạt động|ngày|nơi|" +
		"đối tượng|hình thức|chủ trì|phối hợp|lực lượng|số người|người dự|kinh phí|trị giá|chủ đề|địa bàn|số suất|số suất quà|tên hoạt động|tên mô hình|số ngày công|số đơn vị máu|số ý kiến|loại hình": true,
})

// parts cuts a message into its reports: at line breaks, semicolons and numbering, where each part alone speaks for a
// form. A pasted form and a narrative stay whole.
func (v *Vocabulary) parts(t text) []text {
	if pasted(t.toks) {
		return []text{t}
	}
	var parts []text
	for _, line := range v.lines(t) {
		parts = append(parts, v.clauses(line)...)
	}
	return parts
}

// lines cuts a message at line breaks and semicolons.
func (v *Vocabulary) lines(t text) []text {
	cuts := cutsOf(t.toks)
	if len(cuts) < 2 {
		return []text{t}
	}
	var parts []text
	strong := 0
	for i, from := range cuts {
		to := len(t.toks)
		if i+1 < len(cuts) {
			to = cuts[i+1]
		}
		part := text{t.s, slices.Clone(t.toks[from:to])}
		if !v.speaks(part.toks) && len(parts) > 0 { // what says nothing of its own belongs to the part before
			last := &parts[len(parts)-1]
			last.toks = append(last.toks, part.toks...)
			continue
		}
		if v.speaks(part.toks) {
			strong++
		}
		parts = append(parts, part)
	}
	if strong < 2 {
		return []text{t}
	}
	return v.head(parts)
}

// head joins a first part that is no report, such as "Báo cáo ngày 22/11:", to the first report.
func (v *Vocabulary) head(parts []text) []text {
	if len(parts) > 1 && !v.speaks(parts[0].toks) {
		parts[1].toks = append(parts[0].toks, parts[1].toks...)
		return parts[1:]
	}
	return parts
}

// speaks tells whether tokens speak for a form and have a number: they can be a report.
func (v *Vocabulary) speaks(toks []token) bool {
	all := v.score(toks, nil)
	return all.strong() && slices.ContainsFunc(toks, func(t token) bool { return t.kind == 'd' })
}

// cutsOf lists where parts may begin.
func cutsOf(toks []token) []int {
	cuts := []int{0}
	for i := 1; i < len(toks); i++ {
		if toks[i].line || toks[i-1].mark(";") {
			cuts = append(cuts, i)
		}
	}
	return cuts
}

// pasted tells whether the lines are those of a form: two labels with a colon.
func pasted(toks []token) bool {
	n := 0
	for i, t := range toks {
		if i > 0 && !t.line && !toks[i-1].kindOfBullet() {
			continue
		}
		if _, k := labels.match(toks, i); k > 0 && i+k < len(toks) && toks[i+k].mark(":") {
			n++
		}
	}
	return n >= 2
}

func (t token) kindOfBullet() bool {
	return t.kind == 'm' && (t.line || t.text == "-" || t.text == "+" || t.text == "•" || t.text == "*" || t.text == ";" || t.text == ",")
}
