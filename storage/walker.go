package storage

import "bytes"

// walker reads cells, quickest at keys that grow: one that is near is reached by steps, which cost about a hundredth of a
// search.
type walker struct {
	bucket     bucket
	cursor     *cursor
	key, value []byte // where it stands; nil: nowhere
	from, to   []byte // of use until the next call
}

// near is how many steps are tried: a unit has at most 31 days in a month.
const near = 32

// walk begins in one of the two buckets of cells.
func (r *ReadTx) walk(now bool) *walker {
	b := cell{now: now}.bucket()
	return &walker{bucket: b, cursor: r.bucket(b).Cursor()}
}

// seek goes to the first key that is not before another one.
func (w *walker) seek(key []byte) {
	for range near {
		switch {
		case w.key == nil:
			w.key, w.value = w.cursor.Seek(key)
			return
		case bytes.Compare(w.key, key) >= 0:
			return
		}
		w.next()
	}
	w.key, w.value = w.cursor.Seek(key)
}

func (w *walker) next() { w.key, w.value = w.cursor.Next() }

// sum adds the rows from one cell to the granule of a number beside it.
func (w *walker) sum(first cell, to int32, sums []int64) error {
	w.from = first.appendKey(w.from[:0])
	if bytes.Compare(w.from, w.to) <= 0 {
		w.key = nil // it lies behind
	}
	first.granule.N = to
	w.to = first.appendKey(w.to[:0])
	for w.seek(w.from); w.key != nil && bytes.Compare(w.key, w.to) <= 0; w.next() {
		if err := addRow(w.value, sums); err != nil {
			return wrap(w.bucket, w.key, err)
		}
	}
	return nil
}
