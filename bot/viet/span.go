package viet

import (
	"danvanbot/bot/period"
)

// relativeWords follow tuần, tháng, quý, năm.
var relativeWords = phrases(map[string]int{
	"này|nay|hiện tại|đang báo cáo|hiện nay":                                                   0,
	"trước|rồi|vừa rồi|qua|vừa qua|trc|ngoái|mới rồi|liền trước|trước đó|vừa xong|trước đây|r": -1,
	"trước nữa|kia|trước trước|tê":                                                             -2,
	"sau|tới|kế|tiếp theo|kế tiếp":                                                             1,
})

// named reads weeks, months, quarters, halves, years and the fuzzy parts of them, in the calendar year, or in the
// reporting calendar behind "kỳ báo cáo".
func (p dates) named(i int) (when, bool) {
	if i >= len(p.toks) {
		return when{}, false
	}
	if w, ok := p.reporting(i); ok {
		return w, true
	}
	for _, read := range [...]func(dates, int) (when, bool){dates.fuzzy, dates.partOfYear, dates.monthAt, dates.quarterAt, dates.yearAt, dates.weekOrDay} {
		if w, ok := read(p, i); ok {
			return w, true
		}
	}
	return when{}, false
}

var reportingWords = phrases(map[string]bool{"kỳ báo cáo|kì báo cáo|kỳ bc|kỳ|kì|báo cáo kỳ|kỳ báo cáo của": true})

// reporting reads "kỳ báo cáo tháng 10".
func (p dates) reporting(i int) (when, bool) {
	_, n := reportingWords.match(p.toks, i)
	if n == 0 {
		return when{}, false
	}
	if off, rn := relativeWords.match(p.toks, i+n); rn > 0 {
		w := p.relativePeriod(period.Month, off)
		w.end, w.Reporting = i+n+rn, true
		w.Range = shift(period.MonthOf(period.ND09, p.today), off).Range
		return w, true
	}
	w, ok := p.named(i + n)
	if !ok || w.Kind < period.Month {
		return when{}, false
	}
	w.Reporting = true
	w.Range = p.resolve(w, period.ND09).Range
	w.Alts = nil
	w.Ambiguous = w.Ambiguous && w.Range.To > p.today
	return w, true
}

// resolve gives the period in a calendar.
func (p dates) resolve(w when, c period.Calendar) period.Period {
	if w.Relative {
		return shift(period.Containing(c, w.Kind, p.today), w.Offset)
	}
	switch w.Kind {
	case period.Month, period.Quarter, period.Half, period.NineMonths, period.Year:
		return period.New(c, w.Kind, w.Year, w.Index)
	case period.Week:
		return period.WeekOf(c, w.Range.From)
	default:
		return period.NewSpan(c, w.Range)
	}
}

func shift(pd period.Period, by int) period.Period {
	for ; by < 0; by++ {
		pd = pd.Prev()
	}
	for ; by > 0; by-- {
		pd = pd.Next()
	}
	return pd
}

// namedPeriod makes the expression of a month, quarter, half or year.
func (p dates) namedPeriod(kind period.Kind, year, index int) when {
	pd := period.New(period.Plain, kind, year, index)
	return when{DateExpr: DateExpr{Range: pd.Range, Kind: kind, Year: year, Index: pd.Index}}
}

// relativePeriod is the period so many periods from today's.
func (p dates) relativePeriod(kind period.Kind, off int) when {
	pd := shift(period.Containing(period.Plain, kind, p.today), off)
	return when{DateExpr: DateExpr{Range: pd.Range, Kind: kind, Year: pd.Year, Index: pd.Index, Relative: true, Offset: off}}
}

// yearless gives a period the most recent year in which it has begun; this year's is the other reading if ahead.
func (p dates) yearless(kind period.Kind, index int) when {
	y := p.today.Year()
	w := p.namedPeriod(kind, y, index)
	if w.Range.From > p.today {
		alt := w.Range
		w = p.namedPeriod(kind, y-1, index)
		w.Ambiguous, w.Alts = true, []period.Range{alt}
	}
	w.missing = yearMissing
	return w
}

