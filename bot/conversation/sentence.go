package conversation

import (
	"slices"
	"strings"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/viet"
)

// maxKept is how long a sentence may be that waits in the State for the choice of its form, in bytes.
const maxKept = 400

// maxReports is how many reports of one message are taken: what waits for its turn is kept in the State.
const maxReports = 20

// sentence tries a message that answers nothing as one or more whole reports. What it says is shown on a card, what it
// leaves open or doubtful is asked, and nothing is stored without the person's yes.
func (t *turn) sentence(text string) {
	if LooksLikeCode(text) {
		t.start(text)
		return
	}
	if t.asksFigures(text, true) {
		return
	}
	reports := t.read(text)
	if len(reports) == 0 {
		if t.env.Person.Role.AtLeast(Head) && t.asksFigures(text, false) {
			return
		}
		if t.worded(text) {
			return
		}
		t.say("sentence.unknown")
		t.again()
		return
	}
	if t.s.Draft != nil && t.s.Draft.Form != "" {
		t.say("draft.busy", "what", t.draftTitle())
		t.again()
		return
	}
	if reports = t.leaveUndone(reports, text); len(reports) > 0 {
		t.take(reports, text)
	}
}

// take opens the reports of a message, after the form was asked where it is doubtful.
func (t *turn) take(reports []viet.Report, text string) {
	if first := reports[0]; slices.Contains(first.Doubts, viet.FieldForm) && len(text) <= maxKept {
		t.ask(askForm, text)
		return
	}
	t.openAll(reports)
}

// read gives the reports of a message that the person may make.
func (t *turn) read(text string) []viet.Report {
	reports := viet.Read(text, viet.Context{Sent: t.in.Sent.In(t.env.Zone), Words: t.env.Words, Home: t.env.Person.Unit})
	return slices.DeleteFunc(reports, func(r viet.Report) bool {
		f, ok := t.env.Forms.Form(r.Form())
		return r.Reject || !ok || !t.offers(f)
	})
}

// openAll makes drafts of all reports of a message: the first is opened, the others wait.
func (t *turn) openAll(reports []viet.Report) {
	if len(reports) > maxReports {
		t.say("sentence.too_many", "n", itoa(len(reports)), "max", itoa(maxReports))
		reports = reports[:maxReports]
	}
	var drafts []Draft
	for _, r := range reports {
		d, ok := t.draftOf(r, r.Form())
		if !ok {
			t.say("unit.not_yours", "unit", t.unitName(t.env.Person.Unit, t.today()))
			return
		}
		drafts = append(drafts, d)
	}
	t.s.Ask, t.s.Draft, t.s.Next = nil, &drafts[0], drafts[1:]
	if len(drafts) > 1 {
		t.say("sentence.several", "n", itoa(len(drafts)))
	} else {
		drafts[0].Source = t.in.Message // editing the message corrects the report
	}
	t.next()
}

// askForm: a sentence may mean more than one form. Arg: the sentence.
const askForm = "form"

func (t *turn) formPrompt() prompt {
	p := prompt{text: t.msg("menu.several"), control: []option{{wordCancel, t.msg("button.cancel")}}}
	reports := t.read(t.s.Ask.Arg)
	if len(reports) == 0 {
		return p
	}
	guesses := reports[0].Forms
	for _, guess := range guesses[:min(len(guesses), maxGuesses)] {
		if f, ok := t.env.Forms.Form(guess.Form); ok && t.offers(f) {
			p.options = append(p.options, option{f.ID, t.shortLabel(f)})
		}
	}
	return p
}

// maxGuesses is how many forms are offered for a sentence that can mean several.
const maxGuesses = 4

func (t *turn) chooseSentenceForm(id string) {
	reports := t.read(t.s.Ask.Arg)
	if f, ok := t.env.Forms.Form(id); !ok || !t.offers(f) || len(reports) == 0 {
		t.stale()
		return
	}
	reports[0].Forms = []viet.Guess{{Form: id}}
	t.openAll(reports)
}

