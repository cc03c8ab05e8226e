package conversation

import (
	"danvanbot/bot/form"
	"danvanbot/bot/viet"
)

// sentence tries a message that answers nothing as a whole report. What it says is shown on the card, what it leaves
// open is asked, and nothing is stored without the person's yes.
func (t *turn) sentence(text string) {
	reports := viet.Report(text, viet.Context{Today: t.today(), Tree: t.env.Tree, Words: t.env.Words, Home: t.env.Person.Unit})
	if len(reports) == 0 || reports[0].Form == "" {
		t.say("sentence.unknown")
		t.again()
		return
	}
	if t.s.Draft != nil && t.s.Draft.Form != "" {
		t.say("draft.busy", "what", t.draftTitle())
		t.again()
		return
	}
	t.fromSentence(reports[0])
}

// fromSentence opens a draft with what a sentence said.
func (t *turn) fromSentence(r viet.Reading) {
	f, ok := t.env.Forms.Form(r.Form)
	if !ok || !t.offers(f) {
		t.say("sentence.unknown")
		return
	}
	d := &Draft{Form: f.ID, Version: t.env.Forms.Version, Answers: map[string]Answer{}}
	t.s.Ask, t.s.Draft = nil, d
	for _, q := range f.Questions {
		if a, ok := t.heard(q, r); ok {
			d.Answers[q.Key] = a
		}
	}
	t.next()
}

// heard is the answer that a sentence gave to a question.
func (t *turn) heard(q form.Question, r viet.Reading) (Answer, bool) {
	switch {
	case q.Type == form.Days && len(r.Days) == 1:
		days := r.Days[0]
		return Answer{Days: &days}, days.To <= t.today()
	case q.Type == form.Unit && len(r.Units) == 1:
		return Answer{Unit: r.Units[0]}, t.env.Person.Sees(t.env.Tree, r.Units[0])
	case q.Key == form.KeyN && r.N > 0:
		return Answer{N: r.N}, true
	case q.Type == form.Choose:
		key, ok := r.Choices[q.Key]
		return Answer{Text: key}, ok
	case q.Type == form.Integer || q.Type == form.Money:
		n, ok := r.Counts[q.Key]
		value, whole := n.Int()
		return Answer{N: value, Hedge: hedges[n.Hedge]}, ok && whole && !n.Ask && q.Check(value) != form.TooSmall && q.Check(value) != form.TooLarge
	}
	return Answer{}, false
}
