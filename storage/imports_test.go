package storage_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"testing"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// importRow is a row of a file, as it is read: the n-th with a number of people.
func importRow(n int, people int64) form.Submission {
	day := period.NewDate(2026, 1, 5) + period.Date(n%300)
	key, content := sha256.Sum256(fmt.Appendf(nil, "row %d", n)), sha256.Sum256(fmt.Appendf(nil, "row %d: %d", n, people))
	return form.Submission{
		Form: "tuyen_truyen", Kind: form.Event, N: 1, Unit: benchUnits[n%len(benchUnits)], Days: day.Day(),
		Values: map[string]form.Value{"luot_nguoi": {N: people}}, Choices: map[string]string{"topic": "atgt"},
		Imported: &form.Imported{Key: key[:16], Content: content[:16]},
	}
}

const importRows = 100

// importFile is a file of importRows rows, of which some say something else.
func importFile(other map[int]int64) storage.Import {
	return storage.Import{File: []byte("a file"), Reason: "nhập lại", Rows: func(yield func(form.Submission, error) bool) {
		for i := range importRows {
			people := int64(10)
			if p, ok := other[i]; ok {
				people = p
			}
			if !yield(importRow(i, people), nil) {
				return
			}
		}
	}}
}

func mustImport(t *testing.T, db *storage.DB, file storage.Import, want storage.ImportResult) {
	t.Helper()
	got, err := db.Import(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	if got.Number = 0; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// people sums the attendances of the whole province.
func people(t *testing.T, db *storage.DB) (sum int64) {
	t.Helper()
	view(t, db, func(r *storage.ReadTx) error {
		root := r.Tree().Roots(period.NewDate(2026, 6, 1))[0]
		row, err := r.Sum(root, rollup.Now, period.Range{From: period.Dawn, To: period.NewDate(2026, 12, 31)})
		sum = row.Get("tuyen_truyen.luot_nguoi")
		return err
	})
	return sum
}

// TestImport imports a file, again, with changes, and after somebody corrected or withdrew what came of it.
func TestImport(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	file := importFile(nil)
	file.DryRun = true
	mustImport(t, db, file, storage.ImportResult{New: 100})
	if got := people(t, db); got != 0 {
		t.Fatalf("after a dry run: got %d people, want none", got)
	}
	file.DryRun = false
	mustImport(t, db, file, storage.ImportResult{New: 100})
	mustImport(t, db, file, storage.ImportResult{Known: 100})
	update(t, db, func(tx *storage.Tx) error {
		s, _, err := tx.Submission(1)
		if err != nil {
			return err
		}
		s.Values = map[string]form.Value{"luot_nguoi": {N: 50}}
		s.Imported = nil // as a dialogue that knows nothing of imports
		if _, err := tx.Submit(s); err != nil {
			return err
		}
		s, _, err = tx.Submission(2)
		s.Gone = true
		if err == nil {
			_, err = tx.Submit(s)
		}
		return err
	})
	mustImport(t, db, file, storage.ImportResult{Known: 100})
	if got, want := people(t, db), int64(100*10+40-10); got != want {
		t.Errorf("after a correction and a withdrawal: got %d people, want %d", got, want)
	}
	file = importFile(map[int]int64{1: 7, 2: 11})
	mustImport(t, db, file, storage.ImportResult{Known: 98, Changed: 2})
	if got, want := people(t, db), int64(100*10+40-3+1); got != want {
		t.Errorf("after two changes: got %d people, want %d", got, want)
	}
	view(t, db, func(r *storage.ReadTx) error {
		s, _, err := r.Submission(3)
		if s.Version != 2 || s.Reason != "nhập lại" || s.Imported == nil || s.Imported.Import == 0 {
			t.Errorf("got %+v, want version 2 with its reason and import", s)
		}
		return err
	})
	storagetest.MustBeSound(t, db)
	if err := db.Rebuild(t.Context()); err != nil {
		t.Error(err)
	}
	mustImport(t, db, file, storage.ImportResult{Known: 100})
}

// TestImportIsAllOrNothing stops an import in the middle.
func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	ctx, stop := context.WithCancel(t.Context())
	file := importFile(nil)
	file.Progress = func(done int) {
		if done == 50 {
			stop()
		}
	}
	if _, err := db.Import(ctx, file); err == nil {
		t.Fatal("got no error of an import that was stopped")
	}
	rows, bad := file.Rows, errors.New("a row that cannot be read")
	file.Rows = func(yield func(form.Submission, error) bool) {
		for s, err := range rows {
			if !yield(s, err) {
				return
			}
		}
		yield(form.Submission{}, bad)
	}
	if _, err := db.Import(t.Context(), file); !errors.Is(err, bad) {
		t.Errorf("got error %v of a file with a bad row, want %v", err, bad)
	}
	if got := people(t, db); got != 0 {
		t.Errorf("got %d people, want none", got)
	}
	mustImport(t, db, importFile(nil), storage.ImportResult{New: 100})
}

// TestImportModels imports models, again, and with a change.
func TestImportModels(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	stages := []form.Stage{{State: form.Pilot, On: period.NewDate(2024, 5, 1)}}
	file := storage.ModelImport{File: []byte("a file"), Reason: "nhập lại", Models: []form.Model{
		{Name: "Tiếng kẻng an ninh", Level: orgunit.Commune, Owner: "q-bo-y", Stages: stages},
		{Name: "Tiếng kẻng an ninh", Level: orgunit.Commune, Owner: "q-dak-to", Stages: stages},
	}}
	check := func(want storage.ImportResult) {
		t.Helper()
		got, err := db.ImportModels(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		if got.Number = 0; got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	file.DryRun = true
	check(storage.ImportResult{New: 2})
	file.DryRun = false
	check(storage.ImportResult{New: 2})
	first := slices.Clone(file.Models)
	file.Models[1].Name, file.Models[1].Field = "tieng keng an ninh", "ANTT"
	check(storage.ImportResult{Known: 1, Changed: 1})
	check(storage.ImportResult{Known: 2})
	file.Models = first
	check(storage.ImportResult{Known: 2})
	file.Models = append(file.Models, form.Model{Name: "Không có đơn vị", Level: orgunit.Commune, Stages: stages}, form.Model{Name: "Heo đất", Level: orgunit.Commune, Owner: "q-bo-y", Stages: stages})
	if _, err := db.ImportModels(t.Context(), file); err == nil {
		t.Error("a model without an owner is taken")
	}
	view(t, db, func(r *storage.ReadTx) error {
		all, err := r.Models()
		if len(all) != 2 || all[1].Version != 2 || all[1].Reason != "nhập lại" {
			t.Errorf("got %+v, want two models, the second in version 2", all)
		}
		return err
	})
}
