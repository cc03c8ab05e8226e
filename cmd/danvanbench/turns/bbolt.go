package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	bolt "go.etcd.io/bbolt"
)

// bare is bbolt with the same rows under plain keys and nothing around it: no checksums, no overlay, no packed cells.
type bare struct {
	ids

	path  string
	db    *bolt.DB
	tx    *bolt.Tx
	last  [sha256.Size]byte
	drops int64
}

// buckets are named as the tables of the databases are; an index is a bucket, too.
var buckets = []string{"seen", "positions", "states", "outbox", "journal", "submissions", "byday", "byreporter", "imported", "sums"}

func openBare(path string) (*bare, error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{NoFreelistSync: true, FreelistType: bolt.FreelistMapType, InitialMmapSize: 1 << 32})
	if err != nil {
		return nil, err
	}
	s := &bare{path: path, db: db}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range buckets {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		s.journal, s.submission, s.outbox = lastKey(tx, "journal"), lastKey(tx, "submissions"), lastKey(tx, "outbox")
		copy(s.last[:], tx.Bucket([]byte("journal")).Get(number(s.journal)))
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

func lastKey(tx *bolt.Tx, bucket string) int64 {
	key, _ := tx.Bucket([]byte(bucket)).Cursor().Last()
	if len(key) < 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(key))
}

// number is a key, or a part of one. Negative numbers are sorted behind all others, which is of no account here.
func number(n ...int64) (key []byte) {
	for _, part := range n {
		key = binary.BigEndian.AppendUint64(key, uint64(part))
	}
	return key
}

// put puts into a bucket of the open transaction, unless something has failed before.
func (s *bare) put(failed *error, bucket string, key, value []byte) {
	if *failed == nil {
		*failed = s.tx.Bucket([]byte(bucket)).Put(key, value)
	}
}

func (s *bare) load(_ context.Context, chats []int) (states map[int][]byte, err error) {
	if s.tx, err = s.db.Begin(true); err != nil {
		return nil, err
	}
	states = map[int][]byte{}
	for _, chat := range chats {
		states[chat] = s.tx.Bucket([]byte("states")).Get(number(int64(chat)))
	}
	return states, nil
}

func (s *bare) save(_ context.Context, turns []turn) (err error) {
	for row := s.drops + 1; row <= s.outbox && err == nil; row++ {
		err = s.tx.Bucket([]byte("outbox")).Delete(number(row))
	}
	s.drops = s.outbox
	for _, t := range turns {
		s.outbox++
		s.put(&err, "seen", number(int64(t.slot())), number(t.update))
		s.put(&err, "states", number(int64(t.chat)), t.state)
		s.put(&err, "outbox", number(s.outbox), append(number(int64(t.chat)), t.reply...))
	}
	s.put(&err, "positions", []byte("web"), number(turns[len(turns)-1].update))
	s.putReports(&err, reportsOf(turns))
	return s.end(err)
}

func (s *bare) putReports(failed *error, all []report) {
	for _, e := range s.chain(all, &s.last) {
		r := e.report
		s.put(failed, "journal", number(e.number), append(e.hash[:], e.content...))
		s.put(failed, "submissions", number(e.submission), number(e.number))
		s.put(failed, "byday", number(int64(r.Unit), int64(r.Day), e.submission), number(int64(r.Reporter), int64(r.Kind)))
		s.put(failed, "byreporter", number(int64(r.Reporter), e.submission), nil)
		if r.Code != "" {
			s.put(failed, "imported", []byte(r.Code), number(e.submission))
		}
	}
	b := s.tx.Bucket([]byte("sums"))
	for at, sum := range sums(all) {
		key := number(int64(at.unit), int64(at.granule), int64(at.kind))
		sum.add(amountsOf(b.Get(key)))
		s.put(failed, "sums", key, number(sum.n, sum.a, sum.b))
	}
}

func amountsOf(value []byte) amounts {
	if len(value) < 24 {
		return amounts{}
	}
	at := func(i int) int64 { return int64(binary.BigEndian.Uint64(value[i:])) }
	return amounts{at(0), at(8), at(16)}
}

// end commits, or takes everything back after an error.
func (s *bare) end(err error) error {
	if err != nil {
		return errors.Join(err, s.tx.Rollback())
	}
	return s.tx.Commit()
}

func (s *bare) takeIn(_ context.Context, all []report) (err error) {
	if s.tx, err = s.db.Begin(true); err != nil {
		return err
	}
	s.putReports(&err, all)
	return s.end(err)
}

func (s *bare) month(_ context.Context, granule int) (totals, error) {
	found := totals{}
	err := s.db.View(func(tx *bolt.Tx) error {
		for kind := range kinds {
			found.put(kind, amountsOf(tx.Bucket([]byte("sums")).Get(number(whole, int64(granule), int64(kind)))))
		}
		return nil
	})
	return found, err
}

func (s *bare) size(context.Context) (int64, error) { return fileSize(s.path) }

func (s *bare) close() error { return s.db.Close() }
