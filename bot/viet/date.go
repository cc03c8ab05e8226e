package viet

import (
	"slices"
	"time"

	"danvanbot/bot/period"
)

// DateExpr is a day or a range of days as it was typed.
type DateExpr struct {
	Range     period.Range
	Part      string         // of the day: morning, noon, afternoon, evening, night
	Time      string         // "08:00"
	Ambiguous bool           // there are other readings
	Alts      []period.Range // those that can be told, the likeliest first
	Bad       bool           // names a day that does not exist, such as 30/2; Range is empty
	Ahead     bool           // lies in the future, or would in this year and at most 60 days ahead: "25/11" on 23/11
	Kind      period.Kind    // of a named period (tháng 10, quý III), Day or Span otherwise
	Year      int            // of a named period
	Index     int            // of a named period
	Relative  bool           // "tháng này", "quý trước": Offset periods from today's
	Offset    int            //
	Reporting bool           // "kỳ báo cáo …": meant in the reporting calendar, Decree 09/2019
	From, To  int            // bytes of the text in NFC
}

// when is a DateExpr and how it came about.
type when struct {
	DateExpr
	at, end int
	missing missing // what today had to supply
	day     int
	month   time.Month
	weekday time.Weekday
	clock   bool // a time of day only
	fuzzy   bool // đầu tháng: only its first day counts in "từ đầu tháng"
}

// missing tells which part of a day was not typed.
type missing uint8

const (
	nothingMissing missing = iota
	yearMissing            // 7/2, tháng 10
	monthMissing           // ngày 20
	weekMissing            // thứ bảy
)

// Dates reads every day and range of days in a text. Today is the day on which it was sent: "hôm qua" and years that
// were left out are meant relative to it, and the past is preferred, since reports are about the past.
func Dates(s string, today period.Date) []DateExpr {
	t := tokenize(s, baseWords)
	var out []DateExpr
	for _, w := range (dates{numbers{t.toks, baseWords.nouns}, today}).all(nil) {
		if !w.clock {
			out = append(out, w.DateExpr)
		}
	}
	return out
}

// dates reads days from tokens.
type dates struct {
	numbers

	today period.Date
}

// all reads every day and time, leaving out the tokens that are used already.
func (p dates) all(used []bool) []when {
	var out []when
	for i := 0; i < len(p.toks); {
		if p.toks[i].kind != 'd' && !dateStarts[p.toks[i].fold] {
			i++
			continue
		}
		w, ok := p.at(i)
		if !ok || used != nil && slices.Contains(used[i:w.end], true) {
			i++
			continue
		}
		w.at = i
		w.From, w.To = p.toks[i].from, p.toks[w.end-1].to
		w.Ahead = p.ahead(w)
		out = append(out, w)
		i = w.end
	}
	return out
}

// soon is how many days ahead a day may lie of which the year was left out, to be likelier than last year's.
const soon = 60

// ahead tells whether a day likely lies in the future.
func (p dates) ahead(w when) bool {
	if w.Range.From > p.today {
		return true
	}
	return w.missing == yearMissing && slices.ContainsFunc(w.Alts, func(r period.Range) bool { return r.From > p.today && r.From <= p.today+soon })
}

// dateStarts are the words that a day can begin with, so that the rest is passed by quickly.
var dateStarts = func() map[string]bool {
	m := wordSet("mai thang thg tuan quy qui q t nam ca tron het nguyen cach trong suot")
	relativeDays.firsts(m)
	weekdays.firsts(m)
	parts.firsts(m)
	dayFillers.firsts(m)
	sinceWords.firsts(m)
	atWords.firsts(m)
	feasts.firsts(m)
	eve.firsts(m)
	fullMoon.firsts(m)
	firstDays.firsts(m)
	thirds.firsts(m)
	tenDays.firsts(m)
	wholeHalf.firsts(m)
	reportingWords.firsts(m)
	figures.firsts(m)
	return m
}()

