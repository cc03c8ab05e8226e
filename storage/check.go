package storage

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Difference is one thing that is not as the journal says.
type Difference struct {
	Bucket   string
	Key      string // readable
	Stored   string // empty: it is missing
	Expected string // empty: it should not be there
	Fault    bool   // Stored says what is wrong
}

// String is one line for a list.
func (d Difference) String() string {
	if d.Fault {
		return fmt.Sprintf("%s %s: %s", d.Bucket, d.Key, d.Stored)
	}
	return fmt.Sprintf("%s %s: stored %q, expected %q", d.Bucket, d.Key, d.Stored, d.Expected)
}

func fault(b bucket, key []byte, err error) Difference {
	return Difference{Bucket: b.String(), Key: readable(b, key), Stored: err.Error(), Fault: true}
}

// Check reads the whole file: its pages, the checksum of every value and the journal's chain; and it works out from the
// journal alone what the derived buckets must hold. It names every difference; none means that all is well. It holds
// all cells in memory and, on a badly damaged file, may not end: give it a process of its own with a deadline. Writers wait
// while it looks at the pages, a second at most.
func (db *DB) Check(ctx context.Context, progress func(done, total int)) (found []Difference, err error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	err = guard(func() error {
		resume := sync.OnceFunc(db.write())
		defer resume()
		return db.View(ctx, func(r *ReadTx) error {
			found, err = r.check(ctx, resume, progress)
			return err
		})
	})
	return found, err
}

func (r *ReadTx) check(ctx context.Context, resume func(), progress func(done, total int)) ([]Difference, error) {
	found := checkPages(r.base, resume)
	for b := range bucketCount {
		found = append(found, r.checkValues(b)...)
	}
	all, err := r.replay(ctx)
	if err != nil {
		return found, err
	}
	found = append(found, all.faults...)
	found = append(found, r.checkHead(all.head)...)
	found = append(found, r.checkTree(all)...)
	wrong, err := r.checkDerived(ctx, all, progress)
	return append(found, wrong...), err
}

// checkDerived compares the derived buckets. Entries of the indexes are looked up as they come, since there are millions;
// only if something is wrong, everything is laid side by side.
func (r *ReadTx) checkDerived(ctx context.Context, all replayed, progress func(done, total int)) ([]Difference, error) {
	var found []Difference
	var expected [bucketCount]int
	t := r.deriving(func(b bucket, key, value []byte) {
		expected[b]++
		if stored := r.get(b, key); !bytes.Equal(stored, value) {
			found = append(found, r.difference(b, pair{bytes.Clone(key), stored}, value))
		}
	})
	if err := t.derive(ctx, all, progress); err != nil {
		return found, err
	}
	for _, b := range derived {
		switch {
		case b == bucketCells || b == bucketCellsNow || b == bucketHeard:
			found = append(found, r.compare(b, t.expected(b))...)
		case len(found) > 0 || r.bucket(b).len() != expected[b]:
			return r.checkAllDerived(ctx, all)
		}
	}
	return found, nil
}

// checkAllDerived is checkDerived with everything in memory.
func (r *ReadTx) checkAllDerived(ctx context.Context, all replayed) ([]Difference, error) {
	var found []Difference
	t := r.deriving(nil)
	if err := t.derive(ctx, all, func(int, int) {}); err != nil {
		return found, err
	}
	for _, b := range derived {
		found = append(found, r.compare(b, t.expected(b))...)
	}
	return found, nil
}

// deriving makes a Tx that is never flushed. What the writer remembers of the units is not for others.
func (r *ReadTx) deriving(verify func(b bucket, key, value []byte)) *Tx {
	return &Tx{
		ReadTx: ReadTx{db: r.db, base: r.base, table: r.table, dict: r.dict, units: newUnits(r.units.tree), over: newOverlay()},
		anew:   &derivation{verify: verify},
	}
}

// pagesPause is how long writers wait while the pages are checked: far longer than it takes to copy the list of free pages.
const pagesPause = time.Second

// checkPages lets bbolt look at its own structure, and resumes writing. What bbolt begins with is to copy the list of free
// pages, which is the writer's own: in the middle of a commit it would be another one than that of this transaction. All
// that follows reads the transaction's own pages, beside writers as well.
func checkPages(base *bolt.Tx, resume func()) []Difference {
	defer resume()
	defer time.AfterFunc(pagesPause, resume).Stop()
	var found []Difference
	for err := range base.Check() {
		found = append(found, Difference{Bucket: "file", Key: "pages", Stored: err.Error(), Fault: true})
	}
	return found
}

