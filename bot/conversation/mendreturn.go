package conversation

import (
	"strconv"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
)

// askKept: why a report that was sent back is right as it is. Arg: the report and the entry.
const askKept = "kept"

// valueKeep is the button by which a report that was sent back stays as it is.
const valueKeep = "keep"

// fixData is the button that opens what was sent back.
func fixData(r Return) string { return returnData(verbFix, r) }

// takeBackData is the button by which who sent a report back needs it no more.
func takeBackData(r Return) string { return returnData(verbTakeBack, r) }

func returnData(verb string, r Return) string {
	return verbData(verb, r.Sub) + "." + strconv.FormatUint(r.Entry, 10)
}

// pressedReturn finds the open return of a button. Buttons are untrusted: the caller checks whose it is.
func (t *turn) pressedReturn(data string) (Return, form.Submission, bool) {
	sub, entry, _ := strings.Cut(data, ".")
	id, _ := strconv.ParseUint(sub, 10, 64)
	number, _ := strconv.ParseUint(entry, 10, 64)
	s, known := t.env.Reports.Submission(id)
	r, open := t.openReturn(id, number)
	if !known || !open || !t.env.Person.MayRead(t.env.Tree, s) {
		t.say("return.settled")
		return r, s, false
	}
	return r, s, true
}

// returnedToMe is the oldest open return of a report that the person is to mend.
func (t *turn) returnedToMe(s form.Submission) (Return, bool) {
	for _, r := range t.returns(s.ID) {
		if r.By != t.env.Person.ID && t.env.Person.MayMend(t.env.Tree, s) {
			return r, true
		}
	}
	return Return{}, false
}

func (t *turn) fix(data string) {
	r, s, ok := t.pressedReturn(data)
	switch {
	case !ok:
	case !t.env.Person.MayMend(t.env.Tree, s):
		t.say("mend.not_you", "code", s.Code(t.env.Tree))
	default:
		t.openReturned(r)
	}
}

// openReturned asks the answer that was sent back anew, with the rest of the report filled in.
func (t *turn) openReturned(r Return) {
	s, _ := t.env.Reports.Submission(r.Sub)
	switch {
	case s.Kind == form.Zero || !t.known(s):
		t.offered(t.returnedZero(s, r))
	case t.s.Draft != nil && t.s.Draft.Form != "" && !t.untouchedReturn():
		t.say("mend.busy")
		t.again()
	default:
		t.openMend(s)
		d := t.s.Draft
		d.Ret = r.Entry
		if q, ok := t.form().Question(r.Key); ok {
			a := d.Answers.Of(q.Key)
			a.Sure = false
			d.put(q.Key, a)
			d.At, d.Edit = q.Key, true
		}
		t.again()
	}
}

// fixLabel is the label of that button: "✏️ BY-0142 · Người dự".
func (t *turn) fixLabel(s form.Submission, r Return) string {
	f, what := t.formOf(s), t.msg("return.whole")
	if q, ok := f.Question(r.Key); ok {
		what = t.label(f, q)
	}
	return t.msg("return.fix_n", "code", s.Code(t.env.Tree), "what", what)
}

// returnedZero tells of a report that cannot be corrected, only withdrawn.
func (t *turn) returnedZero(s form.Submission, r Return) chat.Reply {
	return chat.Reply{
		Text: t.returnedText(s, r) + "\n" + t.msg("return.withdraw_only"),
		Keyboard: rows([]chat.Button{
			{Label: t.msg("button.withdraw"), Data: verbData(verbWithdraw, s.ID)},
			{Label: t.msg("button.view"), Data: ViewData(s.ID)},
		}),
	}
}

// returnedText tells what was sent back, and why.
func (t *turn) returnedText(s form.Submission, r Return) string {
	return t.msg("return.asked", "code", s.Code(t.env.Tree), "day", shortDay(s.Day()), "what", t.returnWhat(s, r.Key), "reason", r.Reason)
}

