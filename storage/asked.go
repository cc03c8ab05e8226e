package storage

import (
	"encoding/binary"
	"fmt"

	"danvanbot/bot/rollup"
)

// mostAsked is of how many questions of one person the answers are remembered.
const mostAsked = 24

func askedKey(person uint64, question string) []byte {
	return append(binary.BigEndian.AppendUint64(nil, person), question...)
}

// Asked is what a person was told of a question last; false if that is not remembered.
func (r *ReadTx) Asked(person uint64, question string) (rollup.Asked, bool, error) {
	var a rollup.Asked
	ok, err := r.load(bucketAsked, askedKey(person, question), &a)
	return a, ok, err
}

// SetAsked remembers what a person was told of a question. It is no fact and in no journal: of the 24 questions that are
// remembered of each person, the one that was answered longest ago gives way.
func (t *Tx) SetAsked(person uint64, question string, a rollup.Asked) error {
	key := askedKey(person, question)
	if t.get(bucketAsked, key) == nil {
		if err := t.makeRoom(person); err != nil {
			return err
		}
	}
	return t.put(bucketAsked, key, a)
}

// makeRoom forgets the answer that is the oldest of a person's, if there are as many as there may be.
func (t *Tx) makeRoom(person uint64) error {
	var oldest []byte
	var first rollup.Told
	n := 0
	for key, value := range t.scan(bucketAsked, numberKey(person), nil) {
		var a rollup.Asked
		if err := decode(value, &a); err != nil {
			return wrap(bucketAsked, key, err)
		}
		if n++; oldest == nil || a.Last.At.Before(first.At) {
			oldest, first = append([]byte(nil), key...), a.Last
		}
	}
	if n >= mostAsked {
		t.remove(bucketAsked, oldest)
	}
	return nil
}

// forgetAsked erases what a person was told.
func (t *Tx) forgetAsked(person uint64) {
	var keys [][]byte
	for key := range t.scan(bucketAsked, numberKey(person), nil) {
		keys = append(keys, append([]byte(nil), key...))
	}
	for _, key := range keys {
		t.remove(bucketAsked, key)
	}
}

// readableAsked shows a key to people.
func readableAsked(key []byte) string {
	return fmt.Sprintf("person %d, %s", binary.BigEndian.Uint64(key), key[8:])
}
