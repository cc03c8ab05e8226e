package viet

import (
	"time"

	"danvanbot/bot/period"
)

var relativeDays = phrases(map[string]int{
	"hôm nay|hnay|bữa nay|ngày hôm nay|hum nay|hôm ni|bữa ni|h nay|h.nay|trong ngày hôm nay|ngày nay|hn nay": 0,
	"hôm qua|hqua|bữa qua|ngày hôm qua|hum qua|h qua|h.qua|ngày qua|hôm wa|hqa|bữa hôm qua":                  -1,
	"hôm kia|hkia|bữa kia|ngày hôm kia|hum kia|hôm tê|h.kia|ngày kia|hôm trước đó":                           -2,
	"hôm kìa|bữa kìa|hôm kia kìa|bữa kia kìa|hum kìa|ngày hôm kìa":                                           -3,
	"ngày mai|hôm mai|bữa mai|ngay mai":                                                                      1,
	"ngày mốt|hôm mốt|bữa mốt":                                                                               2,
})

func (p dates) relativeDay(i int) (when, bool) {
	off, n := relativeDays.match(p.toks, i)
	if n == 0 && p.tomorrow(i) {
		off, n = 1, 1
	}
	if n == 0 {
		return when{}, false
	}
	w := p.days(p.today+period.Date(off), p.today+period.Date(off))
	w.end = i + n
	if p.toks[i].text == "ngay2" && p.toks[i+n-1].fold == "kia" { // ngày kia is also the day after tomorrow
		w.Ambiguous, w.Alts = true, []period.Range{(p.today + 2).Day()}
	}
	// "hôm qua (22/11)", "hôm qua 22/11": the day in figures decides
	if d, ok := p.numeric(p.skip(p.skipOpen(w.end))); ok && d.day > 0 && d.missing != monthMissing && !d.Bad {
		return p.agree(w, d), true
	}
	return w, true
}

// tomorrow tells whether "mai" alone is a day: it begins a clause, so that it is no name.
func (p dates) tomorrow(i int) bool {
	t := p.toks[i]
	begins := i == 0 || t.line || p.toks[i-1].kind == 'm'
	return begins && t.kind == 'w' && t.text == "mai" && (i+1 >= len(p.toks) || !p.toks[i+1].cap || p.toks[i+1].caps)
}

func (p dates) skipOpen(i int) int {
	if i < len(p.toks) && (p.toks[i].mark(",") || p.toks[i].mark("(")) {
		return i + 1
	}
	return i
}

// agree joins two namings of one day; when they differ both are offered.
func (p dates) agree(w, d when) when {
	if w.Range != d.Range {
		d.Ambiguous = true
		d.Alts = append([]period.Range{w.Range}, d.Alts...)
	} else {
		d.Ambiguous, d.Alts = false, nil
	}
	d.Part = w.Part
	if d.end < len(p.toks) && p.toks[d.end].mark(")") {
		d.end++
	}
	return d
}

var agoUnits = phrases(map[string]period.Kind{
	"ngày|hôm|bữa": period.Day, "tuần|tuần lễ": period.Week, "tháng": period.Month, "năm": period.Year, "quý": period.Quarter,
})

var (
	agoWords  = phrases(map[string]bool{"trước|trước đây|về trước|trc|trước đó": true})
	pastWords = phrases(map[string]bool{"qua|vừa qua|gần đây|vừa rồi|gần nhất|trở lại đây|lại đây|nay": true})
)

