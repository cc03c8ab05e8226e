package storage

import (
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// Pending are the outbox rows after a number, oldest first.
func (r *ReadTx) Pending(after uint64, limit int) ([]conversation.Letter, error) {
	var letters []conversation.Letter
	for key, value := range r.scan(bucketOutbox, nil, numberKey(after+1)) {
		if len(letters) == limit {
			return letters, nil
		}
		l := conversation.Letter{Row: binary.BigEndian.Uint64(key)}
		if err := decode(value, &l); err != nil {
			return nil, wrap(bucketOutbox, key, err)
		}
		letters = append(letters, l)
	}
	for l := range r.layers().letters() {
		if l.Row > after && len(letters) < limit {
			letters = append(letters, l)
		}
	}
	return letters, nil
}

// letters are those that are on their way into the file and not sent, oldest first.
func (l layers) letters() iter.Seq[conversation.Letter] {
	return func(yield func(conversation.Letter) bool) {
		for _, o := range slices.Backward(l) {
			for _, letter := range o.letters {
				if !l.has(bucketOutbox, string(numberKey(letter.Row))) && !yield(letter) {
					return
				}
			}
		}
	}
}

// Queue appends a reply to the outbox and returns its row. Rows of a chat are sent in order. What the reply holds must not
// be changed any more.
func (t *Tx) Queue(to chat.Key, r chat.Reply, at time.Time) (conversation.Letter, error) {
	t.head.Letters++
	l := conversation.Letter{Row: t.head.Letters, To: to, Reply: r, At: at}
	t.over.letters = append(t.over.letters, l)
	t.over.onUndo(func() { t.over.letters = t.over.letters[:len(t.over.letters)-1] })
	return l, nil
}

// flushLetters encodes the letters only now, when the next batch is at work beside it.
func (t *Tx) flushLetters() error {
	for l := range (layers{t.over}).letters() {
		value, err := encode(l)
		if err != nil {
			return err
		}
		if err := t.bucket(bucketOutbox).Put(numberKey(l.Row), value); err != nil {
			return fmt.Errorf("writing %s: %w", bucketOutbox, err)
		}
	}
	return nil
}

// Sent removes outbox rows.
func (t *Tx) Sent(rows ...uint64) error {
	for _, row := range rows {
		t.remove(bucketOutbox, numberKey(row))
	}
	return nil
}

// forgetLetters removes what is not sent yet to some chats, so that nothing names them any more.
func (t *Tx) forgetLetters(to []chat.Key) error {
	letters, err := t.Pending(0, math.MaxInt)
	for _, l := range letters {
		if slices.Contains(to, l.To) {
			t.remove(bucketOutbox, numberKey(l.Row))
		}
	}
	return err
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
