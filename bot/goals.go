package bot

import (
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/report"
)

// goalsPage shows what a unit was to reach in a year, and what it reached.
func (t *turn) goalsPage(w report.Writer, q report.Query) (pageText, error) {
	lines, err := report.Targets(t.tx, t.tx.Tree(), t.Forms, q)
	return pageText{body: w.Targets(t.tx.Tree().PoliceName(q.Unit, q.Today), report.Period{Period: q.Period}, lines)}, err
}

// Models reads the registry of models.
func (r *reader) Models() []form.Model {
	list, err := r.tx.Models()
	r.note(err)
	return list
}

// Targets reads the goals of a unit in a year.
func (r *reader) Targets(unit orgunit.ID, year int) []form.Target {
	list, err := r.tx.Targets(unit, year)
	r.note(err)
	return list
}