// draftReturn is the return that the open draft answers, while it is open.
func (t *turn) draftReturn() (Return, form.Submission, bool) {
	d := t.s.Draft
	if d == nil || d.Ret == 0 {
		return Return{}, form.Submission{}, false
	}
	r, open := t.openReturn(d.Sub, d.Ret)
	s, known := t.env.Reports.Submission(d.Sub)
	return r, s, open && known
}

// untouchedReturn tells whether the open draft is a return that nothing was answered to: it may make room, since it is
// listed as long as it is open.
func (t *turn) untouchedReturn() bool {
	d := t.s.Draft
	return d != nil && d.Ret != 0 && len(t.changed()) == 0
}

// returnedPrompt adds to a prompt why the report was sent back, and that it may stay as it is.
func (t *turn) returnedPrompt(p prompt) prompt {
	r, s, ok := t.draftReturn()
	if !ok {
		return p
	}
	p.text = t.returnedText(s, r) + "\n" + p.text
	p.options = append(p.options, option{valueKeep, t.msg("return.keep")})
	if r.Key == "" {
		p.options = append(p.options, option{verbWithdraw, t.msg("button.withdraw")})
	}
	return p
}

// makesRoom lets go of a return that nothing was answered to when a whole report comes instead.
func (t *turn) makesRoom(text string) bool {
	if !t.untouchedReturn() {
		return false
	}
	if reports := t.read(text); len(reports) != 1 || reports[0].Form() == "" || len(reports[0].Counts) == 0 && reports[0].N == 0 {
		return false
	}
	s, _ := t.env.Reports.Submission(t.s.Draft.Sub)
	t.s.Draft = nil
	t.sentence(text)
	t.say("return.waits", "code", s.Code(t.env.Tree))
	return true
}

// answersReturn tells whether the question that was just answered is the one that was sent back.
func (t *turn) answersReturn() bool {
	r, _, open := t.draftReturn()
	return open && r.Key != "" && strings.TrimPrefix(t.s.Draft.At, atDoubt) == r.Key
}

// finishReturned stores a corrected report at once: why it is corrected is known.
func (t *turn) finishReturned() {
	r, _, open := t.draftReturn()
	t.s.Draft.At = atCard
	switch {
	case !open: // settled meanwhile: an ordinary correction
		t.s.Draft.Ret = 0
		t.again()
	case len(t.changed()) == 0:
		t.askKept()
	default:
		t.finish(r.Reason)
	}
}

// askKept asks why a report stays as it is.
func (t *turn) askKept() {
	d := t.s.Draft
	t.ask(askKept, strconv.FormatUint(d.Sub, 10)+"."+strconv.FormatUint(d.Ret, 10))
}

func (t *turn) keptPrompt() prompt {
	return prompt{
		text:    t.msg("return.why_kept"),
		options: []option{{"sure", t.msg("return.kept_sure")}},
		control: []option{{wordCancel, t.msg("button.cancel")}},
	}
}

// doKept ends a return by a report that stays as it is.
func (t *turn) doKept(reason string) {
	r, s, ok := t.pressedReturn(t.s.Ask.Arg)
	t.s.Ask = nil
	if d := t.s.Draft; d != nil && d.Ret != 0 {
		t.s.Draft = nil
	}
	switch {
	case !ok:
	case !t.env.Person.MayMend(t.env.Tree, s):
		t.say("mend.not_you", "code", s.Code(t.env.Tree))
	default:
		r.Settled, r.Version, r.By, r.Reason = Kept, s.Version, t.env.Person.ID, shorten(reason)
		t.act(Settle{Return: r})
	}
}

// takeBack ends a return that is needed no more: by who made it, or by those who command the unit.
func (t *turn) takeBack(data string) {
	r, s, ok := t.pressedReturn(data)
	switch {
	case !ok:
	case r.By != t.env.Person.ID && (!t.env.Person.Role.AtLeast(Commander) || !t.env.Person.MayReturn(t.env.Tree, s)):
		t.say("return.not_yours", "code", s.Code(t.env.Tree))
	default:
		r.Settled, r.Version, r.By, r.Reason = TakenBack, s.Version, t.env.Person.ID, ""
		t.act(Settle{Return: r})
	}
}
