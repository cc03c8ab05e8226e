package bot

import (
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// lateChanges are the changes to periods before a day that a unit had frozen, since it froze one of them last: what came
// before that was told in the document which it made then.
func lateChanges(tx ReadTx, unit orgunit.ID, before period.Date) ([]conversation.LateChange, error) {
	last, ok, err := tx.LastFreeze(unit, before)
	if err != nil || !ok {
		return nil, err
	}
	changes, err := tx.LateChanges(unit, last.Number)
	if err != nil {
		return nil, err
	}
	var earlier []conversation.LateChange
	for _, c := range changes {
		if !c.Before.Gone && c.Before.Day() < before || !c.After.Gone && c.After.Day() < before {
			earlier = append(earlier, c)
		}
	}
	return earlier, nil
}

// Late are the changes to frozen periods that a document of a query tells: those to the periods before it which its unit
// had frozen, each as the difference that it makes. What a restricted form says is told of the units that are clear alone.
func Late(tx ReadTx, forms *form.Catalogue, q report.Query) ([]report.SourceLine, error) {
	changes, err := lateChanges(tx, q.Unit, q.Period.Range.From)
	if err != nil {
		return nil, err
	}
	var lines []report.SourceLine
	for _, c := range changes {
		s := c.After
		f, known := forms.Form(s.Form)
		if !known {
			f = form.Orphan(s)
		}
		values := difference(c.Before, c.After)
		if f.Restricted && (q.Clear == nil || !q.Clear(s.Unit)) {
			values = map[string]int64{}
		}
		lines = append(lines, report.SourceLine{
			ID: s.ID, Code: s.Code(tx.Tree()), Version: s.Version, Days: s.Days, Unit: s.Unit, Name: tx.Tree().Name(s.Unit, s.Day()),
			Form: s.Form, Label: f.Label, Values: values,
		})
	}
	return lines, nil
}

// difference is what one version adds to what another said, by measure of a form.
func difference(before, after form.Submission) map[string]int64 {
	row := rollup.Of(after).Add(rollup.Declared(after)).Sub(rollup.Of(before).Add(rollup.Declared(before)))
	values := map[string]int64{}
	for _, a := range row {
		if _, _, ok := a.Measure.Parts(); ok {
			values[string(a.Measure)] = a.By
		}
	}
	return values
}
