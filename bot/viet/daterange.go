package viet

import "danvanbot/bot/period"

var (
	toWords    = phrases(map[string]bool{"đến|tới|-|~|đến hết|cho đến|tới hết|đến ngày|tới ngày|đến hết ngày|cho tới|→|qua đến": true})
	nowWords   = phrases(map[string]bool{"nay|hiện nay|hôm nay|bây giờ|giờ|hnay|nay.|thời điểm này": true})
	andWords   = phrases(map[string]bool{"và|,|+|&|với": true})
	sinceWords = phrases(map[string]bool{"từ|giai đoạn|từ ngày|thời gian từ|kể từ|từ sau|trong các ngày|các ngày": true})
)

// rangeAt reads "từ 1/3 đến 31/3", "16-20/11", "từ 2010 đến nay", "giai đoạn 2010-2020".
func (p dates) rangeAt(i int) (when, bool) {
	if !p.rangeAhead(i) {
		return when{}, false
	}
	_, since := sinceWords.match(p.toks, i)
	a, ok := p.edge(i+since, since > 0)
	if !ok || a.Bad {
		return when{}, false
	}
	j := a.end
	_, n := toWords.match(p.toks, j)
	if n == 0 {
		return when{}, false
	}
	if _, now := nowWords.match(p.toks, j+n); now > 0 {
		return p.close(a, p.until(j+n+now))
	}
	b, ok := p.edge(j+n, since > 0)
	if !ok || b.missing == monthMissing && !p.dayWord(j+n) && a.missing == monthMissing {
		return when{}, false
	}
	if a.Kind == period.Year != (b.Kind == period.Year) && since == 0 {
		return when{}, false
	}
	return p.close(a, b)
}

// rangeAhead tells quickly whether a word that can join two days stands near behind token i.
func (p dates) rangeAhead(i int) bool {
	for j := i + 1; j < min(i+longestEdge, len(p.toks)); j++ {
		if _, n := toWords.match(p.toks, j); n > 0 {
			return true
		}
	}
	return false
}

// longestEdge is more tokens than the begin of a range has: "từ sáng thứ hai ngày 16 tháng 11 năm 2026".
const longestEdge = 14

// dayWord tells whether "ngày" stands at token i.
func (p dates) dayWord(i int) bool {
	return i < len(p.toks) && wordDay.has(p.toks[i])
}

func (p dates) until(end int) when {
	w := p.days(p.today, p.today)
	w.end = end
	return w
}

// edge reads one end of a range: a day, a bare day of the month, a period, a bare year behind "từ".
func (p dates) edge(i int, since bool) (when, bool) {
	part, n := parts.match(p.toks, i)
	w, ok := p.atom(i + n)
	if ok {
		if n > 0 {
			w.Part = part
		}
		return w, true
	}
	return p.bareEdge(p.skip(i), since)
}

// bareEdge reads digits that are a day or a year by their neighbours alone.
func (p dates) bareEdge(i int, since bool) (when, bool) {
	if i >= len(p.toks) || p.toks[i].kind != 'd' {
		return when{}, false
	}
	v, digits := atoi(p.toks[i].text)
	switch {
	case digits == 4 && v >= 1945 && v < 2100 && (since || p.yearsSpan(i)):
		w := p.namedPeriod(period.Year, v, 0)
		w.end = i + 1
		return w, true
	case digits <= 2 && v >= 1 && v <= 31:
		return when{end: i + 1, missing: monthMissing, day: v}, true
	}
	return when{}, false
}

// yearsSpan tells whether token i is part of "2010-2020".
func (p dates) yearsSpan(i int) bool {
	year := func(k int) bool {
		return k >= 0 && k < len(p.toks) && p.toks[k].kind == 'd' && len(p.toks[k].text) == 4
	}
	dash := func(k int) bool { return k >= 0 && k < len(p.toks) && p.toks[k].mark("-") }
	return dash(i+1) && year(i+2) || dash(i-1) && year(i-2)
}

