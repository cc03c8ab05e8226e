package conversation

import (
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// noValue stands for a field that is emptied, and for a stage that is taken out.
const noValue = "-"

// answerMend takes what was typed to the open question.
func (t *turn) answerMend(text string) {
	a, m, ok := t.askedMend()
	switch {
	case !ok:
		t.chooseMend("")
		return
	case isNo(text) && (a.Key == "" || a.Value != ""):
		t.cancel()
		return
	case a.Key == "" || a.Key == fieldLevel && a.Value == "":
		t.say("choice.unknown")
		t.again()
		return
	case a.Value != "" && isYes(text):
		t.chooseMend(valueSend)
		return
	case a.Value != "":
		t.say("choice.unknown")
		t.again()
		return
	}
	value, ok := t.readMend(m, a.Key, text)
	if !ok {
		t.again()
		return
	}
	a.Value = value
	if next, valid := t.mended(m, a); !valid || next.Check() != nil {
		t.say("model.mend_order")
		t.again()
		return
	}
	t.settleMend(a)
}

// readMend reads a field's new value. It is false where the person was told what is wrong.
func (t *turn) readMend(m form.Model, key, text string) (value string, ok bool) {
	none := slices.Contains([]string{"khong", "khong co", "bo", "none", "0", "-"}, fold.Key(text))
	switch {
	case len(text) > maxKept:
		t.say("choice.unknown")
		return "", false
	case none && (key == fieldAliases || key == fieldField):
		return noValue, true
	case key == fieldName, key == fieldAliases, key == fieldField:
		return text, true
	case key == fieldOwner:
		unit, ok := t.mendUnit(text, true)
		return string(unit), ok
	case key == fieldPoints:
		return t.readPoints(m, text)
	case none && len(m.Stages) == 1:
		t.say("model.mend_last")
		return "", false
	case none:
		return noValue, true
	default:
		return t.readStage(m, key, text)
	}
}

// mendUnit finds the one unit that a name means, of the person's scope or of all.
func (t *turn) mendUnit(name string, own bool) (orgunit.ID, bool) {
	var found []orgunit.ID
	for _, u := range t.env.Tree.Find(name, t.today()) {
		if !u.Group && u.Distance < 2 && !slices.Contains(found, u.ID) && (!own || t.env.Person.Sees(t.env.Tree, u.ID)) {
			found = append(found, u.ID)
		}
	}
	switch len(found) {
	case 1:
		return found[0], true
	case 0:
		t.say("unit.unknown", "name", name)
	default:
		t.say("summary.which", "name", name, "names", t.namesOf(found))
	}
	return "", false
}

// readPoints reads "Bờ Y 3", or of the owner alone "3".
func (t *turn) readPoints(m form.Model, text string) (string, bool) {
	words := strings.Fields(text)
	n, err := strconv.ParseUint(words[len(words)-1], 10, 31)
	if err != nil {
		return "", false // the question says it all
	}
	unit, ok := t.ownerOf(m), true
	if len(words) > 1 {
		unit, ok = t.mendUnit(strings.Join(words[:len(words)-1], " "), false)
	}
	return string(unit) + " " + strconv.FormatUint(n, 10), ok
}

// readStage reads "15/10/2026", and of a stage in which somebody took the model over also "15/10/2026 Đăk Tô".
func (t *turn) readStage(m form.Model, key, text string) (string, bool) {
	s, _ := stageOf(m, key)
	name := ""
	if s.State == form.Replicated {
		first, rest, _ := strings.Cut(text, " ")
		if len(viet.Dates(first, t.today())) == 1 {
			text, name = first, strings.TrimSpace(rest)
		}
	}
	found := viet.Dates(text, t.today())
	if len(found) != 1 || found[0].Bad {
		t.say("day.impossible")
		return "", false
	}
	past := pastReadings(found[0], t.today())
	if len(past) == 0 {
		t.say("day.ahead")
		return "", false
	}
	unit, ok := s.Unit, true
	if name != "" {
		unit, ok = t.mendUnit(name, false)
	}
	return strings.TrimSpace(past[0].From.String() + " " + string(unit)), ok
}

// mended is a model with a change. It is false where the change fits no more, or was made up: buttons are untrusted.
func (t *turn) mended(m form.Model, a modelMend) (form.Model, bool) {
	text := a.Value
	if text == noValue {
		text = ""
	}
	switch a.Key {
	case fieldName:
		m.Name = text
	case fieldAliases:
		m.Aliases = nil
		for alias := range strings.SplitSeq(text, ";") {
			if alias = strings.TrimSpace(alias); alias != "" {
				m.Aliases = append(m.Aliases, alias)
			}
		}
	case fieldLevel:
		m.Level = orgunit.Level(text)
	case fieldOwner:
		m.Owner = orgunit.ID(text)
		if !t.env.Person.Sees(t.env.Tree, m.Owner) {
			return m, false
		}
	case fieldField:
		m.Field = text
	case fieldPoints:
		return withPoints(m, text)
	case fieldGone:
		m.Gone = true
	default:
		return withStage(m, a)
	}
	return m, m.Check() == nil
}

// withPoints sets in how many places of a unit a model runs: "q-bo-y 3".
func withPoints(m form.Model, text string) (form.Model, bool) {
	unit, number, _ := strings.Cut(text, " ")
	n, err := strconv.ParseInt(number, 10, 64)
	m.Points = slices.DeleteFunc(slices.Clone(m.Points), func(p form.Point) bool { return p.Unit == orgunit.ID(unit) })
	if n > 0 {
		m.Points = append(m.Points, form.Point{Unit: orgunit.ID(unit), N: n})
	}
	return m, err == nil && n >= 0
}

// withStage moves a stage to another day, "2026-10-15 q-dak-to", or takes it out.
func withStage(m form.Model, a modelMend) (form.Model, bool) {
	s, at := stageOf(m, a.Key)
	if at < 0 {
		return m, false
	}
	m.Stages = slices.Clone(m.Stages)
	if a.Value == noValue {
		m.Stages = slices.Delete(m.Stages, at, at+1)
		return m, m.Check() == nil
	}
	day, unit, _ := strings.Cut(a.Value, " ")
	on, err := period.ParseDate(day)
	s.On, s.Unit = on, orgunit.ID(unit)
	m.Stages[at] = s
	return m, err == nil && m.Check() == nil
}