// draftOf makes a draft of what a sentence said; false if it is about a unit that is not the person's.
func (t *turn) draftOf(r viet.Report, id string) (Draft, bool) {
	f, _ := t.env.Forms.Form(id)
	d := Draft{Form: f.ID, Version: t.env.Forms.Version}
	units, mine := t.heardUnits(r)
	if len(units) == 1 {
		d.put(form.KeyUnit, Answer{Unit: units[0], Assumed: len(r.Units) == 0})
	} else {
		d.Units = units
	}
	for _, q := range f.Questions {
		a, said, sure := t.heard(q, r)
		switch {
		case sure:
			d.put(q.Key, a)
		case said && q.Type != form.Days:
			d.Must = append(d.Must, q.Key)
		}
	}
	t.hearPartners(f, r, &d)
	t.noteDay(r)
	d.Brief, d.Unread = !d.Answers.IsZero(), r.Unread
	return d, mine
}

// hearPartners writes the units that took part where the form asks for partners.
func (t *turn) hearPartners(f form.Form, r viet.Report, d *Draft) {
	if _, asked := f.Question(keyPartner); !asked || len(r.Partners) == 0 {
		return
	}
	var names []string
	for _, m := range r.Partners {
		names = append(names, t.unitName(m.ID, t.today()))
	}
	d.put(keyPartner, Answer{Text: strings.Join(names, ", ")})
}

// keyPartner is the question for who took part.
const keyPartner = "partner"

// noteDay says why a day that was named is asked again: it does not exist, or has not come.
func (t *turn) noteDay(r viet.Report) {
	switch {
	case r.Date == nil:
	case r.Date.Bad:
		t.say("day.impossible")
	case r.Date.Ahead && len(pastReadings(*r.Date, t.today())) == 0:
		t.say("day.future", "day", t.days(r.Date.Range))
	case r.Date.Ahead:
		t.say("day.ahead")
	}
}

// heardUnits are the units that a sentence can mean, of the person's scope.
func (t *turn) heardUnits(r viet.Report) (units []orgunit.ID, mine bool) {
	former := false
	for _, m := range r.Units {
		if !m.Group && t.env.Person.Sees(t.env.Tree, m.ID) {
			units, former = append(units, m.ID), m.Former
		}
	}
	t.noteFormer(units, former && len(units) == 1)
	return units, len(r.Units) == 0 || len(units) > 0
}

// heard is the answer that a sentence gave to a question: whether it said something, and whether that is sure.
func (t *turn) heard(q form.Question, r viet.Report) (a Answer, said, sure bool) {
	doubtful := slices.Contains(r.Doubts, q.Key)
	switch {
	case q.Type == form.Days && r.Date != nil:
		past := pastReadings(*r.Date, t.today())
		if len(past) != 1 || r.Date.Bad || r.Date.Ahead {
			return a, true, false
		}
		return Answer{Days: &past[0]}, true, true
	case q.Key == form.KeyN:
		return Answer{N: r.N}, r.N > 0, r.N > 0 && !doubtful
	case q.Type == form.Choose:
		key, ok := r.Choices[q.Key]
		_, known := q.Choice(key)
		return Answer{Text: key}, ok, ok && known && !doubtful
	case q.Key == keyModel:
		return Answer{Text: r.Model}, r.Model != "", r.Model != ""
	case q.Type == form.Integer || q.Type == form.Money:
		return t.heardNumber(q, r)
	}
	return a, false, false
}

// keyModel is the question for a model's name.
const keyModel = "model"

func (t *turn) heardNumber(q form.Question, r viet.Report) (Answer, bool, bool) {
	n, said := r.Counts[q.Key]
	doubtful := slices.Contains(r.Doubts, q.Key)
	value, whole := n.Int()
	fits := q.Check(value) != form.TooSmall && q.Check(value) != form.TooLarge
	a := Answer{N: value, Hedge: hedges[n.Hedge], Assumed: slices.Contains(r.Derived, q.Key)}
	return a, said || doubtful, said && whole && n.Sure() && fits && !doubtful
}
