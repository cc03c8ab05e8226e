package bot

import (
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// farBehind is after how many entries an answer that is still true is remembered anew, so that what came since is soon read.
const farBehind = mostJournaled / 2

// mostJournaled is how many entries of the journal are read to say what changed: some hundredths of a second.
const mostJournaled = 5000

// NewsQuery asks what changed since a person was told the figures of a query last.
type NewsQuery struct {
	Query         conversation.Query
	Today         period.Date
	Offset, Limit int // of the reports that are listed
}

// Fresh is what changed since a person was told the figures of a query.
type Fresh struct {
	report.News

	First bool      // they were told nothing of it yet: the summary alone is of use
	Quiet time.Time // nothing changed since then, and the changes are those that were new before; zero: they are of the last time
}

// NewsFor tells what changed since a person was told the figures of a query last. Where nothing did, it tells what was new
// then. It remembers nothing. Whether the person may see the figures is for the caller to check.
func NewsFor(tx ReadTx, forms *form.Catalogue, p conversation.Person, q NewsQuery) (Fresh, error) {
	var f Fresh
	asked, known, err := tx.Asked(p.ID, q.Query.Question())
	if err != nil {
		return f, err
	}
	rq := report.NewsQuery{
		Query: queryFor(p, tx.Tree(), q.Query, q.Today), Since: asked.Last, Offset: q.Offset, Limit: q.Limit, Most: mostJournaled,
		May: func(s form.Submission) bool { return p.MayRead(tx.Tree(), s) },
	}
	if f.First = !known; f.First {
		f.Summary, err = report.Build(tx, tx.Tree(), forms, rq.Query)
		return f, err
	}
	f.News, err = report.NewsSince(tx, tx.Tree(), forms, rq)
	if err != nil || !f.Empty() || asked.Before.At.IsZero() {
		return f, err
	}
	rq.Since = asked.Before
	before, err := report.NewsSince(tx, tx.Tree(), forms, rq)
	if err == nil && !before.Empty() {
		f.News, f.Quiet = before, asked.Last.At
	}
	return f, err
}

// Remember notes that a person was told a summary, if it tells something else than the last one of the same question.
func Remember(tx Tx, p conversation.Person, q conversation.Query, s report.Summary, at time.Time) error {
	head, err := tx.Head()
	if err != nil {
		return err
	}
	told := report.ToldBy(s)
	told.Number, told.At = head, at
	asked, known, err := tx.Asked(p.ID, q.Question())
	switch {
	case err != nil:
		return err
	case known && told.Same(asked.Last) && head-asked.Last.Number < farBehind:
		return nil
	case !known || !told.Same(asked.Last):
		asked.Before = asked.Last
	}
	asked.Last = told
	return tx.SetAsked(p.ID, q.Question(), asked)
}

// settle notes that a person was told the news.
func settle(tx Tx, p conversation.Person, q conversation.Query, f Fresh, at time.Time) error {
	if !f.First && (f.Empty() || !f.Quiet.IsZero()) {
		return nil
	}
	head, err := tx.Head()
	if err != nil {
		return err
	}
	told := report.ToldBy(f.Summary)
	told.Number, told.At = head, at
	return tx.SetAsked(p.ID, q.Question(), rollup.Asked{Last: told, Before: f.Since})
}

// newsPage tells what changed, with buttons to the reports that did it.
func (t *turn) newsPage(q conversation.Query) (pageText, error) {
	f, err := NewsFor(t.tx, t.Forms, *t.person, NewsQuery{Query: q, Today: t.today(), Offset: q.Offset, Limit: pageSources})
	if err != nil {
		return pageText{}, err
	}
	if err := settle(t.tx, *t.person, q, f, t.now); err != nil {
		return pageText{}, err
	}
	if f.First {
		return pageText{body: t.writer().FirstTime(f.Summary)}, nil
	}
	text := pageText{body: t.writer().News(f.News, f.Quiet)}
	if next, ok := f.Next(); ok {
		text.next = next
	}
	for _, r := range f.Reports {
		text.figures = append(text.figures, chat.Button{Label: r.Code, Data: conversation.ViewData(r.ID)})
	}
	return text, nil
}
