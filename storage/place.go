package storage

import (
	"fmt"
	"os"
	"path/filepath"
)

// patience is how many times as many rows as otherwise wait while there may be no room for them in their places.
const patience = 4

// makeWay takes the rows that wait to their places when they are many, or many are to come.
func (t *Tx) makeWay() error {
	waiting := t.table.len()
	t.table.direct = t.over.entries() >= t.db.waiting
	switch {
	case t.table.direct:
	case waiting < t.db.waiting && t.table.bytes < maxLogged:
		return nil
	case waiting < patience*t.db.waiting && !t.hasRoom(): // a commit that fails stops everything, and this one may fit yet
		return nil
	}
	return t.place()
}

func (t *Tx) hasRoom() bool { return t.roomToPlace() == nil }

// roomToPlace refuses when there may be no room on the disk: at worst each row changes a page of its own, which is written anew
// elsewhere.
func (t *Tx) roomToPlace() error {
	pages := t.table.len() - t.db.bolt.Stats().FreePageN
	if pages <= 0 {
		return nil
	}
	return NeedSpace(filepath.Dir(t.db.Path()), int64(pages)*int64(os.Getpagesize()))
}

// place takes all rows that wait to their places.
func (t *Tx) place() error {
	for b, waiting := range t.table.rows {
		if waiting == nil {
			continue
		}
		into := t.bucket(bucket(b)).placed
		var err error
		waiting.Scan(func(row pair) bool {
			if row.value == nil {
				err = into.Delete(row.key)
			} else {
				err = into.Put(row.key, row.value)
			}
			return err == nil
		})
		if err != nil {
			return fmt.Errorf("placing rows of %s: %w", bucket(b), err)
		}
	}
	t.table = &memtable{direct: t.table.direct, writes: true}
	t.buckets = [bucketCount]rows{}
	return t.empty([]bucket{bucketLog})
}

// placeAll takes all rows that wait to their places, in a commit of its own. Only the writer calls it.
func (db *DB) placeAll() (err error) {
	if db.table.Load().len() == 0 {
		return nil
	}
	defer noteDamage(&err)
	base, err := db.bolt.Begin(true)
	if err != nil {
		return fmt.Errorf("beginning to write: %w", err)
	}
	defer func() { _ = base.Rollback() }() // does nothing after a commit
	tx, err := db.begin(base)
	if err != nil {
		return err
	}
	if err := tx.roomToPlace(); err != nil {
		return err
	}
	if err := tx.place(); err != nil {
		return err
	}
	tx.sealedHead = db.head
	return db.commit(tx)
}
