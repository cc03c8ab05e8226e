package importer

import (
	"slices"
	"strings"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// units finds units by name as of a day. What a name means changes only on the days on which units, names or parents do.
type units struct {
	tree  *orgunit.Tree
	days  []period.Date
	found map[unitQuery]unitOf
	exact bool // what a unit has taken over is meant only if nothing else can be
}

// unitQuery is a name, with that of a unit above it, in the time between two changes.
type unitQuery struct {
	name, above string
	time        int
}

// unitOf is the unit that a name means, or those that it may mean.
type unitOf struct {
	id      orgunit.ID
	choices []string
	later   bool // there is none yet
	former  bool // the name is one of the past, of what the unit has taken over
}

func newUnits(tree *orgunit.Tree) units {
	var all []orgunit.Validity
	for _, u := range tree.All() {
		all = append(all, u.Validity)
		for _, n := range u.Names {
			all = append(all, n.Validity)
		}
		for _, p := range u.Parents {
			all = append(all, p.Validity)
		}
	}
	for _, g := range tree.Groups() {
		all = append(all, g.Validity)
	}
	return units{tree: tree, days: orgunit.Turns(all), found: map[unitQuery]unitOf{}}
}

// find gives what a name means on a day.
func (u *units) find(name, above string, on period.Date) unitOf {
	time, _ := slices.BinarySearch(u.days, on+1)
	q := unitQuery{name, above, time}
	if of, known := u.found[q]; known {
		return of
	}
	if len(u.found) >= memoSize {
		clear(u.found)
	}
	of := u.look(name, above, on)
	u.found[q] = of
	return of
}

func (u *units) look(name, above string, on period.Date) unitOf {
	if one, ok := u.tree.Unit(orgunit.ID(name)); ok {
		if !u.tree.Valid(one.ID, on) {
			return unitOf{later: true}
		}
		return unitOf{id: one.ID}
	}
	found := slices.DeleteFunc(u.tree.Find(name, on), func(m orgunit.Match) bool { return m.Group })
	if present := slices.DeleteFunc(slices.Clone(found), func(m orgunit.Match) bool { return m.Former }); u.exact && len(present) > 0 {
		found = present
	}
	if above != "" {
		found = u.below(found, above, on)
	}
	switch {
	case len(found) == 1 && found[0].Distance == 0 && !found[0].Later:
		return unitOf{id: found[0].ID, former: found[0].Former}
	case len(found) == 1 && found[0].Later:
		return unitOf{later: true}
	}
	var of unitOf
	for _, m := range found {
		of.choices = append(of.choices, u.full(m.ID, on))
	}
	return of
}

// below keeps the matches that lie in a unit of the name above.
func (u *units) below(found []orgunit.Match, above string, on period.Date) []orgunit.Match {
	parents := u.tree.Find(above, on)
	return slices.DeleteFunc(found, func(m orgunit.Match) bool {
		return !slices.ContainsFunc(parents, func(p orgunit.Match) bool {
			return p.ID != m.ID && p.Distance == 0 && u.tree.Within(m.ID, p.ID, on)
		})
	})
}

// full is a unit's name with that of the unit above it and its id, so that namesakes can be told apart.
func (u *units) full(id orgunit.ID, on period.Date) string {
	name := u.tree.Name(id, on)
	if parent, ok := u.tree.Parent(id, on); ok {
		name += ", " + u.tree.Name(parent, on)
	}
	return strings.TrimSpace(name) + " (" + string(id) + ")"
}
