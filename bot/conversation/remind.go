package conversation

import (
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/duty"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// RemindNow reminds those of whom nothing was heard in the query's period.
type RemindNow struct{ Query Query }

func (RemindNow) act() {}

// Missed is what a unit owes and nobody has heard of.
type Missed struct {
	duty.Call

	Unit orgunit.ID
}

// Remind is the letter that reminds a person of what the unit owes, all of it in one, and what the chat remembers with it:
// where nothing is open, the numbers of its buttons can be typed.
func Remind(env Env, s State, missed []Missed, today period.Date) (State, chat.Reply) {
	t := &turn{env: env, s: s.clone()}
	var lines []string
	for _, m := range missed {
		lines = append(lines, t.missedLine(m, today))
	}
	lines = append(lines, t.msg("remind.how"))
	if t.s.Draft != nil {
		lines = append(lines, t.msg("remind.draft"))
	}
	r := chat.Reply{Text: "⏰ " + strings.Join(lines, "\n"), Keyboard: rows(t.remindButtons(missed))}
	if t.s.Draft == nil && t.s.Ask == nil {
		t.s.Offer(r.Keyboard)
	} else {
		r.Unnumbered = true
	}
	return t.s, r
}

// missedLine is "Công an xã Bờ Y chưa có báo cáo tháng 12 …; hạn Thứ Tư, 16/12, còn 2 ngày."
func (t *turn) missedLine(m Missed, today period.Date) string {
	args := []any{
		"unit", t.unitName(m.Unit, today), "period", i18n.PeriodLabel(t.lang(), m.Period),
		"day", i18n.LongDate(t.lang(), m.Deadline), "n", int(m.Deadline - today), "late", int(today - m.Deadline),
	}
	key := "remind.before"
	switch {
	case m.Deadline == period.NoDate:
		key = "remind.plain"
	case m.Deadline == today:
		key = "remind.today"
	case m.Deadline < today:
		key = "remind.late"
	}
	line := t.msg(key, args...)
	if names := t.formNames(m.Forms); names != "" {
		line += " " + t.msg("remind.forms", "forms", names)
	}
	return line
}

// formNames names forms.
func (t *turn) formNames(ids []string) string {
	var names []string
	for _, id := range ids {
		if f, ok := t.env.Forms.Form(id); ok {
			names = append(names, f.Label.In(t.lang()))
		}
	}
	return strings.Join(names, ", ")
}

func (t *turn) remindButtons(missed []Missed) []chat.Button {
	list := []chat.Button{{Label: t.msg("remind.report"), Data: verbData(verbReport, 0)}}
	for _, m := range missed {
		if m.Period.Calendar == t.env.Calendar && len(missed) == 1 {
			list = append(list, chat.Button{Label: t.msg("remind.zero"), Data: verbZero + ":" + m.Period.Code()})
		}
	}
	return list
}

// remindNow reminds those who are missing on a page, if the person may.
func (t *turn) remindNow(q Query) {
	switch {
	case !t.env.Person.Role.AtLeast(Head):
		t.say("remind.not_you")
	case t.mayAsk(q):
		t.act(RemindNow{Query: q})
	}
}
