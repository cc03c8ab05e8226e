package report

import (
	"fmt"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Build answers a Query. An error is the Source's.
func Build(src Source, tree *orgunit.Tree, forms *form.Catalogue, q Query) (Summary, error) {
	s := scopeOf(tree, q)
	r, err := s.read(src, q.Period)
	if err != nil {
		return Summary{}, fmt.Errorf("summing %s over %v: %w", q.Unit, q.Period.Range, err)
	}
	partial, err := s.astride(src, q.Period.Range)
	if err != nil {
		return Summary{}, fmt.Errorf("looking for sums of %s about %v: %w", q.Unit, q.Period.Range, err)
	}
	complete, err := s.completeness(src, q.Period.Range)
	if err != nil {
		return Summary{}, fmt.Errorf("looking for the reports of %s in %v: %w", q.Unit, q.Period.Range, err)
	}
	return Summary{
		Unit: q.Unit, Name: s.name, Period: Period{q.Period}, View: s.view, AsOf: s.asOf,
		Compared: r.before.Get(rollup.Reports) > 0 || r.before.Get(rollup.Zeros) > 0,
		Lines:    r.lines(forms), Stocks: r.stocks(forms, s.asOf), Partial: partial, Complete: complete,
	}, nil
}

// rows are the three sums that a summary is made of.
type rows struct {
	now    rollup.Row // of the period, as far as it has gone
	before rollup.Row // of the period before
	stock  rollup.Row // of all time up to the period's end
}

func (s scope) read(src Source, p period.Period) (r rows, err error) {
	if r.now, err = s.sum(src, period.Range{From: p.Range.From, To: s.asOf}); err != nil {
		return r, err
	}
	if r.before, err = s.sum(src, p.Prev().Range); err != nil {
		return r, err
	}
	r.stock, err = s.sum(src, period.Range{From: period.Dawn, To: s.asOf})
	return r, err
}

// lines are the totals of all events and counts, in the catalogue's order; what the catalogue lost comes last.
func (r rows) lines(forms *form.Catalogue) []Line {
	lines := []Line{}
	for _, f := range forms.Forms {
		if f.Kind == form.Stock {
			continue
		}
		if l := lineOf(f, r.flow); len(l.Figures) > 0 {
			lines = append(lines, l)
		}
	}
	return append(lines, r.lost(forms)...)
}

// stocks are the totals of the stocks that are valid on a day.
func (r rows) stocks(forms *form.Catalogue, on period.Date) []Line {
	lines := []Line{}
	for _, f := range forms.On(on) {
		if f.Kind != form.Stock {
			continue
		}
		if l := lineOf(f, r.level); len(l.Figures) > 0 {
			lines = append(lines, l)
		}
	}
	return lines
}

// flow is the total of a measure in the period and in the one before.
func (r rows) flow(m rollup.Measure) Figure {
	f := total(r.now, m)
	f.Before = r.before.Get(m)
	return f
}

// level is the total of a stock at the end of the period and at its begin: its cells hold the changes.
func (r rows) level(m rollup.Measure) Figure {
	f := total(r.stock, m)
	f.Before = f.N - r.now.Get(m)
	return f
}

// lineOf reads all figures of a form.
func lineOf(f form.Form, read func(rollup.Measure) Figure) Line {
	l := Line{Form: f.ID, Icon: f.Icon, Label: f.Label, Short: shortOf(f)}
	add := func(fig Figure) {
		if fig.N != 0 || fig.Before != 0 {
			l.Figures = append(l.Figures, fig)
		}
	}
	if f.Kind == form.Event {
		fig := read(rollup.MeasureOf(f.ID, form.KeyN))
		fig.Key, fig.Noun = form.KeyN, f.Noun
		add(fig)
	}
	for _, q := range f.Measures() {
		fig := read(rollup.MeasureOf(f.ID, q.Key))
		fig.Key, fig.Noun, fig.Money = q.Key, q.Noun, q.Type == form.Money
		add(fig)
	}
	return l
}

// lost are the totals of forms that the catalogue no longer has: they are named by their ids, for a report that was
// sent does not vanish from the sums.
func (r rows) lost(forms *form.Catalogue) []Line {
	var lines []Line
	for _, a := range r.now {
		id, key, ok := a.Measure.Parts()
		if _, known := forms.Form(id); !ok || known || key == form.StockCount || key == form.StockMembers {
			continue
		}
		if n := len(lines); n == 0 || lines[n-1].Form != id {
			lines = append(lines, Line{Form: id, Label: plain(id), Short: plain(id)})
		}
		fig := r.flow(a.Measure)
		fig.Key, fig.Noun = key, plain(key)
		l := &lines[len(lines)-1]
		l.Figures = append(l.Figures, fig)
	}
	return lines
}
