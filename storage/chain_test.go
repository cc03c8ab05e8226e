package storage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestChainLocatesChanges changes the journal as somebody could who knows the file's format, and asks where.
func TestChainLocatesChanges(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(journal *bolt.Bucket) error
		want   []string // keys of the faults
		says   string
	}{
		{"nothing", func(*bolt.Bucket) error { return nil }, nil, ""},
		{"a byte", func(j *bolt.Bucket) error {
			value := bytes.Clone(j.Get(storage.NumberKey(7)))
			value[len(value)-1] ^= 1
			return j.Put(storage.NumberKey(7), value)
		}, []string{"7", "8"}, "wrong checksum"},
		{"a text", func(j *bolt.Bucket) error { return storage.ForgeEntry(j, 7, "thôn", "làng", false) }, []string{"7"}, "is broken"},
		{"a text and its hash", func(j *bolt.Bucket) error { return storage.ForgeEntry(j, 7, "thôn", "làng", true) }, []string{"8"}, "is broken"},
		{"an entry less", func(j *bolt.Bucket) error { return j.Delete(storage.NumberKey(7)) }, []string{"8"}, "entries 7 to 7 are missing"},
		{"the end less", func(j *bolt.Bucket) error {
			return errors.Join(j.Delete(storage.NumberKey(300)), j.Delete(storage.NumberKey(301)))
		}, []string{"head"}, "ends at entry 299, but entry 301 was written"},
		{"two swapped", func(j *bolt.Bucket) error {
			a, b := bytes.Clone(j.Get(storage.NumberKey(7))), bytes.Clone(j.Get(storage.NumberKey(9)))
			return errors.Join(j.Put(storage.NumberKey(7), b), j.Put(storage.NumberKey(9), a))
		}, []string{"7", "8", "9", "10"}, "number 9 where 7 is expected"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := sound(t)
			tamper(t, path, tt.change)
			db := openReadOnly(t, path)
			c, err := db.CheckChain(t.Context())
			if err != nil && tt.name != "the end less" { // its head is gone
				t.Fatal(err)
			}
			var got []string
			for _, f := range c.Faults {
				got = append(got, f.Key)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("faults at (-want +got):\n%s", diff)
			}
			if said := fmt.Sprint(c.Faults); !strings.Contains(said, tt.says) {
				t.Errorf("got faults %s, want %q among them", said, tt.says)
			}
		})
	}
}

func tamper(t *testing.T, path string, change func(*bolt.Bucket) error) {
	t.Helper()
	base, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = base.Update(func(tx *bolt.Tx) error { return change(tx.Bucket([]byte("journal"))) })
	if err := errors.Join(err, base.Close()); err != nil {
		t.Fatal(err)
	}
}

// openReadOnly opens a file that may be damaged.
func openReadOnly(t *testing.T, path string) *storage.DB {
	t.Helper()
	db, err := storage.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// TestChainHead: a head that was written down stays true however the journal grows, and is that of no other journal.
func TestChainHead(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	before := chainHead(t, db)
	if err := storagetest.Fill(db, 10); err != nil {
		t.Fatal(err)
	}
	after := chainHead(t, db)
	if after.Number != before.Number+10 || len(after.Hash) != 32 || !after.At.Equal(storagetest.Now) {
		t.Errorf("got head %v at %v after 10 entries on top of %v", after, after.At, before)
	}
	view(t, db, func(r *storage.ReadTx) error {
		again, err := r.ChainAt(before.Number)
		if diff := cmp.Diff(before, again); diff != "" {
			t.Errorf("the old head has changed:\n%s", diff)
		}
		if _, err := r.ChainAt(after.Number + 1); !errors.Is(err, storage.ErrDamaged) {
			t.Errorf("got error %v for an entry that does not exist, want %v", err, storage.ErrDamaged)
		}
		return err
	})
}

func chainHead(t *testing.T, db *storage.DB) (h conversation.ChainHead) {
	t.Helper()
	view(t, db, func(r *storage.ReadTx) (err error) {
		h, err = r.ChainHead()
		return err
	})
	return h
}

// TestRestored: numbers go on behind those that were skipped, Check knows why, and so does a rebuild.
func TestRestored(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	if err := storagetest.Fill(db, 10); err != nil {
		t.Fatal(err)
	}
	update(t, db, func(tx *storage.Tx) error {
		last, err := tx.Restored(1000)
		if last != 1010 {
			t.Errorf("got %d as the last number skipped, want 1010", last)
		}
		return err
	})
	update(t, db, func(tx *storage.Tx) error {
		s, err := tx.Submit(form.Submission{Form: "hien_mau", Kind: form.Event, N: 1, Unit: "kt-bo-y", Days: period.NewDate(2026, 11, 22).Day()})
		if s.ID != 1011 {
			t.Errorf("got number %d for the first submission afterwards, want 1011", s.ID)
		}
		return err
	})
	storagetest.MustBeSound(t, db)
	c, err := db.CheckChain(context.Background())
	if diff := cmp.Diff([]uint64{c.Head.Number - 1}, c.Restored); diff != "" || err != nil || len(c.Faults) > 0 {
		t.Errorf("got %+v, error %v; restored (-want +got):\n%s", c, err, diff)
	}
}
