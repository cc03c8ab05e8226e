package viet

import "danvanbot/bot/period"

// third names the begin, the middle or the end of a period.
var thirds = phrases(map[string]int{"đầu": 1, "giữa": 2, "cuối": 3})

var tenDays = phrases(map[string]int{"10 ngày đầu": 1, "10 ngày giữa": 2, "10 ngày cuối": 3, "thượng tuần": 1, "trung tuần": 2, "hạ tuần": 3})

// fuzzy reads "đầu tháng", "giữa tháng 10", "cuối tuần trước", "đầu năm". What it gives is always doubtful.
func (p dates) fuzzy(i int) (when, bool) {
	third, n := thirds.match(p.toks, i)
	if n == 0 {
		if third, n = tenDays.match(p.toks, i); n == 0 {
			return when{}, false
		}
	}
	j := i + n
	if j >= len(p.toks) {
		return when{}, false
	}
	switch {
	case isMonthWord(p.toks[j]):
		return p.thirdOfMonth(third, j), true
	case wordWeek.has(p.toks[j]):
		return p.partOfWeek(third, j), true
	case wordYear.has(p.toks[j]):
		return p.thirdOfYear(third, j), true
	}
	return when{}, false
}

func (p dates) thirdOfMonth(third, i int) when {
	month, ok := p.monthAt(i)
	if !ok {
		month = p.relativePeriod(period.Month, 0)
		month.end = i + 1
	}
	r := month.Range
	from := []period.Date{r.From, r.From + 10, r.From + 20}[third-1]
	to := []period.Date{r.From + 9, r.From + 19, r.To}[third-1]
	if from > p.today && month.Relative && month.Offset == 0 { // "cuối tháng" on the 5th means last month's
		month = p.relativePeriod(period.Month, -1)
		month.end = i + 1
		r := month.Range
		from, to = r.From+period.Date(10*(third-1)), r.From+period.Date(10*third-1)
		if third == 3 {
			to = r.To
		}
	}
	w := p.days(from, to)
	w.end, w.Ambiguous, w.fuzzy = month.end, true, true
	if third == 1 {
		w.Alts = []period.Range{from.Day(), {From: from, To: from + 4}, {From: from, To: from + 6}}
	} else {
		w.Alts = []period.Range{to.Day()}
	}
	return w
}

func (p dates) partOfWeek(third, i int) when {
	week, ok := p.weekAt(i)
	if !ok {
		week = p.relativePeriod(period.Week, 0)
		week.end = i + 1
		if week.Range.To > p.today && third == 3 {
			week = p.relativePeriod(period.Week, -1)
			week.end = i + 1
		}
	}
	m := week.Range.From
	r := []period.Range{{From: m, To: m + 1}, {From: m + 2, To: m + 3}, {From: m + 5, To: m + 6}}[third-1]
	w := p.days(r.From, r.To)
	w.end, w.Ambiguous, w.fuzzy = week.end, true, true
	w.Alts = []period.Range{r.From.Day(), r.To.Day()}
	return w
}

func (p dates) thirdOfYear(third, i int) when {
	year, ok := p.yearAt(i)
	if !ok {
		year = p.relativePeriod(period.Year, 0)
		year.end = i + 1
	}
	months := [][2]int{{1, 3}, {5, 8}, {10, 12}}[third-1]
	y := year.Range.From.Year()
	w := p.days(p.namedPeriod(period.Month, y, months[0]).Range.From, p.namedPeriod(period.Month, y, months[1]).Range.To)
	w.end, w.Ambiguous, w.fuzzy = year.end, true, true
	return w
}

// weekOrDay reads a week; a weekday may follow it: "tuần trước thứ 7".
func (p dates) weekOrDay(i int) (when, bool) {
	w, ok := p.weekAt(i)
	if !ok {
		return w, false
	}
	j := p.skipComma(w.end)
	if wd, n := weekdays.match(p.toks, j); n > 0 && p.reallyWeekday(j, n) {
		day := dayOfWeek(w.Range, wd)
		d := p.days(day, day)
		d.end = j + n
		return d, true
	}
	return w, true
}

// weekAt reads "tuần trước", "tuần 46".
func (p dates) weekAt(i int) (when, bool) {
	if i+1 >= len(p.toks) || !wordWeek.has(p.toks[i]) {
		return when{}, false
	}
	if off, n := relativeWords.match(p.toks, i+1); n > 0 {
		w := p.relativePeriod(period.Week, off)
		w.end = i + 1 + n
		return w, true
	}
	v, digits := atoi(p.toks[i+1].text)
	if p.toks[i+1].kind != 'd' || digits > 2 || v < 1 || v > 53 {
		return when{}, false
	}
	return p.isoWeek(v, i+2), true
}

// isoWeek is the week of that number of the year behind, or the most recent one.
func (p dates) isoWeek(v, end int) when {
	year, n := p.yearAfter(end)
	if n == 0 {
		year = p.today.Year()
	}
	w := period.WeekOf(period.Plain, period.NewDate(year, 1, 4)+period.Date(7*(v-1)))
	if n == 0 && w.Range.From > p.today {
		w = period.WeekOf(period.Plain, period.NewDate(year-1, 1, 4)+period.Date(7*(v-1)))
	}
	return when{DateExpr: DateExpr{Range: w.Range, Kind: period.Week, Year: w.Year, Index: w.Index}, end: end + n}
}
