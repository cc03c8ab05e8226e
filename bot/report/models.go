package report

import (
	"cmp"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// modelLevels are the levels of models, in the order in which they are told.
var modelLevels = []orgunit.Level{orgunit.Province, orgunit.District, orgunit.Commune}

// Models are the models of a unit's or group's subtree that had begun by the query's day, without those that were
// stopped before its period: by level, then by number. Their owners are as the view says.
func Models(registry []form.Model, tree *orgunit.Tree, q Query) []ModelLine {
	s := scopeOf(tree, q)
	lines := []ModelLine{}
	for _, m := range registry {
		stage, begun := m.StageOn(s.asOf)
		owner := m.OwnerOn(tree, s.on)
		stopped := stage.State == form.Stopped && stage.On < q.Period.Range.From
		if !begun || stopped || m.Gone || !s.has(owner) {
			continue
		}
		lines = append(lines, s.modelLine(m, stage, period.Range{From: q.Period.Range.From, To: s.asOf}))
	}
	slices.SortStableFunc(lines, func(a, b ModelLine) int {
		return cmp.Compare(slices.Index(modelLevels, orgunit.Level(a.Level)), slices.Index(modelLevels, orgunit.Level(b.Level)))
	})
	return lines
}

// has tells whether a unit belongs to the scope.
func (s scope) has(unit orgunit.ID) bool {
	return slices.ContainsFunc(s.units, func(u orgunit.ID) bool { return s.tree.Within(unit, u, s.on) })
}

func (s scope) modelLine(m form.Model, stage form.Stage, days period.Range) ModelLine {
	l := ModelLine{
		ID: m.ID, Name: m.Name, Level: string(m.Level), Owner: s.tree.PoliceName(m.OwnerOn(s.tree, s.on), s.on), Field: m.Field,
		State: string(stage.State), Since: stage.On, Replicated: m.ReplicatedIn(days),
	}
	for _, p := range m.Points {
		l.Points += p.N
	}
	return l
}

// ModelCounts are how many models of a list run, by level, and how many were replicated within its period.
type ModelCounts struct {
	Active     map[orgunit.Level]int
	Replicated int
}

// CountModels counts distinct models.
func CountModels(lines []ModelLine) ModelCounts {
	c := ModelCounts{Active: map[orgunit.Level]int{}}
	for _, l := range lines {
		if form.ModelState(l.State).Active() {
			c.Active[orgunit.Level(l.Level)]++
		}
		if l.Replicated {
			c.Replicated++
		}
	}
	return c
}
