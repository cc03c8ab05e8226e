package viet

import (
	"slices"
)

// people are the nouns that count those who came or helped.
var people = wordSet("nguoi luot_nguoi luot luc_luong thanh_vien")

var (
	totalWords = phrases(map[string]bool{"tổng|tổng cộng|tổng số|cộng|tất cả|tổng là|tổng:|toàn bộ|với tổng|tổng cộng có|cả thảy": true})
	partWords  = phrases(map[string]bool{"trong đó|trong đó có|gồm|bao gồm|(|gồm có|riêng|có": true})
	eachWords  = phrases(map[string]bool{"mỗi|mỗi suất|mỗi phần|mỗi phần quà|mỗi suất quà|từng|mỗi người|mỗi em|mỗi hộ|mỗi cháu|mỗi buổi|mỗi đợt|một suất|1 suất|x|×|đồng giá|mỗi gia đình|bình quân|*|mỗi suất trị giá|mỗi phần trị giá|mỗi phần quà trị giá|mỗi suất quà trị giá|mỗi sq|1 phần|1 sq|mỗi hs|mỗi cụ|mỗi cuộc|mỗi xuất|mỗi túi": true})
	perWords   = phrases(map[string]bool{"/|một suất|mỗi suất|/ suất|mỗi phần|một phần|1 suất|mỗi người|mỗi em|mỗi hộ|mỗi buổi|mỗi đợt|/buổi|/suất|/phần|/người|/sq|/hộ|/em|/1 suất|/đợt|/ phần|/ người|/ng|/hs|/cháu|/cuộc": true})
	moneyWords = phrases(map[string]bool{"trị giá|giá trị|kinh phí|số tiền|tiền|tổng trị giá|tổng giá trị|tổng kinh phí|trị giá:|giá|tiền mặt|tổng số tiền": true})
)

// numbers reads the figures with their nouns, before or behind.
func (rd *reader) numbers() {
	p := numbers{rd.toks, rd.Words.nouns}
	for _, q := range p.all(rd.used) {
		if ordinal(rd.toks, q.first) {
			continue
		}
		rd.label(&q)
		rd.money(&q)
		rd.verb(&q)
		rd.use(q.first, q.noun)
		q.Each = p.each(q)
		if !rd.correct(q) {
			rd.amounts = append(rd.amounts, q)
		}
	}
}

// label gives a number without a noun the one before it: "Số người dự: 85", "người dự 85".
func (rd *reader) label(q *quantity) {
	if q.Unit != "" {
		return
	}
	end, marked := q.at, false
	for end > 0 && (rd.toks[end-1].mark(":") || rd.toks[end-1].mark("=") || wordIs.has(rd.toks[end-1])) {
		end, marked = end-1, true
	}
	for n := 4; n > 0; n-- {
		if end-n < 0 || slices.Contains(rd.used[end-n:end], true) {
			continue
		}
		key, m := rd.Words.nouns.match(rd.toks[:end], end-n)
		counted := end-n > 0 && wordNumber.has(rd.toks[end-n-1])
		if m == n && (marked || counted) {
			q.Unit = key
			q.fix()
			return
		}
	}
}

// verb makes the noun another by the phrase before the number: "trả lời 15 ý kiến".
func (rd *reader) verb(q *quantity) {
	for start := max(0, q.at-4); start < q.at; start++ {
		found, n := rd.Words.verbs.matchAll(rd.toks[:q.at], start)
		for _, w := range found {
			means := w.Noun == q.Unit || q.Unit == "" && rd.heard(w.Noun)
			if start+n >= q.at-1 && means && !rd.hasComma(start+n, q.at) {
				q.Unit = w.To
				return
			}
		}
	}
}

// heard tells whether a noun was counted already.
func (rd *reader) heard(noun string) bool {
	return slices.ContainsFunc(rd.amounts, func(q quantity) bool { return q.Unit == noun })
}

// money takes 300k and 2 triệu without a noun for money.
func (rd *reader) money(q *quantity) {
	if q.Unit != "" || q.noun == q.first {
		return
	}
	last := rd.toks[q.noun-1]
	scaled := last.fold == "k" || last.fold == "tr" || last.fold == "trieu" || last.fold == "ty" || last.fold == "ti" || last.fold == "cu"
	named := rd.before(q.at, moneyWords, 2) || rd.before(q.at, eachWords, 2)
	if scaled || named && q.Value >= 1000 || rd.holdsScale(*q) {
		q.Unit = "vnd"
	}
}

