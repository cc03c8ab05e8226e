package export

import (
	"slices"
	"strings"

	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

// The keys of the figures that say how often or how many; the others say how much of what.
const (
	keyEvents = "n"
	keyStock  = "so_luong"
)

// indicator is one row of a table of figures. A form with a leading figure has that figure in its first row; one without
// has a row with its name alone.
type indicator struct {
	form   string
	label  string
	unit   string // đơn vị tính
	below  bool   // belongs to the indicator above
	stock  bool   // how many there are, and not how much was done
	bare   bool   // a name without a figure
	figure report.Figure
}

// measure is the indicator's key in the Dossier's maps.
func (i indicator) measure() string { return i.form + "." + i.figure.Key }

// indicators are the rows of a summary's lines.
func (w writer) indicators(lines []report.Line, stock bool) []indicator {
	var list []indicator
	for _, l := range lines {
		list = append(list, w.indicatorsOf(l, stock)...)
	}
	return list
}

func (w writer) indicatorsOf(l report.Line, stock bool) []indicator {
	var list []indicator
	if !leads(l) {
		list = append(list, indicator{form: l.Form, label: l.Label.In(w.lang), bare: true})
	}
	for _, f := range l.Figures {
		i := indicator{form: l.Form, label: l.Label.In(w.lang), unit: w.unit(f), stock: stock, figure: f}
		if len(list) > 0 {
			i.below, i.label = true, w.part(f)
		}
		list = append(list, i)
	}
	return list
}

// leads tells whether a line's first figure speaks for the whole line.
func leads(l report.Line) bool {
	if len(l.Figures) == 1 {
		return true
	}
	key := l.Figures[0].Key
	return key == keyEvents || key == keyStock || key == l.Form
}

// unit is what a figure counts: đợt, lượt người, kg.
func (w writer) unit(f report.Figure) string {
	noun := f.Noun.In(w.lang)
	switch {
	case f.Money:
		return "đồng"
	case strings.HasPrefix(noun, "kg "):
		return "kg"
	default:
		return noun
	}
}

// part names a figure below the one that leads: "Số lượt người".
func (w writer) part(f report.Figure) string {
	if f.Money {
		return w.msg("export.money")
	}
	return w.msg("export.count_of", "noun", f.Noun.In(w.lang))
}

// all are the indicators of everything that the summary tells.
func (w writer) all() []indicator {
	return append(w.indicators(w.d.Summary.Lines, false), w.indicators(w.d.Summary.Stocks, true)...)
}

// comparison is a figure beside the same time a year earlier.
type comparison struct {
	yearTo, lastYear, change int64
	known                    bool    // something is known of the year before
	hidden                   bool    // small: neither the year so far nor the year before is told
	percent                  float64 // of the change
	relative                 bool    // there was something a year earlier, so percent is meant
}

func (w writer) compare(i indicator) comparison {
	c := comparison{yearTo: w.d.YearTo[i.measure()], known: len(w.d.LastYear) > 0, hidden: slices.Contains(w.d.Hidden, i.measure())}
	var told bool
	if c.lastYear, told = w.d.LastYear[i.measure()]; i.stock && !told {
		c.known = false // nobody declared it then, which is not the same as none
	}
	c.change = i.figure.N - c.lastYear
	if c.lastYear != 0 {
		c.relative, c.percent = true, 100*float64(c.change)/float64(c.lastYear)
	}
	return c
}

// hedge is the word before a form's figure that is not exact, or "".
func (w writer) hedge(form string, f report.Figure) string {
	switch {
	case f.Hedge == "":
		return ""
	case f.Hedge == report.More && w.more[form] != "":
		return w.more[form]
	default:
		return w.msg("hedge." + f.Hedge)
	}
}

// period is the period as a heading.
func (w writer) period() string { return i18n.PeriodLabel(w.lang, w.d.Summary.Period.Period) }