// checkValues checks the checksum of every value; the journal's are checked by replay.
func (r *ReadTx) checkValues(b bucket) []Difference {
	var found []Difference
	if b == bucketJournal {
		return nil
	}
	for key, value := range r.scan(b, nil, nil) {
		format := byte(0)
		if len(value) > 0 {
			format = value[0]
		}
		if _, err := unseal(format, value); err != nil {
			found = append(found, fault(b, key, err))
		}
	}
	return found
}

// checkHead compares the numbers that were given out with those in use.
func (r *ReadTx) checkHead(expected head) []Difference {
	var stored head
	if _, err := r.load(bucketMeta, keyHead, &stored); err != nil {
		return []Difference{fault(bucketMeta, keyHead, err)}
	}
	if expected.Number < stored.Number {
		cut := fmt.Errorf("%w: the journal ends at entry %d, but entry %d was written: the end was cut off", ErrDamaged, expected.Number, stored.Number)
		return []Difference{fault(bucketMeta, keyHead, cut)}
	}
	expected.Letters, expected.Dead = stored.Letters, stored.Dead
	was, want := fmt.Sprintf("%+v", stored), fmt.Sprintf("%+v", expected)
	if was == want {
		return nil
	}
	return []Difference{{Bucket: bucketMeta.String(), Key: string(keyHead), Stored: was, Expected: want}}
}

// expected are the derived entries of a bucket in order.
func (t *Tx) expected(b bucket) []pair {
	if b == bucketHeard {
		return inOrder(t.expectedHeard())
	}
	entries := make([]pair, 0, len(t.over.puts[b]))
	for key, value := range t.over.puts[b] {
		entries = append(entries, pair{[]byte(key), value})
	}
	for c := range maps.Keys(t.over.cells) {
		if c.bucket() != b {
			continue
		}
		if row := t.over.cells[c].pack(); len(row) > 0 {
			entries = append(entries, pair{c.key(), seal(formatRow, row)})
		}
	}
	return inOrder(entries)
}

func inOrder(entries []pair) []pair {
	slices.SortFunc(entries, func(a, b pair) int { return bytes.Compare(a.key, b.key) })
	return entries
}

// compare walks a bucket and what it must hold side by side.
func (r *ReadTx) compare(b bucket, expected []pair) []Difference {
	var found []Difference
	stored, stop := iter.Pull2(r.filled(b))
	defer stop()
	key, value, ok := stored()
	for ok || len(expected) > 0 {
		order := cmp.Compare(boolRank(!ok), boolRank(len(expected) == 0))
		if order == 0 {
			order = bytes.Compare(key, expected[0].key)
		}
		switch {
		case order < 0:
			found = append(found, r.difference(b, pair{key, value}, nil))
		case order > 0:
			found = append(found, r.difference(b, pair{expected[0].key, nil}, expected[0].value))
		case !bytes.Equal(value, expected[0].value):
			found = append(found, r.difference(b, pair{key, value}, expected[0].value))
		}
		if order >= 0 {
			expected = expected[1:]
		}
		if order <= 0 {
			key, value, ok = stored()
		}
	}
	return found
}

// filled walks a bucket without the rows that stay though they have only zeros.
func (r *ReadTx) filled(b bucket) iter.Seq2[[]byte, []byte] {
	empty := seal(formatRow, nil)
	return func(yield func(key, value []byte) bool) {
		for key, value := range r.scan(b, nil, nil) {
			if b == bucketCellsNow && bytes.Equal(value, empty) {
				continue
			}
			if !yield(key, value) {
				return
			}
		}
	}
}

// boolRank puts what is there before what has ended.
func boolRank(ended bool) int {
	if ended {
		return 1
	}
	return 0
}

func (r *ReadTx) difference(b bucket, stored pair, expected []byte) Difference {
	return Difference{
		Bucket: b.String(), Key: readable(b, stored.key),
		Stored: r.readableValue(b, stored.value), Expected: r.readableValue(b, expected),
	}
}

// readableValue shows a derived value.
func (r *ReadTx) readableValue(b bucket, value []byte) string {
	if value == nil {
		return ""
	}
	switch b {
	case bucketCells, bucketCellsNow, bucketStocks:
		if row, err := r.dict.unpackRow(value); err == nil {
			var words []string
			for _, a := range row {
				words = append(words, fmt.Sprintf("%s=%d", a.Measure, a.By))
			}
			return strings.Join(words, " ")
		}
	case bucketSubmissions, bucketModels:
		if numbers, err := unpackNumbers(value); err == nil {
			return fmt.Sprint(numbers)
		}
	default:
	}
	return fmt.Sprintf("%x", value)
}
