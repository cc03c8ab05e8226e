package viet

import (
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/period"
)

// Period reads the period of a question such as "Bờ Y tháng 10" or "quý III khu vực Sa Thầy", in a calendar, and gives
// back the rest of the text. Named periods keep their Kind. What is typed as "kỳ báo cáo" is meant in the reporting
// calendar when the given one is the plain year. It fails, with the whole text as the rest, where no period is named.
func Period(s string, today period.Date, cal period.Calendar) (pd period.Period, rest string, ok bool) {
	if pd, rest, ok := codeIn(fold.NFC(s), cal); ok {
		return pd, rest, true
	}
	whole := s
	s, cal = calendarIn(s, cal)
	t := tokenize(s, baseWords)
	if pd, rest, ok := t.sinceBegin(today, cal); ok {
		return pd, rest, true
	}
	p := dates{numbers{t.toks, baseWords.nouns}, today}
	w, ok := p.firstPeriod()
	if !ok || w.Bad {
		return period.Period{}, strings.TrimSpace(fold.NFC(whole)), false
	}
	return p.inCalendar(w, cal), t.without(w.From, w.To), true
}

// firstPeriod reads what Dates reads, or what is a period only in a question: "2026", "6 tháng".
func (p dates) firstPeriod() (when, bool) {
	for _, w := range p.all(nil) {
		if !w.clock {
			return w, true
		}
	}
	for i := range p.toks {
		if w, ok := p.barePeriod(i); ok {
			w.From, w.To = p.toks[i].from, p.toks[w.end-1].to
			return w, true
		}
	}
	return when{}, false
}

func (p dates) barePeriod(i int) (when, bool) {
	t := p.toks[i]
	v, digits := atoi(t.text)
	glued := i+1 < len(p.toks) && p.toks[i+1].glued
	if t.kind != 'd' || glued {
		return when{}, false
	}
	if digits == 4 && v >= 1945 && v < 2100 {
		w := p.namedPeriod(period.Year, v, 0)
		w.end = i + 1
		return w, true
	}
	if i+1 < len(p.toks) && v > 0 && v < 100 && wordYear.has(p.toks[i+1]) { // 10 năm
		return p.past(period.Year, v, i+2)
	}
	if i+1 < len(p.toks) && v == 6 && isMonthWord(p.toks[i+1]) {
		w := p.yearless(period.Half, 1)
		w.end = i + 2
		return w, true
	}
	return when{}, false
}

// inCalendar gives the period of a calendar. A period without a year is the most recent that has begun in it.
func (p dates) inCalendar(w when, cal period.Calendar) period.Period {
	if w.Reporting && cal == period.Plain {
		cal = period.ND09
	}
	if w.missing == weekMissing && len(w.Alts) > 1 { // T7 in a question is the month
		m, _ := atoi(p.toks[w.at+1].text)
		w = p.yearless(period.Month, m)
	}
	pd := p.resolve(w, cal)
	if w.missing != yearMissing || w.Kind < period.Month {
		return pd
	}
	for y := p.today.Year() + 1; y > 0; y-- {
		if pd = period.New(cal, w.Kind, y, w.Index); pd.Range.From <= p.today {
			break
		}
	}
	return pd
}

// codeIn reads a period's code, alone or as the first or last word. A bare year is left to the words around it.
func codeIn(s string, cal period.Calendar) (period.Period, string, bool) {
	words := strings.Fields(s)
	for _, i := range []int{0, len(words) - 1} {
		if i < 0 || i >= len(words) || len(words[i]) < len("2026H1") {
			continue
		}
		if pd, err := period.ParseCode(strings.ToUpper(words[i]), cal); err == nil {
			return pd, strings.Join(append(append([]string{}, words[:i]...), words[i+1:]...), " "), true
		}
	}
	return period.Period{}, strings.TrimSpace(s), false
}

// without gives the text without the bytes from–to and the small words left at the cut and at the ends.
func (t text) without(from, to int) string {
	s := strings.TrimSpace(t.s[:from]) + " " + strings.TrimSpace(t.s[to:])
	for {
		cut := strings.Trim(s, " ,.;:-–()\t\n")
		for _, w := range []string{"của", "tại", "ở", "trong", "cho", "kỳ", "theo", "toàn", "cua", "tai", "o"} {
			if f := strings.Fields(cut); len(f) > 0 && fold.NFC(f[0]) == w {
				cut = strings.TrimSpace(strings.TrimPrefix(cut, f[0]))
			} else if len(f) > 0 && fold.NFC(f[len(f)-1]) == w {
				cut = strings.TrimSpace(strings.TrimSuffix(cut, f[len(f)-1]))
			}
		}
		if cut == s {
			return strings.Join(strings.Fields(cut), " ")
		}
		s = cut
	}
}
