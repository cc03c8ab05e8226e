package storage

import (
	"bytes"
	"context"
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
func DumpDerived(db *DB) (map[string]string, error) {
	all := map[string]string{}
	err := db.View(context.Background(), func(r *ReadTx) error {
		for _, b := range derived {
			for key, value := range r.scan(b, nil, nil) {
				all[fmt.Sprintf("%s %x", b, key)] = string(value)
			}
		}
		return nil
	})
	return all, err
}

// SpoilDerived deletes and changes entries of each derived bucket.
func SpoilDerived(db *DB) error {
	if err := db.settle(); err != nil {
		return err
	}
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
