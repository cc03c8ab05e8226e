package storage

import (
	"encoding/binary"

	"danvanbot/bot/conversation"
)

// Bury notes an update that failed, with its cause and without its content, and returns the number to quote.
func (t *Tx) Bury(d conversation.DeadLetter) (uint64, error) {
	t.head.Dead++
	return t.head.Dead, t.put(bucketDead, numberKey(t.head.Dead), d)
}

// DeadLetters lists the updates that failed after a number, oldest first.
func (r *ReadTx) DeadLetters(after uint64, limit int) ([]conversation.DeadLetter, error) {
	var dead []conversation.DeadLetter
	for key, value := range r.scan(bucketDead, nil, numberKey(after+1)) {
		if len(dead) == limit {
			break
		}
		d := conversation.DeadLetter{Number: binary.BigEndian.Uint64(key)}
		if err := decode(value, &d); err != nil {
			return nil, wrap(bucketDead, key, err)
		}
		dead = append(dead, d)
	}
	return dead, nil
}
