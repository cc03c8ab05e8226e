package storage

import (
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
)

// journaledGroup says that a group chat became a unit's, or is not any more. It never names the chat.
type journaledGroup struct {
	Unit orgunit.ID `cbor:"1,keyasint"`
	Gone bool       `cbor:"2,keyasint,omitempty"`
}

// Group is what a group chat is bound to.
func (r *ReadTx) Group(k chat.Key) (conversation.Group, bool, error) {
	var g conversation.Group
	ok, err := r.load(bucketGroups, chatKey(k), &g)
	return g, ok, err
}

// BindGroup journals that a group chat is a unit's from here on, whosever it was.
func (t *Tx) BindGroup(k chat.Key, g conversation.Group) error {
	g.At = t.at
	if _, err := t.journal(entryGroup, g.By, journaledGroup{Unit: g.Unit}); err != nil {
		return err
	}
	return t.put(bucketGroups, chatKey(k), g)
}

// UnbindGroup journals that a group chat is nobody's any more; one that is nobody's already is let be.
func (t *Tx) UnbindGroup(k chat.Key, by uint64) error {
	g, ok, err := t.Group(k)
	if err != nil || !ok {
		return err
	}
	if _, err := t.journal(entryGroup, by, journaledGroup{Unit: g.Unit, Gone: true}); err != nil {
		return err
	}
	t.remove(bucketGroups, chatKey(k))
	return nil
}

// MoveGroup follows a group chat to its new id.
func (t *Tx) MoveGroup(from, to chat.Key) error {
	g, ok, err := t.Group(from)
	if err != nil || !ok {
		return err
	}
	t.remove(bucketGroups, chatKey(from))
	return t.put(bucketGroups, chatKey(to), g)
}
