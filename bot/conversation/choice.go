package conversation

import (
	"danvanbot/bot/form"
	"danvanbot/bot/viet"
)

func (t *turn) choiceOptions(q form.Question) []option {
	list := make([]option, 0, len(q.Choices))
	for _, c := range q.Choices {
		list = append(list, option{c.Key, c.Label.In(t.lang())})
	}
	return list
}

// answerChoice takes a typed choice: an exact label was matched before; here one of its words does.
func (t *turn) answerChoice(q form.Question, text string) {
	var found []option
	key := " " + labelKey(text) + " "
	for _, c := range q.Choices {
		if names(c, key, t) {
			found = append(found, option{c.Key, c.Label.In(t.lang())})
		}
	}
	if len(found) == 1 {
		t.hearDay(text)
		t.chooseChoice(q, found[0].value)
		return
	}
	t.hearDay(text)
	t.say("choice.unknown")
	t.again()
}

// hearDay keeps the day that stands in a text, if none is known yet, so that it need not be said again.
func (t *turn) hearDay(text string) {
	if _, known := t.s.Draft.Answers.Get(form.KeyDays); known {
		return
	}
	found := viet.Dates(text, t.today())
	if len(found) != 1 || found[0].Bad {
		return
	}
	if past := pastReadings(found[0], t.today()); len(past) == 1 {
		t.s.Draft.put(form.KeyDays, Answer{Days: &past[0]})
		t.say("day.noted", "day", t.days(past[0]))
	}
}

// names tells whether a folded text names a choice by its label or one of its words, or is a part of its label.
func names(c form.Choice, key string, t *turn) bool {
	label := " " + labelKey(c.Label.In(t.lang())) + " "
	if contains(label, key) || contains(key, label) {
		return true
	}
	for _, w := range c.Words {
		if contains(key, " "+labelKey(w)+" ") {
			return true
		}
	}
	return false
}

func (t *turn) chooseChoice(q form.Question, value string) {
	for _, o := range t.questionPrompt(q).options {
		if o.value == value {
			t.set(q.Key, Answer{Text: value})
			return
		}
	}
	t.stale()
}

// choiceLabel is the label of a chosen key; a key that the form lost is shown as it is.
func (t *turn) choiceLabel(q form.Question, key string) string {
	if q.Type == form.YesNo && (key == "yes" || key == "no") {
		return t.msg("button." + key)
	}
	for _, c := range q.Choices {
		if c.Key == key {
			return c.Label.In(t.lang())
		}
	}
	return key
}
