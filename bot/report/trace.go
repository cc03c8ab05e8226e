package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// TraceQuery asks where a figure comes from.
type TraceQuery struct {
	Query

	Measure       rollup.Measure               // of a form, or of one choice of a form: "tuyen_truyen.topic=atgt.n"
	Offset, Limit int                          // of the units or submissions that are listed
	Most          int                          // Sources reads at most so many submissions; 0: all
	May           func(form.Submission) bool   // which submissions whoever asks may read; nil: all
	Who           func(form.Submission) string // names a reporter; nil: nobody is named
}

// Trace is where a figure comes from.
type Trace struct {
	Unit    orgunit.ID     `json:"unit"`
	Also    []orgunit.ID   `json:"also,omitempty"`
	Name    string         `json:"name"`
	Period  Period         `json:"period"`
	View    rollup.View    `json:"view"`
	Measure rollup.Measure `json:"measure"`
	Icon    string         `json:"icon,omitempty"`
	Label   i18n.Text      `json:"label"`            // of the form
	Choice  i18n.Text      `json:"choice,omitempty"` // of the choice, if the measure is of one
	Figure  Figure         `json:"figure"`

	Units   []UnitFigure `json:"units,omitempty"`   // with something, the most first
	Sources []SourceLine `json:"sources,omitempty"` // by unit, day and number
	Offset  int          `json:"offset"`            // of the first of Units or Sources
	Total   int          `json:"total"`             // of Units or Sources, those not listed here included

	Others  int   `json:"others,omitempty"`       // submissions that count and that whoever asks may not read
	Theirs  int64 `json:"others_value,omitempty"` // what they add
	Sum     int64 `json:"sum"`                    // of all units, or of all submissions
	Fault   bool  `json:"fault,omitempty"`        // Sum is not the figure: the data is damaged
	TooMany int   `json:"too_many,omitempty"`     // so many reports would have to be read: nothing was
	Closed  bool  `json:"closed,omitempty"`       // small cells of others are among the submissions: nothing is told of them

	raw int64 // the figure, also when it is hidden
}

// UnitFigure is what one unit has of a figure.
type UnitFigure struct {
	Unit

	Own    bool   `json:"own,omitempty"`
	N      int64  `json:"value"`
	Hidden string `json:"hidden,omitempty"`
}

// TraceUnits tells which of the units of a whole have something of a figure. All of them together are the figure.
func TraceUnits(src Source, tree *orgunit.Tree, forms *form.Catalogue, q TraceQuery) (Trace, error) {
	s := scopeOf(tree, q.Query)
	t, err := s.trace(src, forms, q)
	if err != nil {
		return t, err
	}
	list, err := s.rowsFor(src, forms, t)
	if err != nil {
		return t, err
	}
	units := s.unitFigures(forms, q.Measure, list)
	for _, u := range list {
		t.Sum += u.row.Get(q.Measure)
	}
	t.Total, t.Offset = len(units), clamp(q.Offset, len(units))
	t.Units = units[t.Offset:min(t.Offset+q.Limit, len(units))]
	t.settle(len(list) > 0)
	return t, nil
}

// unitFigures are the shares with something, the most first. What is hidden comes last, in Vietnamese order, which tells
// nothing.
func (s scope) unitFigures(forms *form.Catalogue, m rollup.Measure, list []shareRow) []UnitFigure {
	amounts := make([]int64, len(list))
	for i, sh := range list {
		amounts[i] = sh.row.Get(m)
	}
	marks := make([]string, len(list))
	if formID, _, _ := strings.Cut(string(m), "."); restricted(forms, formID) {
		marks = cover(amounts, func(i int) bool { return s.open(list[i].id) })
	}
	var units []UnitFigure
	for i, sh := range list {
		switch {
		case marks[i] != "":
			units = append(units, UnitFigure{Unit: s.unitOf(sh.share), Own: sh.own, Hidden: marks[i]})
		case amounts[i] != 0:
			units = append(units, UnitFigure{Unit: s.unitOf(sh.share), Own: sh.own, N: amounts[i]})
		}
	}
	slices.SortStableFunc(units, func(a, b UnitFigure) int { return cmp.Compare(b.N, a.N) })
	return units
}

