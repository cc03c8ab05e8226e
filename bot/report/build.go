package report

import (
	"fmt"
	"iter"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Build answers a Query. An error is the Source's.
func Build(src Source, tree *orgunit.Tree, forms *form.Catalogue, q Query) (Summary, error) {
	s := scopeOf(tree, q)
	r, err := s.read(src, q)
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
	stocks, err := s.stockLines(src, forms, r, q)
	if err != nil {
		return Summary{}, fmt.Errorf("reading the stocks of %s: %w", q.Unit, err)
	}
	lines := layoutOf(forms).of(r)
	if !s.wholeOpen() {
		hideSmall(forms, lines)
		hideSmall(forms, stocks)
	}
	return Summary{
		Unit: q.Unit, Also: q.Also, Name: s.name, Period: Period{q.Period}, View: s.view, AsOf: s.asOf, Against: q.Against,
		Compared: r.before.Get(rollup.Reports) > 0 || r.before.Get(rollup.Zeros) > 0,
		Lines:    lines, Stocks: stocks, Partial: partial, Complete: complete,
	}, nil
}

// rows are the sums that a summary is made of.
type rows struct {
	now    rollup.Row // of the period, as far as it has gone
	before rollup.Row // of the period that it is compared with
	stock  rollup.Row // of all time up to the period's end
	held   rollup.Row // of all time up to the end of the period that it is compared with
}

func (s scope) read(src Source, q Query) (r rows, err error) {
	against := q.Against.of(q.Period).Range
	if r.now, err = s.sum(src, period.Range{From: q.Period.Range.From, To: s.asOf}); err != nil {
		return r, err
	}
	if r.before, err = s.sum(src, against); err != nil {
		return r, err
	}
	if r.stock, err = s.sum(src, period.Range{From: period.Dawn, To: s.asOf}); err != nil {
		return r, err
	}
	if q.Against == Before { // it ends where this one begins, and stocks hold what changed since
		r.held = r.stock.Sub(r.now)
		return r, nil
	}
	r.held, err = s.sum(src, period.Range{From: period.Dawn, To: against.To})
	return r, err
}

// flow reads the totals of a form in the period and in the one before.
func (r rows) flow(f form.Form) reading {
	return func(key string) Figure {
		m := rollup.MeasureOf(f.ID, key)
		fig := total(r.now, m)
		fig.Before = r.before.Get(m)
		return fig
	}
}

// reading reads one figure of a form.
type reading func(key string) Figure

// lineOf reads all figures of a form.
func lineOf(f form.Form, read reading) Line {
	l := emptyLine(f)
	for key := range keysOf(f) {
		if fig := read(key); fig.N != 0 || fig.Before != 0 {
			l.Figures = append(l.Figures, figureOf(f, key, fig))
		}
	}
	return l
}

func emptyLine(f form.Form) Line {
	return Line{Form: f.ID, Icon: f.Icon, Label: f.Label, Short: shortOf(f)}
}

// keysOf are the keys of a form's figures.
func keysOf(f form.Form) iter.Seq[string] {
	return func(yield func(string) bool) {
		if f.Kind == form.Event && !yield(form.KeyN) {
			return
		}
		for _, q := range f.Measures() {
			if !yield(q.Key) {
				return
			}
		}
	}
}

// figureOf completes a figure with its key and noun.
func figureOf(f form.Form, key string, fig Figure) Figure {
	fig.Key = key
	if key == form.KeyN {
		fig.Noun = f.Noun
		return fig
	}
	q, _ := f.Question(key)
	fig.Noun, fig.Money = q.Noun, q.Type == form.Money
	return fig
}
