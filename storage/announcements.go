package storage

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
)

// journaledAnnouncement is what the journal keeps of an announcement. Its text is in the announcements bucket alone, so
// that it can be erased.
type journaledAnnouncement struct {
	Unit      orgunit.ID `cbor:"1,keyasint"`
	Receivers int        `cbor:"2,keyasint"`
	Hash      []byte     `cbor:"3,keyasint"` // SHA-256 of the text
}

// journaledAcknowledgement says that who the entry is by has read an announcement.
type journaledAcknowledgement struct {
	Announcement uint64 `cbor:"1,keyasint"`
}

// receiverKey puts the receivers of an announcement side by side.
func receiverKey(announcement, person uint64) []byte {
	return binary.BigEndian.AppendUint64(numberKey(announcement), person)
}

// PutAnnouncement journals an announcement, keeps its text and its receivers, and returns it with its entry.
func (t *Tx) PutAnnouncement(a conversation.Announcement, receivers []uint64) (conversation.Announcement, error) {
	hash := sha256.Sum256([]byte(a.Text))
	a.At, a.Receivers = t.at, len(receivers)
	number, err := t.journal(entryAnnouncement, a.By, journaledAnnouncement{Unit: a.Unit, Receivers: a.Receivers, Hash: hash[:]})
	if err != nil {
		return a, err
	}
	a.Entry = number
	for _, person := range receivers {
		if err := t.put(bucketReceivers, receiverKey(number, person), conversation.Waiting); err != nil {
			return a, err
		}
	}
	return a, t.put(bucketAnnouncements, numberKey(number), a)
}

// NoteReminded keeps when the receivers of an announcement were reminded.
func (t *Tx) NoteReminded(announcement uint64, at time.Time) error {
	a, ok, err := t.Announcement(announcement)
	if err != nil || !ok {
		return err
	}
	a.Reminded = at
	return t.put(bucketAnnouncements, numberKey(announcement), a)
}

// NoteDelivery keeps what became of an announcement on its way to a receiver; of anybody else nothing.
func (t *Tx) NoteDelivery(announcement, person uint64, d conversation.Delivery) error {
	key := receiverKey(announcement, person)
	if t.get(bucketReceivers, key) == nil {
		return nil
	}
	return t.put(bucketReceivers, key, d)
}

// Acknowledge journals that a receiver has read an announcement, once. It reports false where there is no such
// announcement any more, or it did not go to this person.
func (t *Tx) Acknowledge(announcement, person uint64) (bool, error) {
	key := receiverKey(announcement, person)
	if t.get(bucketReceivers, key) == nil {
		return false, nil
	}
	if t.get(bucketAcknowledged, key) != nil {
		return true, nil
	}
	if _, err := t.journal(entryAcknowledgement, person, journaledAcknowledgement{Announcement: announcement}); err != nil {
		return false, err
	}
	t.set(bucketAcknowledged, key, nothing)
	return true, nil
}

// Announcement finds an announcement by its entry; false also for one that is erased with age.
func (r *ReadTx) Announcement(entry uint64) (conversation.Announcement, bool, error) {
	a := conversation.Announcement{Entry: entry}
	ok, err := r.load(bucketAnnouncements, numberKey(entry), &a)
	return a, ok, err
}

// Announcements are those that are kept, newest first.
func (r *ReadTx) Announcements() ([]conversation.Announcement, error) {
	var all []conversation.Announcement
	for key, value := range r.scan(bucketAnnouncements, nil, nil) {
		a := conversation.Announcement{Entry: binary.BigEndian.Uint64(key)}
		if err := decode(value, &a); err != nil {
			return nil, wrap(bucketAnnouncements, key, err)
		}
		all = append(all, a)
	}
	slices.Reverse(all)
	return all, nil
}

// Receivers are those of an announcement in order of their numbers.
func (r *ReadTx) Receivers(announcement uint64) ([]conversation.Receiver, error) {
	var all []conversation.Receiver
	for key := range r.scan(bucketReceivers, numberKey(announcement), nil) {
		one, _, err := r.Receiver(announcement, binary.BigEndian.Uint64(key[8:]))
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// Receiver tells how far an announcement has come with one person; false if it did not go there.
func (r *ReadTx) Receiver(announcement, person uint64) (conversation.Receiver, bool, error) {
	one := conversation.Receiver{Person: person}
	key := receiverKey(announcement, person)
	ok, err := r.load(bucketReceivers, key, &one.Delivery)
	if err == nil && r.get(bucketAcknowledged, key) != nil {
		one.Delivery = conversation.Acknowledged
	}
	return one, ok, err
}

// dropAnnouncements removes the texts and receivers of announcements from before a moment.
func (t *Tx) dropAnnouncements(before time.Time) (dropped int, err error) {
	all, err := t.Announcements()
	if err != nil {
		return 0, err
	}
	for _, a := range all {
		if !a.At.Before(before) {
			continue
		}
		for key := range t.scan(bucketReceivers, numberKey(a.Entry), nil) {
			t.remove(bucketReceivers, bytes.Clone(key))
		}
		t.remove(bucketAnnouncements, numberKey(a.Entry))
		dropped++
	}
	return dropped, nil
}

// noteAcknowledgement takes an entry.
func (a *replayed) noteAcknowledgement(e entry) error {
	var ack journaledAcknowledgement
	if err := decodeCBOR(e.Payload, &ack); err != nil {
		return err
	}
	if ack.Announcement == 0 || ack.Announcement >= e.Number {
		return fmt.Errorf("%w: an acknowledgement of entry %d", ErrDamaged, ack.Announcement)
	}
	a.acknowledged[string(receiverKey(ack.Announcement, e.By))] = true
	return nil
}

func (t *Tx) deriveAcknowledged(from replayed) {
	for key := range from.acknowledged {
		t.set(bucketAcknowledged, []byte(key), nothing)
	}
}
