package conversation

import (
	"strings"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

const (
	valueOther = "other" // another day or unit than those offered: it is typed
	dayPrefix  = "d"     // before an ISO day
)

// dayOptions are today and yesterday, or the last two right weekdays of a programme.
func (t *turn) dayOptions() []option {
	today := t.today()
	list := []option{t.dayOption(today, "day.today"), t.dayOption(today-1, "day.yesterday")}
	if weekday, ok := t.programmeWeekday(); ok {
		last := lastWeekday(today, weekday)
		list = []option{t.dayOption(last, ""), t.dayOption(last-7, "")}
	}
	return append(list, option{valueOther, t.msg("button.other_day")})
}

func (t *turn) dayOption(d period.Date, key string) option {
	label := shortDay(d)
	switch key {
	case "":
		label = i18n.Weekday(t.lang(), d.Weekday()) + " " + label
	default:
		label = t.msg(key) + " " + label
	}
	return option{dayPrefix + d.String(), label}
}

// shortDay is a day without its year: 22/11.
func shortDay(d period.Date) string { return strings.TrimPrefix(d.Time().Format("2/1"), "0") }

// lastWeekday is the latest such weekday that is not after a day.
func lastWeekday(d period.Date, w time.Weekday) period.Date {
	return d - period.Date((int(d.Weekday())-int(w)+7)%7)
}

// programmeWeekday is the weekday that belongs to a choice of the draft, such as "Thứ bảy tình nguyện".
func (t *turn) programmeWeekday() (time.Weekday, bool) {
	for _, q := range t.form().Questions {
		for _, c := range q.Choices {
			if c.Weekday != nil && t.s.Draft.Answers[q.Key].Text == c.Key {
				return time.Weekday(*c.Weekday), true
			}
		}
	}
	return 0, false
}

func (t *turn) chooseDay(q form.Question, value string) {
	d, err := period.ParseDate(strings.TrimPrefix(value, dayPrefix))
	if err != nil {
		t.say("day.type")
		t.again()
		return
	}
	t.setDays(q, d.Day())
}

// answerDays reads a day or a range: "hôm qua", "thứ 7", "21/11", "từ 16 đến 20/11".
func (t *turn) answerDays(q form.Question, text string) {
	days, problem := viet.Days(text, t.today())
	switch problem {
	case viet.NoProblem:
		t.setDays(q, days[0])
	case viet.Impossible:
		t.say("day.impossible")
		t.again()
	case viet.Ambiguous:
		t.say("day.ambiguous", "first", t.days(days[0]))
		t.again()
	default:
		t.say("day.example")
		t.again()
	}
}

func (t *turn) setDays(q form.Question, r period.Range) {
	if r.To > t.today() {
		t.say("day.future", "day", t.days(r))
		t.again()
		return
	}
	t.set(q.Key, Answer{Days: &r})
}

// days prints a range in full, so that a misread day is seen: "Chủ nhật, 22/11/2026".
func (t *turn) days(r period.Range) string {
	if r.From == r.To {
		return i18n.LongDate(t.lang(), r.From)
	}
	return i18n.Range(t.lang(), r)
}

func (t *turn) number(n int64) string { return i18n.Number(t.lang(), n) }
