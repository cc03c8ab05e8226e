package storage

import (
	"bytes"
	"fmt"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

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
	_, err := r.load(bucketStates, chatKey(of), &s)
	return s, err
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
			err = t.bucket(bucketStates).Delete(key)
		} else {
			err = t.bucket(bucketStates).Put(key, value)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", bucketStates, err)
		}
	}
	return nil
}
