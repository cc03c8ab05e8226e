package report

import (
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// stocks are the totals of the stocks that are valid on a day.
func (r rows) stocks(forms *form.Catalogue, on period.Date) []Line {
	lines := []Line{}
	for _, f := range forms.On(on) {
		if f.Kind != form.Stock {
			continue
		}
		if l := lineOf(f, r.level(f)); len(l.Figures) > 0 {
			lines = append(lines, l)
		}
	}
	return lines
}

// stockLines are the totals of all stocks that were valid at some time of the period. One that ended within it is told as of
// its last day, beside the one that came after it: the two are never added.
func (s scope) stockLines(src Source, forms *form.Catalogue, r rows, q Query) ([]Line, error) {
	lines := []Line{}
	for _, f := range forms.Forms {
		if f.Kind != form.Stock || !s.tells(f) || !f.ValidIn(period.Range{From: s.days.From, To: s.asOf}) {
			continue
		}
		l, err := s.stock(src, f, r, q)
		if err != nil {
			return nil, err
		}
		if len(l.Figures) > 0 {
			lines = append(lines, l)
		}
	}
	return lines, nil
}

// tells says whether a stock is shown: one that is declared for the whole of a province is told of provinces alone, and
// of the country.
func (s scope) tells(f form.Form) bool {
	u, ok := s.tree.Unit(s.id)
	return f.Level == "" || ok && len(s.units) == 1 && (u.Level == f.Level || u.Level == orgunit.Country)
}

// stock is the total of one stock at the end of the period, or of its validity.
func (s scope) stock(src Source, f form.Form, r rows, q Query) (Line, error) {
	if f.To == nil || *f.To >= s.asOf {
		return lineOf(f, r.level(f)), nil
	}
	row, err := s.sum(src, period.Range{From: period.Dawn, To: *f.To})
	if err != nil {
		return Line{}, err
	}
	r.stock = row
	if q.Against.of(q.Period).Range.To > *f.To { // it had ended then, too
		r.held = row
	}
	l := lineOf(f, r.level(f))
	l.AsOf = f.To
	return l, nil
}

// level reads the totals of a stock at the end of the period and of the one that it is compared with.
func (r rows) level(f form.Form) reading {
	return func(key string) Figure {
		m := rollup.MeasureOf(f.ID, key)
		fig := total(r.stock, m)
		fig.Before = r.held.Get(m)
		fig.Carried, fig.Stale = r.stock.Get(m.Carried()), r.stock.Get(m.Stale())
		return fig
	}
}
