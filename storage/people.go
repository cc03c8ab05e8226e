package storage

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
)

// ErrUnknown is returned when something is changed that does not exist.
var ErrUnknown = errors.New("there is nothing with this number")

// journaledPerson is what the journal keeps of a person. Name and chats are in the people bucket alone, so that they
// can be erased.
type journaledPerson struct {
	ID      uint64            `cbor:"1,keyasint"`
	Role    conversation.Role `cbor:"2,keyasint"`
	Unit    orgunit.ID        `cbor:"3,keyasint"`
	Invited uint64            `cbor:"4,keyasint,omitempty"`
	Gone    bool              `cbor:"5,keyasint,omitempty"`

	Suspended bool     `cbor:"6,keyasint,omitempty"`
	For       []uint64 `cbor:"7,keyasint,omitempty"`
}

func journaled(p conversation.Person) journaledPerson {
	return journaledPerson{
		ID: p.ID, Role: p.Role, Unit: p.Unit, Invited: p.Invited, Gone: p.Gone, Suspended: p.Suspended, For: p.For,
	}
}

// Person finds who writes from a chat.
func (r *ReadTx) Person(from chat.Key) (conversation.Person, bool, error) {
	id, ok, err := r.user(from)
	if !ok || err != nil {
		return conversation.Person{}, false, err
	}
	return r.PersonByID(id)
}

// user is the number of who writes from a chat.
func (r *ReadTx) user(from chat.Key) (id uint64, ok bool, err error) {
	ok, err = r.load(bucketUsers, chatKey(from), &id)
	return id, ok, err
}

// PersonByID finds a person by number; erased ones are found with Gone set.
func (r *ReadTx) PersonByID(id uint64) (conversation.Person, bool, error) {
	var p conversation.Person
	ok, err := r.load(bucketPeople, numberKey(id), &p)
	return p, ok, err
}

// Person finds who writes from a chat.
func (t *Tx) Person(from chat.Key) (conversation.Person, bool, error) {
	p, known := t.db.senders[from]
	if !known {
		var err error
		if p, known, err = t.ReadTx.Person(from); !known || err != nil {
			return p, known, err
		}
		know(&t.db.senders, from, p)
	}
	p.Chats = slices.Clone(p.Chats)
	return p, true, nil
}

// forgetSenders makes Person read anew, now that somebody changes, and also when that is taken back.
func (t *Tx) forgetSenders() {
	clear(t.db.senders)
	t.over.onUndo(func() { clear(t.db.senders) })
}

// PutPerson is ChangePerson by whoever invited a new person, or by the person itself.
func (t *Tx) PutPerson(p conversation.Person) (conversation.Person, error) {
	if p.ID == 0 {
		return t.ChangePerson(p, p.Invited)
	}
	return t.ChangePerson(p, p.ID)
}

// ChangePerson journals a person, new (ID 0) or changed, with who did that (0: the command line), and returns it with its
// number. A chat belongs to the person who was put with it last. A person who is Gone loses name, chats, the
// invitation that was used, what the chats remember, what was told them and what was not sent yet; number, role and unit stay.
func (t *Tx) ChangePerson(p conversation.Person, by uint64) (conversation.Person, error) {
	t.forgetSenders()
	var before conversation.Person
	if p.ID == 0 {
		t.head.People++
		p.ID = t.head.People
	} else if ok, err := t.load(bucketPeople, numberKey(p.ID), &before); err != nil || !ok {
		return p, cmp.Or(err, fmt.Errorf("person %d: %w", p.ID, ErrUnknown))
	}
	if p.Gone {
		p.Name, p.Chats = "", nil
		t.erasing = true
		t.forgetAsked(p.ID)
		if err := cmp.Or(t.forgetInvitations(p.ID), t.forgetLetters(before.Chats)); err != nil {
			return p, err
		}
	}
	if err := t.moveChats(before, p); err != nil {
		return p, err
	}
	if was, is := journaled(before), journaled(p); !reflect.DeepEqual(was, is) { // a chat that was used is no news
		if err := t.journalPerson(was, is, by); err != nil {
			return p, err
		}
	}
	return p, t.put(bucketPeople, numberKey(p.ID), p)
}

// journalPerson journals what a person is now, and what was done to whom was there before. Whoever sees other things from
// now on has to come in anew.
func (t *Tx) journalPerson(was, is journaledPerson, by uint64) error {
	if _, err := t.journal(entryPerson, by, is); err != nil || was.ID == 0 {
		return err
	}
	if _, err := t.ClosePasses(is.ID); err != nil {
		return err
	}
	for _, d := range deeds(was, is) {
		if _, err := t.journal(entryDeed, by, d); err != nil {
			return err
		}
	}
	return nil
}

// deeds are what was done to a person.
func deeds(was, is journaledPerson) []conversation.Deed {
	var list []conversation.Deed
	add := func(kind conversation.DeedKind, from, to string) {
		list = append(list, conversation.Deed{Kind: kind, Person: is.ID, Unit: is.Unit, From: from, To: to})
	}
	if is.Gone != was.Gone {
		add(conversation.Removed, "", "")
	}
	if is.Unit != was.Unit {
		add(conversation.Moved, string(was.Unit), string(is.Unit))
	}
	if is.Role != was.Role {
		add(conversation.Reranked, string(was.Role), string(is.Role))
	}
	switch {
	case is.Suspended && !was.Suspended:
		add(conversation.Suspended, "", "")
	case was.Suspended && !is.Suspended:
		add(conversation.Resumed, "", "")
	}
	for _, n := range is.For {
		if !slices.Contains(was.For, n) {
			add(conversation.HandedOver, strconv.FormatUint(n, 10), "")
		}
	}
	return list
}

// moveChats keeps the index from chats to people.
func (t *Tx) moveChats(before, after conversation.Person) error {
	for _, k := range before.Chats {
		if slices.Contains(after.Chats, k) {
			continue
		}
		t.remove(bucketUsers, chatKey(k))
		if after.Gone {
			if err := t.SetState(k, conversation.State{}); err != nil {
				return err
			}
			t.remove(bucketUnreachable, chatKey(k))
		}
	}
	for _, k := range after.Chats {
		if slices.Contains(before.Chats, k) {
			continue
		}
		if err := t.takeChat(k, after.ID); err != nil {
			return err
		}
	}
	return nil
}

// takeChat gives a chat to a person and takes it from whoever had it.
func (t *Tx) takeChat(k chat.Key, id uint64) error {
	owner, had, err := t.ReadTx.Person(k)
	if err != nil {
		return err
	}
	if had && owner.ID != id {
		owner.Chats = slices.DeleteFunc(owner.Chats, func(c chat.Key) bool { return c == k })
		if err := t.put(bucketPeople, numberKey(owner.ID), owner); err != nil {
			return err
		}
	}
	return t.put(bucketUsers, chatKey(k), id)
}

// People are all persons, erased ones included, in order of their numbers.
func (r *ReadTx) People() ([]conversation.Person, error) {
	var all []conversation.Person
	for key, value := range r.scan(bucketPeople, nil, nil) {
		var p conversation.Person
		if err := decode(value, &p); err != nil {
			return nil, wrap(bucketPeople, key, err)
		}
		all = append(all, p)
	}
	return all, nil
}
