package rollup

import (
	"slices"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// Targets are the units whose cells a submission changes.
//
// The cells of view Was are what Was got. The cells of view Now are those, plus what Now got, minus what Left got: a
// commune that moved from one district to another counts, as now, in the second and no longer in the first.
type Targets struct {
	Was  []orgunit.ID // its unit and the ancestors as was, nearest first
	Now  []orgunit.ID // the units as now that are not in Was
	Left []orgunit.ID // the units of Was that still exist and that it no longer belongs to as now
}

// latest is a day on which the tree is as now: nothing is planned beyond it.
var latest = period.NewDate(9999, 12, 31)

// TargetsOf finds the targets of a submission of a unit whose event's day is given.
func TargetsOf(tree *orgunit.Tree, unit orgunit.ID, day period.Date) Targets {
	was, now := lineage(tree, unit, day), lineage(tree, tree.Now(unit), latest)
	return Targets{
		Was: was,
		Now: without(now, func(u orgunit.ID) bool { return slices.Contains(was, u) }),
		Left: without(was, func(u orgunit.ID) bool {
			return slices.Contains(now, u) || !tree.Valid(u, latest)
		}),
	}
}

func lineage(tree *orgunit.Tree, unit orgunit.ID, on period.Date) []orgunit.ID {
	return append([]orgunit.ID{unit}, tree.Ancestors(unit, on)...)
}

func without(list []orgunit.ID, drop func(orgunit.ID) bool) []orgunit.ID {
	return slices.DeleteFunc(slices.Clone(list), drop)
}
