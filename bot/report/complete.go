package report

import (
	"fmt"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// completeness looks which communes reported, or declared zero, in a range of days.
func (s scope) completeness(src Source, days period.Range) (Completeness, error) {
	c := Completeness{Missing: []Unit{}}
	heard, err := src.Heard(days)
	if err != nil {
		return c, fmt.Errorf("looking who was heard of: %w", err)
	}
	for _, commune := range s.communes() {
		switch s.news(heard, commune) {
		case rollup.Something:
			c.Reported++
		case rollup.Nothing:
			c.Reported++
			c.Nothing++
		default:
			c.Missing = append(c.Missing, Unit{ID: commune, Name: s.tree.BareName(commune, s.on)})
		}
		c.Due++
	}
	return c, nil
}

// news is what came from a commune; as now, also from those that it took over.
func (s scope) news(heard rollup.Heard, commune orgunit.ID) rollup.News {
	best := heard.Of(commune)
	if s.view == rollup.Was || best == rollup.Something {
		return best
	}
	for _, before := range s.tree.Predecessors(commune) {
		best = max(best, s.news(heard, before.Old))
	}
	return best
}