// ago reads "3 ngày trước", "cách đây 2 tuần", "10 năm qua".
func (p dates) ago(i int) (when, bool) {
	j := i
	away := j+1 < len(p.toks) && wordCach.has(p.toks[j]) && wordHere.has(p.toks[j+1])
	if away {
		j += 2
	}
	if j < len(p.toks) && wordWithin.has(p.toks[j]) {
		j++
	}
	r := p.amount(j)
	count := int(r.milli / 1000)
	if i > 0 && p.dayWord(i-1) || r.n == 0 || count < 1 || count > 1000 || r.milli%1000 != 0 || r.ambiguous {
		return when{}, false
	}
	kind, n := agoUnits.match(p.toks, j+r.n)
	if n == 0 || ordinal(p.toks, j) || !away && j == i && p.relativeAt(j+r.n) {
		return when{}, false
	}
	end := j + r.n + n
	if _, a := agoWords.match(p.toks, end); a > 0 || away {
		return p.back(kind, count, end+a)
	}
	if _, a := pastWords.match(p.toks, end); a > 0 {
		return p.past(kind, count, end+a)
	}
	return when{}, false
}

// relativeAt tells whether a day such as "hôm qua" stands at token i.
func (p dates) relativeAt(i int) bool {
	_, n := relativeDays.match(p.toks, i)
	return n > 0 && p.toks[i].fold != "ngay"
}

// back is the day so many days ago, or the period so many periods ago.
func (p dates) back(kind period.Kind, count, end int) (when, bool) {
	if kind == period.Day {
		w := p.days(p.today-period.Date(count), p.today-period.Date(count))
		w.end = end
		return w, true
	}
	w := p.relativePeriod(kind, -count)
	w.end, w.Ambiguous = end, true
	w.Alts = []period.Range{p.shifted(kind, -count).Day()}
	return w, true
}

// shifted is today moved by whole units.
func (p dates) shifted(kind period.Kind, by int) period.Date {
	y, m, d := p.today.YMD()
	switch kind {
	case period.Day:
		return p.today + period.Date(by)
	case period.Week:
		return p.today + period.Date(7*by)
	case period.Month:
		return clampDay(y, int(m)+by, d)
	case period.Quarter:
		return clampDay(y, int(m)+3*by, d)
	default:
		return clampDay(y+by, int(m), d)
	}
}

// clampDay makes a day; one that the month does not have becomes its last.
func clampDay(y, m, d int) period.Date {
	last := period.NewDate(y, time.Month(m+1), 1) - 1
	return min(period.NewDate(y, time.Month(m), 1)+period.Date(d-1), last)
}

// past is the time from so many units ago to today.
func (p dates) past(kind period.Kind, count, end int) (when, bool) {
	from := p.shifted(kind, -count)
	w := p.days(from+1, p.today)
	w.end, w.Ambiguous = end, true
	w.Alts = []period.Range{{From: from, To: p.today}}
	switch kind {
	case period.Day, period.Week:
		w.Alts = append(w.Alts, period.Range{From: from, To: p.today - 1})
	case period.Year:
		y := p.today.Year()
		w.Alts = append(w.Alts,
			period.Range{From: period.NewDate(y-count, 1, 1), To: p.today},
			period.Range{From: period.NewDate(y-count, 1, 1), To: period.NewDate(y-1, 12, 31)},
			period.Range{From: period.NewDate(y-count+1, 1, 1), To: p.today})
	default:
		w.Alts = append(w.Alts, period.Range{From: p.relativePeriod(kind, -count).Range.From, To: p.relativePeriod(kind, -1).Range.To})
	}
	return w, true
}

// numeric reads 7/2, 07-02-2020, 23.11, 2026-11-22, "7 tháng 2 năm 2026", and "ngày 20".
func (p dates) numeric(i int) (when, bool) {
	if i >= len(p.toks) {
		return when{}, false
	}
	if w, ok := p.isoDay(i); ok {
		return w, true
	}
	d, dn := p.dayNumber(i)
	if dn == 0 {
		return when{}, false
	}
	if w, ok := p.dayAndMonth(i, d, dn); ok {
		return w, true
	}
	if i > 0 && p.dayWord(i-1) && !p.counts(i+dn) {
		return p.dayAlone(d, i+dn)
	}
	return when{}, false
}