// holdsScale tells whether tr or triệu stands inside: 1tr5.
func (rd *reader) holdsScale(q quantity) bool {
	return slices.ContainsFunc(rd.toks[q.first:q.noun], func(t token) bool {
		return t.fold == "tr" || t.fold == "trieu" || t.fold == "ty" || t.fold == "k"
	})
}

// before tells whether a phrase ends at most gap tokens before token i.
func (rd *reader) before(i int, d *dict[bool], gap int) bool {
	return stands(rd.toks, i, d, gap)
}

func stands(toks []token, i int, d *dict[bool], gap int) bool {
	for start := max(0, i-gap-4); start < i; start++ {
		if _, n := d.match(toks[:i], start); n > 0 && start+n >= i-gap && !comma(toks[start+n:i]) {
			return true
		}
	}
	return false
}

func (rd *reader) hasComma(from, to int) bool { return comma(rd.toks[from:to]) }

func comma(toks []token) bool {
	return slices.ContainsFunc(toks, func(t token) bool { return t.mark(",") || t.mark(";") || t.mark(".") || t.kind == 'd' })
}

// counts gives the numbers to the measures of the form.
func (rd *reader) counts() {
	form := rd.Words.forms[rd.rep.Form()]
	rd.forecasted()
	var prices []quantity
	var before *counted
	for i := range rd.amounts {
		q := rd.amounts[i]
		if q.Each {
			prices = append(prices, q)
			continue
		}
		if rd.event(form, q) {
			rd.noPlace(q, !form.event)
			continue
		}
		m := rd.measure(form, q)
		rd.noPlace(q, !slices.Contains(form.measures, m))
		if m == "" {
			continue
		}
		c := counted{measure: m, quantity: q, total: rd.before(q.at, totalWords, 2), part: rd.before(q.at, partWords, 0) && rd.parts(before, q)}
		before = rd.add(before, c)
	}
	for _, q := range prices {
		rd.price(form, q)
	}
	rd.cheap()
	rd.single(form)
}

// counted is a number with the measure that it counts.
type counted struct {
	quantity

	measure     string
	total, part bool
}

// each tells whether a number stands for one piece or one event: "mỗi suất 300k", "500.000đ/suất".
func (p numbers) each(q quantity) bool {
	if stands(p.toks, q.at, eachWords, 1) {
		return true
	}
	_, n := perWords.match(p.toks, q.end)
	return n > 0 && (q.Unit == "vnd" || q.Unit == "" && q.Value >= 1000 || p.toks[q.end].mark("/") && people[q.Unit])
}

// event takes "4 buổi" as the number of events.
func (rd *reader) event(form *formInfo, q quantity) bool {
	isEvent := rd.Words.events[q.Unit] || q.Unit == "luot" && rd.drives(q.end)
	if !isEvent || !form.event {
		return rd.Words.events[q.Unit]
	}
	n, whole := q.Int()
	if !whole || !q.Sure() || rd.rep.N > 0 && rd.rep.N != n {
		rd.rep.doubt(FieldN)
	}
	if rd.rep.N == 0 {
		rd.rep.N = n
	}
	return true
}

// drives tells whether "lượt" means times: 3 lượt phát động.
func (rd *reader) drives(i int) bool {
	return i+1 < len(rd.toks) && wordPhat.has(rd.toks[i]) && wordDong.has(rd.toks[i+1]) || i < len(rd.toks) && wordTuyen.has(rd.toks[i])
}

// parts tells whether a number is part of the one before it: "85 người, trong đó có 30 nữ".
func (rd *reader) parts(before *counted, q quantity) bool {
	return before != nil && (people[before.Unit] && people[q.Unit] || before.Unit == q.Unit) && q.Value <= before.Value
}

// homely are the nouns that mean their measure in forms that have it only: two tons may be rice.
var homely = wordSet("ho mo_hinh kg ta tan m km nha to_annd to_hoa_giai bao_ve_dan_pho to_tu_quan to_bvantt nguon_tin y_kien")

