package storage

import (
	"bytes"
	"time"

	"danvanbot/bot/conversation"
)

// DropOld removes replies that could not be sent, updates that failed, announcements, and invitations that expired, used
// and revoked ones included, if they are from before a moment, and tells how many. Reports and open drafts are never too
// old. Whose invitation is gone is told that it is unknown instead of used or expired; the journal goes on saying that there was one.
func (t *Tx) DropOld(before time.Time) (dropped int, err error) {
	for _, b := range []bucket{bucketOutbox, bucketDead, bucketInvitations} {
		for key, value := range t.scan(b, nil, nil) { // to the end: where the clock was put back they are not in the order of time
			at, err := datedAt(b, value)
			if err != nil {
				return dropped, wrap(b, key, err)
			}
			if at.Before(before) {
				t.remove(b, bytes.Clone(key))
				dropped++
			}
		}
	}
	announcements, err := t.dropAnnouncements(before)
	return dropped + announcements, err
}

// datedAt is from when a row is: a letter, an update that failed, or an invitation, which is of use until it expires.
func datedAt(b bucket, value []byte) (time.Time, error) {
	switch b {
	case bucketDead:
		var d conversation.DeadLetter
		err := decode(value, &d)
		return d.At, err
	case bucketInvitations:
		var i conversation.Invitation
		err := decode(value, &i)
		return i.Expires, err
	default:
		var l conversation.Letter
		err := decode(value, &l)
		return l.At, err
	}
}
