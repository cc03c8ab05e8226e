package storage

import (
	"bytes"
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

// State is what a chat remembers; the zero State for a new chat.
func (r *ReadTx) State(of chat.Key) (conversation.State, error) {
	key := chatKey(of)
	return stateIn(key, r.storedState(key))
}

// State is what a chat remembers, the zero State for a new chat. It must not be changed in place.
func (t *Tx) State(of chat.Key) (conversation.State, error) {
	key := chatKey(of)
	value := t.storedState(key)
	if s, ok := t.db.states.of(string(key), value); ok {
		return s, nil
	}
	return stateIn(key, value)
}

// storedState finds the state of a chat in either place.
func (r *ReadTx) storedState(key []byte) []byte {
	if value := r.get(bucketStates, latelyKey(key)); value != nil {
		return value
	}
	return r.get(bucketStates, key)
}

// stateIn decodes a stored state.
func stateIn(key, value []byte) (conversation.State, error) {
	var s conversation.State
	if value == nil {
		return s, nil
	}
	if err := decode(value, &s); err != nil {
		return s, wrap(bucketStates, key, err)
	}
	return s, nil
}

// noState is the zero State.
var noState, _ = encode(conversation.State{})

// SetState keeps what a chat remembers; the zero State forgets it.
func (t *Tx) SetState(of chat.Key, s conversation.State) error {
	key := chatKey(of)
	value, err := encode(s)
	if err != nil {
		return err
	}
	if bytes.Equal(value, noState) {
		t.forgetState(key)
		return nil
	}
	t.set(bucketStates, latelyKey(key), value)
	t.db.states.keep(string(key), value, s)
	return nil
}

// forgetState removes what a chat remembers from both places.
func (t *Tx) forgetState(key []byte) {
	t.remove(bucketStates, latelyKey(key))
	t.remove(bucketStates, key)
}

func latelyKey(chat []byte) []byte { return append([]byte(lately), chat...) }

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
