package report

import (
	"cmp"
	"slices"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// scope is what a Query is about, resolved against the tree.
type scope struct {
	tree  *orgunit.Tree
	id    orgunit.ID // the unit or the group
	name  string
	parts []orgunit.ID // units whose cells add up to the whole
	cells rollup.View  // the view in which they do
	view  rollup.View
	asOf  period.Date // the last day of what is known of the period
	on    period.Date // the day whose names and communes count
}

func scopeOf(tree *orgunit.Tree, q Query) scope {
	s := scope{tree: tree, id: q.Unit, view: q.View, asOf: min(q.Period.Range.To, q.Today)}
	group, isGroup := tree.Group(q.Unit)
	if !isGroup && s.view == rollup.Now {
		s.id = tree.Now(q.Unit)
	}
	if !isGroup && !tree.Valid(s.id, q.Today) {
		s.view = rollup.Was
	}
	s.on, s.cells, s.parts = q.Today, s.view, []orgunit.ID{s.id}
	if s.view == rollup.Was {
		s.on = s.asOf
	}
	if isGroup { // its members of today hold all that came from whatever went into them
		s.cells, s.parts = rollup.Now, group.Members
	}
	s.name = tree.PoliceName(s.id, s.on)
	return s
}

// communes are those that were due to report, in Vietnamese order.
func (s scope) communes() []orgunit.ID { return s.tree.Communes(s.id, s.on) }

// children are the units whose figures add up to the whole: those right below a unit, or the members of a group.
func (s scope) children() []orgunit.ID {
	if _, isGroup := s.tree.Group(s.id); isGroup {
		return s.tree.Subtree(s.id, s.on)
	}
	return s.tree.Children(s.id, s.on)
}

// sum adds up the cells of all parts; a period that has not begun has none.
func (s scope) sum(src Source, days period.Range) (rollup.Row, error) {
	var total rollup.Row
	if days.Days() == 0 {
		return nil, nil
	}
	for _, part := range s.parts {
		row, err := src.Sum(part, s.cells, days)
		if err != nil {
			return nil, err
		}
		total = total.Add(row)
	}
	return total, nil
}

// astride are the days of the sums of all parts that lie in a range in part only, in order. Those that a summary leaves
// out because the period still runs are among them.
func (s scope) astride(src Source, days period.Range) ([]period.Range, error) {
	var all []period.Range
	days.To = min(days.To, s.asOf)
	if days.Days() == 0 {
		return nil, nil
	}
	for _, part := range s.parts {
		spans, err := src.Astride(part, s.cells, days)
		if err != nil {
			return nil, err
		}
		all = append(all, spans...)
	}
	slices.SortFunc(all, func(a, b period.Range) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return slices.Compact(all), nil
}
