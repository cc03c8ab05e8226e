package storage_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestMonthsOfTheWriter: what batches that go on read of some days is what others read of them, after parts and wholes were
// taken back, and after what was written in another way.
func TestMonthsOfTheWriter(t *testing.T) {
	t.Parallel()
	db, rng := storagetest.Open(t), rand.New(rand.NewPCG(11, 12)) //nolint:gosec // to be repeated
	units := db.Tree().Communes("p-quang-ngai", orgunit.Latest)[:3]
	days := period.Range{From: period.NewDate(2026, 10, 15), To: period.NewDate(2026, 11, 14)}
	failing := errors.New("taken back")
	write := func(tx *storage.Tx, fails bool) error {
		unit := units[rng.IntN(len(units))]
		before, err := tx.Sum(unit, rollup.Was, days)
		if err == nil {
			err = reportOn(tx, unit, days.From+period.Date(rng.IntN(40)))
		}
		after, err2 := tx.Sum(unit, rollup.Was, days)
		if fails {
			return errors.Join(err, err2, failing)
		}
		if len(before) > len(after) {
			return fmt.Errorf("from %v to %v", before, after)
		}
		return errors.Join(err, err2)
	}
	for n := range 200 {
		fails := rng.IntN(3) == 0
		var known []rollup.Row
		wait, err := db.Start(t.Context(), func(tx *storage.Tx) error {
			if err := tx.Attempt(func() error { return write(tx, rng.IntN(2) == 0) }); err != nil && !errors.Is(err, failing) {
				return err
			}
			err := write(tx, fails)
			known = sumsOf(t, tx, units, days)
			return err
		})
		if fails != errors.Is(err, failing) || !fails && err != nil {
			t.Fatalf("got error %v of a batch that fails: %t", err, fails)
		}
		if rng.IntN(10) == 0 {
			update(t, db, func(tx *storage.Tx) error { return reportOn(tx, units[0], days.From) })
			continue
		}
		if fails || rng.IntN(3) == 0 {
			continue
		}
		if err := wait(); err != nil {
			t.Fatal(err)
		}
		view(t, db, func(r *storage.ReadTx) error {
			if diff := cmp.Diff(sumsOf(t, r, units, days), known); diff != "" {
				t.Fatalf("batch %d (-others +writer):\n%s", n, diff)
			}
			return nil
		})
	}
}

func sumsOf(t *testing.T, r interface {
	Sum(orgunit.ID, rollup.View, period.Range) (rollup.Row, error)
}, units []orgunit.ID, days period.Range,
) (rows []rollup.Row) {
	t.Helper()
	for _, u := range units {
		row, err := r.Sum(u, rollup.Was, days)
		if err != nil {
			t.Error(err)
		}
		rows = append(rows, row)
	}
	return rows
}
