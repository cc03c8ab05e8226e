package storage

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/orgunit"
)

// ViewAt runs fn on the state as it was known when a journal entry was the last one: the same submissions, cells, stocks
// and units. People, chats and what waits to be sent are those of now, as the journal holds nobody's name. It costs what
// came later or, if the units changed since or that is more than what came before, what came before. An entry that there
// is not is ErrUnknown.
func (db *DB) ViewAt(ctx context.Context, number uint64, fn func(*ReadTx) error) error {
	return db.View(ctx, func(r *ReadTx) error {
		head, err := r.Head()
		if err != nil {
			return err
		}
		if number == head {
			return fn(r)
		}
		if number < head && head-number <= number {
			past, ok, err := r.takenBack(number)
			if err != nil {
				return err
			}
			if ok {
				return fn(past)
			}
		}
		return r.derived(ctx, number, fn)
	})
}

// ViewDerived is ViewAt that believes nothing but the journal: it checks the chain up to the entry and works everything
// out from it.
func (db *DB) ViewDerived(ctx context.Context, number uint64, fn func(*ReadTx) error) error {
	return db.View(ctx, func(r *ReadTx) error { return r.derived(ctx, number, fn) })
}

// aside is a Tx of its own over the same state, which is never flushed into it. It has its own tree and its own memory of
// what the writer keeps for itself.
func (r *ReadTx) aside(tree *orgunit.Tree) *Tx {
	db := &DB{bolt: r.db.bolt, now: r.db.now, log: r.db.log}
	t := &Tx{ReadTx: ReadTx{db: db, base: r.base, table: r.table, dict: r.dict, units: newUnits(tree), over: newOverlay()}}
	return t
}

// takenBack is the state as known at a number, made of the present one by taking back what came later. It is false where
// something came later that is not taken back but derived.
func (r *ReadTx) takenBack(number uint64) (*ReadTx, bool, error) {
	touched, ok, err := r.touchedAfter(number)
	if err != nil || !ok {
		return nil, false, err
	}
	t := r.aside(r.units.tree)
	for _, id := range slices.Sorted(maps.Keys(touched.submissions)) {
		if err := t.restore(id, number); err != nil {
			return nil, false, err
		}
	}
	for _, e := range slices.Backward(touched.returns) {
		if err := t.takeBackReturn(e); err != nil {
			return nil, false, err
		}
	}
	hash, _, err := openEntry(r.get(bucketJournal, numberKey(number)))
	if err != nil {
		return nil, false, wrap(bucketJournal, numberKey(number), err)
	}
	t.head = head{Number: number, Hash: slices.Clone(hash)}
	return &t.ReadTx, true, t.put(bucketMeta, keyHead, t.head)
}

// touched is what entries changed.
type touched struct {
	submissions map[uint64]bool // those with versions
	returns     []entry
}

// touchedAfter is what the entries after a number changed; false if they changed things that are not taken back.
func (r *ReadTx) touchedAfter(number uint64) (touched, bool, error) {
	changed := touched{submissions: map[uint64]bool{}}
	for key, value := range r.scan(bucketJournal, nil, numberKey(number+1)) {
		e, err := parseEntry(value)
		if err != nil {
			return changed, false, wrap(bucketJournal, key, err)
		}
		switch e.Kind {
		case entrySubmission:
			var s struct {
				ID uint64 `cbor:"1,keyasint"`
			}
			if err := decodeCBOR(e.Payload, &s); err != nil {
				return changed, false, wrap(bucketJournal, key, err)
			}
			changed.submissions[s.ID] = true
		case entryReturn:
			changed.returns = append(changed.returns, e)
		case entryPerson, entryInvitation, entryImport, entryFreeze, entrySetting, entrySubscription, entryAnnouncement, entryAcknowledgement,
			entryGroup, entryDeed:
		default:
			return changed, false, nil
		}
	}
	return changed, true, nil
}

