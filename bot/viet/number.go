package viet

import "slices"

// Hedge is how sure a number is meant to be.
type Hedge string

// The hedges.
const (
	Exact Hedge = ""
	About Hedge = "about" // khoảng, tầm, ~
	More  Hedge = "more"  // hơn, trên
	Less  Hedge = "less"  // gần, dưới
)

// Num is a number as it was typed, with the noun behind it.
type Num struct {
	Value     float64   // exact up to three decimals; the upper end of a range
	Min, Max  float64   // of a range such as 100-120; else both 0
	Hedge     Hedge     //
	Unit      string    // the noun's key: nguoi, luot_nguoi, vnd, km; "" without one
	Ambiguous bool      // there are other readings
	Alts      []float64 // those of them that can be told
	Ask       bool      // a word that names no number: vài, mấy, hàng trăm
	Sum       bool      // added up from several numbers
	Each      bool      // of one piece or one event: "mỗi suất 500 nghìn"
	From, To  int       // bytes of the text in NFC
}

// Int gives the value if it is whole.
func (n Num) Int() (int64, bool) {
	return int64(n.Value), n.Value == float64(int64(n.Value))
}

// Range tells whether the number is a range, of which no single value may be stored without asking.
func (n Num) Range() bool { return n.Min != n.Max }

// Sure tells whether the value may be used without asking: one number, one reading.
func (n Num) Sure() bool { return !n.Ask && !n.Ambiguous && !n.Range() }

// Number reads the number of an answer such as "khoảng 200 người" or "410 em và 32 thầy cô". It fails where there is
// none; several numbers that are not a sum are Ambiguous.
func Number(s string) (Num, bool) {
	t := tokenize(s, baseWords)
	sc := numbers{toks: t.toks, nouns: baseWords.nouns}
	found := sc.all(nil)
	if len(found) == 0 {
		return sc.wordAnswer()
	}
	if negative(t.toks) {
		return Num{Ask: true, From: found[0].From, To: found[0].To}, true
	}
	for i := range found {
		found[i].Each = sc.each(found[i])
	}
	if len(found) == 2 && found[1].Each && found[0].Value == 1 { // 1 suất 500 nghìn
		found = found[1:]
	}
	return sc.combine(found), true
}

// numbers reads numbers from tokens.
type numbers struct {
	toks  []token
	nouns *dict[string]
}

// quantity is a Num and where its tokens are.
type quantity struct {
	Num
	at, end int // tokens, with hedge and noun
	noun    int // first token of the noun; end without one
	first   int // first token of the figure itself
}

// all reads every number, leaving out the tokens that are used already.
func (p numbers) all(used []bool) []quantity {
	var out []quantity
	for i := 0; i < len(p.toks); {
		if used != nil && used[i] {
			i++
			continue
		}
		q, ok := p.at(i)
		if ok && used != nil && slices.Contains(used[q.noun:q.end], true) { // 15 triệu ngày 20/11
			q.Unit, q.end = "", q.noun
			q = q.finish(p.toks)
		}
		if !ok || used != nil && slices.Contains(used[i:q.end], true) {
			i++
			continue
		}
		out = append(out, q)
		i = q.end
	}
	return out
}

// at reads a number with its hedge, range and noun that begins at token i.
func (p numbers) at(i int) (quantity, bool) {
	q := quantity{at: i}
	hedge, n := p.hedge(i)
	j := i + n
	if n2 := skipFrom(p.toks, j); n2 > 0 && p.rangeAfterFrom(j+n2) {
		j += n2
	}
	if ordinal(p.toks, i) && n == 0 {
		return q, false
	}
	q.first = j
	r, ok := p.zero(j)
	if !ok {
		r = p.amount(j)
	}
	if r.n == 0 || n > 0 && r.milli == 0 && r.word {
		return p.askAt(i)
	}
	q.Hedge = hedge
	q.set(r)
	q.end = j + r.n
	p.part(&q, r)
	p.span(&q, r)
	p.mangled(&q, q.end)
	p.vague(&q)
	p.after(&q)
	p.unit(&q)
	if ok && q.Unit == "nha" { // who has no house is no count of houses
		return q, false
	}
	if ok && q.Unit == "" && nobody[p.toks[q.end-1].fold] {
		q.Unit = "nguoi"
	}
	if r.word && r.n == 1 && !p.stands(q) {
		return q, false
	}
	return q.finish(p.toks), true
}

