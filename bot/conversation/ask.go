package conversation

import (
	"iter"
	"slices"
	"strings"

	"danvanbot/bot/fold"
)

// What an Ask is about.
const (
	askErase    = "erase"
	askWithdraw = "withdraw"
	askZero     = "zero"        // Arg: the period's code, empty while it is being chosen
	askUnit     = "unit"        // a summary's unit is being chosen; Arg: the query's data without it
	askRole     = "invite_role" //
	askFor      = "invite_unit" // Arg: the role
	askLanguage = "language"
	askReopen   = "reopen" // why a frozen period is reopened; Arg: the freeze's entry
)

// ask opens a question outside of a draft; an open draft waits.
func (t *turn) ask(what, arg string) {
	t.s.Ask = &Ask{What: what, Arg: arg}
	t.again()
}

// again asks the open question once more, if there is one.
func (t *turn) again() {
	switch {
	case t.s.Ask != nil:
		t.show(t.askPrompt())
	case t.s.Draft != nil:
		t.show(t.draftPrompt())
	}
}

// answerAsk takes a typed answer to an Ask.
func (t *turn) answerAsk(text string) {
	if value, ok := match(t.askPrompt().options, text); ok {
		t.chooseAsk(value)
		return
	}
	if isNo(text) && slices.Contains(refusable, t.s.Ask.What) {
		t.cancel()
		return
	}
	switch t.s.Ask.What {
	case askWithdraw:
		t.answerWithdraw(text)
	case askZero:
		t.answerZero(text)
	case askFor:
		t.inviteUnit(text)
	case askUndone:
		t.answerUndone(text)
	case askReopen:
		t.doReopen(text)
	case askReturn:
		t.answerReturn(text)
	case askPerson:
		t.doAlter(text)
	case askKept:
		t.doKept(text)
	case askPhotos:
		t.answerPhotos(text)
	case askAnnounce:
		t.answerNotice(text)
	case askErase, askOld, askJoint:
		t.answerYesNo(text)
	case askUnits:
		t.answerUnits(text)
	case askGoal:
		t.answerGoal(text)
	case askModel:
		t.answerModel(text)
	case askModelMend:
		t.answerMend(text)
	case askSetting:
		t.answerSetting(text)
	default:
		t.s.Ask = nil // the person went on to something else
		t.text(text)
	}
}

// refusable are the Asks that a plain "không" ends.
var refusable = []string{askWithdraw, askZero, askErase, askGoal, askModel, askUnits, askPhotos, askAnnounce, askSetting}

// answerYesNo takes an agreement for the first button; what is neither is asked again, since guessing would cost a report.
func (t *turn) answerYesNo(text string) {
	if isYes(text) && t.s.Ask.What == askErase {
		t.chooseAsk(t.askPrompt().options[0].value)
		return
	}
	t.say("choice.unknown")
	t.again()
}

// chooseAsk takes a button's value.
func (t *turn) chooseAsk(value string) {
	switch t.s.Ask.What {
	case askErase:
		t.doErase(value)
	case askWithdraw:
		t.answerWithdraw(value)
	case askZero:
		t.chooseZero(value)
	case askGoal:
		t.chooseGoal(value)
	case askModel:
		t.chooseModel(value)
	case askModelMend:
		t.chooseMend(value)
	case askSetting:
		t.answerSetting(value)
	case askUnit:
		t.chooseSummaryUnit(value)
	case askUnits:
		t.answerUnits(value)
	case askRole:
		t.ask(askFor, value)
	case askFor:
		t.inviteUnit(value)
	case askLanguage:
		t.setLanguage(value)
	case askOld:
		t.chooseOld(value)
	case askForm:
		t.chooseSentenceForm(value)
	case askJoint:
		t.chooseJoint(value)
	case askUndone:
		t.chooseUndone(value)
	case askReturn:
		t.chooseReturn(value)
	case askPerson:
		t.doAlter(value)
	case askPhotos:
		t.choosePhotos(value)
	case askAnnounce:
		t.chooseNotice(value)
	case askKept:
		t.doKept(t.env.Texts.T(t.env.Lang, "return.kept_"+value))
	}
}

func (t *turn) askPrompt() prompt {
	switch t.s.Ask.What {
	case askErase:
		return t.erasePrompt()
	case askWithdraw:
		return t.withdrawPrompt()
	case askZero:
		return t.zeroPrompt()
	case askGoal:
		return t.goalPrompt()
	case askModel:
		return t.modelPrompt()
	case askModelMend:
		return t.mendPrompt()
	case askSetting:
		return t.settingPrompt()
	case askUnit:
		return t.summaryUnitPrompt()
	case askUnits:
		return t.unitsPrompt()
	case askRole:
		return t.rolePrompt()
	case askFor:
		return t.inviteUnitPrompt()
	case askOld:
		return t.oldPrompt()
	case askForm:
		return t.formPrompt()
	case askJoint:
		return t.jointPrompt()
	case askReopen:
		return prompt{text: t.msg("freeze.why"), control: []option{{wordCancel, t.msg("button.cancel")}}}
	case askUndone:
		return t.undonePrompt()
	case askReturn:
		return t.returnPrompt()
	case askPerson:
		return t.personPrompt()
	case askKept:
		return t.keptPrompt()
	case askPhotos:
		return t.photosPrompt()
	case askAnnounce:
		return t.noticePrompt()
	default:
		return t.languagePrompt()
	}
}

// match finds the option that a typed text names: its label with or without accents and pictures, or its value.
func match(options []option, text string) (string, bool) {
	key := labelKey(text)
	if key == "" {
		return "", false
	}
	for _, o := range options {
		if sameLabel(o.label, key) || o.value == text {
			return o.value, true
		}
	}
	return "", false
}

// labelKey folds a label and drops pictures and marks.
func labelKey(label string) string {
	key := make([]byte, 0, len(label))
	for c := range labelLetters(label) {
		key = append(key, c)
	}
	return string(key)
}

// sameLabel tells whether a label has a key, and mostly sees at the first letter that it has not.
func sameLabel(label, key string) bool {
	for c := range labelLetters(label) {
		if key == "" || key[0] != c {
			return false
		}
		key = key[1:]
	}
	return key == ""
}

// labelLetters are the letters of a label's key.
func labelLetters(label string) iter.Seq[byte] {
	return func(yield func(byte) bool) {
		begun, space := false, false
		for _, r := range label {
			switch r = fold.Letter(r); {
			case r == 0:
			case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r == '/':
				if space && begun && !yield(' ') || !yield(byte(r)) {
					return
				}
				begun, space = true, false
			default:
				space = true
			}
		}
	}
}

// matchPrefix is match for texts that begin with a label: "nguoi du 95" gives the label's value and "95".
func matchPrefix(options []option, text string) (value, rest string, ok bool) {
	if value, ok = match(options, text); ok {
		return value, "", true
	}
	words := strings.Fields(text)
	for n := len(words) - 1; n > 0; n-- {
		if value, ok = match(options, strings.TrimRight(strings.Join(words[:n], " "), ":")); ok {
			return value, strings.Join(words[n:], " "), true
		}
	}
	return "", "", false
}
