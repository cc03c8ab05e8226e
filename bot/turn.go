package bot

import (
	"slices"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/fold"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// turn is one update at work inside the batch's transaction.
type turn struct {
	*work

	tx      Tx
	in      chat.Update
	person  *conversation.Person // nil for a stranger
	rules   conversation.Rules   // in force
	reports reader
	replies []chat.Reply
	letters []conversation.Letter
	leaving bool // the person was erased: what is said goes past the store, which is to know the chat no more
}

// longestName is how many characters of a sender's display name are kept.
const longestName = 64

// run loads what is known of the sender, makes the step, carries its acts out, and queues the replies. Of what was sent only what can
// be seen is read: nothing else gets past the privacy filter, or into what others are shown.
func (t *turn) run() error {
	t.in.Text, t.in.Name = fold.Visible(t.in.Text), fold.Line(t.in.Name, longestName)
	switch {
	case t.in.Kind == chat.Unknown:
		t.whisper(t.answer()...)
		return nil
	case t.in.Group:
		return t.group()
	}
	known, err := t.meet()
	if err != nil {
		return err
	}
	if t.in.Kind == chat.Blocked || t.in.Kind == chat.Unblocked {
		return t.reach(known)
	}
	if t.in.Kind == chat.Opened && (!known || t.person.Suspended) {
		return nil // whoever is not let in has said nothing yet
	}
	if !known {
		return t.stranger()
	}
	if t.person.Suspended {
		return t.suspended()
	}
	return t.step()
}

// meet finds out who writes.
func (t *turn) meet() (bool, error) {
	p, ok, err := t.tx.Person(t.in.Key)
	if err != nil || !ok {
		return false, err
	}
	t.person = &p
	return true, nil
}

// reach notes that a person blocked or unblocked the bot.
func (t *turn) reach(known bool) error {
	if !known {
		return nil
	}
	return t.tx.SetReachable(t.in.Key, t.in.Kind == chat.Unblocked)
}

// step is the whole turn of a known person.
func (t *turn) step() error {
	if err := t.back(); err != nil {
		return err
	}
	state, err := t.tx.State(t.in.Key)
	if err != nil {
		return err
	}
	out := conversation.Step(t.env(), state, t.in, t.now)
	for _, a := range out.Acts {
		if err := t.do(a, &out.State); err != nil {
			return err
		}
	}
	t.replies = append(t.replies, out.Replies...) // behind the receipts: the last keyboard is the open prompt's
	if k := lastKeyboard(t.replies); k != nil {
		out.State.Offer(k)
	}
	if t.reports.err != nil {
		return t.reports.err
	}
	if err := t.tx.SetState(t.in.Key, out.State); err != nil {
		return err
	}
	if t.leaving {
		t.whisper(merge(t.replies)...)
		return nil
	}
	return t.queue()
}

// lastKeyboard is the one that is shown: its buttons are those whose numbers can be typed. Receipts bring theirs from
// outside of the step.
func lastKeyboard(replies []chat.Reply) chat.Keyboard {
	for _, r := range slices.Backward(replies) {
		if len(r.Keyboard) > 0 {
			return r.Keyboard
		}
	}
	return nil
}

// back notes that a chat whose sends were refused writes again.
func (t *turn) back() error {
	ok, err := t.tx.Reachable(t.in.Key)
	if err != nil || ok {
		return err
	}
	return t.tx.SetReachable(t.in.Key, true)
}

// env is what the engine may look at.
func (t *turn) env() conversation.Env {
	t.reports.tx, t.reports.person, t.reports.calendar = t.tx, t.person, t.rules.Calendar
	return conversation.Env{
		Forms: t.Forms, Tree: t.tx.Tree(), Texts: t.Texts, Words: t.words.of(t.Forms, t.tx.Tree()),
		Calendar: t.rules.Calendar, Zone: t.Zone, Lang: t.Lang, Person: t.person, Reports: &t.reports, Registry: &t.reports,
		Returned: &t.reports, Duties: &t.reports, Notices: &t.reports,
	}
}

// turnTo shows a page: in the place of the one on which a button was pressed.
func (t *turn) turnTo(page chat.Reply) {
	if t.in.Kind == chat.Press {
		page.Edit = t.in.Message
	}
	t.replies = append(t.replies, page)
}

// queue puts the replies into the outbox. All texts of one turn go out as one message: a phone shows it as one answer,
// and the platforms count messages.
func (t *turn) queue() error {
	for _, r := range merge(t.replies) {
		l, err := t.tx.Queue(t.in.Key, r, t.now)
		if err != nil {
			return err
		}
		t.letters = append(t.letters, l)
	}
	return nil
}

// whisper sends replies to who is not known, or no more: they are not stored, so a crash loses them.
func (t *turn) whisper(replies ...chat.Reply) {
	for _, r := range replies {
		t.letters = append(t.letters, conversation.Letter{To: t.in.Key, Reply: r, At: t.now})
	}
}

// answer is what a pressed button waits for, where the engine was not asked.
func (t *turn) answer() []chat.Reply {
	if t.in.Query == "" {
		return nil
	}
	return []chat.Reply{{Answer: t.in.Query}}
}

// merge joins the texts of one turn. Answers to a press stay on their own and go first, files go last; the last keyboard
// counts.
func merge(replies []chat.Reply) []chat.Reply {
	var answers, files []chat.Reply
	var texts []string
	var whole chat.Reply
	for _, r := range replies {
		if r.Answer != "" {
			answers = append(answers, r)
			continue
		}
		if r.File != nil || len(r.Photos) > 0 {
			files = append(files, r)
			continue
		}
		texts = append(texts, r.Text)
		if len(r.Keyboard) > 0 {
			whole.Keyboard, whole.Unnumbered = r.Keyboard, r.Unnumbered
		}
		if r.Edit != "" {
			whole.Edit = r.Edit
		}
	}
	if len(texts) > 0 {
		whole.Text = strings.Join(texts, "\n\n")
		answers = append(answers, whole)
	}
	return append(answers, files...)
}

// sorry apologises for a failed update, to people who are known.
func (t *turn) sorry(number uint64) error {
	known, err := t.meet()
	if err != nil || !known {
		t.whisper(t.answer()...)
		return err
	}
	t.replies = append(t.answer(), conversation.Sorry(t.env(), number))
	return t.queue()
}

// reader lets the engine read submissions. It remembers the first fault of the store, which the turn then returns.
type reader struct {
	tx       ReadTx
	person   *conversation.Person
	calendar period.Calendar
	err      error

	audience map[orgunit.ID][]conversation.Person // of announcements, by unit
}

// Submission reads the newest version of a submission.
func (r *reader) Submission(id uint64) (form.Submission, bool) {
	s, ok, err := r.tx.Submission(id)
	r.note(err)
	return s, ok && err == nil
}

// Recent reads the newest submissions of a reporter.
func (r *reader) Recent(reporter uint64, limit int) []form.Submission {
	list, err := r.tx.Recent(reporter, limit)
	r.note(err)
	return list
}

// Within reads the submissions of a unit in a range of days.
func (r *reader) Within(unit orgunit.ID, days period.Range, limit int) []form.Submission {
	list, err := r.tx.OnDay(unit, days, limit)
	r.note(err)
	return list
}

// Alike looks for a report that may be of the same event.
func (r *reader) Alike(s form.Submission) (form.Submission, bool) {
	other, ok, err := r.tx.Alike(s)
	r.note(err)
	return other, ok && err == nil
}

// Sum adds up cells; it is what package report reads from.
func (r *reader) Sum(unit orgunit.ID, view rollup.View, days period.Range) (rollup.Row, error) {
	return r.tx.Sum(unit, view, days)
}

// Sums adds up the cells of many units.
func (r *reader) Sums(units []orgunit.ID, view rollup.View, days period.Range) ([]rollup.Row, error) {
	return r.tx.Sums(units, view, days)
}

// Astride looks for sums that are left out.
func (r *reader) Astride(unit orgunit.ID, view rollup.View, days period.Range) ([]period.Range, error) {
	return r.tx.Astride(unit, view, days)
}

// Heard tells who was heard of.
func (r *reader) Heard(days period.Range) (rollup.Heard, error) { return r.tx.Heard(days) }

func (r *reader) note(err error) {
	if r.err == nil {
		r.err = err
	}
}