// at reads the longest expression at token i: a range, or a single one with part of day and time.
func (p dates) at(i int) (when, bool) {
	if w, ok := p.rangeAt(i); ok {
		return p.suffix(w), true
	}
	if w, ok := p.list(i); ok {
		return p.suffix(w), true
	}
	return p.single(i)
}

// single reads one day or period with its part of day and time, before or behind it.
func (p dates) single(i int) (when, bool) {
	clock, n := p.clock(i)
	j := i + n
	part, pn := parts.match(p.toks, j)
	if w, ok := p.withPart(j, part, pn); ok {
		if n > 0 {
			w.Time = clock
		}
		return p.suffix(w), true
	}
	if n > 0 {
		if _, more := parts.match(p.toks, j); more > 0 {
			j += more
		}
		return when{DateExpr: DateExpr{Time: clock}, end: j, clock: true}, true
	}
	return when{}, false
}

// withPart reads "sáng 21/11", "tối hôm kia", "sáng nay", or a day with no part before it.
func (p dates) withPart(i int, part string, n int) (when, bool) {
	j := i + n
	if n > 0 {
		if off, on := partDays.match(p.toks, j); on > 0 {
			w := p.days(p.today+period.Date(off), p.today+period.Date(off))
			w.end, w.Part = j+on, part
			return w, true
		}
	}
	w, ok := p.atom(j)
	if ok && n > 0 && w.Kind > period.Day {
		return w, false // "tối đa tháng 10"
	}
	if ok && n > 0 {
		w.Part = part
	}
	return w, ok
}

// skip steps over the filler before a day.
func (p dates) skip(i int) int {
	for i < len(p.toks) {
		if _, n := dayFillers.match(p.toks, i); n > 0 {
			i += n
			continue
		}
		break
	}
	return i
}

// suffix reads part of day and time behind a day: "21/11 lúc 8h", "hôm qua buổi sáng".
func (p dates) suffix(w when) when {
	for {
		j := p.skipComma(w.end)
		if clock, n := p.clock(j); n > 0 && w.Time == "" {
			w.Time, w.end = clock, j+n
			continue
		}
		part, n := parts.match(p.toks, j)
		if n == 0 || w.Part != "" || w.Range.Days() != 1 || p.startsDay(j+n) || n == 1 && p.toks[j].plain() && !p.alone(j) {
			return w
		}
		w.Part, w.end = part, j+n
	}
}

// alone tells whether token i ends the text or a clause, so that "sang", "toi" can be a part of day.
func (p dates) alone(i int) bool {
	return i+1 >= len(p.toks) || p.toks[i+1].kind == 'm'
}

func (p dates) startsDay(i int) bool {
	if _, n := partDays.match(p.toks, i); n > 0 {
		return true
	}
	_, ok := p.atom(i)
	return ok
}

func (p dates) skipComma(i int) int {
	if i < len(p.toks) && p.toks[i].mark(",") {
		return i + 1
	}
	return i
}

// atom reads one day or period, with filler before it.
func (p dates) atom(i int) (when, bool) {
	if i >= len(p.toks) {
		return when{}, false
	}
	for _, read := range [...]func(dates, int) (when, bool){dates.relativeDay, dates.ago, dates.lunar, dates.weekdayAt, dates.numeric, dates.named} {
		if w, ok := read(p, i); ok {
			return w, true
		}
	}
	if j := p.skip(i); j > i {
		return p.atom(j)
	}
	return when{}, false
}

// days makes the expression of a range.
func (p dates) days(from, to period.Date) when {
	kind := period.Span
	if from == to {
		kind = period.Day
	}
	return when{DateExpr: DateExpr{Range: period.Range{From: from, To: to}, Kind: kind}}
}

func bad(end int) (when, bool) {
	return when{DateExpr: DateExpr{Bad: true, Range: period.Range{From: 0, To: -1}}, end: end}, true
}
