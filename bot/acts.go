package bot

import (
	"fmt"
	"math"
	"slices"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
)

// maxInvitations is how many open invitations are listed: one screen.
const maxInvitations = 10

// do carries one act out, inside the update's transaction.
func (t *turn) do(a conversation.Act, state *conversation.State) error {
	switch a := a.(type) {
	case conversation.Submit:
		return t.submit(a)
	case conversation.Summarise:
		return t.summarise(a)
	case conversation.PutModel:
		_, err := t.tx.PutModel(a.Model)
		return err
	case conversation.SetTarget:
		return t.tx.PutTarget(a.Target)
	case conversation.MakeFile:
		return t.makeFile(a)
	case conversation.Invite:
		return t.invite(a)
	case conversation.ListInvitations:
		return t.listInvitations()
	case conversation.Revoke:
		return t.revoke(a.Code)
	case conversation.Change:
		return t.change(a.Person)
	case conversation.Erase:
		*state = conversation.State{} // also that the engine's version was there
		return t.erase()
	default:
		return t.lead(a)
	}
}

// lead carries out an act of those who lead: units, deadlines, freezes, returns, announcements, the command post.
func (t *turn) lead(a conversation.Act) error {
	switch a := a.(type) {
	case conversation.RemindNow:
		return t.remindNow(a.Query)
	case conversation.SetPlan:
		return t.setPlan(a.Plan)
	case conversation.Follow:
		return t.follow(a.Subscription)
	case conversation.AskFreeze:
		return t.askFreeze(a.Query)
	case conversation.MakeFreeze:
		return t.makeFreeze(a.Query)
	case conversation.SendFrozen:
		return t.sendFrozen(a.Entry)
	case conversation.Reopen:
		return t.reopen(a)
	case conversation.ShowUnits:
		return t.showUnits(a.Operations)
	case conversation.Reorganise:
		return t.reorganise(a.Operations)
	case conversation.OpenPost:
		return t.openPost()
	case conversation.ClosePosts:
		return t.closePosts()
	case conversation.Announce:
		return t.announce(a.Announcement)
	case conversation.ListAnnouncements:
		return t.listAnnouncements()
	case conversation.ShowAnnouncement:
		return t.showAnnouncement(a.Entry)
	case conversation.Nudge:
		return t.nudge(a.Entry)
	case conversation.Acknowledge:
		return t.acknowledge(a)
	case conversation.ShowNotice:
		return t.showNotice()
	default:
		return t.manage(a)
	}
}

// manage carries out what is about people and about reports of others.
func (t *turn) manage(a conversation.Act) error {
	switch a := a.(type) {
	case conversation.SendBack:
		return t.sendBack(a.Return)
	case conversation.ListPeople:
		return t.listPeople(a)
	case conversation.ShowPerson:
		return t.showPerson(a.ID)
	case conversation.Alter:
		return t.alter(a)
	case conversation.ShowActs:
		return t.showActs(a)
	case conversation.ShowSettings:
		return t.showSettings(a.Limits)
	case conversation.Set:
		return t.set(a.Setting)
	case conversation.ReturnOdd:
		return t.returnOdd(a)
	case conversation.Settle:
		return t.settleReturn(a.Return)
	default:
		return fmt.Errorf("unknown act %T", a)
	}
}

// submit stores a submission and answers with its receipt.
func (t *turn) submit(a conversation.Submit) error {
	s := a.Submission
	before, _, err := t.tx.Submission(s.ID)
	if err != nil {
		return err
	}
	s, err = t.tx.Submit(s)
	if err != nil {
		return err
	}
	if err := t.release(before, s); err != nil {
		return err
	}
	if err := t.tellReporter(before, s); err != nil {
		return err
	}
	line := ""
	if !s.Gone {
		if line, err = t.monthLine(s); err != nil {
			return err
		}
	}
	t.replies = append(t.replies, conversation.Receipt(t.env(), s, line))
	if err := t.tellVia(a.Via, s); err != nil {
		return err
	}
	if err := t.answerReturns(before, s); err != nil {
		return err
	}
	return t.noteLate(before, s)
}

