package importer

import (
	"strconv"
	"strings"
	"time"

	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// when is what the cells of days say.
type when struct {
	days  period.Range
	sum   bool   // a named period: the row is its total
	fault string // the message's key; empty: none
}

// The days on which Excel's count of days is believed: 1954 to 2119. Excel counts from 1899-12-30.
const (
	firstSerial = 20_000
	lastSerial  = 80_000
)

var serialZero = period.NewDate(1899, time.December, 30)

// date reads a day or a period.
func (r *Reader) date(cell string) when {
	if w, known := r.dates[cell]; known {
		return w
	}
	return remember(r.dates, cell, r.readDate(cell))
}

func (r *Reader) readDate(cell string) when { return r.checked(r.dayCell(cell)) }

// dayCell reads a day or a period, whenever it is.
func (r *Reader) dayCell(cell string) when {
	if d, ok := plainDate(cell); ok {
		return when{days: d.Day()}
	}
	return r.worded(cell)
}

// checked refuses days that cannot have been reported.
func (r *Reader) checked(w when) when {
	switch {
	case w.fault != "":
	case w.days.To > r.Today:
		w.fault = "import.future"
	case w.days.From < period.Dawn:
		w.fault = "import.too_early"
	}
	return w
}

// worded reads what is written in words, or as a named period: "từ 16 đến 20/11/2015", "tháng 3/2015", "2014".
func (r *Reader) worded(cell string) when {
	if !hasYear(cell) {
		return when{fault: "import.no_year"}
	}
	for _, d := range viet.Dates(cell, r.Today) {
		if d.Ambiguous || d.Bad {
			return when{fault: "import.bad_date"}
		}
	}
	p, rest, ok := viet.Period(cell, r.Today, r.Calendar)
	if !ok || rest != "" {
		return when{fault: "import.bad_date"}
	}
	return when{days: p.Range, sum: p.Kind >= period.Week}
}

// hasYear tells whether four digits stand together.
func hasYear(s string) bool {
	run := 0
	for _, c := range s {
		if c < '0' || c > '9' {
			run = 0
			continue
		}
		if run++; run == 4 {
			return true
		}
	}
	return false
}

// plainDate reads 17/6/2010 (or with - or .), 2010-06-17 and Excel's number of a day.
func plainDate(cell string) (period.Date, bool) {
	cell = strings.TrimSuffix(cell, " 00:00:00")
	parts := strings.FieldsFunc(cell, func(r rune) bool { return r == '/' || r == '-' || r == '.' })
	if len(parts) == 1 {
		n, ok := digits(cell)
		return serialZero + period.Date(n), ok && n >= firstSerial && n <= lastSerial
	}
	if len(parts) != 3 || len(cell) > len("17/06/2010") {
		return 0, false
	}
	if len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	day, ok1 := digits(parts[0])
	month, ok2 := digits(parts[1])
	year, ok3 := digits(parts[2])
	if !ok1 || !ok2 || !ok3 || len(parts[2]) != 4 {
		return 0, false
	}
	return period.ValidDate(int(year), time.Month(month), int(day))
}

// digits reads a whole number of digits alone.
func digits(s string) (int64, bool) {
	if s == "" || len(s) > 18 || s[0] < '0' || s[0] > '9' {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// days reads the cells of a row's days.
func (r *Reader) days(from, to, sum cell) when {
	w := r.date(from.text)
	at := from.column
	if to.text != "" && w.fault == "" {
		end := r.date(to.text)
		at = to.column
		switch {
		case end.fault != "":
			w.fault = end.fault
		case end.days.To < w.days.From:
			w.fault = "import.bad_date"
		default:
			w.days.To, w.sum = end.days.To, false
		}
	}
	if sum.text != "" && w.fault == "" {
		yes, ok := yesNo(sum.text)
		if w.sum = yes; !ok {
			at, w.fault = sum.column, "import.yes_no"
		}
	}
	if w.fault != "" {
		r.fault(at, w.fault)
	}
	return w
}
