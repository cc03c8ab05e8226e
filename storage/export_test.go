package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// SealedNumber is a number as it is stored.
func SealedNumber(n uint64) []byte {
	value, err := encode(n)
	if err != nil {
		panic(err)
	}
	return value
}

// NumberKey is the key of a numbered entry.
func NumberKey(n uint64) []byte { return numberKey(n) }

// ForgeEntry replaces a text in a journal entry by one of the same length and mends the checksum; with rehash also the
// entry's own hash.
func ForgeEntry(journal *bolt.Bucket, number uint64, text, by string, rehash bool) error {
	hash, encoded, err := openEntry(journal.Get(numberKey(number)))
	if err != nil {
		return err
	}
	forged := bytes.Replace(encoded, []byte(text), []byte(by), 1)
	if bytes.Equal(forged, encoded) || len(forged) != len(encoded) {
		return fmt.Errorf("entry %d cannot be forged with %q", number, text)
	}
	hash = bytes.Clone(hash)
	if rehash {
		previous, _, err := openEntry(journal.Get(numberKey(number - 1)))
		if err != nil {
			return err
		}
		hash = link(previous, forged)
	}
	return journal.Put(numberKey(number), seal(formatEntry, append(hash, forged...)))
}

// DumpDerived are all keys and values of the derived buckets.
func DumpDerived(db *DB) (all map[string]string, err error) {
	err = db.View(context.Background(), func(r *ReadTx) error {
		all = r.dump(derived)
		return nil
	})
	return all, err
}

// Dump are all keys and values, wherever they are.
func (r *ReadTx) Dump() map[string]string {
	var buckets []bucket
	for b := range bucketLog {
		buckets = append(buckets, b)
	}
	return r.dump(buckets)
}

func (r *ReadTx) dump(buckets []bucket) map[string]string {
	all := map[string]string{}
	for _, b := range buckets {
		for key, value := range r.scan(b, nil, nil) {
			all[fmt.Sprintf("%s %x", b, key)] = string(value)
		}
	}
	return all
}

// Waiting is how many rows wait for their places in the file.
func Waiting(db *DB) int { return db.table.Load().len() }

// SpoilLog flips a bit of the last value of the log, as damage would.
func SpoilLog(path string) error {
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		log := tx.Bucket(bucketLog.name())
		key, value := log.Cursor().Last()
		value = bytes.Clone(value)
		value[len(value)-1] ^= 1
		return log.Put(bytes.Clone(key), value)
	})
	return errors.Join(err, db.Close())
}

// SpoilDerived deletes and changes entries of each derived bucket, in their places and waiting.
func SpoilDerived(db *DB) error {
	return errors.Join(db.emptyLog(), spoilPlaced(db), db.Update(context.Background(), func(t *Tx) error {
		for _, b := range derived {
			t.set(b, []byte("nothing has such a key"), nothing)
		}
		return nil
	}))
}

func spoilPlaced(db *DB) error {
	return db.bolt.Update(func(tx *bolt.Tx) error {
		for _, b := range derived {
			bucket := tx.Bucket(b.name())
			if first, _ := bucket.Cursor().First(); first != nil {
				if err := bucket.Delete(first); err != nil {
					return err
				}
			}
			if last, value := bucket.Cursor().Last(); last != nil {
				if err := bucket.Put(append(bytes.Clone(last), 'x'), bytes.Clone(value)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
