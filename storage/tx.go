package storage

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"runtime/debug"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/period"
)

// head is what every commit moves: one small value, so that it costs one put.
type head struct {
	Number      uint64 `cbor:"1,keyasint"` // of the last journal entry
	Hash        []byte `cbor:"2,keyasint"` // of the chain up to it
	Submissions uint64 `cbor:"3,keyasint"` // the last number given, as below
	People      uint64 `cbor:"4,keyasint"`
	Letters     uint64 `cbor:"5,keyasint"`
	Dead        uint64 `cbor:"6,keyasint"`
	Models      uint64 `cbor:"7,keyasint,omitempty"`
}

// ReadTx reads one state of the data: the last committed one or, inside a Tx, that with what the Tx has written.
// It and the values it gives are of use to one goroutine until the transaction ends; the values themselves are copies.
type ReadTx struct {
	db      *DB
	base    *bolt.Tx
	over    *overlay // nil when only reading
	below   *overlay // what the batch before wrote, when base does not have it yet
	dict    *dictionary
	units   *units
	table   *memtable
	buckets [bucketCount]rows
	days    dayRows // nil: read anew

	sums     []int64 // see zeros
	runs     []period.Run
	runsDays period.Range
}

// Tx writes. Everything stays in memory until the batch is complete and is then put in the order of keys.
type Tx struct {
	ReadTx
	at         time.Time // one moment for the whole batch
	head       head
	sealedHead []byte               // what flush stored
	erasing    bool                 // somebody was erased
	anew       *derivation          // set while the derived buckets are worked out anew
	held       map[stockOf][]change // while many declarations come: how their stocks moved before; nil: they come one by one
	scratch    bytes.Buffer
}

// bucket finds a bucket once per transaction.
func (r *ReadTx) bucket(b bucket) rows {
	if r.buckets[b].placed == nil {
		r.buckets[b] = rows{placed: r.base.Bucket(b.name()), of: b, table: r.table}
		if b.direct() {
			r.buckets[b].table = nil
		}
		r.buckets[b].placed.FillPercent = b.fill()
	}
	return r.buckets[b]
}

// get gives the stored value or nil.
func (r *ReadTx) get(b bucket, key []byte) []byte {
	for _, o := range r.layers() {
		if value, ok := o.puts[b][string(key)]; ok {
			return value
		}
	}
	return r.bucket(b).Get(key)
}

// load decodes a stored struct and tells whether there was one.
func (r *ReadTx) load(b bucket, key []byte, into any) (bool, error) {
	value := r.get(b, key)
	if value == nil {
		return false, nil
	}
	if err := decode(value, into); err != nil {
		return false, wrap(b, key, err)
	}
	return true, nil
}

// wrap says where damage was found.
func wrap(b bucket, key []byte, err error) error {
	return fmt.Errorf("reading %s %s: %w", b, readable(b, key), err)
}

// scan walks the keys that begin with prefix, from start on.
func (r *ReadTx) scan(b bucket, prefix, start []byte) iter.Seq2[[]byte, []byte] {
	if bytes.Compare(start, prefix) < 0 {
		start = prefix
	}
	return merge(r.bucket(b).Cursor(), r.layers().from(b, prefix, start), prefix, start)
}

// Head is the number of the last journal entry; 0 before the first.
func (r *ReadTx) Head() (uint64, error) {
	var h head
	_, err := r.load(bucketMeta, keyHead, &h)
	return h.Number, err
}

// Head is the number of the last journal entry, those of this transaction included.
func (t *Tx) Head() (uint64, error) { return t.head.Number, nil }

// Attempt runs fn as a part that is taken back alone when fn returns an error or panics; the panic becomes a *PanicError.
func (t *Tx) Attempt(fn func() error) (err error) {
	mark, head, dict, units, trying := len(t.over.undo), t.head, t.dict, t.units, t.over.trying
	t.over.trying = true
	defer func() {
		t.over.trying = trying
		if cause := recover(); cause != nil {
			err = &PanicError{Kind: fmt.Sprintf("%T", cause), Stack: debug.Stack()}
		}
		if err != nil {
			t.over.takeBack(mark)
			t.head, t.dict, t.units = head, dict, units
		}
	}()
	return fn()
}

// PanicError is returned by Attempt for a panic. The panic's value may hold what a person wrote and is not kept.
type PanicError struct {
	Kind  string // the type of the panic's value
	Stack []byte // for the log
}

// Error names the type of the panic's value.
func (e *PanicError) Error() string { return "panic: " + e.Kind }

// StackTrace is where it happened, for the log.
func (e *PanicError) StackTrace() string { return string(e.Stack) }

// put stores a struct.
func (t *Tx) put(b bucket, key []byte, v any) error {
	value, err := encode(v)
	if err != nil {
		return err
	}
	t.over.set(b, string(key), value)
	return nil
}

func (t *Tx) set(b bucket, key, value []byte) {
	if t.anew != nil && t.anew.verify != nil {
		t.anew.verify(b, key, value)
		return
	}
	t.over.set(b, string(key), value)
}

// add is set for a key that is not there.
func (t *Tx) add(b bucket, key, value []byte) {
	if !t.over.bulk {
		t.set(b, key, value)
		return
	}
	t.over.adds[b] = append(t.over.adds[b], pair{key, value})
}

func (t *Tx) remove(b bucket, key []byte) { t.over.set(b, string(key), nil) }

// flush writes the overlay into bbolt, bucket by bucket in the order of keys.
func (t *Tx) flush() error {
	if err := t.makeWay(); err != nil {
		return err
	}
	prepared := t.prepareCells()
	err := t.flushBuckets()
	places := prepared()
	if err != nil {
		return err
	}
	for _, flush := range []func() error{t.flushStates, t.flushLetters, t.flushSeen} {
		if err := flush(); err != nil {
			return err
		}
	}
	if err := t.flushCells(places); err != nil {
		return err
	}
	return t.flushLog()
}

func (t *Tx) flushBuckets() error {
	for b, puts := range t.over.puts {
		if err := t.flushBucket(bucket(b), puts); err != nil {
			return fmt.Errorf("writing %s: %w", bucket(b), err)
		}
	}
	return nil
}

// manyReports is from how many on the cells are worked out in a goroutine of their own.
const manyReports = 1000

// prepareCells works out where the rows of cells go, while others are written, and gives what waits for that.
func (t *Tx) prepareCells() func() []place {
	if len(t.over.reports) < manyReports {
		return t.places
	}
	ready := make(chan []place, 1)
	go func() { ready <- t.places() }()
	return func() []place { return <-ready }
}

func (t *Tx) flushBucket(b bucket, puts map[string][]byte) error {
	for _, key := range slices.Sorted(maps.Keys(puts)) {
		var err error
		if value := puts[key]; value != nil {
			err = t.bucket(b).Put([]byte(key), value)
		} else {
			err = t.bucket(b).Delete([]byte(key))
		}
		if err != nil {
			return err
		}
	}
	return t.flushAdds(b)
}

// flushAdds comes last, as what is added may have been removed before.
func (t *Tx) flushAdds(b bucket) error {
	adds := t.over.adds[b]
	t.over.adds[b] = nil
	slices.SortFunc(adds, func(a, b pair) int { return bytes.Compare(a.key, b.key) })
	for _, p := range adds {
		if err := t.bucket(b).Put(p.key, p.value); err != nil {
			return err
		}
	}
	return nil
}
