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
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
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

// killed is a copy of the file as a process leaves it that is killed now.
func killed(t *testing.T, db *storage.DB) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), storage.FileName)
	if err := os.WriteFile(path, readFile(t, db.Path()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
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
		want, left := dump(t, db), killed(t, db)
		for _, o := range []storage.Options{{ReadOnly: true}, {}, {ReadOnly: true}} {
			o.Dir, o.Now, o.Log = filepath.Dir(left), storagetest.Options("").Now, slog.New(slog.DiscardHandler)
			again, err := storage.Open(o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, dump(t, again)); diff != "" {
				t.Fatalf("read only %t (-want +got):\n%s", o.ReadOnly, diff)
			}
			if !o.ReadOnly {
				goOn(t, again, rng)
				want = dump(t, again)
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

// goOn lets a process that began after a kill write, and be killed in its turn.
func goOn(t *testing.T, db *storage.DB, rng *rand.Rand) {
	t.Helper()
	busy(t, db, rng)
	want, left := dump(t, db), killed(t, db)
	again, err := storage.OpenFile(left)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, dump(t, again)); diff != "" {
		t.Fatalf("after a second kill (-want +got):\n%s", diff)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
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

// TestReadersBesideWriters: what is written together is read together, be it in its place or not.
func TestReadersBesideWriters(t *testing.T) {
	t.Parallel()
	o := storagetest.Options(t.TempDir())
	o.Waiting = 50
	db := storagetest.OpenWith(t, o)
	a, unit := chat.Key{Platform: chat.Web, Chat: "a"}, db.Tree().Communes("p-quang-ngai", orgunit.Latest)[0]
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		for ctx.Err() == nil {
			err := db.View(t.Context(), func(r *storage.ReadTx) error {
				s, err := r.State(a)
				head, err2 := r.Head()
				if s.Seq > 0 && s.Seq != int(head) {
					return fmt.Errorf("read %d of entry %d", s.Seq, head)
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
			err := report(tx, unit)
			head, err2 := tx.Head()
			s := conversation.State{Seq: int(head)}
			return errors.Join(err, err2, tx.SetState(a, s), tx.SetState(chat.Key{Platform: chat.Web, Chat: fmt.Sprint(n)}, s))
		})
	}
	landed(t, db)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestPastStatesWriteNothing: whoever works a past state out, in which a unit was heard of that nobody else knows, leaves no
// row behind.
func TestPastStatesWriteNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db, err := storage.Open(storagetest.Options(dir))
	if err != nil {
		t.Fatal(err)
	}
	units := db.Tree().Communes("p-quang-ngai", orgunit.Latest)
	var at uint64
	update(t, db, func(tx *storage.Tx) error {
		s, err := tx.Submit(form.Submission{
			Kind: form.Event, Form: "tang_qua", Unit: units[1], Days: period.Date(20000).Day(), N: 1, Reporter: 1, SentAt: storagetest.Now,
		})
		if err != nil {
			return err
		}
		if at, err = tx.Head(); err != nil {
			return err
		}
		s.Gone = true
		_, err = tx.Submit(s)
		return err
	})
	before := dump(t, db)
	if err := db.ViewDerived(t.Context(), at, func(*storage.ReadTx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dump(t, db)); diff != "" {
		t.Errorf("who looked back wrote (-before +after):\n%s", diff)
	}
	update(t, db, func(tx *storage.Tx) error { return report(tx, units[0]) })
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	storagetest.OpenWith(t, storagetest.Options(dir)) // checked at the end
}

// TestLogIsBounded: rows that are written again and again do not fill the file, though few of them wait.
func TestLogIsBounded(t *testing.T) {
	t.Parallel()
	o := storagetest.Options(t.TempDir())
	o.Waiting = 0
	db := storagetest.OpenWith(t, o)
	of := chat.Key{Platform: chat.Web, Chat: "a"}
	const commits, size = 120, 500_000
	for n := range commits {
		update(t, db, func(tx *storage.Tx) error {
			return tx.SetState(of, conversation.State{Album: strings.Repeat(fmt.Sprint(n%10), size)})
		})
	}
	info, err := os.Stat(db.Path())
	if err != nil || info.Size() > commits*size*3/4 {
		t.Errorf("got %d bytes, error %v, after %d commits of %d", info.Size(), err, commits, size)
	}
}

// TestDamagedLog: rows that wait are not given up in silence.
func TestDamagedLog(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	busy(t, db, rand.New(rand.NewPCG(7, 8))) //nolint:gosec // to be repeated
	left := killed(t, db)
	if err := storage.SpoilLog(left); err != nil {
		t.Fatal(err)
	}
	_, err := storage.Open(storagetest.Options(filepath.Dir(left)))
	if !errors.Is(err, storage.ErrDamaged) || !strings.Contains(err.Error(), "log commit") {
		t.Errorf("got error %v, want damage of the log", err)
	}
}
