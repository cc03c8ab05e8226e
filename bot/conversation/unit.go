package conversation

import (
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// maxUnits is how many units are offered as buttons; more are typed.
const maxUnits = 8

// unitOptions are the units that the report can be for: those of the person's scope that existed on the event's day.
func (t *turn) unitOptions() []option {
	day := t.eventDay()
	units := t.unitsOn(day)
	if heard := t.s.Draft.Units; len(heard) > 0 {
		units = heard
	}
	if len(units) > maxUnits {
		return []option{{valueOther, t.msg("button.type_unit")}}
	}
	return t.unitLabels(units, day)
}

func (t *turn) unitLabels(units []orgunit.ID, on period.Date) []option {
	list := make([]option, 0, len(units))
	for _, u := range units {
		list = append(list, option{string(u), t.env.Tree.Name(u, on)})
	}
	return list
}

// unitsOn are the reporting units of the person's scope as they were on a day: for the time before a merger, the
// predecessors of today's unit.
func (t *turn) unitsOn(day period.Date) []orgunit.ID {
	own := t.env.Person.Unit
	if t.env.Tree.Valid(own, day) {
		if units := t.env.Tree.Communes(own, day); len(units) > 0 {
			return units
		}
		return []orgunit.ID{own}
	}
	return slices.DeleteFunc(t.predecessors(own), func(u orgunit.ID) bool { return !t.env.Tree.Valid(u, day) })
}

// predecessors are all units, near and far, that went into one.
func (t *turn) predecessors(u orgunit.ID) []orgunit.ID {
	var list []orgunit.ID
	for _, s := range t.env.Tree.Predecessors(u) {
		list = append(append(list, s.Old), t.predecessors(s.Old)...)
	}
	return list
}

// answerUnit reads a unit's name: any spelling, former names too; a clash is asked.
func (t *turn) answerUnit(q form.Question, text string) {
	day := t.eventDay()
	found, sure := t.findUnits(text, day)
	switch {
	case len(found) == 0:
		t.say("unit.unknown", "name", text)
		t.again()
	case sure:
		t.chooseUnit(q, string(found[0]))
	default:
		t.show(prompt{text: t.msg("unit.several", "name", text), options: t.unitLabels(found, day), control: t.controls(false)})
	}
}

// findUnits are the units of the person's scope that a name can mean on a day. A mere resemblance is no match: sure
// tells whether a single one may be taken without asking.
func (t *turn) findUnits(text string, day period.Date) (found []orgunit.ID, sure bool) {
	former := false
	for _, m := range t.env.Tree.Find(text, day) {
		if !m.Group && !slices.Contains(found, m.ID) && t.env.Person.Sees(t.env.Tree, m.ID) {
			found, sure = append(found, m.ID), m.Distance < 2
			former = former || m.Former
		}
	}
	sure = sure && len(found) == 1
	t.noteFormer(found, sure && former)
	return found, sure
}

// noteFormer tells what a unit is called now that was named by an old name.
func (t *turn) noteFormer(found []orgunit.ID, former bool) {
	if former {
		t.say("unit.former", "name", t.env.Tree.Name(found[0], t.today()))
	}
}

func (t *turn) chooseUnit(q form.Question, value string) {
	unit := orgunit.ID(value)
	switch {
	case value == valueOther:
		t.say("unit.type")
		t.again()
	case !t.env.Person.Sees(t.env.Tree, unit):
		t.say("unit.not_yours", "unit", t.unitName(t.env.Person.Unit, t.today()))
		t.again()
	case !t.env.Tree.Valid(unit, t.eventDay()):
		t.say("unit.not_then", "day", t.days(t.eventDay().Day()))
		t.again()
	case !t.levelFits(unit):
		t.say("unit.whole_only")
		t.again()
	default:
		t.set(q.Key, Answer{Unit: unit})
	}
}

// levelFits tells whether the draft's form is reported for units of this level.
func (t *turn) levelFits(unit orgunit.ID) bool {
	level := t.form().Level
	u, _ := t.env.Tree.Unit(unit)
	return level == "" || u.Level == level
}
