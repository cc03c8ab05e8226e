package bench

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"

	"danvanbot/storage"
)

// Alone is one chat alone, in turns with a bare bbolt Update of one small put, both after the same pause.
type Alone struct {
	notes

	db   *storage.DB
	rig  *Rig
	bare *bolt.DB
	said int
}

// NewAlone makes both files in a folder.
func NewAlone(dir string) (*Alone, error) {
	db, err := Open(dir)
	if err != nil {
		return nil, err
	}
	rig, err := NewRig(db, 1)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	a := &Alone{db: db, rig: rig}
	if a.bare, err = bolt.Open(filepath.Join(dir, "bare.db"), 0o600, &bolt.Options{FreelistType: bolt.FreelistMapType}); err != nil {
		return nil, errors.Join(err, rig.Close(), db.Close())
	}
	return a, nil
}

// pairsARound is how often both commit in a round.
const pairsARound = 60

// Round lets both commit by turns.
func (a *Alone) Round(context.Context) error {
	var turns, commits, small []float64
	for range pairsARound {
		turn, err := a.once(func() error { return a.rig.Say(0) })
		if err != nil {
			return err
		}
		a.said++
		commit := time.Duration(a.rig.commits.last.Load()).Seconds()
		put, err := a.once(a.put)
		if err != nil {
			return err
		}
		turns, commits, small = append(turns, turn), append(commits, commit), append(small, put)
	}
	for _, q := range []float64{0.5, 0.99} {
		name, bare := fmt.Sprintf("_p%g", q*100), Quantile(small, q)
		a.add("alone_turn"+name, "ms", Quantile(turns, q)*1e3)
		a.add("alone_commit"+name, "ms", Quantile(commits, q)*1e3)
		a.add("alone_bare"+name, "ms", bare*1e3)
		a.add("alone_ratio"+name, "×", Quantile(commits, q)/bare)
	}
	return nil
}

// once is how long fn takes after all is at rest.
func (a *Alone) once(fn func() error) (float64, error) {
	if err := a.rig.idle(a.said); err != nil {
		return 0, err
	}
	return Seconds(fn)
}

func (a *Alone) put() error {
	return a.bare.Update(func(tx *bolt.Tx) error {
		bucket, err := tx.CreateBucketIfNotExists([]byte("b"))
		if err != nil {
			return err
		}
		return bucket.Put(binary.BigEndian.AppendUint64(nil, uint64(a.said)), []byte("a small value"))
	})
}

// Close closes both files.
func (a *Alone) Close() error { return errors.Join(a.rig.Close(), a.db.Close(), a.bare.Close()) }
