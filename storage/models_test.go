package storage_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

func TestModels(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	bell := form.Model{
		Name: "Tiếng kẻng an ninh", Level: orgunit.Commune, Owner: "q-bo-y", By: 3,
		Stages: []form.Stage{{State: form.Pilot, On: period.NewDate(2024, 5, 1)}},
	}
	var versions []form.Model
	put := func(m form.Model) form.Model {
		update(t, db, func(tx *storage.Tx) (err error) {
			m, err = tx.PutModel(m)
			return err
		})
		return m
	}
	versions = append(versions, put(bell))
	other := put(form.Model{Name: "Heo đất nghĩa tình", Level: orgunit.Province, Owner: "p-quang-ngai", Stages: bell.Stages})
	next := versions[0]
	next.Stages = append(next.Stages, form.Stage{State: form.Replicated, On: period.NewDate(2026, 1, 2), Unit: "q-dak-to", Sub: 9})
	next.Points, next.Reason = []form.Point{{Unit: "q-bo-y", N: 4}}, "nhân rộng"
	versions = append(versions, put(next))
	if got := []uint64{versions[0].ID, other.ID, versions[1].ID}; !cmp.Equal(got, []uint64{1, 2, 1}) || versions[1].Version != 2 {
		t.Errorf("got numbers %v, version %d, want 1 2 1 and 2", got, versions[1].Version)
	}
	err := db.Update(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.PutModel(form.Model{ID: 77, Name: "X", Level: orgunit.Commune, Owner: "q-bo-y", Stages: bell.Stages})
		return err
	})
	if !errors.Is(err, storage.ErrUnknown) {
		t.Errorf("got error %v for a change of nothing, want %v", err, storage.ErrUnknown)
	}
	if err := db.Update(t.Context(), func(tx *storage.Tx) error { _, err := tx.PutModel(form.Model{}); return err }); err == nil {
		t.Error("a model of nothing is taken")
	}
	compare := func() {
		view(t, db, func(r *storage.ReadTx) error {
			all, err := r.Models()
			if diff := cmp.Diff([]form.Model{versions[1], other}, all); diff != "" {
				t.Errorf("models (-want +got):\n%s", diff)
			}
			history, err2 := r.ModelVersions(1)
			if diff := cmp.Diff(versions, history); diff != "" {
				t.Errorf("versions (-want +got):\n%s", diff)
			}
			_, ok, err3 := r.Model(77)
			if ok {
				t.Error("got a model 77, want none")
			}
			return errors.Join(err, err2, err3)
		})
	}
	compare()
	storagetest.MustBeSound(t, db)
	if err := db.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	compare()
}

func TestTargets(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	goal := func(unit orgunit.ID, key string, year int, n int64) form.Target {
		return form.Target{Unit: unit, Form: "tuyen_truyen", Key: key, Year: year, Calendar: "nd09", Goal: n, By: 3}
	}
	update(t, db, func(tx *storage.Tx) error {
		var failed error
		for _, g := range []form.Target{
			goal("q-bo-y", "n", 2026, 30), goal("q-bo-y", "luot_nguoi", 2026, 900), goal("q-bo-y", "n", 2025, 20),
			goal("q-dak-to", "n", 2026, 50), goal("q-bo-y", "n", 2026, 40), goal("q-bo-y", "luot_nguoi", 2026, 0),
		} {
			failed = errors.Join(failed, tx.PutTarget(g))
		}
		return failed
	})
	compare := func() {
		view(t, db, func(r *storage.ReadTx) error {
			got, err := r.Targets("q-bo-y", 2026)
			if diff := cmp.Diff([]form.Target{goal("q-bo-y", "n", 2026, 40)}, got); diff != "" {
				t.Errorf("targets (-want +got):\n%s", diff)
			}
			return err
		})
	}
	compare()
	storagetest.MustBeSound(t, db)
	if err := db.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	compare()
	for _, g := range []form.Target{{}, goal("q-bo-y", "n", 0, 5), goal("q-bo-y", "n", 2026, -1), goal("", "n", 2026, 1)} {
		if err := db.Update(t.Context(), func(tx *storage.Tx) error { return tx.PutTarget(g) }); err == nil {
			t.Errorf("a target is taken that names nothing: %+v", g)
		}
	}
}
