package report

import (
	"fmt"
	"maps"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// MonthFigures are the figures of one reporting month, and of the same month a year earlier.
type MonthFigures struct {
	Period   Period           `json:"period"`           // its Range ends where the whole's does
	Figures  map[string]int64 `json:"figures"`          // by measure, "tuyen_truyen.n"
	LastYear map[string]int64 `json:"last_year"`        //
	Hidden   []string         `json:"hidden,omitempty"` // measures that are not told: small ones and those that would give them away
}

// maxMonths is how many months are read for one answer: fifty years.
const maxMonths = 600

// monthsOf are the reporting months of the days that are known of a period, oldest first, the first and the last cut to
// them. For a period within one month they are those of its year so far, as one month shows no trend.
func (s scope) monthsOf(p period.Period) []period.Period {
	days := period.Range{From: p.Range.From, To: s.asOf}
	if period.MonthOf(p.Calendar, days.From) == period.MonthOf(p.Calendar, days.To) {
		days.From = period.Containing(p.Calendar, period.Year, days.To).Range.From
	}
	var list []period.Period
	for m := period.MonthOf(p.Calendar, days.From); m.Range.From <= days.To && len(list) < maxMonths; m = m.Next() {
		cut := m
		cut.Range = clip(m.Range, days)
		list = append(list, cut)
	}
	return list
}

// months reads the figures of each month. The months of a period together are the period.
func (s scope) months(src Source, forms *form.Catalogue, p period.Period) ([]MonthFigures, error) {
	return s.monthFigures(src, forms, s.monthsOf(p))
}

// Trend gives the figures of the last n reporting months up to the end of a query's period, oldest first. Of the month that
// still runs they are as far as it has gone.
func Trend(src Source, tree *orgunit.Tree, forms *form.Catalogue, q Query, n int) ([]MonthFigures, error) {
	s := scopeOf(tree, q)
	m := period.MonthOf(q.Period.Calendar, s.asOf)
	m.Range.To = s.asOf
	months := []period.Period{m}
	for len(months) < n {
		before := period.MonthOf(q.Period.Calendar, months[0].Range.From-1)
		if before.Range.From < period.Dawn {
			break
		}
		months = slices.Insert(months, 0, before)
	}
	return s.monthFigures(src, forms, months)
}

func (s scope) monthFigures(src Source, forms *form.Catalogue, months []period.Period) ([]MonthFigures, error) {
	var list []MonthFigures
	for _, m := range months {
		now, err := s.sum(src, m.Range)
		if err != nil {
			return nil, fmt.Errorf("summing %s over %v: %w", s.id, m.Range, err)
		}
		before, err := s.sum(src, lastYear(m).Range)
		if err != nil {
			return nil, fmt.Errorf("summing %s a year before %v: %w", s.id, m.Range, err)
		}
		list = append(list, MonthFigures{Period: Period{m}, Figures: flows(forms, now), LastYear: flows(forms, before)})
	}
	if !s.wholeOpen() {
		coverMonths(forms, list)
	}
	return list, nil
}

// lastYear is a month a year earlier; one that was cut is cut at the same days.
func lastYear(m period.Period) period.Period {
	if whole := period.New(m.Calendar, period.Month, m.Year, m.Index); whole == m {
		return m.LastYear()
	}
	return period.NewSpan(m.Calendar, m.Range).LastYear()
}

// flows are the figures of a row by measure, without the stocks.
func flows(forms *form.Catalogue, row rollup.Row) map[string]int64 {
	figures := map[string]int64{}
	for _, a := range row {
		id, _, ok := a.Measure.Parts()
		if f, known := forms.Form(id); ok && (!known || f.Kind != form.Stock) {
			figures[string(a.Measure)] = a.By
		}
	}
	return figures
}

// coverMonths hides the small figures of restricted forms, each column for itself.
func coverMonths(forms *form.Catalogue, list []MonthFigures) {
	for _, m := range restrictedMeasures(forms) {
		for _, column := range []func(*MonthFigures) map[string]int64{
			func(f *MonthFigures) map[string]int64 { return f.Figures },
			func(f *MonthFigures) map[string]int64 { return f.LastYear },
		} {
			amounts := make([]int64, len(list))
			for i := range list {
				amounts[i] = column(&list[i])[m]
			}
			for i, mark := range cover(amounts, func(int) bool { return false }) {
				if mark != "" {
					delete(list[i].Figures, m)
					delete(list[i].LastYear, m)
					list[i].Hidden = appendOnce(list[i].Hidden, m)
				}
			}
		}
	}
}

func appendOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func restrictedMeasures(forms *form.Catalogue) []string {
	var list []string
	for _, f := range forms.Forms {
		if f.Restricted {
			for key := range keysOf(f) {
				list = append(list, string(rollup.MeasureOf(f.ID, key)))
			}
		}
	}
	return list
}

// hideIn takes the small figures of restricted forms out of figures by measure, and names them.
func hideIn(forms *form.Catalogue, figures map[string]int64) []string {
	var hidden []string
	for _, m := range restrictedMeasures(forms) {
		if small(figures[m]) {
			hidden = append(hidden, m)
		}
	}
	maps.DeleteFunc(figures, func(m string, _ int64) bool { return slices.Contains(hidden, m) })
	return hidden
}
