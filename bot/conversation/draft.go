package conversation

import (
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/form"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// What a draft may be at besides a question's key.
const (
	atForm   = "@form"   // the form is being chosen
	atOthers = "@others" // the same, the less common ones
	atCard   = "@card"   // everything is answered
	atEdit   = "@edit"   // a line of the card is being chosen
	atMore   = "@more"   // a detail to add is being chosen
	atReason = "@reason" // why a report is corrected
	atDoubt  = "?"       // before a key: an odd value is to be confirmed
)

// report begins a report: by a sentence, or by the menu. An open draft is never thrown away unasked.
func (t *turn) report(sentence string) {
	id := ""
	if found := t.formsNamed(sentence); sentence != "" && len(found) == 1 {
		id = found[0].value
	} else if sentence != "" {
		t.sentence(sentence)
		return
	}
	t.reportForm(id, "")
}

// reportForm begins a report of one form, with a sentence if there is one.
func (t *turn) reportForm(id, sentence string) {
	if sentence != "" {
		t.sentence(sentence)
		return
	}
	if t.s.Draft != nil && !t.untouchedReturn() {
		t.ask(askOld, id)
		return
	}
	t.begin(id)
}

// begin opens a new draft; with an empty form the menu is shown.
func (t *turn) begin(id string) {
	t.s.Ask = nil
	t.s.Draft = &Draft{At: atForm, Version: t.env.Forms.Version}
	if id == "" {
		t.again()
		return
	}
	t.chooseForm(id)
}

// chooseForm takes the form from the menu.
func (t *turn) chooseForm(id string) {
	f, ok := t.env.Forms.Form(id)
	if !ok || !t.offers(f) {
		t.say("draft.no_form")
		t.again()
		return
	}
	d := t.s.Draft
	d.Form, d.Back, d.Past = id, append(d.Back, atForm), 0
	t.next()
}

// offers tells whether the person may report a form today.
func (t *turn) offers(f form.Form) bool {
	own, _ := t.env.Tree.Unit(t.env.Person.Unit)
	return f.ValidOn(t.today()) && (f.Level == "" || f.Level == own.Level)
}

// form is the draft's form; one that the catalogue lost is shown by its keys.
func (t *turn) form() form.Form {
	f, _ := t.env.Forms.Form(t.s.Draft.Form)
	return f
}

// next goes to what is open: a doubt, a question without an answer, or the card.
func (t *turn) next() {
	d := t.s.Draft
	d.Edit = false
	t.assume()
	if doubt, ok := t.doubt(); ok {
		d.At = atDoubt + doubt.key
	} else if q, ok := t.unanswered(); ok {
		d.At = q.Key
	} else if t.answersReturn() {
		t.finishReturned()
		return
	} else {
		d.At = atCard
	}
	t.again()
}

// assume fills in what is clear without asking: the own unit, where it is one that reports.
func (t *turn) assume() {
	d := t.s.Draft
	if _, ok := d.Answers.Get(form.KeyUnit); ok || len(d.Units) > 0 {
		return
	}
	own := t.env.Person.Unit
	if t.form().Level != "" || len(t.env.Tree.Children(own, t.today())) == 0 {
		d.put(form.KeyUnit, Answer{Unit: own, Assumed: d.Brief})
	}
}

// unanswered is the next question to ask.
func (t *turn) unanswered() (form.Question, bool) {
	f, d := t.form(), t.s.Draft
	for ; d.Past < len(f.Questions); d.Past++ {
		q := &f.Questions[d.Past] // a question is large to copy
		if _, done := d.Answers.Get(q.Key); !done && t.asks(*q) && relevant(q.Relevant, d.Answers) {
			return *q, true
		}
	}
	if !t.unitFits() {
		q, _ := f.Question(form.KeyUnit)
		return q, true
	}
	return form.Question{}, false
}

// asks tells whether a question is asked without being chosen from the details. A sentence that left out what is not
// needed is not asked about it: it can be added on the card.
func (t *turn) asks(q form.Question) bool {
	d := t.s.Draft
	switch {
	case q.Key == form.KeyUnit:
		return false // see unitFits
	case slices.Contains(d.Must, q.Key):
		return true
	default:
		return !q.Detail && (q.Required || !d.Brief)
	}
}

// unitFits tells whether the draft names a unit that existed on the event's day and, of a new report, that the person
// still reports for: who was moved meanwhile is asked.
func (t *turn) unitFits() bool {
	a, ok := t.s.Draft.Answers.Get(form.KeyUnit)
	return ok && t.env.Tree.Valid(a.Unit, t.eventDay()) && (t.s.Draft.Sub != 0 || t.env.Person.Sees(t.env.Tree, a.Unit))
}

// eventDay is the day that the draft is about; today while it is not known.
func (t *turn) eventDay() period.Date {
	if a := t.s.Draft.Answers.Of(form.KeyDays); a.Days != nil {
		return a.Days.To
	}
	return t.today()
}

// relevant tells whether an earlier choice makes a question worth asking.
func relevant(r *form.Relevance, answers Answers) bool {
	return r == nil || slices.Contains(r.In, answers.Of(r.Key).Text)
}

// set takes an answer and goes on.
func (t *turn) set(key string, a Answer) {
	d := t.s.Draft
	d.put(key, a)
	d.Back = append(slices.DeleteFunc(d.Back, func(k string) bool { return k == key }), key)
	t.next()
}

// answerDraft takes a typed answer to what the draft is at.
func (t *turn) answerDraft(text string) {
	d := t.s.Draft
	if value, ok := match(t.draftOptions(), text); ok {
		t.chooseDraft(value)
		return
	}
	if t.makesRoom(text) {
		return
	}
	switch {
	case d.At == atCard || d.At == atEdit || d.At == atMore:
		t.answerCard(text)
	case d.At == atReason:
		t.finish(text)
	case d.At == atForm || d.At == atOthers:
		t.answerMenu(text)
	case strings.HasPrefix(d.At, atDoubt):
		t.answerDoubt(text)
	case t.question(d.At).Type != form.Words && t.anotherReport(text):
		t.say("draft.other", "what", t.draftTitle())
		t.again()
	default:
		t.answerQuestion(t.question(d.At), text)
	}
}

// shortestReport is how many words a whole report has at least.
const shortestReport = 5

// anotherReport tells whether what was typed to a question is a whole report of its own, done or planned, of which the day or a
// number alone must not be taken for the answer.
func (t *turn) anotherReport(text string) bool {
	if strings.Count(text, " ") < shortestReport-1 {
		return false
	}
	return slices.ContainsFunc(t.read(text), func(r viet.Report) bool {
		return r.Form() != "" && r.Date != nil && (r.N > 0 || len(r.Counts) > 0)
	})
}

// chooseDraft takes a button's value.
func (t *turn) chooseDraft(value string) {
	d := t.s.Draft
	switch {
	case d.Ret != 0 && value == valueKeep:
		t.askKept()
	case d.Ret != 0 && value == verbWithdraw:
		t.ask(askWithdraw, strconv.FormatUint(d.Sub, 10))
	case d.At == atForm || d.At == atOthers:
		t.chooseMenu(value)
	case d.At == atCard:
		t.chooseCard(value)
	case d.At == atEdit || d.At == atMore:
		t.edit(value)
	case d.At == atReason:
		t.finish(t.reasonText(value))
	case strings.HasPrefix(d.At, atDoubt):
		t.chooseDoubt(value)
	default:
		t.chooseAnswer(t.question(d.At), value)
	}
}

// question is the draft's question of a key. One that the form lost is asked as text, so that nothing gets stuck.
func (t *turn) question(key string) form.Question {
	q, ok := t.form().Question(key)
	if !ok {
		return form.Question{Key: key, Type: form.Words}
	}
	return q
}

func (t *turn) draftPrompt() prompt {
	d := t.s.Draft
	switch {
	case d.Form == "":
		return t.menuPrompt()
	case d.At == atCard:
		return t.cardPrompt()
	case d.At == atEdit, d.At == atMore:
		return t.returnedPrompt(t.linesPrompt())
	case d.At == atReason:
		return t.reasonPrompt()
	case strings.HasPrefix(d.At, atDoubt):
		return t.doubtPrompt()
	default:
		return t.returnedPrompt(t.questionPrompt(t.question(d.At)))
	}
}

// draftOptions are the buttons of the draft's prompt, without a card's text.
func (t *turn) draftOptions() []option {
	if d := t.s.Draft; d.Form != "" && d.At == atCard {
		return t.cardOptions()
	}
	return t.draftPrompt().options
}
