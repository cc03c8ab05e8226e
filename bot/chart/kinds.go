package chart

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-analyze/charts"

	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

// How much fits on a phone's screen.
const (
	mostMonths = 14 // longer times are shown by year
	mostUnits  = 24 // the others are named in a line
	longest    = 22 // characters of a name beside a bar
)

func (a artist) heading(title string) plot {
	return plot{title: title, below: a.d.Summary.Name + "\n" + i18n.PeriodLabel(a.lang, a.d.Summary.Period.Period)}
}

// trend is the months of the period, or its years when there are many.
func (a artist) trend() plot {
	p := a.heading(a.measure.title)
	code, byYear := a.measure.code(), len(a.d.Months) > mostMonths
	p.values, p.texts = make([][]float64, 2), make([][]string, 2)
	year := 0
	for _, m := range a.d.Months {
		label := strconv.Itoa(m.Period.Index)
		switch {
		case byYear && m.Period.Year == year:
			p.grow(m.Figures[code], m.LastYear[code])
			continue
		case byYear:
			label = strconv.Itoa(m.Period.Year)
		case m.Period.Year != year:
			label += "/" + strconv.Itoa(m.Period.Year%100)
		}
		year = m.Period.Year
		p.labels = append(p.labels, label)
		p.add(m.Figures[code], m.LastYear[code], slices.Contains(m.Hidden, code))
	}
	p.names = []string{a.msg("chart.now"), a.msg("chart.last_year")}
	if byYear { // years beside each other need no year before beside them
		p.values, p.names = p.values[:1], nil
	}
	for s := range p.values {
		for _, v := range p.values[s] {
			p.texts[s] = append(p.texts[s], a.number(v))
		}
	}
	return p
}

func (p *plot) add(now, before int64, hidden bool) {
	if hidden {
		p.values[0], p.values[1] = append(p.values[0], charts.GetNullValue()), append(p.values[1], charts.GetNullValue())
		return
	}
	p.values[0], p.values[1] = append(p.values[0], float64(now)), append(p.values[1], float64(before))
}

// grow adds a month to the last year.
func (p *plot) grow(now, before int64) {
	n := len(p.labels) - 1
	p.values[0][n] += float64(now)
	p.values[1][n] += float64(before)
}

func (a artist) number(v float64) string {
	if v == charts.GetNullValue() {
		return ""
	}
	return i18n.Number(a.lang, int64(v))
}

// units compares the units that reported, the greatest first.
func (a artist) units() plot {
	type bar struct {
		name string
		n    int64
	}
	var bars []bar
	for _, u := range a.d.Units {
		if n, ok := a.of(u.Lines); ok && u.Heard && !u.Own {
			bars = append(bars, bar{u.Name, n})
		}
	}
	slices.SortStableFunc(bars, func(x, y bar) int { return cmp.Compare(y.n, x.n) })
	p := a.heading(a.measure.title)
	p.horizontal = true
	if rest := len(bars) - mostUnits; rest > 0 {
		p.below += "\n" + a.msg("chart.first", "n", mostUnits, "rest", rest)
		bars = bars[:mostUnits]
	}
	p.values, p.texts = make([][]float64, 1), make([][]string, 1)
	for _, b := range slices.Backward(bars) { // the library draws from the bottom up
		p.labels = append(p.labels, short(b.name))
		p.values[0] = append(p.values[0], float64(b.n))
		p.texts[0] = append(p.texts[0], i18n.Number(a.lang, b.n))
	}
	return p
}

// of finds the measure in a unit's lines; what is not told is not shown.
func (a artist) of(lines []report.Line) (n int64, ok bool) {
	for _, l := range lines {
		if l.Form != a.measure.form {
			continue
		}
		for _, f := range l.Figures {
			if f.Key == a.measure.key {
				return f.N, f.Hidden == ""
			}
		}
	}
	return 0, true
}

// targets shows how much of each target of the year is reached.
func (a artist) targets() plot {
	p := a.heading(a.msg("chart.targets"))
	p.horizontal, p.percent = true, true
	p.values, p.texts = make([][]float64, 1), make([][]string, 1)
	for _, t := range slices.Backward(a.d.Targets) {
		if t.Goal <= 0 {
			continue
		}
		share := 100*float64(t.Done)/float64(t.Goal) + 1e-9*float64(len(p.labels)) // each another number, see formatter
		p.labels = append(p.labels, short(t.Label.In(a.lang)))
		p.values[0] = append(p.values[0], share)
		p.texts[0] = append(p.texts[0], strconv.Itoa(int(share))+"% ("+i18n.Number(a.lang, t.Done)+"/"+i18n.Number(a.lang, t.Goal)+")")
	}
	return p
}

// short cuts a long name at a word.
func short(s string) string {
	r := []rune(s)
	if len(r) <= longest {
		return s
	}
	cut := string(r[:longest])
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		cut = cut[:at]
	}
	return cut + "…"
}
