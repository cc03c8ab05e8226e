package bench

import (
	"context"
	"errors"
	"runtime"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
)

// Summary is what /summary of ten years of the whole province takes. On a busy machine the high percentiles are those of
// waiting for the CPU.
type Summary struct {
	notes

	db    *storage.DB
	query report.Query
}

// NewSummary opens the file of a folder.
func NewSummary(dir string) (*Summary, error) {
	db, err := Open(dir)
	if err != nil {
		return nil, err
	}
	tenYears := period.Range{From: period.NewDate(2016, time.December, 15), To: period.NewDate(2026, time.November, 22)}
	return &Summary{db: db, query: report.Query{
		Unit: Province, Period: period.NewSpan(period.ND09, tenYears), View: rollup.Now, Today: tenYears.To,
	}}, nil
}

// summariesARound is how many are measured at a time.
const summariesARound = 500

// Round asks again and again.
func (s *Summary) Round(ctx context.Context) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var took []float64
	for range summariesARound {
		t, err := Seconds(func() error { return Summarise(ctx, s.db, s.query) })
		if err != nil {
			return err
		}
		took = append(took, t*1e3)
	}
	s.add("summary_p50", "ms", Quantile(took, 0.5))
	s.add("summary_p99", "ms", Quantile(took, 0.99))
	return nil
}

// errEmpty is returned when there is nothing to sum up.
var errEmpty = errors.New("the summary is empty")

// Summarise makes a summary as /summary does.
func Summarise(ctx context.Context, db *storage.DB, q report.Query) error {
	return db.View(ctx, func(tx *storage.ReadTx) error {
		s, err := report.Build(tx, tx.Tree(), form.Default(), q)
		if err == nil && len(s.Lines) == 0 {
			return errEmpty
		}
		return err
	})
}

// Close closes the file.
func (s *Summary) Close() error { return s.db.Close() }
