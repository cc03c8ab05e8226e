package storage

import (
	"encoding/binary"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// Pending are the outbox rows after a number, oldest first.
func (r *ReadTx) Pending(after uint64, limit int) ([]conversation.Letter, error) {
	var letters []conversation.Letter
	for key, value := range r.scan(bucketOutbox, nil, numberKey(after+1)) {
		if len(letters) == limit {
			break
		}
		l := conversation.Letter{Row: binary.BigEndian.Uint64(key)}
		if err := decode(value, &l); err != nil {
			return nil, wrap(bucketOutbox, key, err)
		}
		letters = append(letters, l)
	}
	return letters, nil
}

// Queue appends a reply to the outbox and returns its row. Rows of a chat are sent in order.
func (t *Tx) Queue(to chat.Key, r chat.Reply, at time.Time) (conversation.Letter, error) {
	t.head.Letters++
	l := conversation.Letter{Row: t.head.Letters, To: to, Reply: r, At: at}
	return l, t.put(bucketOutbox, numberKey(l.Row), l)
}

// Sent removes outbox rows.
func (t *Tx) Sent(rows ...uint64) error {
	for _, row := range rows {
		t.remove(bucketOutbox, numberKey(row))
	}
	return nil
}

// Reachable tells whether sends to a chat are not known to be refused.
func (r *ReadTx) Reachable(k chat.Key) (bool, error) {
	return r.get(bucketUnreachable, chatKey(k)) == nil, nil
}

// SetReachable notes whether a chat takes messages.
func (t *Tx) SetReachable(k chat.Key, ok bool) error {
	key := chatKey(k)
	if known := t.get(bucketUnreachable, key) == nil; known == ok {
		return nil
	}
	if ok {
		t.remove(bucketUnreachable, key)
	} else {
		t.set(bucketUnreachable, key, seal(formatBytes, nil))
	}
	return nil
}
