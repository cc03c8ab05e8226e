package storage

import "fmt"

// makeWay takes the rows that wait to their places when they are many, or many are to come.
func (t *Tx) makeWay() error {
	t.table.direct = t.over.entries() >= t.db.waiting
	if !t.table.direct && t.table.len() < t.db.waiting {
		return nil
	}
	return t.place()
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
	t.table = &memtable{direct: t.table.direct}
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
	if err := tx.place(); err != nil {
		return err
	}
	tx.sealedHead = db.head
	return db.commit(tx)
}
