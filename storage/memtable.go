package storage

import (
	"bytes"

	"github.com/tidwall/btree"
	bolt "go.etcd.io/bbolt"
)

const (
	// defaultWaiting is how many rows wait in the memtable: what some thousand updates wrote, a few MB.
	defaultWaiting = 16384
	// maxLogged is how many bytes the log has at most, about: the same few rows may be written again and again.
	maxLogged = 16 << 20
)

// memtable holds the rows that were committed and are not in their places in the file yet, of all buckets but the direct
// ones. A commit writes them one behind the other into the log, which takes a few pages that lie side by side, where each row
// in its place would take a page of its own; now and then all go to their places at once, in the order of keys. Open reads
// the log.
//
// A memtable that was published never changes: a transaction that writes has its own, which shares what it leaves alone.
type memtable struct {
	rows   [bucketCount]*btree.BTreeG[pair] // nil: none wait. A nil value is a deletion
	logged uint64                           // the number of the last commit in the log
	bytes  int                              // in the log
	since  int                              // number of the bolt transaction that published it
	before *memtable                        // the one in whose place it came, for who still reads that; it has none itself

	// Of a transaction that writes:
	writes bool                // it is one
	own    [bucketCount]bool   // which rows are shared with nobody
	wrote  [bucketCount][]pair // what the commit adds to the log
	direct bool                // all goes to its place at once, as it is much
}

// next is for a transaction that writes.
func (m *memtable) next() *memtable {
	return &memtable{rows: m.rows, logged: m.logged, bytes: m.bytes, writes: true}
}

// published is for all who read what a transaction of bbolt commits.
func (m *memtable) published(base *bolt.Tx, before *memtable) *memtable {
	last := *before
	last.before = nil
	return &memtable{rows: m.rows, logged: m.logged, bytes: m.bytes, since: base.ID(), before: &last}
}

// asOf is the memtable of the state that a transaction reads; nil if that is gone, as two commits later.
func (m *memtable) asOf(base *bolt.Tx) *memtable {
	for m != nil && m.since > base.ID() {
		m = m.before
	}
	return m
}

// put keeps a row, which must not be changed any more; a nil value deletes.
func (m *memtable) put(b bucket, row pair) {
	switch {
	case m.rows[b] == nil:
		m.rows[b] = btree.NewBTreeGOptions(func(a, b pair) bool { return bytes.Compare(a.key, b.key) < 0 }, btree.Options{NoLocks: true})
	case !m.own[b]:
		m.rows[b] = m.rows[b].Copy()
	}
	m.own[b] = true
	m.rows[b].Set(row)
}

// len is how many rows wait.
func (m *memtable) len() (n int) {
	for _, rows := range m.rows {
		if rows != nil {
			n += rows.Len()
		}
	}
	return n
}