// withYear gives a period the year that stands at token i, or leaves it yearless.
func (p dates) withYear(kind period.Kind, index, i int) when {
	if y, n := p.yearAfter(i); n > 0 {
		w := p.namedPeriod(kind, y, index)
		w.end = i + n
		return w
	}
	w := p.yearless(kind, index)
	w.end = i
	return w
}

// yearAfter reads "/2025", "năm 2025", "năm ngoái", "2025".
func (p dates) yearAfter(i int) (int, int) {
	if i < len(p.toks) && wordOf.has(p.toks[i]) {
		if y, n := p.yearWord(i + 1); n > 0 {
			return y, n + 1
		}
	}
	for _, sep := range []string{"/", "-", "."} {
		if y, n := p.yearBehind(i, sep); n > 0 {
			return y, n
		}
	}
	if i < len(p.toks) && p.toks[i].kind == 'd' {
		if v, digits := atoi(p.toks[i].text); digits == 4 && v >= 1945 && v < 2100 && !p.counts(i+1) {
			return v, 1
		}
	}
	if i+1 < len(p.toks) && p.toks[i].mark(",") {
		if y, n := p.yearWord(i + 1); n > 0 {
			return y, n + 1
		}
	}
	return 0, 0
}

var monthNames = phrases(map[string]int{
	"một": 1, "hai": 2, "ba": 3, "tư|bốn": 4, "năm": 5, "sáu": 6, "bảy|bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
	"mười một": 11, "mười hai|mười 2": 12,
})

// monthNumber reads 1–12 behind "tháng".
func (p dates) monthNumber(i int) (m, n int) {
	if i < len(p.toks) && p.toks[i].kind == 'd' {
		v, digits := atoi(p.toks[i].text)
		if digits <= 2 && v >= 1 && v <= 12 {
			return v, 1
		}
		return 0, 0
	}
	return monthNames.match(p.toks, i)
}

func isMonthWord(t token) bool { return wordMonth.has(t) }

// monthAt reads "tháng 10/2026", "T10", "tháng trước", "tháng mười một".
func (p dates) monthAt(i int) (when, bool) {
	if i+1 >= len(p.toks) {
		return when{}, false
	}
	if p.toks[i].fold == "t" && p.toks[i+1].kind == 'd' && p.toks[i+1].glued {
		if m, n := p.monthNumber(i + 1); n > 0 {
			return p.withYear(period.Month, m, i+2), true
		}
	}
	if w, ok := p.bareMonthYear(i); ok {
		return w, true
	}
	if !isMonthWord(p.toks[i]) {
		return when{}, false
	}
	off, rn := relativeWords.match(p.toks, i+1)
	m, n := p.monthNumber(i + 1)
	switch {
	case n >= rn && n > 0:
		w := p.withYear(period.Month, m, i+1+n)
		if rn > 0 && p.toks[i+1].plain() && w.missing == yearMissing { // "thang sau": sáu or sau
			w.Ambiguous = true
			w.Alts = append(w.Alts, p.relativePeriod(period.Month, off).Range)
		}
		if _, last := lastOnes.match(p.toks, w.end); last > 0 && w.missing == yearMissing {
			w.end += last
		}
		return w, true
	case rn > 0:
		w := p.relativePeriod(period.Month, off)
		w.end = i + 1 + rn
		return w, true
	}
	return when{}, false
}

// bareMonthYear reads 10/2026.
func (p dates) bareMonthYear(i int) (when, bool) {
	if p.toks[i].kind != 'd' || len(p.toks[i].text) > 2 || i+2 >= len(p.toks) || !p.toks[i+1].mark("/") && !p.toks[i+1].mark("-") {
		return when{}, false
	}
	m, _ := atoi(p.toks[i].text)
	y, digits := atoi(p.toks[i+2].text)
	if p.toks[i+2].kind != 'd' || digits != 4 || m < 1 || m > 12 || y < 1945 || y >= 2100 {
		return when{}, false
	}
	w := p.namedPeriod(period.Month, y, m)
	w.end = i + 3
	return w, true
}

var quarterNames = phrases(map[string]int{
	"i|1|một|nhất|đầu": 1, "ii|2|hai|11": 2, "iii|3|ba": 3, "iv|4|tư|bốn|cuối": 4,
})

