package conversation

import (
	"slices"
	"strings"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/fold"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// Group is what is kept of a group chat that belongs to a unit.
type Group struct {
	Unit orgunit.ID `cbor:"1,keyasint"`
	By   uint64     `cbor:"2,keyasint"` // who said so
	At   time.Time  `cbor:"3,keyasint"`
}

// MayBind tells whether a person may say whose a group is: who leads a unit, unless it is another one's that the person
// does not see.
func (p Person) MayBind(tree *orgunit.Tree, g Group) bool {
	return p.Active() && p.Role.AtLeast(Head) && (g.Unit == "" || p.Sees(tree, g.Unit))
}

// GroupCommand tells whether a text of a group is "/nhom", and gives what stands behind it.
func GroupCommand(text string) (rest string, ok bool) {
	name, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	return strings.TrimSpace(rest), strings.HasPrefix(name, "/") && fold.Key(strings.TrimPrefix(name, "/")) == "nhom"
}

// Unbinds tells whether "/nhom" was sent to end it.
func Unbinds(rest string) bool { return slices.Contains([]string{"bo", "thoi", "huy"}, fold.Key(rest)) }

// Via is the group, and the thread of it, in which something was said, as a State keeps it.
func Via(u chat.Update) string { return chat.InThread(u.Key, u.Thread).Chat }

// returnTo remembers the group in which what is open now was begun, and gives it to the reports that are sent.
func (t *turn) returnTo() {
	via := t.s.Via
	if t.in.Via != "" {
		via = t.in.Via
	}
	for i, a := range t.acts {
		if s, ok := a.(Submit); ok && s.Submission.ID == 0 {
			s.Via = via
			t.acts[i] = s
		}
	}
	if t.s.Draft == nil && t.s.Ask == nil {
		via = ""
	}
	t.s.Via = via
}

// group answers "/nhom" in a private chat.
func (t *turn) group(string) { t.say("group.how") }

// SeePrivately is what the bot says in a group to whoever speaks to it.
func SeePrivately(env Env) chat.Reply { return groupLine(env, "group.see") }

// OpenPrivately is said there to somebody whom the bot cannot write to.
func OpenPrivately(env Env, link string) chat.Reply {
	r := groupLine(env, "group.open")
	if link != "" {
		r.Text += "\n" + chat.Escape(link)
	}
	return r
}

// Bound says in a group whose it is now.
func Bound(env Env) chat.Reply {
	t := &turn{env: env}
	unit, _ := env.Tree.Unit(env.Person.Unit)
	return chat.Reply{Text: t.msg("group.bound", "unit", env.Tree.PoliceName(unit.ID, orgunit.Latest))}
}

// Unbound says in a group that it is nobody's any more.
func Unbound(env Env) chat.Reply { return groupLine(env, "group.unbound") }

// NotBound says in private that the person may not bind a group.
func NotBound(env Env) chat.Reply { return groupLine(env, "group.not_you") }

// ReceiptLine is all that a group is told of a report that was begun in it.
func ReceiptLine(env Env, s form.Submission) chat.Reply {
	return chat.Reply{Text: (&turn{env: env}).msg("receipt.new", "code", s.Code(env.Tree))}
}

func groupLine(env Env, key string) chat.Reply { return chat.Reply{Text: (&turn{env: env}).msg(key)} }
