package viet

import (
	"time"

	"danvanbot/bot/period"
)

var weekdays = phrases(map[string]time.Weekday{
	"thứ hai|thứ 2|t2|thứ Hai": time.Monday,
	"thứ ba|thứ 3|t3":          time.Tuesday,
	"thứ tư|thứ 4|t4|thứ bốn":  time.Wednesday,
	"thứ năm|thứ 5|t5":         time.Thursday,
	"thứ sáu|thứ 6|t6":         time.Friday,
	"thứ bảy|thứ bẩy|thứ 7|t7": time.Saturday,
	"chủ nhật|cn|chúa nhật|chủ nhựt|cnhật|c.nhật|chủ nhat|chúa nhựt|c nhật": time.Sunday,
})

// lastOnes say that the most recent is meant.
var lastOnes = phrases(map[string]bool{"vừa rồi|vừa qua|rồi|qua|trước|mới rồi|trc|hôm trước|vừa r|vừa xong|vừa": true})

// notWeekday are words before which "thứ hai" counts: lần thứ hai.
var notWeekday = wordSet("lan dot buoi nguoi luot cuoc hang giai")

// weekdayAt reads "thứ 7", "CN tuần trước", "thứ bảy 21/11".
func (p dates) weekdayAt(i int) (when, bool) {
	wd, n := weekdays.match(p.toks, i)
	if n == 0 && p.noWeekday(i) {
		return bad(i + 2)
	}
	if n == 0 || !p.reallyWeekday(i, n) {
		return when{}, false
	}
	if wd2, k := p.behindWeek(i, n, wd); k {
		return wd2, true
	}
	w := p.bareWeekday(i, n, wd)
	d, ok := p.numeric(p.skip(p.skipOpen(w.end)))
	if ok && !d.Bad && d.day > 0 && (d.missing != monthMissing || p.dayWord(p.skipOpen(w.end))) {
		return p.dated(wd, d), true
	}
	if _, last := lastOnes.match(p.toks, w.end); last > 0 {
		day := p.today - 1
		for day.Weekday() != wd {
			day--
		}
		w.Range, w.Ambiguous, w.Alts, w.missing = day.Day(), false, nil, nothingMissing
		w.end += last
	}
	return w, true
}

var (
	wordWeekday = words("thứ")
	noWeekdays  = wordSet("0 1 8 9 tam chin")
)

// noWeekday tells whether a weekday that there is not stands at token i, "thứ 8", and is no ordinal.
func (p dates) noWeekday(i int) bool {
	if i+1 >= len(p.toks) || !wordWeekday.has(p.toks[i]) || !noWeekdays[key(p.toks[i+1])] || p.counts(i+2) {
		return false
	}
	_, part := parts.match(p.toks, i-min(i, 1))
	return i == 0 || p.toks[i].line || p.toks[i-1].kind == 'm' || p.dayWord(i-1) || part > 0
}

// reallyWeekday rules out ordinals ("lần thứ hai"), months ("t7/2026") and what is counted ("thu 3 khẩu").
func (p dates) reallyWeekday(i, n int) bool {
	if i > 0 && (notWeekday[p.toks[i-1].fold] || p.toks[i-1].kind == 'd' && p.toks[i].fold == "cn") {
		return false
	}
	end := i + n
	if n == 2 && p.toks[i+1].kind == 'd' {
		if end < len(p.toks) && p.toks[end].glued && (p.toks[end].mark(".") || p.toks[end].mark(",") || p.toks[end].mark("/")) &&
			end+1 < len(p.toks) && p.toks[end+1].kind == 'd' {
			return false
		}
		if _, y := p.yearWord(end); y > 0 && p.toks[i].fold == "t" {
			return false
		}
		if p.toks[i].text == "thu" && p.counts(end) && !p.startsDay(end) {
			return false
		}
	}
	return true
}

// behindWeek reads the week behind a weekday: "thứ tư tuần trước".
func (p dates) behindWeek(i, n int, wd time.Weekday) (when, bool) {
	j := i + n
	if j < len(p.toks) && wordOf.has(p.toks[j]) {
		j++
	}
	week, ok := p.weekAt(j)
	if !ok {
		return when{}, false
	}
	week.Range = dayOfWeek(week.Range, wd).Day()
	w := when{DateExpr: DateExpr{Range: week.Range, Kind: period.Day}, end: week.end}
	if d, ok := p.numeric(p.skip(p.skipOpen(w.end))); ok && !d.Bad && d.day > 0 && d.missing == yearMissing {
		return p.agree(w, d), true
	}
	return w, true
}

func dayOfWeek(week period.Range, wd time.Weekday) period.Date {
	return week.From + period.Date((int(wd)+6)%7)
}

// bareWeekday is the most recent one; the next is the other reading, and T2–T7 may be a month.
func (p dates) bareWeekday(i, n int, wd time.Weekday) when {
	day := p.today
	for day.Weekday() != wd {
		day--
	}
	w := p.days(day, day)
	w.end, w.missing, w.weekday, w.Ambiguous = i+n, weekMissing, wd, true
	if p.toks[i].fold == "t" {
		v, _ := atoi(p.toks[i+1].text)
		w.Alts = append(w.Alts, p.yearless(period.Month, v).Range)
	}
	if day == p.today {
		w.Alts = append(w.Alts, (day - 7).Day())
	} else {
		w.Alts = append(w.Alts, (day + 7).Day())
	}
	return w
}

// dated joins a weekday with the day in figures behind it; where they disagree the days of that weekday are offered.
func (p dates) dated(wd time.Weekday, d when) when {
	if d.end < len(p.toks) && p.toks[d.end].mark(")") {
		d.end++
	}
	if d.Range.From.Weekday() == wd {
		d.Ambiguous, d.Alts = false, nil
		return d
	}
	for _, alt := range d.Alts {
		if alt.From.Weekday() == wd { // 25/12 with the weekday of the year ahead
			d.Range, d.Alts = alt, []period.Range{d.Range}
			d.Ambiguous = true
			return d
		}
	}
	near := d.Range.From
	for near.Weekday() != wd {
		near--
	}
	d.Ambiguous = true
	d.Alts = append(d.Alts, near.Day())
	if near+7 <= p.today {
		d.Alts = append(d.Alts, (near + 7).Day())
	}
	return d
}
