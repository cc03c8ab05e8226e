package duty

import (
	"slices"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Owes tells whether a unit owes a report of a period: it is a commune or an office with nothing below it, on the period's
// last day or, while the period lasts, today.
func (r Requirement) Owes(tree *orgunit.Tree, unit orgunit.ID, p period.Period, today period.Date) bool {
	on := min(p.Range.To, today)
	u, ok := tree.Unit(unit)
	if !ok || u.Level != orgunit.Commune && u.Level != orgunit.Department || !tree.Valid(unit, on) || len(tree.Children(unit, on)) > 0 {
		return false
	}
	return len(r.Units) == 0 || slices.ContainsFunc(r.Units, func(root orgunit.ID) bool { return tree.Within(unit, root, on) })
}

// Owing are all units that owe a report of a period, in Vietnamese order.
func (r Requirement) Owing(tree *orgunit.Tree, p period.Period, today period.Date) []orgunit.ID {
	on := min(p.Range.To, today)
	roots := r.Units
	if len(roots) == 0 {
		roots = tree.Roots(on)
	}
	var all []orgunit.ID
	for _, root := range roots {
		all = append(all, tree.Communes(root, on)...)
	}
	if len(roots) == 1 {
		return all
	}
	slices.Sort(all)
	return tree.Sorted(slices.Compact(all), on)
}

// News is what came from a unit and from those that it took over.
func News(tree *orgunit.Tree, heard rollup.Heard, unit orgunit.ID) rollup.News {
	best := heard.Of(unit)
	for _, before := range tree.Predecessors(unit) {
		if best == rollup.Something {
			break
		}
		best = max(best, News(tree, heard, before.Old))
	}
	return best
}