// hedge reads the hedge before a figure; "tam" is tầm only where it is not tám.
func (p numbers) hedge(i int) (Hedge, int) {
	h, n := hedgesBefore.match(p.toks, i)
	if n == 1 && p.toks[i].text == "tam" && (p.amount(i).n > 1 || p.amount(i+1).n == 0) {
		return Exact, 0
	}
	return h, n
}

func (q *quantity) set(r reading) {
	q.Value, q.Ambiguous, q.Ask = value(r.milli), r.ambiguous, false
	q.Alts = nil
	if r.alt != 0 {
		q.Alts = []float64{value(r.alt)}
	}
	if r.min != 0 {
		q.Min, q.Max = value(r.min), value(r.milli)
	}
}

func (q quantity) finish(toks []token) quantity {
	q.From, q.To = toks[q.at].from, toks[q.end-1].to
	return q
}

func value(milli int64) float64 { return float64(milli) / 1000 }

// stands tells whether a single number word can be a number: it has a noun behind it or a hedge before it, or is all
// there is. "Ba" may be a father and "năm" a year.
func (p numbers) stands(q quantity) bool {
	return q.noun < q.end || q.first > q.at || len(p.toks) == q.end-q.at
}

// skipFrom skips the "từ" before a range.
func skipFrom(toks []token, i int) int {
	if i < len(toks) && wordSince.has(toks[i]) {
		return 1
	}
	return 0
}

func (p numbers) rangeAfterFrom(i int) bool {
	r := p.amount(i)
	if r.n == 0 {
		return false
	}
	_, n := rangeWords.match(p.toks, i+r.n)
	return n > 0 && p.amount(i+r.n+n).n > 0
}

// span reads the second number of a range.
func (p numbers) span(q *quantity, first reading) {
	_, n := rangeWords.match(p.toks, q.end)
	if n == 0 {
		return
	}
	second := p.amount(q.end + n)
	low := first.milli
	if second.n == 0 {
		return
	}
	if first.scale <= 1 && second.scale > 1 && low*second.scale < second.milli {
		low *= second.scale
	}
	if low >= second.milli {
		return
	}
	q.Min, q.Max, q.Value = value(low), value(second.milli), value(second.milli)
	q.Ambiguous = q.Ambiguous || second.ambiguous
	q.end += n + second.n
}

// after reads a hedge behind the number: "100 trở lên", "100+".
func (p numbers) after(q *quantity) {
	if h, n := hedgesAfter.match(p.toks, q.end); n > 0 && q.Hedge == Exact {
		q.Hedge = h
		q.end += n
	}
}

// unit reads the noun. What a noun decides about the figure is decided here: "1,714 tổ" is no decimal.
func (p numbers) unit(q *quantity) {
	q.noun = q.end
	key, n := p.nounAt(q.end)
	if n == 0 {
		return
	}
	if blocked(p.toks, q.end, n) {
		return
	}
	q.Unit = key
	q.end += n
	p.after(q)
	q.fix()
}

// nounAt reads a noun. Those that are other words without accents need theirs: cô is no "có".
func (p numbers) nounAt(i int) (string, int) {
	key, n := p.nouns.match(p.toks, i)
	if n == 1 && p.toks[i].plain() && accentedNouns[p.toks[i].fold] {
		return "", 0
	}
	return key, n
}

var accentedNouns = wordSet("co thay chi bac con")

// blocked tells whether the word after a number only looks like its noun: "năm 2024", "5 người" is not, "2 m" is not.
func blocked(toks []token, i, n int) bool {
	after, ok := notNouns[toks[i].fold]
	return ok && n == 1 && i+1 < len(toks) && after == toks[i+1].fold
}

// notNouns are nouns with the words behind which they are none: bộ đội, tổ chức, căn cước.
var notNouns = map[string]string{"bo": "doi", "to": "chuc", "can": "cuoc"}

// fix settles readings of the figure by its noun.
func (q *quantity) fix() {
	switch {
	case !q.Ambiguous || len(q.Alts) == 0:
	case !fractional[q.Unit]: // people, trees and money come whole
		if q.Alts[0] != float64(int64(q.Alts[0])) {
			q.Ambiguous, q.Alts = false, nil
		}
	}
	if fractional[q.Unit] && q.Value >= 1000 && q.Value < 1e6 && q.Unit != "m" && q.Unit != "kg" {
		q.Ambiguous = true // 1.500 km: a dot for a comma?
		q.Alts = []float64{q.Value / 1000}
	}
}

// fractional lists the nouns that come in fractions.
var fractional = wordSet("km m ha tan ta kg")

// accented puts the tone of a word last.
func accented(w string) string { return readWord(w, 0).text }