// TraceSources tells the submissions that a figure is the sum of.
func TraceSources(src Behind, tree *orgunit.Tree, forms *form.Catalogue, q TraceQuery) (Trace, error) {
	s := scopeOf(tree, q.Query)
	t, err := s.trace(src, forms, q)
	if err != nil || t.TooMany > 0 {
		return t, err
	}
	f, _ := t.form(forms)
	walk := s.eachFlow
	if f.Kind == form.Stock {
		walk = func(src Behind, yield func(behind) error) error { return s.eachStock(src, []string{f.ID}, yield) }
	}
	err = walk(src, func(b behind) error {
		if n := b.amounts().Get(q.Measure); n != 0 {
			t.Sum += n
			t.add(s, forms, q, source{b, n})
		}
		return nil
	})
	t.settle(true)
	return t, err
}

// source is one submission with what it adds to the figure.
type source struct {
	behind

	n int64
}

// add takes a submission into the list, or only into the sum.
func (t *Trace) add(s scope, forms *form.Catalogue, q TraceQuery, b source) {
	switch {
	case restricted(forms, b.Form) && !s.open(b.Unit):
		t.Closed = true
	case q.May != nil && !q.May(b.Submission):
		t.Others++
		t.Theirs += b.n
	default:
		if t.Total >= q.Offset && len(t.Sources) < q.Limit {
			l := s.sourceLine(forms, b.behind, q.Who)
			l.Values = map[string]int64{string(q.Measure): b.n}
			t.Sources = append(t.Sources, l)
		}
		t.Total++
	}
}

// settle compares the sum with the figure, and takes out what must not be told.
func (t *Trace) settle(complete bool) {
	t.Fault = complete && t.Sum != t.raw
	if t.Closed {
		t.Sources, t.Total, t.Others, t.Theirs = nil, 0, 0, 0
	}
	if t.Closed || t.Figure.Hidden != "" {
		t.Sum = 0
	}
}

// trace reads the figure itself, and names it.
func (s scope) trace(src Source, forms *form.Catalogue, q TraceQuery) (Trace, error) {
	t := Trace{Unit: q.Unit, Also: q.Also, Name: s.name, Period: Period{q.Period}, View: s.view, Measure: q.Measure, Offset: q.Offset}
	f, choice := t.form(forms)
	t.Icon, t.Label, t.Choice = f.Icon, shortOf(f), choice
	days := s.known()
	if f.Kind == form.Stock {
		days.From = period.Dawn
	}
	row, err := s.sum(src, days)
	if err != nil {
		return t, fmt.Errorf("summing %s over %v: %w", s.id, days, err)
	}
	if n := int(row.Get(rollup.Reports)); q.Most > 0 && n > q.Most && f.Kind != form.Stock {
		t.TooMany = n
	}
	t.Figure = figureOf(f, keyOf(q.Measure), total(row, q.Measure))
	if t.raw = t.Figure.N; f.Restricted && small(t.raw) && !s.wholeOpen() {
		t.Figure.hide(Small)
	}
	return t, nil
}

// keyOf is the key of a measure's question: the last part of its name.
func keyOf(m rollup.Measure) string { return string(m)[strings.LastIndexByte(string(m), '.')+1:] }

// form finds the form of the measure, and the label of its choice. A form that the catalogue lost is called by its id.
func (t Trace) form(forms *form.Catalogue) (form.Form, i18n.Text) {
	id, rest, _ := strings.Cut(string(t.Measure), ".")
	f, ok := forms.Form(id)
	if !ok {
		return form.Form{ID: id, Label: plain(id), Noun: plain(keyOf(t.Measure))}, nil
	}
	question, rest, part := strings.Cut(rest, "=")
	if !part {
		return f, nil
	}
	key, _, _ := strings.Cut(rest, ".")
	q, _ := f.Question(question)
	if c, ok := q.Choice(key); ok {
		return f, c.Label
	}
	return f, plain(key)
}

// Next is the offset of the page after, if there is one.
func (t Trace) Next() (offset int, ok bool) {
	offset = t.Offset + len(t.Units) + len(t.Sources)
	return offset, offset > t.Offset && offset < t.Total
}