// tellReporter tells the reporter when somebody else corrected or withdrew the report.
func (t *turn) tellReporter(before, after form.Submission) error {
	if before.ID == 0 || after.By == after.Reporter {
		return nil
	}
	reporter, ok, err := t.tx.PersonByID(after.Reporter)
	if err != nil || !ok || reporter.ID == t.person.ID {
		return err
	}
	return t.write(reporter, conversation.Mended(t.envOf(reporter), before, after))
}

// envOf is what the engine may look at when somebody else is written to.
func (t *turn) envOf(p conversation.Person) conversation.Env {
	env := t.env()
	env.Person = &p
	return env
}

// write queues a reply to somebody else, in the chat that the person used last; nothing where there is none.
func (t *turn) write(p conversation.Person, r chat.Reply) error {
	if !p.Active() || len(p.Chats) == 0 {
		return nil
	}
	l, err := t.tx.Queue(p.Chats[0], r, t.now)
	if err == nil {
		t.letters = append(t.letters, l)
	}
	return err
}

// maxJoint is how many reports of a unit's day are looked at for those of a joint event.
const maxJoint = 50

// release makes the reports of a joint event count again when the one that counted for them is withdrawn or moved: the
// first of them counts, the others stay with it.
func (t *turn) release(before, after form.Submission) error {
	if before.ID == 0 || !after.Gone && before.Days == after.Days && before.Unit == after.Unit {
		return nil
	}
	same, err := t.tx.OnDay(before.Unit, before.Day().Day(), maxJoint)
	if err != nil {
		return err
	}
	heir := uint64(0)
	for _, s := range same {
		if s.Joint != before.ID {
			continue
		}
		s.Joint, s.Reason, s.By, s.SentAt = heir, t.Texts.T(t.Lang, "reason.released"), t.person.ID, t.now
		if s, err = t.tx.Submit(s); err != nil {
			return err
		}
		if heir == 0 {
			heir = s.ID
		}
	}
	return nil
}

func (t *turn) invite(a conversation.Invite) error {
	inv := conversation.Invitation{
		Code: t.NewCode(), Role: a.Role, Unit: a.Unit, By: t.person.ID, Made: t.now, Expires: t.now.AddDate(0, 0, t.rules.InviteDays),
	}
	if err := t.tx.PutInvitation(inv); err != nil {
		return err
	}
	link := ""
	if t.Link != nil {
		link = t.Link(t.in.Key.Platform, inv.Code)
	}
	t.replies = append(t.replies, conversation.Invited(t.env(), inv, link))
	return nil
}

func (t *turn) listInvitations() error {
	all, err := t.tx.Invitations(math.MaxInt)
	if err != nil {
		return err
	}
	list := slices.DeleteFunc(all, func(i conversation.Invitation) bool {
		return !t.now.Before(i.Expires) || !t.person.Sees(t.tx.Tree(), i.Unit)
	})
	t.replies = append(t.replies, conversation.OpenInvitations(t.env(), list[:min(len(list), maxInvitations)]))
	return nil
}

func (t *turn) revoke(code string) error {
	inv, ok, err := t.tx.Invitation(code)
	if err != nil {
		return err
	}
	if !ok || inv.UsedBy != 0 || inv.Revoked || !t.person.Sees(t.tx.Tree(), inv.Unit) {
		t.replies = append(t.replies, conversation.Refused(t.env(), "unknown"))
		return nil
	}
	inv.Revoked = true
	if err := t.tx.PutInvitation(inv); err != nil {
		return err
	}
	t.replies = append(t.replies, conversation.Revoked(t.env()))
	return nil
}

func (t *turn) change(p conversation.Person) error {
	p, err := t.tx.PutPerson(p)
	if err == nil {
		t.person = &p
	}
	return err
}

// erase forgets name and chats; the reports keep the number alone.
func (t *turn) erase() error {
	p := *t.person
	p.Gone, t.leaving = true, true
	_, err := t.tx.PutPerson(p)
	return err
}
