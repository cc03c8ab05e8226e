package storage

import (
	"encoding/json"
	"fmt"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// State is what a chat remembers; the zero State for a new chat.
func (r *ReadTx) State(of chat.Key) (conversation.State, error) {
	return r.state(of, r.get(bucketStates, chatKey(of)))
}

// State is what a chat remembers, the zero State for a new chat. It must not be changed in place.
func (t *Tx) State(of chat.Key) (conversation.State, error) {
	key := chatKey(of)
	value := t.get(bucketStates, key)
	if s, ok := t.db.states.of(string(key), value); ok {
		return s, nil
	}
	return t.state(of, value)
}

// state decodes a stored state.
func (r *ReadTx) state(of chat.Key, value []byte) (conversation.State, error) {
	var s conversation.State
	if value == nil {
		return s, nil
	}
	text, err := unseal(formatJSON, value)
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil {
		return s, wrap(bucketStates, chatKey(of), err)
	}
	return s, nil
}

// SetState keeps what a chat remembers; the zero State forgets it.
func (t *Tx) SetState(of chat.Key, s conversation.State) error {
	text, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encoding a state: %w", err)
	}
	key := chatKey(of)
	if string(text) == "{}" {
		t.remove(bucketStates, key)
		return nil
	}
	value := seal(formatJSON, text)
	t.set(bucketStates, key, value)
	t.db.states.keep(string(key), value, s)
	return nil
}
