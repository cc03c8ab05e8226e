package viet

import (
	"slices"
	"time"

	"danvanbot/bot/period"
)

// lunarYear is a year of the Vietnamese lunar calendar (UTC+7).
type lunarYear struct {
	year   int    // the year in which it begins
	tet    string // its first day: mmdd
	months string // b: 30 days, a: 29
	leap   int    // the month that comes twice; 0: none
}

// lunarYears was made with the published rules of the calendar at UTC+7 and agrees with the known days of Tết.
var lunarYears = []lunarYear{
	{2009, "0126", "bababaabababb", 5},
	{2010, "0214", "bababaababab", 0},
	{2011, "0203", "babbabaababa", 0},
	{2012, "0123", "babbababababa", 4},
	{2013, "0210", "bababbababab", 0},
	{2014, "0131", "ababababbabab", 9},
	{2015, "0219", "abaababbbaba", 0},
	{2016, "0208", "babaababbabb", 0},
	{2017, "0128", "ababaabababbb", 6},
	{2018, "0216", "ababaabaabbb", 0},
	{2019, "0205", "abbabaabaabb", 0},
	{2020, "0125", "abbbabaabaabb", 4},
	{2021, "0212", "abbababababa", 0},
	{2022, "0201", "bababbababab", 0},
	{2023, "0122", "abaabbabbabab", 2},
	{2024, "0210", "abaababbabba", 0},
	{2025, "0129", "babaabababbba", 6},
	{2026, "0217", "babaabaabbba", 0},
	{2027, "0206", "bbabaabaabba", 0},
	{2028, "0126", "bbbabaabaabba", 5},
	{2029, "0213", "bbabababaaba", 0},
	{2030, "0202", "bbabbabababa", 0},
	{2031, "0123", "ababbabbababa", 3},
	{2032, "0211", "abababbabbab", 0},
	{2033, "0131", "abaabababbbab", 11},
	{2034, "0219", "abaabaabbbab", 0},
	{2035, "0208", "babaabaabbab", 0},
	{2036, "0128", "bbabaabaababb", 6},
	{2037, "0215", "babbaabaabab", 0},
	{2038, "0204", "babbababaaba", 0},
	{2039, "0124", "bbabbababaaba", 5},
	{2040, "0212", "babbababbaba", 0},
	{2041, "0201", "ababababbbab", 0},
	{2042, "0122", "abaabababbabb", 2},
	{2043, "0210", "abaabaabbabb", 0},
	{2044, "0130", "babaabaababbb", 7},
	{2045, "0217", "babaabaababb", 0},
}

// first is the first day of Tết.
func (l lunarYear) first() period.Date {
	v, _ := atoi(l.tet)
	return period.NewDate(l.year, time.Month(v/100), v%100)
}

// monthRange is a month of the year; of a month that comes twice the first.
func (l lunarYear) monthRange(m int) period.Range {
	d := l.first()
	i := m - 1
	if l.leap > 0 && m > l.leap {
		i++
	}
	for k := range i {
		d += monthDays(l.months[k])
	}
	return period.Range{From: d, To: d + monthDays(l.months[i]) - 1}
}

func monthDays(c byte) period.Date { return 29 + period.Date(c-'a') }

// day is a day of a month, if the month has it.
func (l lunarYear) day(d, m int) (period.Date, bool) {
	r := l.monthRange(m)
	day := r.From + period.Date(d-1)
	return day, d >= 1 && day <= r.To
}

// lunarDate is a day or month of the lunar calendar as typed: day 0 is the whole month, lastDay its last day.
type lunarDate struct{ day, month, year int }

const lastDay = -1

func (l lunarYear) resolve(ld lunarDate) (period.Range, bool) {
	month := l.monthRange(ld.month)
	switch ld.day {
	case 0:
		return month, true
	case lastDay:
		return month.To.Day(), true
	}
	d, ok := l.day(ld.day, ld.month)
	return d.Day(), ok
}

// lunarWhen resolves a lunar day: the given year's, or the most recent.
func (p dates) lunarWhen(ld lunarDate, end int) (when, bool) {
	for _, l := range slices.Backward(lunarYears) {
		r, ok := l.resolve(ld)
		if ld.year > 0 && ld.year != l.year || ld.year == 0 && l.monthRange(ld.month).From > p.today || ok && ld.year == 0 && r.From > p.today {
			continue
		}
		if !ok {
			return bad(end)
		}
		w := p.days(r.From, r.To)
		w.end = end
		return w, true
	}
	return bad(end)
}

var (
	newYear   = phrases(map[string]bool{"tết|tết nguyên đán|tết âm lịch|tết âm|tết ta|tết cổ truyền|tết ng.đán": true})
	firstDays = phrases(map[string]bool{"mùng|mồng|mùng ngày|ngày mùng|ngày mồng": true})
	fullMoon  = phrases(map[string]bool{"rằm|ngày rằm": true})
	lunarMark = phrases(map[string]bool{"âm lịch|âl|al|âm|(âm lịch)|( âl )": true})
	eve       = phrases(map[string]bool{"giao thừa|đêm giao thừa|tất niên": true})
	feasts    = phrases(map[string]lunarDate{
		"tết trung thu|trung thu|rằm trung thu": {15, 8, 0}, "giỗ tổ hùng vương|giỗ tổ": {10, 3, 0},
		"lễ vu lan|vu lan": {15, 7, 0}, "tết nguyên tiêu": {15, 1, 0}, "ông công ông táo|ông táo": {23, 12, 0},
		"tết đoan ngọ": {5, 5, 0},
	})
)

