package storage

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"time"

	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
)

// journaledInvitation is what the journal keeps of an invitation: its code is a secret while it is open, so only a
// part of the code's hash tells which one it is.
type journaledInvitation struct {
	Code    []byte            `cbor:"1,keyasint"`
	Role    conversation.Role `cbor:"2,keyasint"`
	Unit    orgunit.ID        `cbor:"3,keyasint"`
	Expires time.Time         `cbor:"4,keyasint"`
	UsedBy  uint64            `cbor:"5,keyasint,omitempty"`
	Revoked bool              `cbor:"6,keyasint,omitempty"`
}

// Invitation finds an invitation by its code.
func (r *ReadTx) Invitation(code string) (conversation.Invitation, bool, error) {
	var i conversation.Invitation
	ok, err := r.load(bucketInvitations, []byte(code), &i)
	return i, ok, err
}

// Invitations lists those that are open (not used, not revoked), newest first; expired ones are among them.
func (r *ReadTx) Invitations(limit int) ([]conversation.Invitation, error) {
	var open []conversation.Invitation
	for key, value := range r.scan(bucketInvitations, nil, nil) {
		var i conversation.Invitation
		if err := decode(value, &i); err != nil {
			return nil, wrap(bucketInvitations, key, err)
		}
		if i.UsedBy == 0 && !i.Revoked {
			open = append(open, i)
		}
	}
	slices.SortStableFunc(open, func(a, b conversation.Invitation) int { return b.Made.Compare(a.Made) })
	return open[:min(len(open), limit)], nil
}

// PutInvitation journals an invitation, new or changed.
func (t *Tx) PutInvitation(i conversation.Invitation) error {
	sum := sha256.Sum256([]byte(i.Code))
	_, err := t.journal(entryInvitation, i.By, journaledInvitation{
		Code: sum[:8], Role: i.Role, Unit: i.Unit, Expires: i.Expires, UsedBy: i.UsedBy, Revoked: i.Revoked,
	})
	if err != nil {
		return err
	}
	return t.put(bucketInvitations, []byte(i.Code), i)
}

// forgetInvitations removes those by which a person came in: whoever was sent the code could find the person by it.
func (t *Tx) forgetInvitations(person uint64) error {
	for key, value := range t.scan(bucketInvitations, nil, nil) {
		var i conversation.Invitation
		if err := decode(value, &i); err != nil {
			return wrap(bucketInvitations, key, err)
		}
		if i.UsedBy == person {
			t.remove(bucketInvitations, bytes.Clone(key))
		}
	}
	return nil
}
