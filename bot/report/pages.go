package report

import (
	"cmp"
	"fmt"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Split is the figures of a unit by month or by choice.
type Split struct {
	Name   string         `json:"name"`
	Period Period         `json:"period"`
	View   rollup.View    `json:"view"`
	Months []MonthFigures `json:"months,omitempty"`
	Across []period.Range `json:"across,omitempty"` // days of imported sums that lie in no single one of the months, in order
	Parts  []Breakdown    `json:"parts,omitempty"`
}

// ByMonth gives the figures of each reporting month; see Dossier.Months.
func ByMonth(src Source, tree *orgunit.Tree, forms *form.Catalogue, q Query) (Split, error) {
	s := scopeOf(tree, q)
	months, err := s.months(src, forms, q.Period)
	if err != nil {
		return Split{}, err
	}
	across, err := s.across(src, months)
	return Split{Name: s.name, Period: Period{q.Period}, View: s.view, Months: months, Across: across}, err
}

// across are the days of the sums that no month holds whole, in order.
func (s scope) across(src Source, months []MonthFigures) ([]period.Range, error) {
	var found []period.Range
	for _, m := range months {
		spans, err := s.astride(src, m.Period.Range)
		if err != nil {
			return nil, fmt.Errorf("looking for sums of %s across %v: %w", s.id, m.Period.Range, err)
		}
		found = append(found, spans...)
	}
	return inTime(found), nil
}

// ByChoice gives the figures by topic, programme, beneficiary.
func ByChoice(src Source, tree *orgunit.Tree, forms *form.Catalogue, q Query) (Split, error) {
	s := scopeOf(tree, q)
	row, err := s.sum(src, s.known())
	if err != nil {
		return Split{}, fmt.Errorf("summing %s over %v: %w", q.Unit, s.known(), err)
	}
	return Split{Name: s.name, Period: Period{q.Period}, View: s.view, Parts: breakdowns(forms, row, s.wholeOpen())}, nil
}

// Rank gives the units with the most of a figure or, with least, those with the least, at most q.Limit. Units that are
// equal stand in Vietnamese order; what is hidden is in no rank.
func Rank(src Source, tree *orgunit.Tree, forms *form.Catalogue, q TraceQuery, least bool) (Trace, error) {
	s := scopeOf(tree, q.Query)
	t, err := s.trace(src, forms, q)
	if err != nil {
		return t, err
	}
	list, err := s.rowsFor(src, forms, t)
	if err != nil {
		return t, err
	}
	hidden := map[orgunit.ID]bool{}
	for _, u := range s.unitFigures(forms, q.Measure, list) {
		hidden[u.ID] = hidden[u.ID] || u.Hidden != ""
	}
	for _, sh := range list {
		if n := sh.row.Get(q.Measure); !sh.own && !hidden[sh.id] && sh.days.Contains(s.on) && (least || n != 0) {
			t.Units = append(t.Units, UnitFigure{Unit: s.unitOf(sh.share), N: n})
		}
	}
	slices.SortStableFunc(t.Units, func(a, b UnitFigure) int {
		if least {
			return cmp.Compare(a.N, b.N)
		}
		return cmp.Compare(b.N, a.N)
	})
	t.Total = len(t.Units)
	t.Units = t.Units[:min(q.Limit, len(t.Units))]
	return t, nil
}

// rowsFor reads the shares of the figure that is traced.
func (s scope) rowsFor(src Source, forms *form.Catalogue, t Trace) ([]shareRow, error) {
	if f, _ := t.form(forms); f.Kind == form.Stock {
		return s.levelRows(src)
	}
	return s.shareRows(src, s.known())
}

// monthOf is the figure of a month in words' order: that of a form's first figure.
func monthOf(m MonthFigures, f form.Form) (Figure, bool) {
	for key := range keysOf(f) {
		name := string(rollup.MeasureOf(f.ID, key))
		if slices.Contains(m.Hidden, name) {
			return figureOf(f, key, Figure{Hidden: Held}), true
		}
		if n := m.Figures[name]; n != 0 {
			return figureOf(f, key, Figure{N: n}), true
		}
	}
	return Figure{}, false
}