// dayNumber reads the day of the month: digits, or words behind "ngày".
func (p dates) dayNumber(i int) (int, int) {
	if p.toks[i].kind == 'd' {
		v, digits := atoi(p.toks[i].text)
		if digits > 2 {
			return 0, 0
		}
		return v, 1
	}
	if i == 0 || !p.dayWord(i-1) && !wordMung.has(p.toks[i-1]) {
		return 0, 0
	}
	r := p.amount(i)
	if r.n == 0 || !r.word || r.milli > 31_000 {
		return 0, 0
	}
	return int(r.milli / 1000), r.n
}

// dayAndMonth reads the month behind a day, with its separator or the word "tháng".
func (p dates) dayAndMonth(i, d, dn int) (when, bool) {
	j := i + dn
	if j+1 >= len(p.toks) {
		return when{}, false
	}
	if wordMonthT.has(p.toks[j]) {
		return p.dayOfMonthWord(d, j+1)
	}
	sep := p.toks[j]
	m, digits := atoi(p.toks[j+1].text)
	if p.toks[j+1].kind != 'd' || digits > 2 || !sep.mark("/") && !sep.mark("-") && !sep.mark(".") {
		return when{}, false
	}
	end := j + 2
	if sep.text != "/" && end+1 < len(p.toks) && p.toks[end].mark("/") && p.toks[end].glued && p.toks[end+1].kind == 'd' {
		return when{}, false // 10-11/11: two days
	}
	year, yn := p.yearBehind(end, sep.text)
	if yn == 0 && sep.text != "/" && !p.looseDate(i, j) {
		return when{}, false
	}
	if m < 1 || m > 12 || d < 1 || d > 31 {
		likely := i > 0 && p.dayWord(i-1) || yn > 0 || sep.text == "/" && sep.glued && m <= 12 && d < 40 && !p.counts(end)
		if likely && m > 0 && d > 0 {
			return bad(end + yn)
		}
		return when{}, false
	}
	w, ok := p.calendarDay(d, time.Month(m), year, end+yn)
	w.Ambiguous = w.Ambiguous || ok && yn == 0 && (i == 0 || !p.dayWord(i-1)) && p.partOf(d, m, end)
	return w, ok
}

// looseDate tells whether 23.11 or 21-11 can be a day: glued, no noun and no scale word behind, no hedge before.
func (p dates) looseDate(i, j int) bool {
	if !p.toks[j].glued || !p.toks[j+1].glued {
		return false
	}
	if p.toks[j].mark(".") && len(p.toks[j+1].text) == 1 && (i == 0 || !p.dayWord(i-1)) && p.counts(j+2) {
		return false
	}
	if j+3 < len(p.toks) && p.toks[j+2].glued && p.toks[j+3].kind == 'd' && (p.toks[j+2].mark(".") || p.toks[j+2].mark(",")) {
		return false
	}
	return i > 0 && wordNgay.has(p.toks[i-1]) || !p.counts(j+2) && (i == 0 || !p.hedged(i))
}

func (p dates) hedged(i int) bool {
	_, n := hedgesBefore.match(p.toks, i-1)
	return n == 1
}

// counts tells whether token i is a noun or scale word, so that the digits before it are a number.
func (p dates) counts(i int) bool {
	if s, n := p.scaleAt(i, true); n > 0 && s > 0 {
		return true
	}
	_, n := p.nounAt(i)
	return n > 0
}

// yearBehind reads "/2026", "/20" behind a month with the same separator, or "năm 2026".
func (p dates) yearBehind(i int, sep string) (year, n int) {
	if i+1 < len(p.toks) && p.toks[i].mark(sep) && p.toks[i].glued && p.toks[i+1].kind == 'd' && p.toks[i+1].glued {
		v, digits := atoi(p.toks[i+1].text)
		switch {
		case digits == 4 && v >= 1900 && v < 2200:
			return v, 2
		case digits == 2:
			return century(v), 2
		}
	}
	return p.yearWord(i)
}

func century(v int) int {
	if v >= 70 {
		return 1900 + v
	}
	return 2000 + v
}

