package storage_test

import (
	"errors"
	"testing"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestImportUnits imports a merger, finds its row known from then on, also after Rebuild, and refuses what was read by other units.
func TestImportUnits(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	tree := treeOf(t, db)
	file := storage.UnitImport{
		File: []byte("a file"), Before: tree.Hash(), Rows: []storage.ImportedOp{{Key: []byte("key"), Content: []byte("content")}},
		Operations: []orgunit.Operation{{
			Do: orgunit.Merge, On: period.NewDate(2026, 12, 1), Units: []string{"q-bo-y", "q-sa-loong"}, Into: "q-moi", New: orgunit.New{Name: "Xã Bờ Y"},
		}},
	}
	got, err := db.ImportUnits(t.Context(), file)
	if err != nil || got.New != 1 || got.Number == 0 {
		t.Errorf("got %+v and %v, want one new row and its entry", got, err)
	}
	if now := treeOf(t, db).Now("q-sa-loong"); now != "q-moi" {
		t.Errorf("got %s as what Sa Loong has become, want q-moi", now)
	}
	if _, err := db.ImportUnits(t.Context(), file); !errors.Is(err, storage.ErrUnitsChanged) {
		t.Errorf("read by other units: got %v, want %v", err, storage.ErrUnitsChanged)
	}
	storagetest.MustBeSound(t, db)
	if err := db.Rebuild(t.Context()); err != nil {
		t.Error(err)
	}
	view(t, db, func(r *storage.ReadTx) error {
		content, err := r.ImportedRow([]byte("key"))
		if string(content) != "content" {
			t.Errorf("got %q, want what the row said", content)
		}
		if none, _ := r.ImportedRow([]byte("other")); none != nil {
			t.Errorf("got %q of a row that was not imported, want nothing", none)
		}
		return err
	})
	storagetest.MustBeSound(t, db)
}

func treeOf(t *testing.T, db *storage.DB) (tree *orgunit.Tree) {
	t.Helper()
	view(t, db, func(r *storage.ReadTx) error {
		tree = r.Tree()
		return nil
	})
	return tree
}
