package conversation

import (
	"strings"

	"danvanbot/bot/form"
)

// catchUp brings a draft up to what has changed since it was left: the catalogue may have lost its form or the open
// question, and a doubt may have gone. It reports false where the person was answered by that.
func (t *turn) catchUp() bool {
	d := t.s.Draft
	if d != nil {
		t.followUnit(d)
	}
	if d == nil || strings.HasPrefix(t.in.Text, "/") && t.formKnown() {
		return true
	}
	switch {
	case !t.formKnown() && d.Sub != 0:
		t.s.Ask = nil
		t.say("draft.no_form")
		t.close()
	case !t.formKnown():
		t.s.Ask = nil
		d.Form, d.At, d.Back, d.Edit = "", atForm, nil, false
		t.say("draft.no_form")
		t.again()
	case t.s.Ask == nil && t.lost(d.At):
		t.next()
	default:
		return true
	}
	return false
}

// followUnit lets a draft go on for who took its unit over meanwhile, if that is on the day of the event.
func (t *turn) followUnit(d *Draft) {
	a, ok := d.Answers.Get(form.KeyUnit)
	if !ok || a.Unit == "" {
		return
	}
	day, unit := t.eventDay(), a.Unit
	for s, taken := t.env.Tree.Successor(unit); taken && s.On <= day; s, taken = t.env.Tree.Successor(unit) {
		unit = s.New
	}
	if unit != a.Unit && t.env.Tree.Valid(unit, day) {
		a.Unit = unit
		d.put(form.KeyUnit, a)
		t.say("unit.former", "name", t.env.Tree.Name(unit, t.today()))
	}
}

// formKnown tells whether the catalogue has the draft's form, if it has chosen one.
func (t *turn) formKnown() bool {
	_, ok := t.env.Forms.Form(t.s.Draft.Form)
	return ok || t.s.Draft.Form == ""
}

// lost tells whether a form no longer asks what a draft is at.
func (t *turn) lost(at string) bool {
	switch {
	case t.s.Draft.Form == "":
		return false
	case strings.HasPrefix(at, atDoubt):
		doubt, ok := t.doubt()
		return !ok || atDoubt+doubt.key != at
	case strings.HasPrefix(at, "@"):
		return false
	default:
		_, ok := t.form().Question(at)
		return !ok
	}
}

// complete tells whether nothing is left to ask before a card may be sent.
func (t *turn) complete() bool {
	t.s.Draft.Past = 0 // the catalogue may have got other questions meanwhile
	_, doubtful := t.doubt()
	_, open := t.unanswered()
	return !doubtful && !open
}

// mendsNewest tells whether a correction is still one of what stands: meanwhile somebody else may have corrected the
// report too, or withdrawn it.
func (t *turn) mendsNewest() bool {
	d := t.s.Draft
	s, ok := t.env.Reports.Submission(d.Sub)
	code := s.Code(t.env.Tree)
	switch {
	case !ok || s.Gone || !t.env.Person.MayMend(t.env.Tree, s):
		t.say("mend.gone", "code", code)
		t.close()
		return false
	case s.Version != d.Of:
		d.Of, d.At = s.Version, atCard
		t.say("mend.changed", "code", code)
		t.again()
		return false
	}
	return true
}
