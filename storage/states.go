package storage

import (
	"encoding/json"
	"fmt"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// State is what a chat remembers; the zero State for a new chat.
func (r *ReadTx) State(of chat.Key) (conversation.State, error) {
	var s conversation.State
	value := r.get(bucketStates, chatKey(of))
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
	if string(text) == "{}" {
		t.remove(bucketStates, chatKey(of))
		return nil
	}
	t.set(bucketStates, chatKey(of), seal(formatJSON, text))
	return nil
}
