package export

import (
	"slices"

	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

// cell is one cell of a table: a text, or a number.
type cell struct {
	text   string
	number float64
	hedge  string // before the number, on paper only
	kind   kind
}

type kind uint8

const (
	words  kind = iota // a text, or nothing
	whole              // a whole number with its thousands apart
	tenths             // a number with one decimal
)

func text(s string) cell { return cell{text: s} }

func number(n int64) cell { return cell{number: float64(n), kind: whole} }

// sheet is one table.
type sheet struct {
	name  string
	head  []string
	rows  [][]cell
	total bool // the last row sums the others up
}

// sheets are all tables, the first saying what they are of.
func (w writer) sheets() []sheet {
	list := []sheet{w.info(), w.totals()}
	list = append(list, w.units(), w.months())
	for _, b := range w.d.Parts {
		list = append(list, w.breakdown(b))
	}
	list = append(list, w.targets(), w.models(), w.missing(), w.sources("export.sheet_sources", w.d.Sources), w.sources("export.sheet_late", w.d.Late), w.traces())
	return slices.DeleteFunc(list, func(s sheet) bool { return len(s.rows) == 0 })
}

func (w writer) heads(keys ...string) []string {
	list := make([]string, 0, len(keys))
	for _, k := range keys {
		list = append(list, w.msg("export."+k))
	}
	return list
}

// info says of what, of when and by which state of knowledge the figures are.
func (w writer) info() sheet {
	s := w.d.Summary
	rows := [][]cell{
		{text(w.msg("export.unit")), text(s.Name)},
		{text(w.msg("export.period")), text(w.period())},
		{text(w.msg("export.days")), text(i18n.Range(w.lang, s.Period.Range))},
		{text(w.msg("export.calendar")), text(i18n.CalendarName(w.lang, s.Period.Calendar))},
		{text(w.msg("export.view")), text(w.msg("report.view_" + s.View.String()))},
		{text(w.msg("export.as_of")), text(i18n.Date(w.lang, s.AsOf))},
		{text(w.msg("export.complete")), text(w.msg("export.of", "n", s.Complete.Reported, "due", s.Complete.Due))},
		{text(w.msg("export.journal")), number(int64(w.d.Made.Journal))},
		{text(w.msg("export.made")), text(w.d.Made.At.Format("2/1/2006 15:04"))},
		{text(w.msg("export.tree")), text(w.d.Made.Tree)},
	}
	if len(s.Partial) > 0 {
		rows = append(rows, []cell{text(w.msg("export.partial")), text(w.words().Partial(s.Partial))})
	}
	if len(w.d.Across) > 0 {
		rows = append(rows, []cell{text(w.msg("export.across")), text(w.words().Across(w.d.Across))})
	}
	if w.d.More {
		rows = append(rows, []cell{text(w.msg("export.sheet_sources")), text(w.msg("export.first_sources", "n", i18n.Number(w.lang, int64(len(w.d.Sources)))))})
	}
	if help := w.traceHelp(); help != "" {
		rows = append(rows, []cell{text(w.msg("export.sheet_trace")), text(help)})
	}
	if w.d.Made.Frozen != "" {
		rows = append(rows, []cell{text(w.msg("export.frozen")), text(w.d.Made.Frozen)})
	}
	return sheet{name: w.msg("export.sheet_info"), head: w.heads("what", "value"), rows: rows}
}

// totals is the table of all indicators beside the year so far and the year before.
func (w writer) totals() sheet {
	s := sheet{name: w.msg("export.sheet_totals"), head: w.heads("no", "indicator", "noun", "hedge", "now", "year_to", "last_year", "change", "percent")}
	no := int64(0)
	for _, i := range w.all() {
		at := text("")
		if !i.below {
			no++
			at = number(no)
		}
		s.rows = append(s.rows, append([]cell{at, text(i.label), text(i.unit)}, w.figures(i)...))
	}
	return s
}

// figures are the numbers of an indicator: hedge, now, year so far, year before, change, change in percent.
func (w writer) figures(i indicator) []cell {
	if i.bare {
		return make([]cell, 6)
	}
	c := w.compare(i)
	list := []cell{text(w.hedge(i.form, i.figure)), w.value(i.figure), number(c.yearTo), {}, {}, {}}
	if i.stock {
		list[2] = cell{}
	}
	if c.hidden {
		list[2], list[3] = w.held(), w.held()
		return list
	}
	if c.known {
		list[3] = number(c.lastYear)
	}
	if c.known && i.figure.Hidden == "" {
		list[4] = number(c.change)
	}
	if c.relative && i.figure.Hidden == "" {
		list[5] = cell{number: c.percent, kind: tenths}
	}
	return list
}

// value is a figure as a cell: small ones that are not told say so.
func (w writer) value(f report.Figure) cell {
	if f.Hidden != "" {
		return text(w.msg("report.hidden_" + f.Hidden))
	}
	return number(f.N)
}

// held stands where a figure is not told.
func (w writer) held() cell { return text(w.msg("report.hidden_" + report.Held)) }

// column is a figure of a table whose columns are indicators.
type column struct{ form, key, head string }

// columns are the indicators that have a figure.
func columns(indicators []indicator) []column {
	var list []column
	parent := ""
	for _, i := range indicators {
		head := i.label + " (" + i.unit + ")"
		if i.below {
			head = parent + ": " + i.unit
		} else {
			parent = i.label
		}
		if !i.bare {
			list = append(list, column{i.form, i.figure.Key, head})
		}
	}
	return list
}

// units is the table of all units, its last row the whole.
func (w writer) units() sheet {
	s := sheet{name: w.msg("export.sheet_units"), head: w.heads("no", "unit", "heard"), total: true}
	list := columns(w.all())
	for _, c := range list {
		s.head = append(s.head, c.head)
	}
	for n, u := range w.d.Units {
		if row := w.unitRow(n+1, u, list); row != nil {
			s.rows = append(s.rows, row)
		}
	}
	if len(s.rows) > 0 {
		whole := append([]cell{{}, text(w.msg("export.total")), {}}, w.lookUp(both(w.d.Summary.Lines, w.d.Summary.Stocks), list)...)
		s.rows = append(s.rows, whole)
	}
	return s
}

// unitRow is the row of a unit. What the whole has beyond its units has a row where there is something.
func (w writer) unitRow(no int, u report.SubUnit, list []column) []cell {
	lines := both(u.Lines, u.Stocks)
	switch {
	case u.Own && len(lines) == 0:
		return nil
	case u.Own:
		return append([]cell{number(int64(no)), text(w.msg("export.own")), {}}, w.lookUp(lines, list)...)
	case u.Heard:
		return append([]cell{number(int64(no)), text(u.Name), text(w.msg("export.heard_yes"))}, w.lookUp(lines, list)...)
	}
	row := []cell{number(int64(no)), text(u.Name), text(w.msg("export.heard_no"))}
	for _, c := range list { // nothing is known of what was done, and that is not 0; what it has is known
		value := cell{}
		if f := figureOf(u.Stocks, c); f.N != 0 || f.Hidden != "" {
			value = w.value(f)
		}
		row = append(row, value)
	}
	return row
}

func both(lines, stocks []report.Line) []report.Line { return append(slices.Clone(lines), stocks...) }

// lookUp finds the figures of columns in lines; one that is not there is 0.
func (w writer) lookUp(lines []report.Line, columns []column) []cell {
	row := make([]cell, 0, len(columns))
	for _, c := range columns {
		f := figureOf(lines, c)
		value := w.value(f)
		value.hedge = w.hedge(c.form, f)
		row = append(row, value)
	}
	return row
}

func figureOf(lines []report.Line, c column) report.Figure {
	for _, l := range lines {
		if l.Form != c.form {
			continue
		}
		for _, f := range l.Figures {
			if f.Key == c.key {
				return f
			}
		}
	}
	return report.Figure{}
}
