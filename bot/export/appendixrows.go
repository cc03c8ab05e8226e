package export

import (
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/docx"
	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

// mostMonths is how many months a report lists; of a longer time it lists years.
const mostMonths = 24

func (l *letter) monthsAppendix() appendix {
	list := columns(l.w.indicators(l.w.d.Summary.Lines, false))
	s := sheet{head: []string{l.w.msg("export.month"), l.w.msg("export.days")}}
	for _, c := range list {
		s.head = append(s.head, c.head)
	}
	title, months, leftOut := "Kết quả theo tháng", l.w.d.Months, l.w.words().Across
	if len(months) > mostMonths {
		title, months, leftOut = "Kết quả theo năm", years(months), l.w.words().AcrossYears
		s.head[0] = l.w.msg("export.year")
	}
	if len(months) < 2 {
		return appendix{}
	}
	for _, m := range months {
		name := strconv.Itoa(m.Period.Year)
		if m.Period.Index > 0 {
			name = strconv.Itoa(m.Period.Index) + "/" + name
		}
		row := []cell{text(name), text(day(m.Period.Range.From) + " - " + day(m.Period.Range.To))}
		for _, c := range list {
			value := number(m.Figures[c.form+"."+c.key])
			if slices.Contains(m.Hidden, c.form+"."+c.key) {
				value = l.w.held()
			}
			row = append(row, value)
		}
		s.rows = append(s.rows, row)
	}
	a := l.wide(title, s, 2, 16, 46)
	if len(l.w.d.Across) > 0 {
		a.note = leftOut(l.w.d.Across)
	}
	return a
}

// years adds months up to the years that they are of, as far as the months go.
func years(months []report.MonthFigures) []report.MonthFigures {
	var list []report.MonthFigures
	for _, m := range months {
		n := len(list) - 1
		if n < 0 || list[n].Period.Year != m.Period.Year {
			y := report.MonthFigures{Period: m.Period, Figures: map[string]int64{}}
			y.Period.Index = 0
			list, n = append(list, y), n+1
		}
		list[n].Period.Range.To = m.Period.Range.To
		for k, v := range m.Figures {
			list[n].Figures[k] += v
		}
		list[n].Hidden = append(list[n].Hidden, m.Hidden...) // a year with a month that is not told is not told either
	}
	return list
}

// choices puts the breakdowns below each other.
func (l *letter) choices() sheet {
	all := sheet{head: []string{l.w.msg("export.form"), l.w.msg("export.choice"), l.w.msg("export.noun"), l.w.msg("export.now")}}
	for _, b := range l.w.d.Parts {
		for y, row := range l.w.breakdown(b).rows {
			name := text("")
			if y == 0 {
				name = text(b.Name.In(i18n.VI) + " – " + b.Label.In(i18n.VI))
			}
			row[3].hedge = row[2].text
			all.rows = append(all.rows, []cell{name, row[0], row[1], row[3]})
		}
	}
	return all
}

func (l *letter) targetRows() sheet {
	s := l.w.targets()
	s.head[0] = l.w.msg("export.no")
	for y := range s.rows {
		s.rows[y][0] = number(int64(y + 1))
	}
	return s
}

func (l *letter) modelRows() sheet { return l.w.models().pick([]int{0, 1, 2, 3, 5, 6}) }

func (l *letter) lateRows() sheet {
	s := l.w.sources("export.sheet_late", l.w.d.Late)
	if len(s.head) > 6 {
		return s.pick([]int{0, 4, 3, 5, 6})
	}
	return s
}

// tableOf prints a table of a sheet: numbers at the right, the heading and a last row of totals in bold.
func tableOf(s sheet, widths []float64) docx.Table {
	t := docx.Table{Widths: widths, Heads: 1, Borders: true}
	var head []docx.Cell
	for _, h := range s.head {
		head = append(head, docx.Cell{Middle: true, Paragraphs: []docx.Paragraph{{Style: docx.Small, Align: docx.Centre, Runs: []docx.Run{{Text: h, Bold: true, Size: 10}}}}})
	}
	t.Rows = append(t.Rows, head)
	for y, row := range s.rows {
		var cells []docx.Cell
		for x, c := range row {
			p := docx.Paragraph{Style: docx.Small, Runs: []docx.Run{{Text: c.shown(), Bold: s.total && y == len(s.rows)-1}}}
			switch {
			case x == 0 && c.kind == whole: // the number of the row
				p.Align = docx.Centre
			case c.kind != words:
				p.Align, p.Runs[0].Size = docx.Right, 10
			}
			cells = append(cells, docx.Cell{Paragraphs: []docx.Paragraph{p}})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// shown is a cell as people read it on paper.
func (c cell) shown() string {
	switch c.kind {
	case whole:
		return strings.TrimSpace(c.hedge + " " + i18n.Number(i18n.VI, int64(c.number)))
	case tenths:
		return decimals(c.number)
	default:
		return c.text
	}
}

// decimals writes a number with one decimal: 27,3.
func decimals(n float64) string { return cell{number: n, kind: tenths}.plain() }
