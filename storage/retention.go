package storage

import (
	"time"

	"danvanbot/bot/conversation"
)

// DropOld removes replies that could not be sent, updates that failed, and announcements, if they are from before a moment,
// and tells how many. Reports and open drafts are never too old.
func (t *Tx) DropOld(before time.Time) (dropped int, err error) {
	for _, b := range []bucket{bucketOutbox, bucketDead} {
		for key, value := range t.scan(b, nil, nil) {
			old, err := olderThan(b, value, before)
			if err != nil {
				return dropped, wrap(b, key, err)
			}
			if !old { // they are in the order of time
				break
			}
			t.remove(b, append([]byte(nil), key...))
			dropped++
		}
	}
	announcements, err := t.dropAnnouncements(before)
	return dropped + announcements, err
}

func olderThan(b bucket, value []byte, before time.Time) (bool, error) {
	if b == bucketDead {
		var d conversation.DeadLetter
		err := decode(value, &d)
		return d.At.Before(before), err
	}
	var l conversation.Letter
	err := decode(value, &l)
	return l.At.Before(before), err
}
