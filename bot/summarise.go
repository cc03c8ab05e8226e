package bot

import (
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// pageUnits is how many sub-units one message shows: a phone's screen or two.
const pageUnits = 12

// summarise answers a query from the cells, current to the update before this one. A press turns the page in place.
func (t *turn) summarise(q conversation.Query) error {
	text, err := t.page(q)
	if err != nil {
		return err
	}
	r := chat.Reply{Text: text.body, Keyboard: conversation.Rows(t.buttons(q, text))}
	if t.in.Kind == chat.Press {
		r.Edit = t.in.Message
	}
	t.replies = append(t.replies, r)
	return nil
}

// pageText is one screen, and where it leads to.
type pageText struct {
	body  string
	units []report.SubUnit // those that the screen lists
	next  int              // offset of the next page; 0: there is none
}

func (t *turn) page(q conversation.Query) (pageText, error) {
	w := report.Writer{Texts: t.Texts, Lang: t.lang()}
	rq := report.Query{Unit: q.Unit, Period: q.Period, View: rollup.Now, Today: t.today()}
	if q.AsWas {
		rq.View = rollup.Was
	}
	if q.Page == conversation.Goals {
		return t.goalsPage(w, rq)
	}
	if q.Page == conversation.Units {
		p, err := report.SubUnits(&t.reports, t.tx.Tree(), t.Forms, report.PageQuery{Query: rq, Offset: q.Offset, Limit: pageUnits})
		next, _ := p.Next()
		return pageText{body: w.Page(p), units: p.Units, next: next}, err
	}
	s, err := report.Build(&t.reports, t.tx.Tree(), t.Forms, rq)
	if q.Page == conversation.Missing {
		return pageText{body: w.Missing(s)}, err
	}
	if err != nil {
		return pageText{}, err
	}
	late, err := t.lateLine(q)
	if late != "" {
		late = "\n\n" + late
	}
	return pageText{body: w.Summary(s) + late}, err
}

// buttons lead from one screen to the others. All of them work for ever.
func (t *turn) buttons(q conversation.Query, shown pageText) []chat.Button {
	q.Offset = 0
	to := func(key string, change func(*conversation.Query)) chat.Button {
		next := q
		change(&next)
		return chat.Button{Label: t.msg(key), Data: next.Data()}
	}
	page := func(p conversation.Page) func(*conversation.Query) {
		return func(q *conversation.Query) { q.Page = p }
	}
	var list []chat.Button
	for _, u := range shown.units {
		part := q
		part.Page, part.Unit = conversation.Totals, u.ID
		list = append(list, chat.Button{Label: orgunit.Bare(u.Name), Data: part.Data()})
	}
	if shown.next > 0 {
		list = append(list, to("summary.more", func(q *conversation.Query) { q.Offset = shown.next }))
	}
	if q.Page != conversation.Totals {
		list = append(list, to("summary.totals", page(conversation.Totals)))
	}
	if q.Page != conversation.Units && t.hasParts(q.Unit) {
		list = append(list, to("summary.units", page(conversation.Units)))
	}
	if q.Page != conversation.Missing && t.hasParts(q.Unit) {
		list = append(list, to("summary.missing", page(conversation.Missing)))
	}
	list = append(list, to("summary.before", func(q *conversation.Query) { q.Period = q.Period.Prev() }))
	if next := q.Period.Next(); next.Range.From <= t.today() {
		list = append(list, to("summary.after", func(q *conversation.Query) { q.Period = next }))
	}
	if q.Period.Kind >= period.Month {
		list = append(list, t.otherCalendar(q)) // days, weeks and spans are the same in all
	}
	if q.Page == conversation.Totals && t.carriesFiles() {
		list = append(list, conversation.FileButtons(t.env(), q)...)
	}
	return list
}

// hasParts tells whether there are units below one, so that there is something to list.
func (t *turn) hasParts(u orgunit.ID) bool {
	_, group := t.tx.Tree().Group(u)
	return group || len(t.tx.Tree().Children(u, t.today())) > 0
}

// otherCalendar leads to the same period in the other of the two calendars that offices use.
func (t *turn) otherCalendar(q conversation.Query) chat.Button {
	other := period.Plain
	if q.Period.Calendar == period.Plain {
		other = period.ND09
	}
	q.Period = q.Period.In(other)
	return chat.Button{Label: t.msg("summary.calendar", "calendar", i18n.CalendarName(t.lang(), other)), Data: q.Data()}
}

// monthLine says what the month of a report comes to now.
func (t *turn) monthLine(s form.Submission) (string, error) {
	m, err := report.MonthOf(&t.reports, t.tx.Tree(), t.Forms, report.MonthQuery{
		Unit: s.Unit, Form: s.Form, Day: s.Day(), Calendar: t.Calendar, Today: t.today(),
	})
	return report.Writer{Texts: t.Texts, Lang: t.lang()}.Month(m), err
}

// today is the day on which the person wrote.
func (t *turn) today() period.Date { return period.DateOf(t.in.Sent.In(t.Zone)) }

func (t *turn) lang() i18n.Lang { return t.person.Language(t.Lang) }

func (t *turn) msg(key string, args ...any) string { return t.Texts.T(t.lang(), key, args...) }
