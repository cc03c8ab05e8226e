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
	Was  []orgunit.ID // its unit and those for which that counted as was, nearest first
	Now  []orgunit.ID // the units as now that are not in Was
	Left []orgunit.ID // the units of Was that still exist and that it no longer belongs to as now
}

// TargetsOf finds the targets of a submission of a unit whose event's day is given.
func TargetsOf(tree *orgunit.Tree, unit orgunit.ID, day period.Date) Targets {
	was := lineage(tree, unit, day)
	now := heirs(tree, was)
	return Targets{
		Was: was,
		Now: without(now, func(u orgunit.ID) bool { return slices.Contains(was, u) }),
		Left: without(was, func(u orgunit.ID) bool {
			return slices.Contains(now, u) || !tree.Valid(u, orgunit.Latest)
		}),
	}
}

// heirs are the units that a report counts for as now: the one that its unit became, and those above it. What nobody
// took over, such as a district that ended, goes to whoever stands for the unit above it.
func heirs(tree *orgunit.Tree, was []orgunit.ID) []orgunit.ID {
	for _, u := range was {
		if now := tree.Now(u); tree.Valid(now, orgunit.Latest) {
			return lineage(tree, now, orgunit.Latest)
		}
	}
	return nil
}

// lineage is a unit and all that it counts for on a day. A report of a unit that had ended by then counts for who took it
// over, so that a total as was has it too.
func lineage(tree *orgunit.Tree, unit orgunit.ID, on period.Date) []orgunit.ID {
	list := []orgunit.ID{unit}
	for up, ok := tree.Up(unit, on); ok; up, ok = tree.Up(up, on) {
		list = append(list, up)
	}
	return list
}

func without(list []orgunit.ID, drop func(orgunit.ID) bool) []orgunit.ID {
	return slices.DeleteFunc(slices.Clone(list), drop)
}
