package report

import (
	"cmp"
	"slices"
	"strings"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// scope is what a Query is about, resolved against the tree.
type scope struct {
	tree  *orgunit.Tree
	id    orgunit.ID   // the unit or the group, or the first of a list
	units []orgunit.ID // the unit, or all units and groups of a list
	name  string
	parts []part // whose cells add up to the whole
	view  rollup.View
	asOf  period.Date // the last day of what is known of the period
	on    period.Date // the day whose names and communes count
	days  period.Range
	clear func(orgunit.ID) bool
}

// part is a unit whose cells are added, and the view in which they are.
type part struct {
	unit  orgunit.ID
	cells rollup.View
}

func scopeOf(tree *orgunit.Tree, q Query) scope {
	s := scope{tree: tree, view: q.View, asOf: min(q.Period.Range.To, q.Today), days: q.Period.Range, clear: q.Clear}
	s.units = append([]orgunit.ID{q.Unit}, q.Also...)
	if s.view == rollup.Now {
		s.units = present(tree, s.units)
	}
	if slices.ContainsFunc(s.units, func(u orgunit.ID) bool { return !isGroup(tree, u) && !tree.Valid(u, q.Today) }) {
		s.view = rollup.Was
	}
	s.on = q.Today
	if s.view == rollup.Was {
		s.on = s.asOf
	}
	s.units = s.apart(s.units)
	s.id = s.units[0]
	for _, u := range s.units {
		s.parts = append(s.parts, s.partsOf(u)...)
	}
	s.name = s.nameOf()
	return s
}

func isGroup(tree *orgunit.Tree, u orgunit.ID) bool {
	_, ok := tree.Group(u)
	return ok
}

// present are the units that the given ones have become.
func present(tree *orgunit.Tree, units []orgunit.ID) []orgunit.ID {
	list := make([]orgunit.ID, 0, len(units))
	for _, u := range units {
		if !isGroup(tree, u) {
			u = tree.Now(u)
		}
		list = append(list, u)
	}
	return list
}

// apart leaves out of a list what lies in another of its units, so that nothing is counted twice. Groups that overlap are
// taken apart into their members.
func (s scope) apart(units []orgunit.ID) []orgunit.ID {
	if len(units) == 1 {
		return units
	}
	var list []orgunit.ID
	for _, u := range units {
		if g, ok := s.tree.Group(u); ok && s.overlaps(g, units) {
			list = append(list, g.Members...)
		} else {
			list = append(list, u)
		}
	}
	var kept []orgunit.ID
	for _, u := range list {
		inside := func(o orgunit.ID) bool { return o != u && s.tree.Within(u, o, s.on) }
		if !slices.Contains(kept, u) && !slices.ContainsFunc(list, inside) {
			kept = append(kept, u)
		}
	}
	return kept
}

func (s scope) overlaps(g orgunit.Group, units []orgunit.ID) bool {
	return slices.ContainsFunc(units, func(o orgunit.ID) bool {
		other, ok := s.tree.Group(o)
		return ok && o != g.ID && slices.ContainsFunc(g.Members, func(m orgunit.ID) bool { return slices.Contains(other.Members, m) })
	})
}

// partsOf are the cells of a unit. A group's members of today hold all that came from whatever went into them.
func (s scope) partsOf(u orgunit.ID) []part {
	group, ok := s.tree.Group(u)
	if !ok {
		return []part{{u, s.view}}
	}
	var list []part
	for _, m := range group.Members {
		list = append(list, part{m, rollup.Now})
	}
	return list
}

// nameOf names the unit as police, or the units of a list.
func (s scope) nameOf() string {
	if len(s.units) == 1 {
		return s.tree.PoliceName(s.id, s.on)
	}
	var names []string
	for _, u := range s.units {
		if isGroup(s.tree, u) {
			names = append(names, s.tree.Name(u, s.on))
			continue
		}
		names = append(names, s.tree.BareName(u, s.on))
	}
	return strings.Join(names, ", ")
}

// communes are those that were due to report, in Vietnamese order of each unit.
func (s scope) communes() []orgunit.ID {
	var list []orgunit.ID
	for _, u := range s.units {
		list = append(list, s.tree.Communes(u, s.on)...)
	}
	return list
}

// open tells whether the small cells of a unit or a group may be shown to whom asks.
func (s scope) open(u orgunit.ID) bool {
	if s.clear == nil {
		return false
	}
	if g, ok := s.tree.Group(u); ok {
		return !slices.ContainsFunc(g.Members, func(m orgunit.ID) bool { return !s.clear(m) })
	}
	return s.clear(u)
}

// wholeOpen tells the same of the whole.
func (s scope) wholeOpen() bool {
	return !slices.ContainsFunc(s.units, func(u orgunit.ID) bool { return !s.open(u) })
}

// sum adds up the cells of all parts; a period that has not begun has none.
func (s scope) sum(src Source, days period.Range) (rollup.Row, error) {
	return sumParts(src, s.parts, days)
}

func sumParts(src Source, parts []part, days period.Range) (rollup.Row, error) {
	var total rollup.Row
	if days.Days() == 0 {
		return nil, nil
	}
	for _, p := range parts {
		row, err := src.Sum(p.unit, p.cells, days)
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
	var found []period.Range
	days.To = min(days.To, s.asOf)
	if days.Days() == 0 {
		return nil, nil
	}
	for _, part := range s.parts {
		spans, err := src.Astride(part.unit, part.cells, days)
		if err != nil {
			return nil, err
		}
		found = append(found, spans...)
	}
	return inTime(found), nil
}

// inTime puts ranges in order, each once.
func inTime(list []period.Range) []period.Range {
	slices.SortFunc(list, func(a, b period.Range) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return slices.Compact(list)
}

// above is the police of the unit that this one answers to.
func (s scope) above() string {
	parent, ok := s.tree.Parent(s.id, s.on)
	if !ok {
		return ""
	}
	return s.tree.PoliceName(parent, s.on)
}