// lunar reads "mùng 3 Tết", "28 Tết", "rằm tháng Giêng", "giao thừa", "15/7 âm lịch".
func (p dates) lunar(i int) (when, bool) {
	if f, n := feasts.match(p.toks, i); n > 0 {
		f.year, n = p.lunarYearBehind(i, n)
		return p.lunarWhen(f, i+n)
	}
	if _, n := eve.match(p.toks, i); n > 0 {
		return p.lunarWhen(lunarDate{day: lastDay, month: 12}, i+n)
	}
	if _, n := fullMoon.match(p.toks, i); n > 0 {
		if m, mn := p.lunarMonth(i + n); mn > 0 {
			return p.lunarWhen(lunarDate{15, m, 0}, i+n+mn)
		}
		return when{}, false
	}
	if m, n := p.namedLunarMonth(i); n > 0 {
		w, ok := p.lunarWhen(lunarDate{0, m, 0}, i+n)
		w.Ambiguous, w.Alts = true, []period.Range{p.yearless(period.Month, m).Range} // or January, December
		return w, ok
	}
	return p.lunarDay(i)
}

// lunarYearBehind reads the year behind n tokens of a feast.
func (p dates) lunarYearBehind(i, n int) (year, tokens int) {
	y, yn := p.yearAfter(i + n)
	if yn == 0 {
		return 0, n
	}
	return y, n + yn
}

// lunarDay reads a day with "mùng" before it, or with Tết or âm lịch behind it.
func (p dates) lunarDay(i int) (when, bool) {
	_, first := firstDays.match(p.toks, i)
	j := i + first
	if j >= len(p.toks) {
		return when{}, false
	}
	d, dn := p.dayNumber(j)
	if dn == 0 || d < 1 || d > 31 {
		return when{}, false
	}
	if _, n := newYear.match(p.toks, j+dn); n > 0 && (first > 0 || d >= 20) {
		return p.tetDay(d, j+dn, n)
	}
	if first == 0 && p.toks[j].kind != 'd' {
		return when{}, false
	}
	m, end := p.lunarMonthOf(j + dn)
	if end > 0 {
		return p.lunarWhen(lunarDate{d, m, 0}, end)
	}
	if first == 0 {
		return when{}, false
	}
	return p.firstDay(d, j, j+dn)
}

// tetDay is a day of the new year, or of the last month before it from 20 on.
func (p dates) tetDay(d, i, n int) (when, bool) {
	year, n := p.lunarYearBehind(i, n)
	if d < 20 {
		return p.lunarWhen(lunarDate{d, 1, year}, i+n)
	}
	if year > 0 {
		year-- // 28 Tết 2026 lies in the last month of the lunar year before
	}
	return p.lunarWhen(lunarDate{d, 12, year}, i+n)
}

// lunarMonthOf reads the month of a lunar day: "tháng Giêng", or any month if "âm lịch" follows. It gives the end.
func (p dates) lunarMonthOf(i int) (m, end int) {
	if m, n := p.namedLunarMonth(i); n > 0 {
		return m, i + n
	}
	j := i
	if j < len(p.toks) && (isMonthWord(p.toks[j]) || p.toks[j].mark("/") || p.toks[j].mark("-")) {
		j++
	} else {
		return 0, 0
	}
	m, n := p.monthNumber(j)
	if n == 0 {
		return 0, 0
	}
	if _, k := lunarMark.match(p.toks, j+n); k > 0 {
		return m, j + n + k
	}
	return 0, 0
}

// namedLunarMonth reads the months that have lunar names: Giêng and Chạp.
func (p dates) namedLunarMonth(i int) (m, n int) {
	if i+1 >= len(p.toks) || !isMonthWord(p.toks[i]) {
		return 0, 0
	}
	switch {
	case wordGieng.has(p.toks[i+1]):
		return 1, 2
	case wordChap.has(p.toks[i+1]):
		return 12, 2
	}
	return 0, 0
}

// lunarMonth reads the month behind "rằm".
func (p dates) lunarMonth(i int) (m, n int) {
	if m, n := p.namedLunarMonth(i); n > 0 {
		return m, n
	}
	if i < len(p.toks) && isMonthWord(p.toks[i]) {
		if m, n := p.monthNumber(i + 1); n > 0 {
			return m, n + 1
		}
	}
	return 0, 0
}

// firstDay reads "mùng 2 tháng 9" and "mùng 5": a day of the common calendar, of the lunar one perhaps.
func (p dates) firstDay(d, i, end int) (when, bool) {
	w, ok := p.dayAndMonth(i, d, end-i)
	if !ok {
		w, ok = p.dayAlone(d, end)
	}
	if !ok || w.Bad {
		return w, ok
	}
	l, ok := p.lunarWhen(lunarDate{d, max(1, int(w.month)), 0}, 0)
	if w.month == 0 || ok && !l.Bad && l.Range.From.Year() == w.Range.From.Year() {
		w.Ambiguous = true
	}
	if w.month > 0 && w.Ambiguous && !l.Bad {
		w.Alts = append(w.Alts, l.Range)
	}
	return w, true
}
