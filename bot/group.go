package bot

import (
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
)

// group handles what comes from a group chat. What does not address the bot, and whoever is not known, leaves no trace; and
// a group that is no unit's hears nothing, whoever added the bot. It does not leave such a group: mostly it was added a
// moment ago, by anybody of the unit, and the head has yet to say whose group it is.
func (t *turn) group() error {
	switch t.in.Kind {
	case chat.Migrated:
		return t.tx.MoveGroup(t.in.Key, chat.Key{Platform: t.in.Key.Platform, Chat: t.in.Data})
	case chat.Blocked: // the bot was taken out
		return t.tx.UnbindGroup(t.in.Key, 0)
	case chat.Text:
		if t.in.Called {
			return t.called()
		}
	default:
		t.whisper(t.answer()...)
	}
	return nil
}

// called answers somebody who spoke to the bot in a group: there with one line, and with everything else in private.
func (t *turn) called() error {
	place := t.in
	t.in.Key.Chat = t.in.User // the private chat has the person's id
	known, err := t.meet()
	if err != nil || !known || !t.person.Active() {
		return err
	}
	g, bound, err := t.tx.Group(place.Key)
	if err != nil {
		return err
	}
	if rest, ok := conversation.GroupCommand(place.Text); ok {
		return t.bind(place, g, rest)
	}
	if !bound {
		return nil
	}
	reachable, err := t.tx.Reachable(t.in.Key)
	if err != nil {
		return err
	}
	if !reachable {
		return t.tellGroup(place.Key, place.Thread, conversation.OpenPrivately(t.env(), t.link("")))
	}
	if err := t.tellGroup(place.Key, place.Thread, conversation.SeePrivately(t.env())); err != nil {
		return err
	}
	t.in.Via = conversation.Via(place)
	t.in.Group, t.in.Thread, t.in.Message, t.in.ReplyTo, t.in.Quoted = false, "", "", "", "" // they mean nothing in private
	return t.step()
}

// bind makes a group a unit's, or nobody's.
func (t *turn) bind(place chat.Update, g conversation.Group, rest string) error {
	if !t.person.MayBind(t.tx.Tree(), g) {
		return t.write(*t.person, conversation.NotBound(t.env()))
	}
	if conversation.Unbinds(rest) {
		if err := t.tx.UnbindGroup(place.Key, t.person.ID); err != nil {
			return err
		}
		return t.tellGroup(place.Key, place.Thread, conversation.Unbound(t.env()))
	}
	if g.Unit != t.person.Unit {
		if err := t.tx.BindGroup(place.Key, conversation.Group{Unit: t.person.Unit, By: t.person.ID}); err != nil {
			return err
		}
	}
	return t.tellGroup(place.Key, place.Thread, conversation.Bound(t.env()))
}

// tellGroup queues a line for a group, in the thread that it answers.
func (t *turn) tellGroup(k chat.Key, thread string, r chat.Reply) error {
	l, err := t.tx.Queue(chat.InThread(k, thread), r, t.now)
	if err == nil {
		t.letters = append(t.letters, l)
	}
	return err
}

// tellVia tells the group in which a report was begun of its receipt, if it is a unit's still.
func (t *turn) tellVia(via string, s form.Submission) error {
	if via == "" {
		return nil
	}
	id, thread, _ := strings.Cut(via, "/")
	k := chat.Key{Platform: t.in.Key.Platform, Chat: id}
	_, bound, err := t.tx.Group(k)
	if err != nil || !bound {
		return err
	}
	return t.tellGroup(k, thread, conversation.ReceiptLine(t.env(), s))
}

// link is the address that opens the bot's private chat; empty where there is none.
func (t *turn) link(code string) string {
	if t.Link == nil {
		return ""
	}
	return t.Link(t.in.Key.Platform, code)
}
