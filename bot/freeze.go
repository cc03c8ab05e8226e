package bot

import (
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// askFreeze shows what will be frozen, and who is missing, or what is frozen.
func (t *turn) askFreeze(q conversation.Query) error {
	if shown, err := t.showsFrozen(q); shown || err != nil {
		return err
	}
	s, err := report.Build(&t.reports, t.tx.Tree(), t.Forms, report.Query{Unit: q.Unit, Period: q.Period, View: rollup.Now, Today: t.today()})
	if err != nil {
		return err
	}
	lines := []string{t.msg("freeze.ask", "unit", s.Name, "period", i18n.PeriodLabel(t.lang(), q.Period),
		"reported", s.Complete.Reported, "due", s.Complete.Due)}
	if len(s.Complete.Missing) > 0 {
		names := make([]string, 0, len(s.Complete.Missing))
		for _, u := range s.Complete.Missing {
			names = append(names, u.Name)
		}
		lines = append(lines, t.msg("freeze.missing", "names", strings.Join(names, ", ")))
	}
	lines = append(lines, t.msg("freeze.effect"))
	t.replies = append(t.replies, chat.Reply{Text: strings.Join(lines, "\n"), Keyboard: conversation.FreezeButton(t.env(), q)})
	return nil
}

// showsFrozen shows what is frozen already, if it is.
func (t *turn) showsFrozen(q conversation.Query) (bool, error) {
	f, ok, err := t.tx.Frozen(q.Unit, q.Period.Calendar.ID, q.Period.Code())
	if ok && err == nil {
		t.showFrozen(f)
	}
	return ok, err
}

func (t *turn) showFrozen(f conversation.Freeze) {
	t.replies = append(t.replies, chat.Reply{Text: t.frozenText("freeze.is", f), Keyboard: conversation.FrozenButtons(t.env(), f)})
}

// frozenText says something about a freeze.
func (t *turn) frozenText(key string, f conversation.Freeze) string {
	return frozenText(t.Texts, t.lang(), key, f, t.tx.Tree())
}

func frozenText(texts *i18n.Catalogue, lang i18n.Lang, key string, f conversation.Freeze, tree *orgunit.Tree) string {
	q, _ := f.Query()
	return texts.T(lang, key, "unit", chat.Escape(tree.PoliceName(f.Unit, q.Period.Range.To)), "period", i18n.PeriodLabel(lang, q.Period),
		"time", f.Asked.Format("15:04 02/01/2006"), "entry", f.Entry, "number", f.Number, "hash", shortHash(f.Hash), "reason", chat.Escape(f.Reason))
}

// makeFreeze queues the job of freezing; what was asked for meanwhile by somebody else counts.
func (t *turn) makeFreeze(q conversation.Query) error {
	if shown, err := t.showsFrozen(q); shown || err != nil {
		return err
	}
	head, err := t.tx.Head()
	if err != nil {
		return err
	}
	job := chat.Job{Format: frozenFormat, Query: q.Data(), Number: head, By: t.person.ID, Freeze: true}
	t.replies = append(t.replies, chat.Reply{Text: t.msg("freeze.making")}, chat.Reply{File: &job})
	return nil
}

// theirs reads a freeze of the person's scope; what is not is as if it were not there.
func (t *turn) theirs(entry uint64) (conversation.Freeze, bool, error) {
	f, ok, err := t.tx.FrozenAt(entry)
	if err != nil {
		return f, false, err
	}
	if !ok || f.Reopened || !t.person.Sees(t.tx.Tree(), f.Unit) {
		t.replies = append(t.replies, chat.Reply{Text: t.msg("freeze.unknown")})
		return f, false, nil
	}
	return f, true, nil
}

// sendFrozen sends a frozen document once more.
func (t *turn) sendFrozen(entry uint64) error {
	f, ok, err := t.theirs(entry)
	if err != nil || !ok {
		return err
	}
	if !t.carriesFiles() {
		t.replies = append(t.replies, chat.Reply{Text: t.frozenText("freeze.is", f)}, chat.Reply{Text: t.msg("file.cannot")})
		return nil
	}
	t.replies = append(t.replies, chat.Reply{File: &chat.Job{Format: frozenFormat, By: t.person.ID, Frozen: entry}})
	return nil
}

// reopen ends a freeze that is in force.
func (t *turn) reopen(a conversation.Reopen) error {
	f, ok, err := t.theirs(a.Entry)
	if err != nil || !ok {
		return err
	}
	now, ok, err := t.tx.Frozen(f.Unit, f.Calendar, f.Period)
	if err != nil {
		return err
	}
	if !ok || now.Entry != f.Entry {
		t.replies = append(t.replies, chat.Reply{Text: t.msg("freeze.not_in_force")})
		return nil
	}
	end := conversation.Freeze{Unit: f.Unit, Period: f.Period, Calendar: f.Calendar, Asked: t.now, By: t.person.ID, Reopened: true, Reason: a.Reason}
	if end, err = t.tx.Freeze(end); err != nil {
		return err
	}
	t.replies = append(t.replies, chat.Reply{Text: t.frozenText("freeze.reopened", end)})
	return nil
}

// noteLate tells the sender and those who froze the period that a report changes it.
func (t *turn) noteLate(before, after form.Submission) error {
	units, err := t.tx.Freezers(before, after)
	if err != nil || len(units) == 0 {
		return err
	}
	t.replies = append(t.replies, chat.Reply{Text: t.msg("freeze.late")})
	told := map[uint64]bool{t.person.ID: true, 0: true}
	for _, u := range units {
		f, ok, err := t.tx.LastFreeze(u, orgunit.Latest)
		if err != nil {
			return err
		}
		if !ok || told[f.By] {
			continue
		}
		told[f.By] = true
		if err := t.tellFreezer(f, after); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) tellFreezer(f conversation.Freeze, s form.Submission) error {
	p, ok, err := t.tx.PersonByID(f.By)
	if err != nil || !ok || p.Gone || len(p.Chats) == 0 {
		return err
	}
	lang, tree := p.Language(t.Lang), t.tx.Tree()
	text := t.Texts.T(lang, "freeze.late_told", "code", s.Code(tree), "unit", chat.Escape(tree.PoliceName(s.Unit, s.Day())),
		"day", i18n.Date(lang, s.Day()), "freezer", chat.Escape(tree.PoliceName(f.Unit, s.Day())))
	l, err := t.tx.Queue(p.Chats[0], chat.Reply{Text: text}, t.now)
	if err == nil {
		t.letters = append(t.letters, l)
	}
	return err
}

// maxLateCodes is how many reports a summary's line names.
const maxLateCodes = 5

// lateLine is the line of a summary about the changes to frozen periods; empty if there are none.
func (t *turn) lateLine(q conversation.Query) (string, error) {
	changes, err := lateChanges(t.tx, q.Unit, q.Period.Range.From)
	if err != nil || len(changes) == 0 {
		return "", err
	}
	var codes []string
	for _, c := range changes[:min(len(changes), maxLateCodes)] {
		codes = append(codes, c.After.Code(t.tx.Tree()))
	}
	if len(changes) > maxLateCodes {
		codes = append(codes, "…")
	}
	return t.msg("freeze.late_line", "count", len(changes), "codes", strings.Join(codes, ", ")), nil
}

// frozen journals what the sender has made to be frozen, and has it sent. The row that asked goes with it, so that this
// happens once.
func (w *work) frozen(tx Tx, r receipt) error {
	p, known, err := tx.Person(r.to)
	if err != nil || !known {
		return err
	}
	f, ok, err := tx.Frozen(r.frozen.Unit, r.frozen.Calendar, r.frozen.Period)
	if err != nil {
		return err
	}
	if !ok {
		if f, err = tx.Freeze(*r.frozen); err != nil {
			return err
		}
	}
	replies := []chat.Reply{{Text: frozenText(w.Texts, p.Language(w.Lang), "freeze.done", f, tx.Tree())}}
	if carries(w.Messengers, r.to.Platform) {
		replies = append(replies, chat.Reply{File: &chat.Job{Format: frozenFormat, By: p.ID, Frozen: f.Entry}})
	}
	for _, reply := range replies {
		l, err := tx.Queue(r.to, reply, w.now)
		if err != nil {
			return err
		}
		w.letters = append(w.letters, l)
	}
	return nil
}
