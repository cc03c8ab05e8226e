package storage_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

var stockRows = flag.Int("stock-rows", 2000, "rows of BenchmarkImportStocks, all of one unit's stock")

// stockFile is a file of n declarations of the stocks of some units, of which one takes over another, in random order of days.
func stockFile(n int, units []orgunit.ID, seed uint64) storage.Import {
	random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // the same each time
	return storage.Import{File: []byte("stocks"), Reason: "nhập lại", Rows: func(yield func(form.Submission, error) bool) {
		for i := range n {
			day := period.NewDate(2012, 1, 1) + period.Date(random.IntN(4800))
			value := random.Int64N(30)
			key, content := sha256.Sum256(fmt.Appendf(nil, "stock %d", i)), sha256.Sum256(fmt.Appendf(nil, "stock %d: %d on %d", i, value, day))
			unit := units[i%len(units)]
			s := form.Submission{
				Form: []string{"to_annd", "to_hoa_giai"}[i/len(units)%2], Kind: form.Stock, Unit: unit, Days: day.Day(),
				Values: map[string]form.Value{form.StockCount: {N: value}}, Imported: &form.Imported{Key: key[:16], Content: content[:16]},
			}
			if !yield(s, nil) {
				return
			}
		}
	}}
}

// TestImportStocks imports declarations in random order, twice with other values and days, of units that were merged: the cells are
// what Check derives from the journal.
func TestImportStocks(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	units := []orgunit.ID{"k-611-bo-y", "k-611-plei-kan", "k-611-dak-xu", "q-bo-y", "k-616-ro-koi"}
	for seed := range uint64(3) {
		if _, err := db.Import(t.Context(), stockFile(300, units, seed)); err != nil {
			t.Fatal(err)
		}
		storagetest.MustBeSound(t, db)
	}
	update(t, db, func(tx *storage.Tx) error { // a single one moves the cells at once, as before
		s, _, err := tx.Submission(1)
		s.Values = map[string]form.Value{form.StockCount: {N: 77}}
		s.Imported = nil
		if err == nil {
			_, err = tx.Submit(s)
		}
		return err
	})
	storagetest.MustBeSound(t, db)
}

// BenchmarkImportStocks imports many declarations of one stock of one unit: a row costs the same however many there are.
func BenchmarkImportStocks(b *testing.B) {
	for b.Loop() {
		db := storagetest.OpenWith(b, storagetest.Options(b.TempDir()))
		if _, err := db.Import(b.Context(), stockFile(*stockRows, []orgunit.ID{"k-616-ro-koi"}, 1)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N**stockRows), "µs/row")
}
