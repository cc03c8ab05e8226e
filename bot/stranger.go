package bot

import (
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// stranger answers somebody who was not invited. Nothing of such a person is stored: the reply does not go through the
// outbox, and that it was given is remembered in memory alone.
func (t *turn) stranger() error {
	out := conversation.Step(t.env(), conversation.State{}, t.in, t.now)
	for _, a := range out.Acts {
		redeem, ok := a.(conversation.Redeem)
		if !ok {
			continue
		}
		in, err := t.redeem(redeem.Code)
		if err != nil {
			return err
		}
		if in {
			return t.queue()
		}
	}
	if len(out.Acts) == 0 && t.doors.told(t.in.Key) {
		t.whisper(t.answer()...)
		return nil
	}
	t.whisper(append(out.Replies, t.replies...)...)
	return nil
}

// redeem lets a stranger in by an invitation, or says why not.
func (t *turn) redeem(code string) (bool, error) {
	if why := t.doors.tries(t.in.Key, t.now, t.limits()); why != "" {
		t.refuse(why)
		return false, nil
	}
	inv, ok, err := t.tx.Invitation(code)
	if err != nil {
		return false, err
	}
	why := flaw(inv, ok, t.now)
	if why == "" {
		if why, err = t.lapsed(inv); err != nil {
			return false, err
		}
	}
	if why != "" {
		t.doors.wrong(t.in.Key.Platform, t.now)
		t.refuse(why)
		return false, nil
	}
	return true, t.welcome(inv)
}

// flaw says why an invitation cannot be used, as the messages name it; "" when it can.
func flaw(inv conversation.Invitation, known bool, now time.Time) string {
	switch {
	case !known:
		return "unknown"
	case inv.Revoked:
		return "revoked"
	case inv.UsedBy != 0:
		return "used"
	case !now.Before(inv.Expires):
		return "expired"
	default:
		return ""
	}
}

// lapsed says the same of an invitation that has lost what it rests on: its unit was dissolved, or who made it may not invite there any
// more. Without that somebody who is shown the door could leave one open.
func (t *turn) lapsed(inv conversation.Invitation) (string, error) {
	tree := t.tx.Tree()
	unit, ok := tree.Unit(tree.Now(inv.Unit))
	if !ok || unit.To != nil && *unit.To < t.today() {
		return "revoked", nil
	}
	if inv.By == 0 { // made by the operator
		return "", nil
	}
	by, ok, err := t.tx.PersonByID(inv.By)
	if err != nil || ok && by.Role == conversation.Admin && by.Sees(tree, inv.Unit) {
		return "", err
	}
	return "revoked", nil
}

func (t *turn) refuse(why string) {
	t.replies = append(t.replies, conversation.Refused(t.env(), why))
}

// welcome makes the person; the invitation is used up in the same transaction.
func (t *turn) welcome(inv conversation.Invitation) error {
	p, err := t.tx.PutPerson(conversation.Person{
		Name: t.in.Name, Role: inv.Role, Unit: inv.Unit, Chats: []chat.Key{t.in.Key}, Since: t.now, Invited: inv.By,
	})
	if err != nil {
		return err
	}
	inv.UsedBy = p.ID
	if err := t.tx.PutInvitation(inv); err != nil {
		return err
	}
	t.person = &p
	t.replies = append(t.replies, conversation.Welcome(t.env()))
	return nil
}

// The limits at the door, unless an administrator sets others. Codes are 80 bits long and work once, so these only keep noise out: a chat has some tries an
// hour, and a platform, where new chats may cost nothing, some wrong codes in ten minutes. They are in memory, and a restart
// forgets them.
const (
	maxTries   = 5
	triesReset = time.Hour
	maxWrong   = 200
	wrongReset = 10 * time.Minute
	maxAtDoor  = 10_000 // chats remembered; beyond it the memory is emptied
)

// doors remembers strangers, in memory only and for a while.
type doors struct {
	seen    map[chat.Key]bool
	counted map[chat.Key]tries
	refused map[chat.Platform]tries // wrong codes from all chats together
}

// tries is how often something was tried since a moment.
type tries struct {
	n     int
	since time.Time
}

// lasting is what still counts of tries that are forgotten after a while.
func (c tries) lasting(now time.Time, reset time.Duration) tries {
	if now.Sub(c.since) > reset || now.Before(c.since) { // a clock may be put back
		return tries{since: now}
	}
	return c
}

func newDoors() *doors {
	return &doors{seen: map[chat.Key]bool{}, counted: map[chat.Key]tries{}, refused: map[chat.Platform]tries{}}
}

// told reports whether a stranger was told before how to be invited, and notes that now it is.
func (d *doors) told(k chat.Key) bool {
	if len(d.seen) >= maxAtDoor {
		clear(d.seen)
	}
	before := d.seen[k]
	d.seen[k] = true
	return before
}

// tries counts a try of a code and says why it is not allowed, as the messages name it; "" when it is.
func (d *doors) tries(k chat.Key, now time.Time, l conversation.Limits) string {
	if d.refused[k.Platform].lasting(now, wrongReset).n >= l.WrongCodes {
		return "locked"
	}
	if len(d.counted) >= maxAtDoor {
		clear(d.counted)
	}
	c := d.counted[k].lasting(now, triesReset)
	c.n++
	d.counted[k] = c
	if c.n > l.CodeTries {
		return "wait"
	}
	return ""
}

// wrong counts a code that lets nobody in.
func (d *doors) wrong(p chat.Platform, now time.Time) {
	c := d.refused[p].lasting(now, wrongReset)
	c.n++
	d.refused[p] = c
}
