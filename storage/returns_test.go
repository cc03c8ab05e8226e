package storage_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

func TestReturns(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	if err := storagetest.Fill(db, 5); err != nil {
		t.Fatal(err)
	}
	put := func(r conversation.Return) conversation.Return {
		update(t, db, func(tx *storage.Tx) (err error) {
			r, err = tx.PutReturn(r)
			return err
		})
		return r
	}
	first := put(conversation.Return{Sub: 2, Version: 1, Key: "luot_nguoi", Reason: "85 người?", By: 7})
	second := put(conversation.Return{Sub: 2, Version: 1, By: 7})
	other := put(conversation.Return{Sub: 1, Version: 1, Key: "n", By: 8})
	compare := func(sub uint64, want ...conversation.Return) {
		t.Helper()
		view(t, db, func(r *storage.ReadTx) error {
			got, err := r.Returns(sub)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("open returns of %d (-want +got):\n%s", sub, diff)
			}
			return err
		})
	}
	compare(0, other, first, second)
	compare(2, first, second)
	compare(3)
	settled := first
	settled.Settled, settled.Version, settled.By = conversation.Fixed, 2, 1
	put(settled)
	compare(0, other, second)
	for name, r := range map[string]conversation.Return{"settled twice": settled, "of nothing": {Sub: 99, By: 7}} {
		err := db.Update(t.Context(), func(tx *storage.Tx) error { _, err := tx.PutReturn(r); return err })
		if !errors.Is(err, storage.ErrUnknown) {
			t.Errorf("%s: got error %v, want %v", name, err, storage.ErrUnknown)
		}
	}
	storagetest.MustBeSound(t, db)
	if err := db.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	compare(0, other, second)
}

// TestReturnsAsKnown: a past state knows the returns that were open then, whatever became of them.
func TestReturnsAsKnown(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	if err := storagetest.Fill(db, 5); err != nil {
		t.Fatal(err)
	}
	var open conversation.Return
	update(t, db, func(tx *storage.Tx) (err error) {
		open, err = tx.PutReturn(conversation.Return{Sub: 2, Version: 1, By: 7})
		return err
	})
	settled := open
	settled.Settled = conversation.TakenBack
	update(t, db, func(tx *storage.Tx) error {
		_, later := tx.PutReturn(conversation.Return{Sub: 3, Version: 1, By: 7})
		_, ended := tx.PutReturn(settled)
		return errors.Join(later, ended)
	})
	compare := func(r *storage.ReadTx) error {
		got, err := r.Returns(0)
		if diff := cmp.Diff([]conversation.Return{open}, got); diff != "" {
			t.Errorf("open returns as known (-want +got):\n%s", diff)
		}
		return err
	}
	if err := errors.Join(db.ViewAt(t.Context(), open.Entry, compare), db.ViewDerived(t.Context(), open.Entry, compare)); err != nil {
		t.Fatal(err)
	}
}