// quarterAt reads "quý III/2025", "q3", "quý trước".
func (p dates) quarterAt(i int) (when, bool) {
	if i+1 >= len(p.toks) {
		return when{}, false
	}
	short := p.toks[i].fold == "q" && p.toks[i+1].glued && p.toks[i+1].kind == 'd'
	if !short && !wordQuarter.has(p.toks[i]) {
		return when{}, false
	}
	if q, n := quarterNames.match(p.toks, i+1); n > 0 && p.toks[i+1].text != "11" {
		w := p.withYear(period.Quarter, q, i+1+n)
		if _, last := lastOnes.match(p.toks, w.end); last > 0 && w.missing == yearMissing {
			w.end += last
		}
		return w, true
	}
	if off, n := relativeWords.match(p.toks, i+1); n > 0 {
		w := p.relativePeriod(period.Quarter, off)
		w.end = i + 1 + n
		return w, true
	}
	return when{}, false
}

// yearAt reads "năm 2024", "năm ngoái", "cả năm 2024".
func (p dates) yearAt(i int) (when, bool) {
	j := i
	if wordWhole.has(p.toks[j]) {
		j++
	}
	y, n := p.yearWord(j)
	if n == 0 || j > 0 && j == i && (p.toks[j-1].kind == 'd' && p.toks[j+1].kind != 'd') {
		return when{}, false
	}
	w := p.namedPeriod(period.Year, y, 0)
	if p.toks[j+1].kind != 'd' {
		w.Relative, w.Offset = true, y-p.today.Year()
	}
	w.end = j + n
	return w, true
}

var (
	halfWords = phrases(map[string]int{"đầu năm|đầu": 1, "cuối năm|cuối": 2})
	wholeHalf = phrases(map[string]int{"nửa đầu năm|nửa năm đầu|nửa đầu": 1, "nửa cuối năm|nửa năm cuối|nửa cuối": 2})
)

// partOfYear reads "6 tháng đầu năm 2025", "9 tháng", "nửa cuối năm".
func (p dates) partOfYear(i int) (when, bool) {
	if h, n := wholeHalf.match(p.toks, i); n > 0 {
		if n == 2 && (i+n >= len(p.toks) || !wordYear.has(p.toks[i+n])) {
			return when{}, false
		}
		return p.halfYear(h, i+n), true
	}
	r := p.amount(i)
	count := int(r.milli / 1000)
	if r.n == 0 || r.milli%1000 != 0 || count < 1 || count > 11 || i+r.n >= len(p.toks) || !isMonthWord(p.toks[i+r.n]) {
		return when{}, false
	}
	j := i + r.n + 1
	h, n := halfWords.match(p.toks, j)
	if n == 0 && count != 6 && count != 9 {
		return when{}, false
	}
	if n == 0 && count == 6 {
		if _, yn := p.yearAfter(j); yn == 0 {
			return when{}, false
		}
	}
	if n > 1 && p.yearWordAt(j+n-1) { // the "năm" of "đầu năm 2025"
		n--
	}
	return p.monthsOfYear(count, max(h, 1), j+n)
}

// yearWordAt tells whether a year can be read at token i, so that its "năm" is not spent yet.
func (p dates) yearWordAt(i int) bool {
	_, n := p.yearWord(i)
	return n > 0
}

func (p dates) monthsOfYear(count, half, end int) (when, bool) {
	switch {
	case count == 6:
		return p.halfYear(half, end), true
	case count == 9 && half == 1:
		return p.withYear(period.NineMonths, 0, end), true
	case count == 3:
		return p.withYear(period.Quarter, 1+3*(half-1), end), true
	}
	y := p.withYear(period.Year, 0, end)
	first, last := 1, count
	if half == 2 {
		first, last = 13-count, 12
	}
	w := p.days(p.namedPeriod(period.Month, y.Year, first).Range.From, p.namedPeriod(period.Month, y.Year, last).Range.To)
	w.end = y.end
	return w, true
}

func (p dates) halfYear(half, end int) when {
	if p.yearWordAt(end - 1) {
		end--
	}
	return p.withYear(period.Half, half, end)
}
