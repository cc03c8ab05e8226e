package conversation

import (
	"slices"

	"danvanbot/bot/viet"
)

// askUndone: a sentence is about something planned or cancelled; it is a report only if it was done after all. Arg: the
// sentence.
const askUndone = "undone"

const (
	undoneDone = "done"
	undoneNot  = "not"
)

// leaveUndone takes the activities that were not done out of a message, and says so. A message about nothing else is
// asked about, so that a word that was misread costs no report; it gives none then.
func (t *turn) leaveUndone(reports []viet.Report, text string) []viet.Report {
	undone := func(r viet.Report) bool { return r.Undone != viet.Done }
	i := slices.IndexFunc(reports, undone)
	if i < 0 {
		return reports
	}
	why := reports[i].Undone
	done := slices.DeleteFunc(slices.Clone(reports), undone)
	if len(done) == 0 && len(text) <= maxKept {
		t.ask(askUndone, text)
		return nil
	}
	t.say("undone.left_" + string(why))
	return done
}

func (t *turn) undonePrompt() prompt {
	why := viet.Planned
	if reports := t.read(t.s.Ask.Arg); len(reports) > 0 && reports[0].Undone != viet.Done {
		why = reports[0].Undone
	}
	return prompt{
		text:    t.msg("undone." + string(why)),
		options: []option{{undoneDone, t.msg("button.did")}, {undoneNot, t.msg("button.did_not")}},
	}
}

func (t *turn) chooseUndone(value string) {
	text := t.s.Ask.Arg
	t.s.Ask = nil
	if value != undoneDone {
		t.say("undone.later")
		return
	}
	if reports := t.read(text); len(reports) > 0 {
		t.take(reports, text)
		return
	}
	t.stale()
}

// answerUndone takes a yes for done and a no for not done; anything else is a new message.
func (t *turn) answerUndone(text string) {
	switch key := labelKey(text); {
	case isYes(text) || key == "roi" || key == "da lam" || key == "xong":
		t.chooseUndone(undoneDone)
	case isNo(text) || key == "chua":
		t.chooseUndone(undoneNot)
	default:
		t.s.Ask = nil
		t.text(text)
	}
}
