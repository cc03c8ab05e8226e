package report

import (
	"fmt"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// MonthQuery asks what a unit's month comes to in one form, for the line below a receipt.
type MonthQuery struct {
	Unit     orgunit.ID
	Form     string
	Day      period.Date // the event's day: it decides the month
	Calendar period.Calendar
	Today    period.Date
}

// Month is the answer to a MonthQuery. The zero Month has nothing to tell.
type Month struct {
	Name    string        // of the unit on the day
	Period  period.Period // the reporting month in which the day lies
	Current bool          // today lies in it, too
	Stock   bool          // Line tells how many there are, and not what was done in the month
	Line    Line
}

// MonthOf sums a form over the reporting month of a day, as was. A stock is summed up to the day.
func MonthOf(src Source, tree *orgunit.Tree, forms *form.Catalogue, q MonthQuery) (Month, error) {
	f, ok := forms.Form(q.Form)
	if !ok {
		return Month{}, nil
	}
	m := Month{Name: tree.Name(q.Unit, q.Day), Period: period.MonthOf(q.Calendar, q.Day), Stock: f.Kind == form.Stock}
	m.Current = m.Period.Range.Contains(q.Today)
	days := m.Period.Range
	if m.Stock {
		days = period.Range{From: period.Dawn, To: q.Day}
	}
	row, err := src.Sum(q.Unit, rollup.Was, days)
	if err != nil {
		return Month{}, fmt.Errorf("summing %s over %v: %w", q.Unit, days, err)
	}
	m.Line = lineOf(f, rows{now: row}.flow(f))
	return m, nil
}
