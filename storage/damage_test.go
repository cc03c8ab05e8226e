package storage_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestDamagedPage overwrites each page of a file and then opens it, reads all of it and writes to it: each of these works,
// or fails with an error that says so.
func TestDamagedPage(t *testing.T) {
	t.Parallel()
	good, size := readFile(t, sound(t)), os.Getpagesize()
	const end = 56 // where a meta page of bbolt holds the first page that was never used
	pages := int(max(binary.NativeEndian.Uint64(good[end:]), binary.NativeEndian.Uint64(good[size+end:])))
	random, told := rand.New(rand.NewPCG(1, 1)), 0 //nolint:gosec // must be repeatable
	for page := range pages {
		content := bytes.Clone(good)
		for i := range size {
			content[page*size+i] = byte(random.Uint32())
		}
		path := filepath.Join(t.TempDir(), storage.FileName)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		err := useAll(t, path)
		if err != nil && !errors.Is(err, storage.ErrDamaged) && !errors.Is(err, storage.ErrAmbiguous) && !errors.Is(err, storage.ErrForeign) {
			t.Errorf("page %d of %d: got error %v, want one of damage", page, pages, err)
		}
		if err != nil {
			told++
		}
	}
	if told < pages/2 {
		t.Errorf("damage was told %d times in %d pages, want more", told, pages)
	}
}

// useAll opens a file, reads it and writes to it.
func useAll(t *testing.T, path string) error {
	t.Helper()
	db, err := reopen(path)
	if err != nil {
		return err
	}
	read := db.View(t.Context(), func(r *storage.ReadTx) error {
		_, err := r.Submissions(0, 1_000_000)
		_, letters := r.Pending(0, 1000)
		_, people := r.People()
		return errors.Join(err, letters, people, sumAll(r))
	})
	wrote := db.Update(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Queue(alice, chat.Reply{Text: "chào"}, storagetest.Now)
		_, submitted := tx.Submit(form.Submission{
			Form: "tang_qua", Kind: form.Event, N: 1, Unit: "x", Days: period.NewDate(2026, 11, 22).Day(), SentAt: storagetest.Now,
		})
		return errors.Join(err, submitted)
	})
	return errors.Join(read, wrote, db.Close())
}

// sumAll reads cells of all lengths and years.
func sumAll(r *storage.ReadTx) error {
	var units []orgunit.ID
	for _, u := range r.Tree().All() {
		units = append(units, u.ID)
	}
	for year := 2016; year <= 2026; year++ {
		whole := period.Range{From: period.NewDate(year, 1, 1), To: period.NewDate(year, 12, 31)}
		for _, days := range []period.Range{whole, {From: whole.From + 1, To: whole.To - 1}} {
			if _, err := r.Sums(units, rollup.Now, days); err != nil {
				return err
			}
		}
	}
	return nil
}

// TestOtherPanicsGoOn: a fault of the program is not taken for damage.
func TestOtherPanicsGoOn(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	defer func() {
		if got := recover(); got != "a fault of ours" {
			t.Errorf("got panic %v, want it to go on", got)
		}
	}()
	_ = db.View(t.Context(), func(*storage.ReadTx) error { panic("a fault of ours") })
}