// yearWord reads "năm 2026", "năm nay", "năm ngoái".
func (p dates) yearWord(i int) (year, n int) {
	if i+1 >= len(p.toks) || !wordYear.has(p.toks[i]) {
		return 0, 0
	}
	if v, digits := atoi(p.toks[i+1].text); p.toks[i+1].kind == 'd' && digits == 4 && v >= 1900 && v < 2200 {
		return v, 2
	}
	if off, n := relativeWords.match(p.toks, i+1); n > 0 {
		return p.today.Year() + off, 1 + n
	}
	return 0, 0
}

func (p dates) isoDay(i int) (when, bool) {
	y, digits := atoi(p.toks[i].text)
	if p.toks[i].kind != 'd' || digits != 4 || i+4 >= len(p.toks) || y < 1900 || y > 2200 {
		return when{}, false
	}
	sep := p.toks[i+1]
	if !sep.mark("-") && !sep.mark("/") || !p.toks[i+3].mark(sep.text) || p.toks[i+2].kind != 'd' || p.toks[i+4].kind != 'd' {
		return when{}, false
	}
	m, _ := atoi(p.toks[i+2].text)
	d, dd := atoi(p.toks[i+4].text)
	if m < 1 || m > 12 || dd > 2 {
		return when{}, false
	}
	return p.calendarDay(d, time.Month(m), y, i+5)
}

// dayOfMonthWord reads the month of "7 tháng 2", "20 tháng này".
func (p dates) dayOfMonthWord(d, i int) (when, bool) {
	if off, n := relativeWords.match(p.toks, i); n > 0 {
		r := p.relativePeriod(period.Month, off).Range
		y, m, _ := r.From.YMD()
		w, ok := p.calendarDay(d, m, y, i+n)
		if six, sure := p.calendarDay(d, time.June, 0, i+n); p.toks[i].text == "sau" && sure { // sau, or sáu
			six.Ambiguous, six.Alts = true, append(six.Alts, w.Range)
			return six, true
		}
		return w, ok
	}
	m, n := p.monthNumber(i)
	if n == 0 || p.yearWordAt(i) { // "9 tháng năm 2026" are nine months
		return when{}, false
	}
	year, yn := p.yearBehind(i+n, "/")
	if yn == 0 {
		year, yn = p.yearBehind(i+n, "-")
	}
	return p.calendarDay(d, time.Month(m), year, i+n+yn)
}

// calendarDay resolves a day; without a year it is the most recent, and doubtful when this year's is still ahead.
func (p dates) calendarDay(d int, m time.Month, year, end int) (when, bool) {
	w := when{end: end, day: d, month: m}
	w.Kind = period.Day
	if year > 0 {
		day, ok := period.ValidDate(year, m, d)
		if !ok {
			return bad(end)
		}
		w.Range = day.Day()
		return w, true
	}
	w.missing = yearMissing
	this := p.today.Year()
	for y := this; y > this-8; y-- {
		day, ok := period.ValidDate(y, m, d)
		if !ok {
			continue
		}
		if day > p.today {
			w.Ambiguous, w.Alts = true, []period.Range{day.Day()}
			continue
		}
		w.Range = day.Day()
		w.Ambiguous = w.Ambiguous || y < this-1
		return w, true
	}
	return bad(end)
}

// dayAlone resolves "ngày 20": the most recent one.
func (p dates) dayAlone(d, end int) (when, bool) {
	if d < 1 || d > 31 {
		return when{}, false
	}
	w := when{end: end, day: d, missing: monthMissing}
	w.Kind = period.Day
	y, m, _ := p.today.YMD()
	for back := range 3 {
		first := period.NewDate(y, m-time.Month(back), 1)
		yy, mm, _ := first.YMD()
		day, ok := period.ValidDate(yy, mm, d)
		if !ok {
			continue
		}
		if day > p.today {
			w.Ambiguous, w.Alts = true, []period.Range{day.Day()}
			continue
		}
		w.Range = day.Day()
		return w, true
	}
	return bad(end)
}
