package conversation

import (
	"slices"
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

// dayWithYear is a day, with its year unless it is this one.
func (t *turn) dayWithYear(d period.Date) string {
	if d.Year() == t.today().Year() {
		return shortDay(d)
	}
	return i18n.Date(t.lang(), d)
}

// lastWeekday is the latest such weekday that is not after a day.
func lastWeekday(d period.Date, w time.Weekday) period.Date {
	return d - period.Date((int(d.Weekday())-int(w)+7)%7)
}

// programmeWeekday is the weekday that belongs to a choice of the draft, such as "Thứ bảy tình nguyện".
func (t *turn) programmeWeekday() (time.Weekday, bool) {
	for _, q := range t.form().Questions {
		for _, c := range q.Choices {
			if c.Weekday != nil && t.s.Draft.Answers.Of(q.Key).Text == c.Key {
				return time.Weekday(*c.Weekday), true
			}
		}
	}
	return 0, false
}

func (t *turn) chooseDay(q form.Question, value string) {
	r, ok := parseRange(strings.TrimPrefix(value, dayPrefix))
	if !ok {
		t.say("day.type")
		t.again()
		return
	}
	t.setDays(q, r)
}

// parseRange reads what Range.String wrote.
func parseRange(text string) (period.Range, bool) {
	first, last, isRange := strings.Cut(text, "..")
	if !isRange {
		last = first
	}
	from, err1 := period.ParseDate(first)
	to, err2 := period.ParseDate(last)
	return period.Range{From: from, To: to}, err1 == nil && err2 == nil && from <= to
}

// answerDays reads a day or a range: "hôm qua", "thứ 7", "21/11", "từ 16 đến 20/11". Work lies in the past, so readings
// in the future are left out; what is still open is asked.
func (t *turn) answerDays(q form.Question, text string) {
	found := viet.Dates(text, t.today())
	switch {
	case len(found) == 0:
		t.say("day.example")
		t.again()
	case len(found) > 1:
		t.say("day.several")
		t.again()
	case found[0].Bad:
		t.say("day.impossible")
		t.again()
	default:
		t.readDays(q, found[0])
	}
}

func (t *turn) readDays(q form.Question, e viet.DateExpr) {
	past := pastReadings(e, t.today())
	switch {
	case len(past) == 0:
		t.setDays(q, e.Range)
	case len(past) == 1 && !e.Ahead:
		t.setDays(q, past[0])
	default:
		key := "day.ambiguous"
		if e.Ahead {
			key = "day.ahead"
		}
		p := prompt{text: t.msg(key), control: t.controls(!q.Required)}
		for _, r := range past {
			p.options = append(p.options, option{dayPrefix + r.String(), t.days(r)})
		}
		t.show(p)
	}
}

// pastReadings are the readings of a date that do not lie in the future, the likeliest first.
func pastReadings(e viet.DateExpr, today period.Date) []period.Range {
	var list []period.Range
	for _, r := range append([]period.Range{e.Range}, e.Alts...) {
		if r.To <= today && !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	return list
}

func (t *turn) setDays(q form.Question, r period.Range) {
	switch {
	case r.To > t.today():
		t.say("day.future", "day", t.days(r))
		t.again()
	case r.From < period.Dawn:
		t.say("day.impossible")
		t.again()
	default:
		t.set(q.Key, Answer{Days: &r})
	}
}

// days prints a range in full, so that a misread day is seen: "Chủ nhật, 22/11/2026".
func (t *turn) days(r period.Range) string {
	if r.From == r.To {
		return i18n.LongDate(t.lang(), r.From)
	}
	return i18n.Range(t.lang(), r)
}

func (t *turn) number(n int64) string { return i18n.Number(t.lang(), n) }
