package storage

import (
	"encoding/binary"
	"fmt"

	"danvanbot/bot/conversation"
)

// Returns are the open returns of a submission, or with 0 those of all, by submission and then as they were sent back.
func (r *ReadTx) Returns(sub uint64) ([]conversation.Return, error) {
	var prefix []byte
	if sub != 0 {
		prefix = numberKey(sub)
	}
	var all []conversation.Return
	for key := range r.scan(bucketReturns, prefix, nil) {
		one, err := r.returnAt(binary.BigEndian.Uint64(key[8:]))
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// returnAt reads what an entry sent back.
func (r *ReadTx) returnAt(number uint64) (conversation.Return, error) {
	var one conversation.Return
	e, err := r.entry(number)
	if err != nil {
		return one, err
	}
	if err := decodeCBOR(e.Payload, &one); err != nil {
		return one, wrap(bucketJournal, numberKey(number), err)
	}
	one.Entry, one.At = number, e.At
	return one, nil
}

// PutReturn journals that a submission is sent back or, with Settled, the end of an open return, and returns it with the
// entry that opened it. A submission or an open return that there is not is ErrUnknown.
func (t *Tx) PutReturn(r conversation.Return) (conversation.Return, error) {
	if r.Settled != 0 {
		return r, t.settleReturn(r)
	}
	if t.get(bucketSubmissions, numberKey(r.Sub)) == nil {
		return r, fmt.Errorf("submission %d: %w", r.Sub, ErrUnknown)
	}
	r.Entry, r.At = 0, t.at
	number, err := t.journal(entryReturn, r.By, r)
	if err != nil {
		return r, err
	}
	r.Entry = number
	t.set(bucketReturns, returnKey(r.Sub, number), nothing)
	return r, nil
}

func (t *Tx) settleReturn(r conversation.Return) error {
	key := returnKey(r.Sub, r.Entry)
	if t.get(bucketReturns, key) == nil {
		return fmt.Errorf("an open return of submission %d by entry %d: %w", r.Sub, r.Entry, ErrUnknown)
	}
	if _, err := t.journal(entryReturn, r.By, r); err != nil {
		return err
	}
	t.remove(bucketReturns, key)
	return nil
}

// takeBackReturn undoes an entry.
func (t *Tx) takeBackReturn(e entry) error {
	var r conversation.Return
	if err := decodeCBOR(e.Payload, &r); err != nil {
		return wrap(bucketJournal, numberKey(e.Number), err)
	}
	if r.Settled != 0 {
		t.set(bucketReturns, returnKey(r.Sub, r.Entry), nothing)
		return nil
	}
	t.remove(bucketReturns, returnKey(r.Sub, e.Number))
	return nil
}

// noteReturn opens or ends a return.
func (a *replayed) noteReturn(e entry) error {
	var r conversation.Return
	if err := decodeCBOR(e.Payload, &r); err != nil {
		return err
	}
	if r.Settled != 0 {
		delete(a.returns, string(returnKey(r.Sub, r.Entry)))
		return nil
	}
	a.returns[string(returnKey(r.Sub, e.Number))] = true
	return nil
}

func (t *Tx) deriveReturns(from replayed) {
	for key := range from.returns {
		t.set(bucketReturns, []byte(key), nothing)
	}
}
