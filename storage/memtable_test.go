package storage_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/fill"
	"danvanbot/storage/storagetest"
)

// dump is all that a reader sees.
func dump(t *testing.T, db *storage.DB) (all map[string]string) {
	t.Helper()
	view(t, db, func(r *storage.ReadTx) error {
		all = r.Dump()
		return nil
	})
	return all
}

// busy lets a few people report, write and be answered.
func busy(t *testing.T, db *storage.DB, rng *rand.Rand) {
	t.Helper()
	if err := fill.Submissions(t.Context(), db, 1+rng.IntN(4), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	start(t, db, func(tx *storage.Tx) error {
		var failed error
		for range rng.IntN(8) {
			of := chat.Key{Platform: chat.Web, Chat: fmt.Sprint(rng.IntN(40))}
			_, err := tx.Queue(of, chat.Reply{Text: "x"}, storagetest.Now)
			failed = errors.Join(failed, err, tx.SetState(of, conversation.State{Seq: rng.IntN(3)}), tx.Sent(1+rng.Uint64N(60)))
		}
		return failed
	})
	landed(t, db)
}

// TestKilledWhileRowsWait: after each commit a copy of the file, as a killed process leaves it, holds what a reader sees, be it
// opened to write or only to read; so it does after Close, with everything in its place.
func TestKilledWhileRowsWait(t *testing.T) {
	t.Parallel()
	dir, rng := t.TempDir(), rand.New(rand.NewPCG(3, 4)) //nolint:gosec // to be repeated
	o := storagetest.Options(dir)
	o.Waiting = 150
	db := storagetest.OpenWith(t, o)
	waited, placed := 0, 0
	for range 40 {
		before := storage.Waiting(db)
		busy(t, db, rng)
		waited = max(waited, storage.Waiting(db))
		if storage.Waiting(db) < before {
			placed++
		}
		want, left := dump(t, db), filepath.Join(t.TempDir(), storage.FileName)
		if err := os.WriteFile(left, readFile(t, db.Path()), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, o := range []storage.Options{{ReadOnly: true}, {}, {ReadOnly: true}} {
			o.Dir, o.Now, o.Log = filepath.Dir(left), storagetest.Options("").Now, slog.New(slog.DiscardHandler)
			again, err := storage.Open(o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, dump(t, again)); diff != "" {
				t.Fatalf("read only %t (-want +got):\n%s", o.ReadOnly, diff)
			}
			storagetest.MustBeSound(t, again)
			if err := again.Close(); err != nil {
				t.Fatal(err)
			}
			if !o.ReadOnly && storage.Waiting(again) > 0 {
				t.Errorf("%d rows wait in a closed file", storage.Waiting(again))
			}
		}
	}
	if waited < 100 || placed < 3 {
		t.Errorf("at most %d rows waited, %d times some were taken to their places: this tests too little", waited, placed)
	}
}

// TestReadersKeepTheirState: whoever reads sees one state, however many commits pass and wherever rows go meanwhile.
func TestReadersKeepTheirState(t *testing.T) {
	t.Parallel()
	o, rng := storagetest.Options(t.TempDir()), rand.New(rand.NewPCG(5, 6)) //nolint:gosec // to be repeated
	o.Waiting = 100
	db := storagetest.OpenWith(t, o)
	for range 8 {
		busy(t, db, rng)
		view(t, db, func(r *storage.ReadTx) error {
			before := r.Dump()
			for range 6 {
				busy(t, db, rng)
			}
			if diff := cmp.Diff(before, r.Dump()); diff != "" {
				t.Fatalf("what a reader sees changed (-before +after):\n%s", diff)
			}
			if maps.Equal(before, dump(t, db)) {
				t.Error("nothing was written meanwhile")
			}
			return nil
		})
	}
}

// TestReadersBesideWriters: states that are written together are read together.
func TestReadersBesideWriters(t *testing.T) {
	t.Parallel()
	o := storagetest.Options(t.TempDir())
	o.Waiting = 50
	db := storagetest.OpenWith(t, o)
	a, b := chat.Key{Platform: chat.Web, Chat: "a"}, chat.Key{Platform: chat.Web, Chat: "b"}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		for ctx.Err() == nil {
			err := db.View(t.Context(), func(r *storage.ReadTx) error {
				first, err := r.State(a)
				second, err2 := r.State(b)
				if first.Seq != second.Seq {
					return fmt.Errorf("read %d and %d", first.Seq, second.Seq)
				}
				return errors.Join(err, err2)
			})
			if err != nil {
				ended <- err
				return
			}
		}
		ended <- nil
	}()
	for n := range 300 {
		start(t, db, func(tx *storage.Tx) error {
			s := conversation.State{Seq: n}
			return errors.Join(tx.SetState(a, s), tx.SetState(b, s), tx.SetState(chat.Key{Platform: chat.Web, Chat: fmt.Sprint(n)}, s))
		})
	}
	landed(t, db)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestDamagedLog: rows that wait are not given up in silence.
func TestDamagedLog(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	busy(t, db, rand.New(rand.NewPCG(7, 8))) //nolint:gosec // to be repeated
	left := filepath.Join(t.TempDir(), storage.FileName)
	if err := os.WriteFile(left, readFile(t, db.Path()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := storage.SpoilLog(left); err != nil {
		t.Fatal(err)
	}
	_, err := storage.Open(storagetest.Options(filepath.Dir(left)))
	if !errors.Is(err, storage.ErrDamaged) || !strings.Contains(err.Error(), "log commit") {
		t.Errorf("got error %v, want damage of the log", err)
	}
}
