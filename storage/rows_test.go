package storage

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"
)

// TestRows compares rows, of which some wait and some are deleted, with a map.
func TestRows(t *testing.T) {
	t.Parallel()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "rows.db"), 0o600, &bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // nothing is kept
	for seed := range uint64(200) {
		rng, want := rand.New(rand.NewPCG(seed, 9)), map[string]string{} //nolint:gosec // to be repeated
		err := db.Update(func(tx *bolt.Tx) error {
			placed, err := tx.CreateBucket(fmt.Append(nil, seed))
			if err != nil {
				return err
			}
			vary(t, rows{placed: placed, of: bucketStates}, want, rng)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = db.View(func(tx *bolt.Tx) error {
			r := rows{placed: tx.Bucket(fmt.Append(nil, seed)), of: bucketStates}
			compareRows(t, r, want)
			r.table = new(memtable).next()
			vary(t, r, want, rng)
			compareRows(t, r, want)
			before := maps.Clone(want)
			next := r
			next.table = r.table.next()
			vary(t, next, want, rng)
			compareRows(t, next, want)
			compareRows(t, r, before) // nobody sees what a later transaction writes
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// vary puts and deletes some rows.
func vary(t *testing.T, r rows, want map[string]string, rng *rand.Rand) {
	t.Helper()
	for range rng.IntN(30) {
		key, value := fmt.Sprint("k", rng.IntN(40)), fmt.Sprint("v", rng.IntN(1000))
		err := r.Delete([]byte(key))
		if delete(want, key); rng.IntN(3) > 0 {
			err = r.Put([]byte(key), []byte(value))
			want[key] = value
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// compareRows reads all rows in each way.
func compareRows(t *testing.T, r rows, want map[string]string) {
	t.Helper()
	keys := slices.Sorted(maps.Keys(want))
	for n := range 41 {
		from := fmt.Sprint("k", n)
		if got := string(r.Get([]byte(from))); got != want[from] {
			t.Fatalf("%s: got %q, want %q", from, got, want[from])
		}
		var got []string
		c := r.Cursor()
		for key, value := c.Seek([]byte(from)); key != nil; key, value = c.Next() {
			got = append(got, string(key)+string(value))
		}
		var all []string
		for _, key := range keys {
			if key >= from {
				all = append(all, key+want[key])
			}
		}
		if diff := cmp.Diff(all, got); diff != "" {
			t.Fatalf("from %s (-want +got):\n%s", from, diff)
		}
	}
	if got := r.len(); got != len(want) {
		t.Fatalf("got %d rows, want %d", got, len(want))
	}
}

// FuzzLog: no value of the log that was written by others makes reading it panic, and what we write is read as it was.
func FuzzLog(f *testing.F) {
	f.Add(logKey(1, bucketStates), packRows([]pair{{[]byte("web:a"), []byte("state")}, {[]byte("web:b"), nil}})[headerSize:])
	f.Add([]byte("short"), []byte{1, 'a'})
	f.Add(logKey(2, bucketOutbox), []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, key, packed []byte) {
		var m memtable
		if m.load(key, seal(formatBytes, packed)) != nil {
			return
		}
		b, _ := bucketNamed(string(key[8:]))
		if m.rows[b] == nil {
			return
		}
		var again memtable
		if err := again.load(key, packRows(m.rows[b].Items())); err != nil {
			t.Fatal(err)
		}
		same := func(a, b pair) bool { return bytes.Equal(a.key, b.key) && bytes.Equal(a.value, b.value) }
		if !slices.EqualFunc(m.rows[b].Items(), again.rows[b].Items(), same) {
			t.Errorf("got %q, want %q", again.rows[b].Items(), m.rows[b].Items())
		}
	})
}
