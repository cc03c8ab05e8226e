package bot

import (
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/fold"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// How much one message shows: a phone's screen or two.
const (
	pageUnits   = 12
	pageSources = 10
	pageMonths  = 12
	rankUnits   = 5
)

// mostSources is how many submissions are read to answer in the chat: some hundredths of a second.
const mostSources = 4000

// summarise answers a query from the cells, current to the update before this one. A press turns the page in place.
func (t *turn) summarise(a conversation.Summarise) error {
	q := a.Query
	if q.Page == conversation.Odd {
		return t.oddities(q)
	}
	text, err := t.page(&q, a)
	if err != nil {
		return err
	}
	r := chat.Reply{Text: text.body, Keyboard: conversation.Rows(t.buttons(q, text))}
	t.turnTo(r)
	return nil
}

// pageText is one screen, and where it leads to.
type pageText struct {
	body    string
	units   []report.Unit // those that the screen lists
	figures []chat.Button // figures to look into
	next    int           // offset of the next page; 0: there is none
	nag     bool          // those who are listed can be reminded
}

// page makes one screen. A figure that was asked for by its number turns the query into that for where it comes from.
func (t *turn) page(q *conversation.Query, a conversation.Summarise) (pageText, error) {
	w, rq := t.writer(), t.reportQuery(*q)
	switch q.Page {
	case conversation.Goals:
		return t.goalsPage(w, rq)
	case conversation.Units:
		return t.unitsPage(rq, q.Offset)
	case conversation.Where, conversation.Listed, conversation.Most, conversation.Least:
		return t.tracePage(q)
	case conversation.Months:
		s, err := report.ByMonth(t.tx, t.tx.Tree(), t.Forms, rq)
		text := pageText{body: w.Months(s, t.Forms, q.Offset, pageMonths)}
		if next := q.Offset + pageMonths; next < len(s.Months) {
			text.next = next
		}
		return text, err
	case conversation.Parts:
		s, err := report.ByChoice(t.tx, t.tx.Tree(), t.Forms, rq)
		return pageText{body: w.Parts(s)}, err
	case conversation.News:
		return t.newsPage(*q)
	case conversation.Totals, conversation.Missing, conversation.Options, conversation.Figures, conversation.Odd, conversation.Nag:
	}
	s, err := report.Build(t.tx, t.tx.Tree(), t.Forms, rq)
	switch {
	case err != nil:
		return pageText{}, err
	case q.Page == conversation.Missing:
		return t.missingPage(s, q.Offset)
	case q.Page == conversation.Figures:
		return t.figuresPage(q, s, a)
	}
	if err := report.AddShares(t.tx, t.tx.Tree(), t.Forms, rq, &s); err != nil {
		return pageText{}, err
	}
	if err := Remember(t.tx, *t.person, *q, s, t.now); err != nil {
		return pageText{}, err
	}
	late, err := t.lateLine(*q)
	if late != "" {
		late = "\n\n" + late
	}
	return pageText{body: w.Summary(s) + late}, err
}

func (t *turn) writer() report.Writer { return report.Writer{Texts: t.Texts, Lang: t.lang()} }

// reportQuery is a query as the person may have it answered.
func (t *turn) reportQuery(q conversation.Query) report.Query {
	return queryFor(*t.person, t.tx.Tree(), q, t.today())
}

// queryFor is a query as somebody may have it answered.
func queryFor(p conversation.Person, tree *orgunit.Tree, q conversation.Query, today period.Date) report.Query {
	rq := report.Query{
		Unit: q.Unit, Also: q.Also, Period: q.Period, View: rollup.Now, Today: today,
		Clear: func(u orgunit.ID) bool { return p.SeesSmall(tree, u) },
	}
	if q.AsWas {
		rq.View = rollup.Was
	}
	if q.LastYear {
		rq.Against = report.LastYear
	}
	return rq
}

func (t *turn) unitsPage(rq report.Query, offset int) (pageText, error) {
	p, err := report.SubUnits(t.tx, t.tx.Tree(), t.Forms, report.PageQuery{Query: rq, Offset: offset, Limit: pageUnits})
	next, _ := p.Next()
	text := pageText{body: t.writer().Page(p), next: next}
	for _, u := range p.Units {
		if !u.Own {
			text.units = append(text.units, u.Unit)
		}
	}
	return text, err
}

// tracePage tells what a figure is made of: of a unit that is made of no others, the submissions at once.
func (t *turn) tracePage(q *conversation.Query) (pageText, error) {
	w, tree := t.writer(), t.tx.Tree()
	tq := report.TraceQuery{Query: t.reportQuery(*q), Measure: rollup.Measure(q.Measure), Offset: q.Offset, Limit: pageUnits}
	if q.Page == conversation.Most || q.Page == conversation.Least {
		if tq.Limit, tq.Offset = rankUnits, 0; q.Offset > 0 {
			tq.Limit = min(q.Offset, pageUnits)
		}
		tr, err := report.Rank(t.tx, tree, t.Forms, tq, q.Page == conversation.Least)
		return pageText{body: w.Rank(tr, q.Page == conversation.Least), units: unitsOf(tr)}, err
	}
	if q.Page == conversation.Where {
		tr, err := report.TraceUnits(t.tx, tree, t.Forms, tq)
		if t.noteFault(*q, tr); tr.Total > 0 || err != nil {
			return pageText{body: w.Where(tr), units: unitsOf(tr), next: nextOf(tr)}, err
		}
		q.Page = conversation.Listed
	}
	return t.sourcesPage(*q, tq)
}

// sourcesPage lists the submissions behind a figure.
func (t *turn) sourcesPage(q conversation.Query, tq report.TraceQuery) (pageText, error) {
	tq.Limit, tq.Most = pageSources, mostSources
	tq.May = func(s form.Submission) bool { return t.person.MayRead(t.tx.Tree(), s) }
	tr, err := report.TraceSources(t.tx, t.tx.Tree(), t.Forms, tq)
	t.noteFault(q, tr)
	text := pageText{body: t.writer().Sources(tr), next: nextOf(tr)}
	for _, l := range tr.Sources {
		text.figures = append(text.figures, chat.Button{Label: l.Code, Data: conversation.ViewData(l.ID)})
	}
	if err != nil {
		return text, err
	}
	returns, err := t.returnButtons(tr.Sources)
	text.figures = append(text.figures, returns...)
	return text, err
}

// returnButtons send back those of a list of submissions that the person may send back.
func (t *turn) returnButtons(list []report.SourceLine) (buttons []chat.Button, err error) {
	for _, l := range list {
		s, ok, err := t.tx.Submission(l.ID)
		if err != nil {
			return nil, err
		}
		if ok && !s.Gone && t.person.MayReturn(t.tx.Tree(), s) {
			buttons = append(buttons, chat.Button{Label: t.msg("odd.return", "code", l.Code), Data: conversation.ReturnData(l.ID)})
		}
	}
	return buttons, nil
}

func nextOf(tr report.Trace) int {
	if next, ok := tr.Next(); ok {
		return next
	}
	return 0
}

func unitsOf(tr report.Trace) []report.Unit {
	var list []report.Unit
	for _, u := range tr.Units {
		if !u.Own {
			list = append(list, u.Unit)
		}
	}
	return list
}

// noteFault logs a figure that is not the sum of what is behind it, once.
func (t *turn) noteFault(q conversation.Query, tr report.Trace) {
	if key := q.Data(); tr.Fault && !t.faults[key] {
		t.faults[key] = true
		t.Log.Error("a figure is not the sum of its submissions: run check", "unit", q.Unit, "measure", q.Measure, "period", q.Period.Code(), "page", q.Page)
	}
}

// figuresPage offers all figures of a summary, or those that are the number that was asked for.
func (t *turn) figuresPage(q *conversation.Query, s report.Summary, a conversation.Summarise) (pageText, error) {
	w := t.writer()
	all := t.figureButtons(w, *q, s, func(report.Figure) bool { return true })
	if a.Sought == 0 {
		return pageText{body: w.Figures(s), figures: buttonsOf(all)}, nil
	}
	is := func(f report.Figure) bool { return f.N == a.Sought && f.Hidden == "" }
	found := t.figureButtons(w, *q, s, is)
	if exact := t.figureButtons(w, *q, s, func(f report.Figure) bool { return is(f) && sameNoun(f, a.Noun) }); len(exact) > 0 {
		found = exact
	}
	n := i18n.Number(t.lang(), a.Sought)
	switch len(found) {
	case 0:
		return pageText{body: t.msg("trace.not_found", "n", n), figures: buttonsOf(all)}, nil
	case 1:
		q.Page, q.Measure = conversation.Where, found[0].measure
		return t.tracePage(q)
	default:
		return pageText{body: t.msg("trace.several", "n", n), figures: buttonsOf(found)}, nil
	}
}

func sameNoun(f report.Figure, typed string) bool {
	return typed != "" && fold.Key(f.Noun.In(i18n.VI)) == fold.Key(typed)
}

// figureButton leads from a figure to where it comes from.
type figureButton struct {
	button  chat.Button
	measure string
}

func buttonsOf(list []figureButton) []chat.Button {
	var buttons []chat.Button
	for _, f := range list {
		buttons = append(buttons, f.button)
	}
	return buttons
}

func (t *turn) figureButtons(w report.Writer, q conversation.Query, s report.Summary, want func(report.Figure) bool) []figureButton {
	var list []figureButton
	q.Page, q.Offset = conversation.Where, 0
	for _, l := range append(append([]report.Line{}, s.Lines...), s.Stocks...) {
		for _, f := range l.Figures {
			if (f.N != 0 || f.Hidden != "") && want(f) {
				q.Measure = string(rollup.MeasureOf(l.Form, f.Key))
				list = append(list, figureButton{chat.Button{Label: w.FigureButton(l, f), Data: q.Data()}, q.Measure})
			}
		}
	}
	return list
}

// monthLine says what the month of a report comes to now.
func (t *turn) monthLine(s form.Submission) (string, error) {
	m, err := report.MonthOf(t.tx, t.tx.Tree(), t.Forms, report.MonthQuery{
		Unit: s.Unit, Form: s.Form, Day: s.Day(), Calendar: t.rules.Calendar, Today: t.today(),
	})
	return t.writer().Month(m), err
}

// today is the day on which the person wrote.
func (t *turn) today() period.Date { return period.DateOf(t.in.Sent.In(t.Zone)) }

func (t *turn) lang() i18n.Lang { return t.person.Language(t.Lang) }

func (t *turn) msg(key string, args ...any) string { return t.Texts.T(t.lang(), key, args...) }