// close makes the range from a to b. What a leaves out it takes from b: the latest a not after b.
func (p dates) close(a, b when) (when, bool) {
	if b.Bad {
		return bad(b.end)
	}
	if b.missing == monthMissing && a.missing != monthMissing && a.day > 0 { // từ 9/11 đến 13
		y, m, _ := a.Range.From.YMD()
		d, ok := period.ValidDate(y, m, b.day)
		if !ok {
			return bad(b.end)
		}
		b.Range = d.Day()
	} else if b.missing == monthMissing && b.Range == (period.Range{}) {
		return when{}, false
	}
	b = p.running(a, b)
	from, ok := p.before(a, b.Range)
	if !ok {
		return bad(b.end)
	}
	w := p.days(from.From, b.Range.To)
	if from.From > b.Range.To {
		return when{}, false
	}
	w.end, w.Part, w.Ambiguous, w.Alts = b.end, a.Part, b.Ambiguous && b.missing == yearMissing, nil
	for _, alt := range b.Alts {
		if other, ok := p.before(a, alt); ok && w.Ambiguous && b.missing == yearMissing {
			w.Alts = append(w.Alts, period.Range{From: other.From, To: alt.To})
		}
	}
	return w, true
}

// running prefers this year for a range that has begun but not ended: "20/11 đến 25/11" on 23/11.
func (p dates) running(a, b when) when {
	if b.missing != yearMissing || !b.Ambiguous || len(b.Alts) != 1 {
		return b
	}
	if from, ok := p.before(a, b.Alts[0]); ok && from.From <= p.today {
		b.Range, b.Alts = b.Alts[0], []period.Range{b.Range}
	}
	return b
}

// before resolves the begin of a range by its end.
func (p dates) before(a when, b period.Range) (period.Range, bool) {
	y, m, _ := b.To.YMD()
	switch a.missing {
	case nothingMissing:
	case monthMissing:
		if d, ok := period.ValidDate(y, m, a.day); ok && d <= b.To {
			return d.Day(), true
		}
		d, ok := period.ValidDate(y, m-1, a.day)
		if m == 1 {
			d, ok = period.ValidDate(y-1, 12, a.day)
		}
		return d.Day(), ok
	case yearMissing:
		return p.yearBefore(a, b, y)
	case weekMissing:
		back := (int(b.From.Weekday()) - int(a.weekday) + 7) % 7
		return (b.From - period.Date(back)).Day(), true
	}
	return a.Range, true
}

// yearBefore gives a yearless day or month the year of the end, or the one before.
func (p dates) yearBefore(a when, b period.Range, year int) (period.Range, bool) {
	for y := year; y > year-5; y-- {
		var r period.Range
		if a.day > 0 {
			d, ok := period.ValidDate(y, a.month, a.day)
			if !ok {
				continue
			}
			r = d.Day()
		} else {
			r = period.New(period.Plain, a.Kind, y, a.Index).Range
		}
		if r.From <= b.To {
			return r, true
		}
	}
	return period.Range{}, false
}

// list reads several days of one month: "10-11/11" is read as a range already; "10 và 11/11", "ngày 10, 11, 12/11".
func (p dates) list(i int) (when, bool) {
	j := p.skip(i)
	named := j > i
	var days []int
	for j < len(p.toks) && p.toks[j].kind == 'd' && len(p.toks[j].text) <= 2 {
		v, _ := atoi(p.toks[j].text)
		_, n := andWords.match(p.toks, j+1)
		if n == 0 || p.toks[j+1].mark(",") && !named && !p.nextDay(j, v) || v < 1 || v > 31 {
			break
		}
		days = append(days, v)
		j = p.skip(j + 1 + n)
	}
	last, ok := p.numeric(j)
	if len(days) == 0 || !ok || last.Bad || last.day == 0 || last.missing == monthMissing && !named {
		return when{}, false
	}
	first, ok := p.before(when{missing: monthMissing, day: days[0]}, last.Range)
	if !ok || first.From >= last.Range.From {
		return when{}, false
	}
	w := p.days(first.From, last.Range.To)
	w.end, w.Ambiguous, w.Alts = last.end, last.Ambiguous, nil
	if w.Range.Days() != len(days)+1 { // 10 and 12, not 11
		w.Ambiguous = true
	}
	return w, true
}

// nextDay tells whether a comma at token i+1 stands between two days in a row: "14,15/11" is no decimal.
func (p dates) nextDay(i, day int) bool {
	if i+4 >= len(p.toks) || p.toks[i+2].kind != 'd' || !p.toks[i+3].mark("/") || p.toks[i+4].kind != 'd' {
		return false
	}
	v, digits := atoi(p.toks[i+2].text)
	return digits <= 2 && v == day+1
}

// atoi reads a short run of digits.
func atoi(s string) (v, digits int) {
	if len(s) > 9 {
		return 0, len(s)
	}
	for _, c := range s {
		v = v*10 + int(c-'0')
	}
	return v, len(s)
}
