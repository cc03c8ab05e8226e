package storage

import (
	"context"
	"fmt"

	"danvanbot/bot/conversation"
)

// Chain is what the journal's chain of hashes says of itself.
type Chain struct {
	Head     conversation.ChainHead
	Restored []uint64     // entries at which the file was restored from a backup: what was written after it is not here
	Faults   []Difference // each at the number where it was found
}

// CheckChain works every hash of the journal out again. A changed entry is found at its number or, if somebody mended its
// own hash, at the next one; a missing one where the numbers have a gap. Whoever writes the whole chain anew from some
// entry on is found only by somebody who kept a later head: see ReadTx.ChainAt.
func (db *DB) CheckChain(ctx context.Context) (c Chain, err error) {
	err = guard(func() error {
		return db.View(ctx, func(r *ReadTx) error {
			all, err := r.replay(ctx)
			if err != nil {
				return err
			}
			c = Chain{Restored: all.restored, Faults: append(all.faults, r.checkHead(all.head)...)}
			c.Head, err = r.ChainHead()
			return err
		})
	})
	return c, err
}

// ChainHead is the last journal entry. Whoever keeps a copy of it elsewhere can prove later that nothing before it was
// changed.
func (r *ReadTx) ChainHead() (conversation.ChainHead, error) {
	number, err := r.Head()
	if err != nil {
		return conversation.ChainHead{}, err
	}
	return r.ChainAt(number)
}

// ChainAt is the journal entry of a number, with the hash of the chain up to it; the zero ChainHead for number 0.
func (r *ReadTx) ChainAt(number uint64) (conversation.ChainHead, error) {
	h := conversation.ChainHead{Number: number}
	if number == 0 {
		return h, nil
	}
	key := numberKey(number)
	hash, encoded, err := openEntry(r.get(bucketJournal, key))
	var e entry
	if err == nil {
		err = decodeCBOR(encoded, &e)
	}
	if err != nil {
		return h, wrap(bucketJournal, key, err)
	}
	if e.Number != number {
		return h, wrap(bucketJournal, key, fmt.Errorf("%w: the entry has number %d", ErrDamaged, e.Number))
	}
	h.Hash, h.At = append(h.Hash, hash...), e.At
	return h, nil
}
