package conversation

import (
	"fmt"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
)

// questionPrompt asks one question, with how far the report is.
func (t *turn) questionPrompt(q form.Question) prompt {
	ask := q.Ask.In(t.lang())
	if ask == "" {
		ask = q.Label.In(t.lang()) + "?"
	}
	if t.s.Draft.Brief && !t.s.Draft.Edit {
		ask = "<b>" + chat.Escape(t.gist()) + "</b>\n" + ask
	}
	p := prompt{text: ask + t.progress(q), control: t.controls(!q.Required)}
	switch q.Type {
	case form.Days:
		p.options = t.dayOptions()
	case form.Choose:
		p.options = t.choiceOptions(q)
	case form.YesNo:
		p.options = []option{{"yes", t.msg("button.yes")}, {"no", t.msg("button.no")}}
	case form.Unit:
		p.options = t.unitOptions()
	case form.Photos:
		p.text = t.photosText(ask)
		p.options = []option{{valueDone, t.msg("button.done")}}
	case form.Integer, form.Money, form.Words:
	}
	return p
}

// gist is what is known of a report that was read from a sentence, in one line.
func (t *turn) gist() string {
	answers := t.s.Draft.Answers
	parts := []string{t.title(t.form(), answers)}
	for _, q := range t.form().Questions {
		if a, ok := answers.Get(q.Key); ok && q.Counts() && !a.Skipped {
			parts = append(parts, t.value(q, a))
		}
	}
	return strings.Join(parts, " · ")
}

// progress says "(2/5)" while the form's questions are asked one after the other.
func (t *turn) progress(open form.Question) string {
	d := t.s.Draft
	at, total := t.form().Progress(open.Key, func(r *form.Relevance) bool { return relevant(r, d.Answers) })
	if at == 0 || d.Edit || d.Brief || total < 2 {
		return ""
	}
	return fmt.Sprintf("  (%d/%d)", at, total)
}

// answerQuestion takes a typed answer.
func (t *turn) answerQuestion(q form.Question, text string) {
	switch q.Type {
	case form.Integer, form.Money:
		t.answerNumber(q, text)
	case form.Days:
		t.answerDays(q, text)
	case form.Choose, form.YesNo:
		t.answerChoice(q, text)
	case form.Unit:
		t.answerUnit(q, text)
	case form.Photos:
		t.say("photos.send")
		t.again()
	case form.Words:
		t.answerWords(q, text)
	}
}

// chooseAnswer takes a button's value: untrusted, so it must be one that was offered.
func (t *turn) chooseAnswer(q form.Question, value string) {
	switch q.Type {
	case form.Days:
		t.chooseDay(q, value)
	case form.Choose, form.YesNo:
		t.chooseChoice(q, value)
	case form.Unit:
		t.chooseUnit(q, value)
	case form.Photos:
		t.next()
	case form.Integer, form.Money, form.Words:
		t.again()
	}
}

// takesNumbers tells whether a typed number is an answer to the open question and not the number of a button.
func (t *turn) takesNumbers() bool {
	if t.s.Ask != nil && t.s.Ask.What == askSetting {
		r, _ := ruleOf(t.s.Ask.Arg)
		return r.number != nil
	}
	q, ok := t.asked()
	return ok && (q.Counts() || q.Type == form.Words)
}

// counts tells whether the open question is answered by an amount.
func (t *turn) counts() bool {
	q, ok := t.asked()
	return ok && q.Counts()
}

// asked is the open question, if it is one of the form's.
func (t *turn) asked() (form.Question, bool) {
	if t.s.Ask != nil || t.s.Draft == nil || t.s.Draft.Form == "" {
		return form.Question{}, false
	}
	return t.form().Question(t.s.Draft.At)
}