// measure chooses the measure of a form that a noun counts.
func (rd *reader) measure(form *formInfo, q quantity) string {
	for _, m := range form.measures {
		if _, ok := rd.Words.measures[m][q.Unit]; ok {
			return m
		}
	}
	if people[q.Unit] {
		for _, m := range []string{"luot_nguoi", "nguoi", "luc_luong"} {
			if slices.Contains(form.measures, m) {
				return m
			}
		}
		return ""
	}
	if of := rd.Words.nounsOf[q.Unit]; len(of) > 0 && !homely[q.Unit] {
		return of[0]
	}
	return ""
}

// add stores a number, or adds it to what is there: a sum when they are joined, the total when it is called so.
func (rd *reader) add(before *counted, c counted) *counted {
	if c.part {
		return before
	}
	n, ok := rd.convert(c)
	old, there := rd.rep.Counts[c.measure]
	switch {
	case !ok && !n.Ask:
		rd.rep.doubt(c.measure)
	case !there || c.total:
		rd.set(c.measure, n)
		return &c
	case rd.totalled(c.measure):
	case before != nil && rd.helpers(before, c):
		return rd.audience(before, c, n)
	case before != nil && before.measure == c.measure && rd.noun(before.quantity) != rd.noun(c.quantity) && rd.together(before.end, c.at):
		n.Hedge = firstHedge(old.Hedge, n.Hedge)
		n.Value, n.Sum, n.From = old.Value+n.Value, true, old.From
		n.Ambiguous, n.Ask = n.Ambiguous || old.Ambiguous, n.Ask || old.Ask
		rd.set(c.measure, n)
		rd.derive(c.measure)
		return &c
	case old.Value != n.Value:
		rd.rep.doubt(c.measure)
		old.Alts = append(slices.Clone(old.Alts), n.Value)
		rd.rep.Counts[c.measure] = old
	}
	return &c
}

// convert brings a number into its measure. People count as people where a form has no measure of their kind.
func (rd *reader) convert(c counted) (Num, bool) {
	if n, ok := rd.Words.Convert(c.measure, c.Num); ok || !people[c.Unit] {
		return n, ok
	}
	_, whole := c.Int()
	return c.Num, whole
}

// totalled tells whether a measure has its total already.
func (rd *reader) totalled(m string) bool {
	return rd.before(rd.tokenAt(rd.rep.Counts[m].From), totalWords, 2)
}

func (rd *reader) tokenAt(from int) int {
	return slices.IndexFunc(rd.toks, func(t token) bool { return t.from >= from })
}

// helpers tells whether of two numbers of one measure one counts helpers and the other the public.
func (rd *reader) helpers(a *counted, b counted) bool {
	return a.measure == b.measure && b.measure == "luot_nguoi" && (a.Unit == "luc_luong") != (b.Unit == "luc_luong")
}

// audience keeps the number of the public where a form does not count helpers. Joined by "và" they may be meant together.
func (rd *reader) audience(before *counted, c counted, n Num) *counted {
	for i := before.end; i < c.at; i++ {
		if wordAnd.has(rd.toks[i]) && c.at-before.end <= 3 {
			rd.rep.doubt(c.measure)
		}
	}
	if c.Unit == "luc_luong" {
		return before
	}
	rd.set(c.measure, n)
	return &c
}

func (rd *reader) set(m string, n Num) {
	if n.Ask {
		rd.rep.Missing = append(rd.rep.Missing, m)
		return
	}
	rd.rep.Counts[m] = n
	if !n.Sure() {
		rd.rep.doubt(m)
	}
}

func (rd *reader) derive(m string) {
	if !slices.Contains(rd.rep.Derived, m) {
		rd.rep.Derived = append(rd.rep.Derived, m)
	}
}

// together tells whether only a joining word and few others stand between two numbers.
func (rd *reader) together(end, at int) bool {
	joined := at == end // 300 hs 25 gv
	for i := end; i < at; i++ {
		t := rd.toks[i]
		if t.mark(".") || t.mark(";") || t.line {
			return false
		}
		joined = joined || t.mark(",") || t.mark("+") || t.mark("&") || wordAnd.has(t)
	}
	return joined && at-end <= 5
}

// single gives the one model that a report about a model is about.
func (rd *reader) single(form *formInfo) {
	if form.id != "mo_hinh" {
		return
	}
	if _, ok := rd.rep.Counts["mo_hinh"]; !ok {
		rd.rep.Counts["mo_hinh"] = Num{Value: 1}
	}
}
