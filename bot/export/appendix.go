package export

import (
	"strings"

	"danvanbot/bot/docx"
	"danvanbot/bot/i18n"
)

// appendix is a table on pages of its own.
type appendix struct {
	title  string
	page   docx.Section
	tables []docx.Table
	before string // what stands above the tables
	note   string // what stands below them
}

// plan decides which appendices there are, for the text names them.
func (l *letter) plan() {
	for _, a := range []appendix{
		l.totalsAppendix(), l.unitsAppendix(), l.monthsAppendix(),
		l.listAppendix("Kết quả phân theo nội dung", l.choices(), 60, 45, 30, 30),
		l.listAppendix("Kết quả thực hiện chỉ tiêu năm", l.targetRows(), 10, 65, 25, 25, 25, 15),
		l.listAppendix("Danh sách mô hình", l.modelRows(), 10, 50, 16, 42, 22, 25),
		l.listAppendix("Đơn vị chưa báo cáo", l.w.missing(), 15, 150),
		l.listAppendix("Số liệu bổ sung sau kỳ", l.lateRows(), 24, 42, 24, 50, 25),
		l.traceAppendix(),
	} {
		if len(a.tables) > 0 {
			l.appendices = append(l.appendices, a)
		}
	}
}

// write puts each appendix on pages of its own.
func (l *letter) write() {
	for i, a := range l.appendices {
		name := "Phụ lục"
		if len(l.appendices) > 1 {
			name += " " + roman(i+1)
		}
		l.doc.Add(
			docx.Paragraph{Style: docx.Caption, Runs: bold(name)},
			docx.Paragraph{Style: docx.Caption, Runs: []docx.Run{{Text: upper(a.title), Bold: true, Size: 13}}},
			docx.Paragraph{Align: docx.Centre, Keep: true, Runs: []docx.Run{{Text: "(Kèm theo Báo cáo " + l.attached() + ")", Italic: true, Size: 13}}},
			docx.Paragraph{Rule: 40, Width: a.page.TextWidth(), Before: 3, After: 6},
		)
		if a.before != "" {
			l.doc.Add(docx.Paragraph{Style: docx.Small, Align: docx.Justify, After: 6, Runs: plain(a.before)})
		}
		for _, t := range a.tables {
			l.doc.Add(t, docx.Paragraph{Style: docx.Small})
		}
		if a.note != "" {
			l.doc.Add(docx.Paragraph{Style: docx.Small, Align: docx.Justify, Runs: italic(a.note)})
		}
		l.doc.Add(a.page)
	}
}

func (l *letter) attached() string {
	date := l.placeDate()
	_, date, _ = strings.Cut(date, ", ")
	return strings.Join(strings.Fields(strings.Replace(l.number(), "Số:", "số: ........", 1)), " ") + " " + date + " của " + l.issuer()
}

// totalsAppendix is the table of all indicators. A review has no comparisons: there is no such period before it.
func (l *letter) totalsAppendix() appendix {
	s := l.w.totals()
	order, widths := []int{0, 1, 2, 4, 5, 6, 7, 8}, []float64{8, 34, 15, 25, 26, 25, 21, 11}
	if l.isReview() && l.w.d.Summary.Period.Range.Days() > 366 {
		order, widths = []int{0, 1, 2, 4}, []float64{12, 90, 30, 33}
		s.head[4] = "Kết quả"
	}
	for y := range s.rows { // the hedge stands before its figure
		row := s.rows[y]
		if row[0].kind == words {
			row[1].text = "- " + row[1].text
		}
		row[4].hedge = row[3].text
	}
	s.head[8] = "%"
	a := l.listAppendix("Tổng hợp kết quả công tác dân vận "+l.period(), s.pick(order), widths...)
	a.note = l.note()
	return a
}

// note says what the figures are of.
func (l *letter) note() string {
	s := l.w.d.Summary
	text := "Ghi chú: số liệu " + l.w.msg("report.view_"+s.View.String()) + "; kỳ theo lịch " + i18n.CalendarName(i18n.VI, s.Period.Calendar) +
		"; tính đến ngày " + day(s.AsOf) + "; lập từ nhật ký số " + i18n.Number(i18n.VI, int64(l.w.d.Made.Journal)) + "."
	if len(s.Partial) > 0 {
		text += " " + l.w.words().Partial(s.Partial)
	}
	return text
}

// pick takes some columns of a table.
func (s sheet) pick(order []int) sheet {
	p := sheet{name: s.name, total: s.total}
	for _, x := range order {
		p.head = append(p.head, s.head[x])
	}
	for _, row := range s.rows {
		var cells []cell
		for _, x := range order {
			cells = append(cells, row[x])
		}
		p.rows = append(p.rows, cells)
	}
	return p
}

// listAppendix is an upright appendix with one table.
func (l *letter) listAppendix(title string, s sheet, widths ...float64) appendix {
	a := appendix{title: title}
	if len(s.rows) > 0 {
		a.tables = []docx.Table{tableOf(s, widths)}
	}
	return a
}

// wideColumns is how many indicators stand side by side on a landscape page; the others follow in a table below.
const wideColumns = 10

// wide is a landscape appendix: some columns that name a row, and the leading indicators.
func (l *letter) wide(title string, s sheet, names int, widths ...float64) appendix {
	a := appendix{title: title, page: docx.Section{Landscape: true}}
	if len(s.rows) == 0 || len(s.head) == names {
		return a
	}
	columns := len(s.head) - names
	tables := (columns + wideColumns - 1) / wideColumns
	step := (columns + tables - 1) / tables
	for from := names; from < len(s.head); from += step {
		to := min(from+step, len(s.head))
		var order []int
		for x := range names {
			order = append(order, x)
		}
		all, used := append([]float64{}, widths...), 0.0
		for _, w := range widths {
			used += w
		}
		for x := from; x < to; x++ {
			order = append(order, x)
			all = append(all, (a.page.TextWidth()-used)/float64(to-from))
		}
		a.tables = append(a.tables, tableOf(s.pick(order), all))
	}
	return a
}

func (l *letter) unitsAppendix() appendix {
	return l.wide("Kết quả theo đơn vị", l.w.units(), 3, 10, 36, 20)
}
