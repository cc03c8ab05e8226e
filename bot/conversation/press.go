package conversation

import (
	"slices"
	"strconv"
	"strings"
)

// press handles a button: one of the open prompt, or one that works for ever (a query, a submission).
// Its data is untrusted.
func (t *turn) press(data string) {
	if rest, ok := strings.CutPrefix(data, promptPrefix); ok {
		t.pressPrompt(rest)
		return
	}
	if q, ok := ParseQuery(data); ok {
		if q, ok = q.SpellOut(t.env.Tree, t.env.Forms); ok {
			t.query(q)
			return
		}
	}
	if q, ok := parseFreeze(data); ok {
		t.freeze(q)
		return
	}
	if f, q, ok := ParseFile(data); ok {
		if q, ok = q.SpellOut(t.env.Tree, t.env.Forms); ok {
			t.file(f, q)
			return
		}
	}
	if r, ok := ParseOdd(data); ok {
		t.returnOdd(r)
		return
	}
	if verb, id, ok := strings.Cut(data, ":"); ok {
		t.pressVerb(verb, id)
		return
	}
	t.stale()
}

func (t *turn) pressPrompt(rest string) {
	_, value, _ := strings.Cut(rest, ":")
	if !slices.Contains(t.s.Opts, promptPrefix+rest) || t.s.Ask == nil && t.s.Draft == nil {
		t.stale() // of an older prompt, or made up
		return
	}
	switch value {
	case wordBack, wordSkip, wordCancel, wordResume, wordHelp:
		t.controlWord(value)
	default:
		t.choose(value)
	}
}

// choose takes the value of a button of the open prompt.
func (t *turn) choose(value string) {
	if t.s.Ask != nil {
		t.chooseAsk(value)
		return
	}
	t.chooseDraft(value)
}

// stale says kindly that the button belongs to an older message, and what is open now.
func (t *turn) stale() {
	if t.s.Draft == nil && t.s.Ask == nil {
		t.say("chat.stale_nothing")
		return
	}
	t.say("chat.stale")
	t.again()
}

// The verbs of buttons that work for ever: "view:142".
const (
	verbView     = "view"
	verbMend     = "mend"
	verbWithdraw = "drop"
	verbPart     = "part"
	verbRevoke   = "revoke"
	verbReport   = "new"
	verbZero     = "zero" // nothing happened in a period
	verbUnfollow = "unfollow"
	verbFrozen   = "frozen"
	verbReopen   = "reopen"
	verbReturn   = "back" // a report is sent back
	verbFix      = "fix"  // what was sent back is opened
	verbTakeBack = "take" // what was sent back is needed no more
	verbPeople   = "folk" // the people of a unit
	verbPerson   = "who"
	verbDeed     = "do" // something is done to a person
	verbActs     = "log"
	verbClose    = "close"
	verbPhotos   = "pics"
	verbAnnounce = "announce"
	verbNotice   = "notice"
	verbNudge    = "nudge"
	verbReceived = "ack"
	verbSet      = "set" // something is set for everybody
)

// Data is the data of a button that works for ever.
func verbData(verb string, id uint64) string { return verb + ":" + strconv.FormatUint(id, 10) }

func (t *turn) pressVerb(verb, id string) {
	switch verb {
	case verbView:
		t.view(id)
	case verbMend:
		t.mend(id)
	case verbWithdraw:
		t.withdraw(id)
	case verbPart:
		t.part(id)
	case verbRevoke:
		t.revoke(id)
	case verbFrozen:
		t.frozen(id)
	case verbReopen:
		t.reopen(id)
	case verbReturn:
		t.sendBack(id)
	case verbFix:
		t.fix(id)
	case verbTakeBack:
		t.takeBack(id)
	case verbAnnounce, verbNotice, verbNudge, verbReceived:
		t.pressNotice(verb, id)
	case verbPhotos:
		t.photos(id)
	case verbClose:
		t.closePosts()
	case verbPeople, verbPerson, verbDeed, verbActs:
		t.pressPeople(verb, id)
	case verbSet:
		t.pressSetting(id)
	case verbReport:
		t.report("")
	case verbZero:
		t.pressZero(id)
	case verbUnfollow:
		t.unfollow(id)
	case verbModel, verbModels, verbAddModel, verbStage, verbRegister, verbMendModel:
		t.pressModel(verb, id)
	default:
		t.stale()
	}
}

// RevokeData is the button that revokes an invitation.
func RevokeData(code string) string { return verbRevoke + ":" + code }

// ViewData is the button that shows a submission.
func ViewData(id uint64) string { return verbData(verbView, id) }
