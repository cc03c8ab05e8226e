package storage

import (
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// ErrNewer is returned by Open for a file that a newer danvanbot has written.
var ErrNewer = errors.New("the data file was written by a newer danvanbot; install that version or restore an older backup")

// schema is the version of the bucket tree in doc.go.
const schema = 1

// migration makes a file of the version before into one of version to, inside of one transaction.
type migration struct {
	to  uint64
	run func(*bolt.Tx) error
}

// migrations are appended to and never changed; each has a test with a real old file in testdata.
var migrations []migration

// migrate brings a file up to schema.
func migrate(db *bolt.DB) error {
	version, err := schemaOf(db)
	if err != nil || version == schema {
		return err
	}
	if version > schema {
		return fmt.Errorf("%w (its version is %d, this one knows %d)", ErrNewer, version, schema)
	}
	return db.Update(func(tx *bolt.Tx) error {
		for _, m := range migrations {
			if m.to <= version {
				continue
			}
			if err := m.run(tx); err != nil {
				return fmt.Errorf("migrating to version %d: %w", m.to, err)
			}
		}
		return putSchema(tx)
	})
}

// schemaOf reads the version; a file without one is not ours.
func schemaOf(db *bolt.DB) (version uint64, err error) {
	err = db.View(func(tx *bolt.Tx) error {
		meta := tx.Bucket(bucketMeta.name())
		if meta == nil || meta.Get(keySchema) == nil {
			return ErrForeign
		}
		return decode(meta.Get(keySchema), &version)
	})
	return version, err
}

func putSchema(tx *bolt.Tx) error {
	value, err := encode(uint64(schema))
	if err != nil {
		return err
	}
	return tx.Bucket(bucketMeta.name()).Put(keySchema, value)
}
