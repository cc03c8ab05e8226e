package export

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"unicode/utf8"

	"danvanbot/bot/report"
)

// CSV writes all figures as one table: a row for each indicator of the whole, of each unit and of each month. It is UTF-8
// with a byte order mark and parts cells by semicolons, because an Excel whose decimals have a comma, as the
// Vietnamese one, opens that by a double click.
func CSV(d report.Dossier, o Options) ([]byte, error) {
	w := newWriter(d, o)
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = ';', true
	if err := out.WriteAll(w.records()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// records are the rows of the one table. Figures of units and months have no comparison.
func (w writer) records() [][]string {
	name, period := w.d.Summary.Name, w.d.Summary.Period.Code()
	rows := [][]string{w.heads("part", "unit", "period", "key", "indicator", "noun", "hedge", "now", "year_to", "last_year", "change", "percent")}
	add := func(part, unit, when string, i indicator, figures []cell) {
		row := []string{Safe(part), Safe(unit), when, i.measure(), Safe(i.label), i.unit}
		for _, c := range figures {
			row = append(row, c.plain())
		}
		rows = append(rows, row)
	}
	for _, i := range w.all() {
		if !i.bare {
			add(w.msg("export.sheet_totals"), name, period, i, w.figures(i))
		}
	}
	for _, u := range w.d.Units {
		unit := u.Name
		if u.Own {
			unit = w.msg("export.own")
		}
		for _, i := range append(w.indicators(u.Lines, false), w.indicators(u.Stocks, true)...) {
			if !i.bare {
				add(w.msg("export.sheet_units"), unit, period, i, []cell{text(w.hedge(i.form, i.figure)), w.value(i.figure), {}, {}, {}, {}})
			}
		}
	}
	return append(rows, w.monthRecords()...)
}

func (w writer) monthRecords() [][]string {
	var rows [][]string
	for _, m := range w.d.Months {
		for _, i := range w.indicators(w.d.Summary.Lines, false) {
			f := w.monthFigures(m, i.measure())
			if i.bare || f == nil {
				continue
			}
			rows = append(rows, []string{
				w.msg("export.sheet_months"), Safe(w.d.Summary.Name), m.Period.Code(), i.measure(), Safe(i.label), i.unit,
				"", f[0].plain(), "", f[1].plain(), f[2].plain(), "",
			})
		}
	}
	return rows
}

// plain is a cell as a program reads it: no thousands apart, a comma before decimals.
func (c cell) plain() string {
	switch c.kind {
	case whole:
		return strconv.FormatInt(int64(c.number), 10)
	case tenths:
		return strings.Replace(strconv.FormatFloat(c.number, 'f', 1, 64), ".", ",", 1)
	default:
		return Safe(c.text)
	}
}

// Safe makes a text that a spreadsheet would take for a formula a text again, also one that it would make narrow or cut a blank
// off first. It is not for numbers, of which some are negative.
func Safe(s string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(s))
	if strings.ContainsRune("=+-@＝＋－＠", first) {
		return "'" + s
	}
	return s
}
