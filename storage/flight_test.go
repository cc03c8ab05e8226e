package storage_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// start is update that waits for nothing.
func start(t *testing.T, db *storage.DB, fn func(*storage.Tx) error) {
	t.Helper()
	if _, err := db.Start(t.Context(), fn); err != nil {
		t.Fatalf("start: %v", err)
	}
}

// landed waits until everything that was started is in the file.
func landed(t *testing.T, db *storage.DB) {
	t.Helper()
	update(t, db, func(*storage.Tx) error { return nil })
}

// TestStartReadsWhatIsOnItsWay: each batch sees all of the one before it, which may not be in the file yet.
func TestStartReadsWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	unit := db.Tree().Communes("p-quang-ngai", orgunit.Latest)[0]
	key := chat.Key{Platform: chat.Web, Chat: "a"}
	for n := range 50 {
		start(t, db, func(tx *storage.Tx) error {
			if diff := cmp.Diff(want(n), seenBy(t, tx, unit)); diff != "" {
				t.Fatalf("batch %d (-want +got):\n%s", n, diff)
			}
			for _, row := range pending(t, tx) {
				if err := tx.Sent(row); err != nil {
					return err
				}
			}
			_, err := tx.Queue(key, chat.Reply{Text: fmt.Sprint(n)}, storagetest.Now)
			return errors.Join(err, report(tx, unit))
		})
	}
	landed(t, db)
	storagetest.MustBeSound(t, db)
}

// glance is what a batch looks at.
type glance struct {
	Head, Reports uint64
	Sum           int64
	Outbox        int
	Heard         rollup.News
}

// want is what the n-th batch, from 0, must see: each before it reported once and replaced the row in the outbox. The
// first entry is that of the units.
func want(n int) glance {
	if n == 0 {
		return glance{Head: 1}
	}
	return glance{Head: 1 + uint64(n), Reports: uint64(n), Sum: int64(n), Outbox: 1, Heard: rollup.Something}
}

func seenBy(t *testing.T, tx *storage.Tx, unit orgunit.ID) (g glance) {
	t.Helper()
	head, err := tx.Head()
	sum, err2 := tx.Sum(unit, rollup.Was, period.Date(20000).Day())
	list, err3 := tx.OnDay(unit, period.Date(20000).Day(), 1000)
	heard, err4 := tx.Heard(period.Date(20000).Day())
	if err := errors.Join(err, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	return glance{Head: head, Reports: uint64(len(list)), Sum: sum.Get("tang_qua.n"), Outbox: len(pending(t, tx)), Heard: heard.Of(unit)}
}

func pending(t *testing.T, tx *storage.Tx) (rows []uint64) {
	t.Helper()
	list, err := tx.Pending(0, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		rows = append(rows, l.Row)
	}
	return rows
}

func report(tx *storage.Tx, unit orgunit.ID) error { return reportOn(tx, unit, 20000) }

func reportOn(tx *storage.Tx, unit orgunit.ID, day period.Date) error {
	_, err := tx.Submit(form.Submission{
		Kind: form.Event, Form: "tang_qua", Unit: unit, Days: day.Day(), N: 1, Reporter: 1, SentAt: storagetest.Now,
	})
	return err
}

// TestStartTakesBack: a batch that fails while the one before it is on its way leaves nothing behind.
func TestStartTakesBack(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	unit := db.Tree().Communes("p-quang-ngai", orgunit.Latest)[0]
	for n := range 20 {
		start(t, db, func(tx *storage.Tx) error { return report(tx, unit) })
		failed := errors.New("failed")
		_, err := db.Start(t.Context(), func(tx *storage.Tx) error {
			fresh, err := tx.MarkSeen(chat.Web, "u", 0)
			if !fresh {
				t.Errorf("batch %d: the mark of one that failed is still there", n)
			}
			return errors.Join(failed, err, report(tx, unit))
		})
		if !errors.Is(err, failed) {
			t.Fatalf("got error %v, want %v", err, failed)
		}
	}
	landed(t, db)
	view(t, db, func(r *storage.ReadTx) error {
		if head, err := r.Head(); head != 1+20 || err != nil {
			t.Errorf("got %d entries, error %v, want 21", head, err)
		}
		return nil
	})
	storagetest.MustBeSound(t, db)
}

// TestStartBesideOthers: the loop's batches, other writers and readers at once.
func TestStartBesideOthers(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	unit := db.Tree().Communes("p-quang-ngai", orgunit.Latest)[0]
	var all sync.WaitGroup
	for _, run := range []func(context.Context, func(*storage.Tx) error) error{db.Update, startAndWait(db)} {
		all.Go(func() {
			for range 100 {
				if err := run(t.Context(), func(tx *storage.Tx) error { return report(tx, unit) }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Go(func() {
		for range 100 {
			view(t, db, func(r *storage.ReadTx) error { return r.Since(0, func(uint64, form.Submission) error { return nil }) })
		}
	})
	all.Wait()
	view(t, db, func(r *storage.ReadTx) error {
		if head, err := r.Head(); head != 1+200 || err != nil {
			t.Errorf("got %d entries, error %v, want 201", head, err)
		}
		return nil
	})
	storagetest.MustBeSound(t, db)
}

func startAndWait(db *storage.DB) func(context.Context, func(*storage.Tx) error) error {
	return func(ctx context.Context, fn func(*storage.Tx) error) error {
		wait, err := db.Start(ctx, fn)
		if err != nil {
			return err
		}
		return wait()
	}
}
