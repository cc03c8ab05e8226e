package storage

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"
)

// entryKind says what a journal entry's payload is. The numbers are in the file and never change.
type entryKind uint8

const (
	entrySubmission      entryKind = 1  // form.Submission: one version
	entryPerson          entryKind = 2  // journaledPerson
	entryInvitation      entryKind = 3  // journaledInvitation
	entryUnits           entryKind = 4  // the units in force from here on: whole, as JSON, or journaledUnits
	entryModel           entryKind = 5  // form.Model: one version
	entryTarget          entryKind = 6  // form.Target
	entryFreeze          entryKind = 7  // conversation.Freeze
	entryImport          entryKind = 8  // journaledImport: the rows follow as submissions, models or units
	entryReturn          entryKind = 9  // conversation.Return: opened, or settled
	entryAnnouncement    entryKind = 10 // journaledAnnouncement
	entrySubscription    entryKind = 11 // conversation.Subscription: begun, changed or ended
	entrySetting         entryKind = 12 // conversation.Setting
	entryAcknowledgement entryKind = 13 // journaledAcknowledgement
	entryRestored        entryKind = 14 // journaledRestore
	entryDeed            entryKind = 15 // conversation.Deed: what was done to a person
	entryGroup           entryKind = 16 // journaledGroup
)

// entry is one line of the journal. Nobody's name or chat is ever in it, since it cannot forget.
type entry struct {
	Number  uint64          `cbor:"1,keyasint"`
	At      time.Time       `cbor:"2,keyasint"`
	Kind    entryKind       `cbor:"3,keyasint"`
	By      uint64          `cbor:"4,keyasint,omitempty"` // a person's number; 0: the command line
	Payload cbor.RawMessage `cbor:"5,keyasint"`
}

// link is the next hash of the chain.
func link(previous, encoded []byte) []byte {
	h := sha256.New()
	h.Write(previous)
	h.Write(encoded)
	return h.Sum(make([]byte, 0, sha256.Size))
}

// outgoing is an entry with its payload as it is.
type outgoing struct {
	Number  uint64    `cbor:"1,keyasint"`
	At      time.Time `cbor:"2,keyasint"`
	Kind    entryKind `cbor:"3,keyasint"`
	By      uint64    `cbor:"4,keyasint,omitempty"`
	Payload any       `cbor:"5,keyasint"`
}

// journal appends an entry and gives its number.
func (t *Tx) journal(kind entryKind, by uint64, payload any) (uint64, error) {
	number := t.head.Number + 1
	t.scratch.Reset()
	if err := buffered.MarshalToBuffer(outgoing{number, t.at, kind, by, payload}, &t.scratch); err != nil {
		return 0, fmt.Errorf("encoding a journal entry: %w", err)
	}
	t.head.Number, t.head.Hash = number, link(t.head.Hash, t.scratch.Bytes())
	t.add(bucketJournal, numberKey(number), seal(formatEntry, t.head.Hash, t.scratch.Bytes()))
	if kind.acts() {
		content, err := encoding.Marshal(payload)
		if err != nil {
			return 0, fmt.Errorf("encoding a journal entry: %w", err)
		}
		return number, t.enterActs(kind, number, content)
	}
	return number, nil
}

// openEntry splits a stored entry into the hash of the chain and the encoded entry.
func openEntry(value []byte) (hash, encoded []byte, err error) {
	payload, err := unseal(formatEntry, value)
	if err != nil {
		return nil, nil, err
	}
	if len(payload) < sha256.Size {
		return nil, nil, fmt.Errorf("%w: a journal entry of %d bytes", ErrDamaged, len(payload))
	}
	return payload[:sha256.Size], payload[sha256.Size:], nil
}

// parseEntry decodes a stored entry.
func parseEntry(value []byte) (entry, error) {
	var e entry
	_, encoded, err := openEntry(value)
	if err != nil {
		return e, err
	}
	return e, decodeCBOR(encoded, &e)
}

// entry reads one entry; that a number has none is damage.
func (r *ReadTx) entry(number uint64) (entry, error) {
	key := numberKey(number)
	e, err := parseEntry(r.get(bucketJournal, key))
	if err == nil && e.Number != number {
		err = fmt.Errorf("%w: the entry has number %d", ErrDamaged, e.Number)
	}
	if err != nil {
		return e, wrap(bucketJournal, key, err)
	}
	return e, nil
}
