package bot

import (
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// way is a button from one screen of a summary to another.
type way struct {
	key string // of its label
	to  func(q *conversation.Query)
}

func toPage(p conversation.Page) func(*conversation.Query) {
	return func(q *conversation.Query) { q.Page = p }
}

// buttons lead from one screen to the others. All of them work for ever.
func (t *turn) buttons(q conversation.Query, shown pageText) []chat.Button {
	q.Offset = 0
	list := append([]chat.Button{}, shown.figures...)
	for _, u := range shown.units {
		part := q
		part.Unit, part.Also = u.ID, nil
		switch q.Page {
		case conversation.Where:
			if part.Page = conversation.Where; !t.hasParts(part) {
				part.Page = conversation.Listed
			}
		default:
			part.Page, part.Measure = conversation.Totals, ""
		}
		list = append(list, chat.Button{Label: orgunit.Bare(u.Name), Data: part.Data()})
	}
	if shown.next > 0 {
		list = append(list, t.button(q, way{"summary.more", func(q *conversation.Query) { q.Offset = shown.next }}))
	}
	if shown.nag {
		list = append(list, chat.Button{Label: t.msg("missing.remind"), Data: nagData(q)})
	}
	for _, w := range t.ways(q) {
		list = append(list, t.button(q, w))
	}
	if q.Page == conversation.Options && q.Period.Kind >= period.Month {
		list = append(list, t.otherCalendar(q)) // days, weeks and spans are the same in all
	}
	if q.Page == conversation.Totals && t.carriesFiles() {
		list = append(list, conversation.FileButtons(t.env(), q)...)
	}
	return list
}

func (t *turn) button(q conversation.Query, w way) chat.Button {
	w.to(&q)
	if q.Page != conversation.Where && q.Page != conversation.Listed && q.Page != conversation.Most && q.Page != conversation.Least {
		q.Measure = ""
	}
	return chat.Button{Label: t.msg(w.key), Data: q.Data()}
}

// ways are the screens that one leads to.
func (t *turn) ways(q conversation.Query) []way {
	totals := way{"summary.totals", toPage(conversation.Totals)}
	switch q.Page {
	case conversation.Totals:
		return append(append(t.partWays(q), way{"summary.where", toPage(conversation.Figures)}), append(t.timeWays(q), way{"summary.options", toPage(conversation.Options)})...)
	case conversation.Units, conversation.Missing, conversation.Goals:
		return append(append([]way{totals}, t.partWays(q)...), t.timeWays(q)...)
	case conversation.Where:
		return append(append([]way{{"summary.listed", toPage(conversation.Listed)}}, t.rankWays(q)...), totals)
	case conversation.Listed:
		return append(t.whereWays(q), totals)
	case conversation.Most, conversation.Least:
		return append(append(t.rankWays(q), t.timeWays(q)...), way{"summary.where", toPage(conversation.Where)}, totals)
	case conversation.Options:
		return append(t.otherWays(q), totals)
	case conversation.News:
		return []way{totals, {"summary.where", toPage(conversation.Figures)}}
	default:
		return append([]way{totals}, t.timeWays(q)...)
	}
}

// partWays lead to the units of a whole.
func (t *turn) partWays(q conversation.Query) (list []way) {
	if !t.hasParts(q) {
		return nil
	}
	if q.Page != conversation.Units {
		list = append(list, way{"summary.units", toPage(conversation.Units)})
	}
	if q.Page != conversation.Missing {
		list = append(list, way{"summary.missing", toPage(conversation.Missing)})
	}
	return list
}

func (t *turn) whereWays(q conversation.Query) []way {
	if !t.hasParts(q) {
		return nil
	}
	return []way{{"summary.by_units", toPage(conversation.Where)}}
}

// rankWays lead to the units with the most and the least of a figure.
func (t *turn) rankWays(q conversation.Query) (list []way) {
	if !t.hasParts(q) {
		return nil
	}
	if q.Page != conversation.Most {
		list = append(list, way{"summary.most", toPage(conversation.Most)})
	}
	if q.Page != conversation.Least {
		list = append(list, way{"summary.least", toPage(conversation.Least)})
	}
	return list
}

// timeWays lead to the periods before and after.
func (t *turn) timeWays(q conversation.Query) []way {
	list := []way{{"summary.before", func(q *conversation.Query) { q.Period = q.Period.Prev() }}}
	if next := q.Period.Next(); next.Range.From <= t.today() {
		list = append(list, way{"summary.after", func(q *conversation.Query) { q.Period = next }})
	}
	return list
}

// otherWays lead to the same figures seen in another way.
func (t *turn) otherWays(q conversation.Query) []way {
	view, against := way{"summary.view_was", nil}, way{"summary.last_year", nil}
	if q.AsWas {
		view.key = "summary.view_now"
	}
	if q.LastYear {
		against.key = "summary.prev"
	}
	view.to = func(q *conversation.Query) { q.Page, q.AsWas = conversation.Totals, !q.AsWas }
	against.to = func(q *conversation.Query) { q.Page, q.LastYear = conversation.Totals, !q.LastYear }
	return []way{{"summary.news", toPage(conversation.News)}, {"summary.months", toPage(conversation.Months)}, {"summary.parts", toPage(conversation.Parts)}, view, against}
}

// hasParts tells whether a query's whole is made of units, so that there is something to list.
func (t *turn) hasParts(q conversation.Query) bool {
	_, group := t.tx.Tree().Group(q.Unit)
	return group || len(q.Also) > 0 || len(t.tx.Tree().Children(q.Unit, t.today())) > 0
}

// otherCalendar leads to the same period in the other of the two calendars that offices use.
func (t *turn) otherCalendar(q conversation.Query) chat.Button {
	other := period.Plain
	if q.Period.Calendar == period.Plain {
		other = period.ND09
	}
	q.Page, q.Period = conversation.Totals, q.Period.In(other)
	return chat.Button{Label: t.msg("summary.calendar", "calendar", i18n.CalendarName(t.lang(), other)), Data: q.Data()}
}
