package storage

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"slices"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// lately begins the keys of the states that were written lately. They lie close together in front of the bucket, where
// those of a thousand chats in the midst of a dialogue take few pages, and go to their places behind in bulk: a commit of
// a hundred turns writes a quarter as many pages for states as with each in its place.
const lately = "\x00"

// maxLately is how many states lie in front.
const maxLately = 1024

// maxKnown is how many states and senders are kept decoded: more than there are chats that write within the same minutes.
const maxKnown = 4096

// State is what a chat remembers; the zero State for a new chat. It must not be changed in place.
func (r *ReadTx) State(of chat.Key) (conversation.State, error) {
	for _, o := range r.layers() {
		if s, ok := o.states[of]; ok {
			return s, nil
		}
	}
	var s conversation.State
	key := chatKey(of)
	value := r.get(bucketStates, latelyKey(key))
	if value == nil {
		value = r.get(bucketStates, key)
	}
	if value == nil {
		return s, nil
	}
	if err := decode(value, &s); err != nil {
		return s, wrap(bucketStates, key, err)
	}
	return s, nil
}

// State is what a chat remembers, the zero State for a new chat. It must not be changed in place.
func (t *Tx) State(of chat.Key) (conversation.State, error) {
	if s, ok := t.db.states[of]; ok {
		return s, nil
	}
	return t.ReadTx.State(of)
}

// SetState keeps what a chat remembers; the zero State forgets it. What the State holds must not be changed any more.
func (t *Tx) SetState(of chat.Key, s conversation.State) error {
	old, had := t.over.states[of]
	t.over.onUndo(func() {
		delete(t.db.states, of)
		if t.over.states[of] = old; !had {
			delete(t.over.states, of)
		}
	})
	t.over.states[of] = s
	know(&t.db.states, of, s)
	return nil
}

// know keeps what is known of a chat decoded, and now and then forgets all others.
func know[V any](all *map[chat.Key]V, of chat.Key, v V) {
	if *all == nil || len(*all) >= maxKnown {
		*all = map[chat.Key]V{}
	}
	(*all)[of] = v
}

// noState is the zero State as it would be stored.
var noState, _ = encode(conversation.State{})

// flushStates encodes the states only now, when the next batch is at work beside it.
func (t *Tx) flushStates() error {
	for of, s := range t.over.states {
		value, err := encode(s)
		if err != nil {
			return err
		}
		key := chatKey(of)
		if bytes.Equal(value, noState) {
			err = errors.Join(t.bucket(bucketStates).Delete(latelyKey(key)), t.bucket(bucketStates).Delete(key))
		} else {
			err = t.bucket(bucketStates).Put(latelyKey(key), value)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", bucketStates, err)
		}
	}
	if len(t.over.states) == 0 {
		return nil
	}
	return t.placeStates()
}

func latelyKey(key []byte) []byte { return append([]byte(lately), key...) }

// placeStates takes the states in front to their places once there are many.
func (t *Tx) placeStates() error {
	front := 0
	for range t.front() {
		front++
	}
	if front <= maxLately {
		return nil
	}
	for _, p := range slices.Collect(t.front()) {
		if err := t.bucket(bucketStates).Put(p.key[len(lately):], p.value); err != nil {
			return fmt.Errorf("placing a state: %w", err)
		}
		if err := t.bucket(bucketStates).Delete(p.key); err != nil {
			return fmt.Errorf("placing a state: %w", err)
		}
	}
	return nil
}

// front are the flushed states in front.
func (t *Tx) front() iter.Seq[pair] {
	return func(yield func(pair) bool) {
		c := t.bucket(bucketStates).Cursor()
		key, value := c.Seek([]byte(lately))
		for key != nil && key[0] == lately[0] && yield(pair{key, value}) {
			key, value = c.Next()
		}
	}
}