// restore puts the version that a number knew in the place of the newest.
func (t *Tx) restore(id, number uint64) error {
	numbers, err := t.versions(id)
	if err != nil {
		return err
	}
	newest, err := t.submissionAt(numbers[len(numbers)-1])
	if err != nil {
		return err
	}
	if err := t.unlist(newest); err != nil {
		return err
	}
	known := numbers[:len(numbers)-len(after(numbers, number))]
	if len(known) == 0 {
		t.remove(bucketSubmissions, numberKey(id))
		return t.unlistReported(newest)
	}
	t.set(bucketSubmissions, numberKey(id), packNumbers(known))
	s, err := t.submissionAt(known[len(known)-1])
	if err != nil {
		return err
	}
	return t.enlist(s)
}

// after are the numbers above one; they are in order.
func after(numbers []uint64, number uint64) []uint64 {
	i, _ := slices.BinarySearch(numbers, number+1)
	return numbers[i:]
}

// derived runs fn on the state that follows from the journal up to a number.
func (r *ReadTx) derived(ctx context.Context, number uint64, fn func(*ReadTx) error) error {
	all, err := r.replayTo(ctx, number)
	switch {
	case err != nil:
		return err
	case len(all.faults) > 0:
		return fmt.Errorf("%w: %d entries of the journal, the first is %s", ErrDamaged, len(all.faults), all.faults[0].Key)
	case number == 0 || all.head.Number != number:
		return fmt.Errorf("journal entry %d: %w", number, ErrUnknown)
	}
	tree, err := all.tree()
	if err != nil {
		return err
	}
	own := append(slices.Clone(derived), bucketHeardUnits) // which gets the units that nobody else has heard of
	return withBuckets(own, func(buckets [bucketCount]rows) error {
		t := r.aside(tree)
		t.buckets, t.head, t.anew = buckets, all.head, &derivation{}
		dict := *t.dict
		dict.where = inhabited{} // of these buckets
		t.dict = &dict
		if err := t.derive(ctx, all, func(int, int) {}); err != nil {
			return err
		}
		if err := t.flushDerived(); err != nil {
			return err
		}
		return fn(&t.ReadTx)
	})
}

// flushDerived moves what was derived out of the overlay, which is slow to list.
func (t *Tx) flushDerived() error {
	for _, b := range derived {
		if err := t.flushBucket(b, t.over.puts[b]); err != nil {
			return fmt.Errorf("writing %s: %w", b, err)
		}
	}
	if err := t.flushCells(t.places()); err != nil {
		return err
	}
	t.over, t.anew = newOverlay(), nil
	return t.put(bucketMeta, keyHead, t.head)
}

// withBuckets runs fn with empty buckets that are gone afterwards. They are those of a transaction that is never
// committed, over a file that has no name any more: bbolt keeps them in memory.
func withBuckets(which []bucket, fn func([bucketCount]rows) error) error {
	file, err := os.CreateTemp("", "danvanbot-known-*")
	if err != nil {
		return fmt.Errorf("making room for a past state: %w", err)
	}
	defer os.Remove(file.Name()) //nolint:errcheck // the system clears its own folder
	if err := file.Close(); err != nil {
		return fmt.Errorf("making room for a past state: %w", err)
	}
	db, err := bolt.Open(file.Name(), 0o600, &bolt.Options{NoSync: true, NoFreelistSync: true})
	if err != nil {
		return fmt.Errorf("making room for a past state: %w", err)
	}
	defer db.Close() //nolint:errcheck // nothing was committed
	tx, err := db.Begin(true)
	if err != nil {
		return fmt.Errorf("making room for a past state: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing is to be kept
	var buckets [bucketCount]rows
	for _, b := range which {
		if buckets[b].placed, err = tx.CreateBucket(b.name()); err != nil {
			return fmt.Errorf("making room for a past state: %w", err)
		}
	}
	return fn(buckets)
}
