package viet

import (
	"slices"
	"strings"
)

// Wish is how a question wants its figures to be shown. What it does not say is zero.
type Wish struct {
	View    string // "was" or "now": by which units
	Against string // "before" or "last_year": what they are compared with
	By      string // "units", "months" or "parts"
	Most    bool   // the units with the most
	Least   bool   // the units with the least
	Top     int    // how many of them
	News    bool   // what changed
	Origin  bool   // where a figure comes from
	Number  int64  // which figure; 0: it is not said
	Noun    string // as typed behind Number
}

// Any tells whether a wish says anything, so that it can be about what was shown before.
func (w Wish) Any() bool { return w != Wish{} }

// asks tells whether a text with this wish asks for figures for sure.
func (w Wish) asks() bool { return w.News || w.Origin || (w.Most || w.Least) && w.Top > 0 }

func (w Wish) rank() bool { return w.Most || w.Least }

var wishWords = phrases(map[string]Wish{
	"theo thời điểm|theo đơn vị lúc đó|đơn vị lúc đó|theo đơn vị cũ|theo đơn vị khi đó":                                                                 {View: "was"},
	"theo hiện nay|theo đơn vị hiện nay|đơn vị hiện nay|theo đơn vị bây giờ":                                                                            {View: "now"},
	"so với cùng kỳ năm trước|so với cùng kỳ năm ngoái|so với cùng kỳ|so cùng kỳ|so với năm trước|so với năm ngoái|cùng kỳ năm trước|cùng kỳ năm ngoái": {Against: "last_year"},
	"so với kỳ trước|so kỳ trước|so với tháng trước|so với quý trước":                                                                                   {Against: "before"},
	"theo xã|theo phường|theo từng xã|theo đơn vị|theo từng đơn vị|từng đơn vị|từng xã|chia theo xã":                                                    {By: "units"},
	"theo tháng|theo từng tháng|từng tháng|chia theo tháng|hàng tháng":                                                                                  {By: "months"},
	"theo chủ đề|theo nội dung|theo chương trình|theo đối tượng|theo lĩnh vực|chia theo chủ đề|từng chủ đề":                                             {By: "parts"},
	"nhiều nhất|cao nhất|đứng đầu|dẫn đầu":                                                                                                              {Most: true},
	"ít nhất|thấp nhất|đứng cuối|kém nhất":                                                                                                              {Least: true},
	"có gì mới|có gì thay đổi|có thay đổi gì|có thay đổi gì không|thay đổi gì|mới có gì|gì mới":                                                         {News: true},
	"từ đâu ra|từ đâu|ở đâu ra|lấy ở đâu":                                                                                                               {Origin: true},
})

// ranked are the units that a question for the most or the least names: "5 xã nhiều nhất".
var ranked = phrases(map[string]bool{"xã|phường|đơn vị|xã phường|xã, phường|địa bàn|công an xã": true})

// rankedWords are the single words of ranked, with "nào".
var rankedWords = wordSet("xa phuong don vi dia ban nao top")

// usualTop is how many units are told where a question names no number: "xã nào nhiều nhất".
const usualTop = 5

// wishes takes the words of wishes out of a text.
func wishes(s string) (w Wish, rest string) {
	rest = s
	for found := true; found; {
		t := tokenize(rest, baseWords)
		if found = false; w.take(t) {
			found = true
			rest = w.cut(t)
		}
	}
	if w.Origin {
		rest = w.number(rest)
	}
	return w, rest
}

// take notes the first wish of a text.
func (w *Wish) take(t text) bool {
	for i := range t.toks {
		said, n := wishWords.match(t.toks, i)
		if n == 0 || said.News && denied(t.toks[:i]) {
			continue
		}
		w.join(said)
		if said.rank() {
			w.top(t, i)
		}
		return true
	}
	return false
}

// denied tells whether "không có gì mới" is said, which is a report and no question.
func denied(before []token) bool {
	return slices.ContainsFunc(before, func(t token) bool { return negations[t.fold] })
}

var negations = wordSet("khong ko k chua chang")

func (w *Wish) join(said Wish) {
	if said.View != "" {
		w.View = said.View
	}
	if said.Against != "" {
		w.Against = said.Against
	}
	if said.By != "" {
		w.By = said.By
	}
	w.Most, w.Least = w.Most || said.Most, w.Least || said.Least
	w.News, w.Origin = w.News || said.News, w.Origin || said.Origin
}

// top reads which units are meant before "nhiều nhất" at token i: "5 xã", "xã nào". Without them nobody asks for a rank.
func (w *Wish) top(t text, i int) {
	for j := range i {
		_, n := ranked.match(t.toks, j)
		if n == 0 {
			continue
		}
		w.Top = usualTop
		if j > 0 && t.toks[j-1].kind == 'd' {
			if v, _ := atoi(t.toks[j-1].text); 0 < v && v < 100 {
				w.Top = v
			}
		}
	}
}

// cut takes the first wish out of a text, with the units that it ranks.
func (w *Wish) cut(t text) string {
	for i := range t.toks {
		said, n := wishWords.match(t.toks, i)
		if n == 0 || said.News && denied(t.toks[:i]) {
			continue
		}
		from, to := i, i+n
		for said.rank() && from > 0 && (rankedWords[t.toks[from-1].fold] || t.toks[from-1].kind == 'd' && from < i) {
			from--
		}
		return t.without(t.toks[from].from, t.toks[to-1].to)
	}
	return t.s
}

// number reads the figure whose origin is asked for, "118 buổi", and takes it out of the text.
func (w *Wish) number(s string) string {
	n, ok := Number(s)
	value, whole := n.Int()
	if !ok || !whole || !n.Sure() || value <= 0 {
		return s
	}
	w.Number = value
	t := tokenize(s, baseWords)
	for _, q := range (numbers{t.toks, baseWords.nouns}).all(nil) {
		w.Noun = strings.TrimSpace(t.typed(q.noun, q.end))
		return t.without(t.toks[q.at].from, t.toks[q.end-1].to)
	}
	return s
}

// apart takes a list of names apart: "Bờ Y, Sa Thầy và Đăk Tô".
func apart(s string) []string {
	t := tokenize(s, baseWords)
	var parts []string
	from := 0
	for i, tok := range t.toks {
		if tok.kind == 'm' && slices.Contains([]string{",", ";", "+"}, tok.text) || tok.text == accented("và") || tok.text == "va" {
			parts = append(parts, strings.TrimSpace(t.typed(from, i)))
			from = i + 1
		}
	}
	return append(parts, strings.TrimSpace(t.typed(from, len(t.toks))))
}

// FormIn is the form of the catalogue that a question names, "nhiều nhất về tuyên truyền"; "" if it names none.
func (v *Vocabulary) FormIn(s string) string {
	t := tokenize(s, v)
	weights := map[string]float64{}
	best := ""
	for i := 0; i < len(t.toks); i++ {
		signals, _ := v.signals.matchAll(t.toks, i)
		for _, sig := range signals {
			if sig.form == "" || sig.kind != signalWord {
				continue
			}
			if weights[sig.form] += sig.weight; best == "" || weights[sig.form] > weights[best] {
				best = sig.form
			}
		}
	}
	return best
}
