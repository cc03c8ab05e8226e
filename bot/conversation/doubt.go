package conversation

import (
	"strings"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
)

// A doubt is a value that is possible but odd. It is asked, never refused and never corrected silently.
type doubt struct {
	key     string // the answer in doubt
	text    string
	options []option
}

const (
	valueSure = "sure"
	valueFix  = "fix"
)

// doubt finds the first odd answer that was not confirmed.
func (t *turn) doubt() (doubt, bool) {
	for _, q := range t.form().Doubtful() {
		a, ok := t.s.Draft.Answers.Get(q.Key)
		if !ok || a.Sure || a.Skipped {
			continue
		}
		if d, odd := t.doubtAbout(q, a); odd {
			return d, true
		}
	}
	return doubt{}, false
}

func (t *turn) doubtAbout(q *form.Question, a Answer) (doubt, bool) {
	switch {
	case q.SoftMax != nil && a.N > *q.SoftMax:
		text := t.msg("doubt.large", "value", t.value(*q, a), "label", q.Label.In(t.lang()))
		return doubt{q.Key, text, []option{{valueSure, t.msg("button.sure")}, {valueFix, t.msg("button.fix")}}}, true
	case q.Type == form.Days && a.Days != nil:
		return t.doubtDay(*q, *a.Days)
	}
	return doubt{}, false
}

// doubtDay compares the day with what the programme's name says, and asks about days long ago.
func (t *turn) doubtDay(q form.Question, r period.Range) (doubt, bool) {
	if w, ok := t.programmeWeekday(); ok && r.From.Weekday() != w {
		return t.doubtWeekday(q, r.From, w), true
	}
	if m, ok := t.programmeMonth(); ok && monthOf(r.From) != m {
		text := t.msg("doubt.month", "day", t.days(r), "month", itoa(m))
		return doubt{q.Key, text, t.keepOrFix(r)}, true
	}
	if r.To < t.today()-longAgo {
		return doubt{q.Key, t.msg("doubt.old", "day", t.days(r)), t.keepOrFix(r)}, true
	}
	return doubt{}, false
}

// longAgo is after how many days a report is unusual: a quarter of a year.
const longAgo = 92

func (t *turn) doubtWeekday(q form.Question, day period.Date, w time.Weekday) doubt {
	right := lastWeekday(min(day+3, t.today()), w)
	text := t.msg("doubt.weekday", "day", t.days(day.Day()), "weekday", i18n.Weekday(t.lang(), w))
	options := []option{
		{valueSure, t.msg("button.keep_day", "day", t.dayWithYear(day))},
		t.dayOption(right, ""),
		{valueFix, t.msg("button.other_day")},
	}
	return doubt{q.Key, text, options}
}

func (t *turn) keepOrFix(r period.Range) []option {
	return []option{
		{valueSure, t.msg("button.keep_day", "day", t.dayWithYear(r.From))},
		{valueFix, t.msg("button.other_day")},
	}
}

// programmeMonth is the month that belongs to a choice of the draft, such as "Tháng Ba biên giới".
func (t *turn) programmeMonth() (int, bool) {
	for _, q := range t.form().Questions {
		for _, c := range q.Choices {
			if c.Month != 0 && t.s.Draft.Answers.Of(q.Key).Text == c.Key {
				return c.Month, true
			}
		}
	}
	return 0, false
}

func monthOf(d period.Date) int {
	_, m, _ := d.YMD()
	return int(m)
}

func (t *turn) doubtPrompt() prompt {
	d, _ := t.doubt()
	return prompt{text: d.text, options: d.options, control: t.controls(false)}
}

func (t *turn) chooseDoubt(value string) {
	d := t.s.Draft
	key := strings.TrimPrefix(d.At, atDoubt)
	switch value {
	case valueSure:
		a := d.Answers.Of(key)
		a.Sure = true
		d.put(key, a)
		t.next()
	case valueFix:
		d.drop(key)
		d.At = key // a detail, or what a sentence said, is not asked by itself
		t.again()
	default:
		t.chooseAnswer(t.question(key), value)
	}
}

// answerDoubt takes a yes, or a new value typed at once.
func (t *turn) answerDoubt(text string) {
	switch {
	case isYes(text):
		t.chooseDoubt(valueSure)
	case isNo(text) || labelKey(text) == "sai":
		t.chooseDoubt(valueFix)
	default:
		t.answerQuestion(t.question(strings.TrimPrefix(t.s.Draft.At, atDoubt)), text)
	}
}
