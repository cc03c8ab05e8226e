package conversation

import (
	"slices"
	"strings"
)

// back returns to the question before; its answer is asked again.
func (t *turn) back() {
	switch {
	case t.s.Ask != nil:
		t.s.Ask = nil
		t.say("chat.cancelled")
		t.again()
	case t.s.Draft == nil:
		t.say("chat.nothing_open")
	default:
		t.backDraft()
	}
}

func (t *turn) backDraft() {
	d := t.s.Draft
	switch {
	case d.At == atOthers:
		d.At = atForm
	case d.Edit, slices.Contains([]string{atEdit, atMore, atReason}, d.At):
		d.At, d.Edit = atCard, false
	case len(d.Back) == 0:
		t.say("draft.first")
	default:
		t.undo()
	}
	t.again()
}

// undo takes the last answer back.
func (t *turn) undo() {
	d := t.s.Draft
	last := d.Back[len(d.Back)-1]
	d.Back = d.Back[:len(d.Back)-1]
	if last == atForm {
		d.Form, d.At = "", atForm
		return
	}
	d.drop(last)
	d.At = last
}

// skip leaves the open question out, where that is allowed.
func (t *turn) skip() {
	d := t.s.Draft
	if d == nil || t.s.Ask != nil || d.Form == "" || strings.HasPrefix(d.At, "@") || strings.HasPrefix(d.At, atDoubt) {
		t.say("draft.cannot_skip")
		t.again()
		return
	}
	if q := t.question(d.At); q.Required {
		t.say("draft.required", "label", q.Label.In(t.lang()))
		t.again()
		return
	}
	t.set(d.At, Answer{Skipped: true})
}

// cancel gives up what is open: the question first, then the draft.
func (t *turn) cancel() {
	switch {
	case t.s.Ask != nil:
		t.s.Ask = nil
		t.say("chat.cancelled")
		t.again()
	case t.s.Draft != nil:
		t.say("draft.cancelled")
		t.close()
	default:
		t.say("chat.nothing_open")
	}
}

// leave gives up the change of one line of a finished card, and without one what is open.
func (t *turn) leave() {
	d := t.s.Draft
	if t.s.Ask != nil || d == nil || !d.Edit && d.At != atEdit && d.At != atMore {
		t.cancel()
		return
	}
	d.At, d.Edit = atCard, false
	t.say("chat.cancelled")
	t.again()
}

// close ends the draft, and opens the next report of the same message.
func (t *turn) close() {
	t.s.Draft = nil
	if len(t.s.Next) > 0 {
		t.s.Draft, t.s.Next = t.s.Next[0].clone(), t.s.Next[1:]
		t.next()
	}
}

// resume shows again what is open.
func (t *turn) resume() {
	if t.s.Ask == nil && t.s.Draft == nil {
		t.say("chat.nothing_open")
		return
	}
	t.again()
}

// askOld: there is an open draft; it is continued or given up for a new one. Arg: the new one's form.
const askOld = "old"

func (t *turn) oldPrompt() prompt {
	return prompt{
		text: t.msg("draft.old", "what", t.draftTitle()),
		options: []option{
			{"old", t.msg("button.resume")},
			{"new", t.msg("button.new")},
		},
	}
}

func (t *turn) chooseOld(value string) {
	form := t.s.Ask.Arg
	t.s.Ask = nil
	if value == "new" {
		t.begin(form)
		return
	}
	t.again()
}

// draftTitle names the draft.
func (t *turn) draftTitle() string {
	if t.s.Draft.Form == "" {
		return t.msg("draft.untitled")
	}
	return t.form().Label.In(t.lang())
}

// controls are the buttons below a question.
func (t *turn) controls(skip bool) []option {
	list := []option{{wordBack, t.msg("button.back")}}
	if skip {
		list = append(list, option{wordSkip, t.msg("button.skip")})
	}
	return append(list, option{wordCancel, t.msg("button.cancel")})
}
