package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
)

// flight is a batch on its way into the file.
type flight struct {
	tx   *Tx // as it ended; nobody changes it any more but the flight itself, which may find new places for its rows
	dict *dictionary
	id   int           // of its bolt transaction
	done chan struct{} // closed at its end
	err  error         // of use then
}

// Start runs fn as Update does and returns while the commit goes on; wait tells how that ended. The next Start runs its fn
// meanwhile, on what this one wrote, and hands over when this one has ended: if that failed, it fails, too. So the work of
// one batch and the disk's of the one before it go side by side, and each is as durable as with Update once wait returns nil.
func (db *DB) Start(ctx context.Context, fn func(*Tx) error) (wait func() error, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	db.writing.Lock()
	defer db.writing.Unlock()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer noteDamage(&err)
	if db.stopped.Load() {
		return nil, ErrStopped
	}
	tx, err := db.run(fn)
	if err != nil {
		return nil, err
	}
	f, err := db.depart(tx)
	if err != nil {
		tx.takeBack()
		return nil, err
	}
	return f.wait, nil
}

func (f *flight) wait() error {
	<-f.done
	return f.err
}

// run runs fn on the last state, be it in the file already or not, and ends its transaction.
func (db *DB) run(fn func(*Tx) error) (tx *Tx, err error) {
	base, err := db.bolt.Begin(false)
	if err != nil {
		return nil, fmt.Errorf("beginning to read: %w", err)
	}
	// A commit that needs more room waits for those who read; so this must not wait for one.
	defer func() { _ = base.Rollback() }()
	if tx, err = db.onto(base); err != nil {
		return nil, err
	}
	tx.days, tx.over.days = db.days, db.days
	if err := tx.work(fn); err != nil {
		return nil, err
	}
	tx.spread() // who reads through the overlay later must not change it
	return tx, nil
}

// work runs fn and ends the transaction; whatever fails, a panic included, also restores what is kept in memory.
func (t *Tx) work(fn func(*Tx) error) error {
	ended := false
	defer func() {
		if !ended {
			t.takeBack()
		}
	}()
	if err := fn(t); err != nil {
		return err
	}
	if err := t.put(bucketMeta, keyHead, t.head); err != nil {
		return err
	}
	t.sealedHead = t.over.puts[bucketMeta][string(keyHead)]
	ended = true
	return nil
}

// takeBack restores what is kept in memory after all of a transaction failed.
func (t *Tx) takeBack() {
	t.over.takeBack(0)
	clear(t.days)
}

// onto makes the Tx over what base holds and, if base does not hold it yet, over the last flight.
func (db *DB) onto(base *bolt.Tx) (*Tx, error) {
	f := db.flight
	if f == nil || f.id <= base.ID() {
		db.land() // what follows its commit needs no room
		return db.begin(base)
	}
	read := ReadTx{db: db, base: base, table: db.table.Load().asOf(base), over: newOverlay(), below: f.tx.over, dict: f.dict, units: f.tx.units}
	return &Tx{ReadTx: read, at: db.now(), head: f.tx.head}, nil
}

// depart begins to write a batch into the file, once the one before it is there.
func (db *DB) depart(tx *Tx) (*flight, error) {
	if db.land(); db.stopped.Load() {
		return nil, ErrStopped
	}
	base, err := db.bolt.Begin(true)
	if err != nil {
		return nil, fmt.Errorf("beginning to write: %w", err)
	}
	if !bytes.Equal(base.Bucket(bucketMeta.name()).Get(keyHead), db.head) {
		return nil, errors.Join(ErrFenced, base.Rollback())
	}
	tx.base, tx.below, tx.table, tx.buckets = base, nil, db.table.Load().next(), [bucketCount]rows{}
	tx.dict = tx.dict.at(db.dict.Load())
	f := &flight{tx: tx, dict: tx.dict, id: base.ID(), done: make(chan struct{})}
	db.flight = f
	go func() {
		defer close(f.done)
		f.err = db.fly(tx)
	}()
	if tx.over.bulk {
		db.land() // nobody can read through what is added in bulk
	}
	return f, nil
}

// fly writes and commits. The next batch may be at work on what this one wrote, so nothing can be taken back.
func (db *DB) fly(tx *Tx) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if err != nil {
			db.stopped.Store(true)
		}
	}()
	defer noteDamage(&err)
	defer func() { _ = tx.base.Rollback() }() // does nothing after a commit
	if err := tx.flush(); err != nil {
		return err
	}
	return db.commit(tx)
}

// land waits for the end of the last flight.
func (db *DB) land() {
	if db.flight != nil {
		<-db.flight.done
	}
}

// write lets one writer in, who is alone with the file until the function that it gives is called.
func (db *DB) write() (leave func()) {
	db.writing.Lock()
	db.land()
	return db.writing.Unlock
}
