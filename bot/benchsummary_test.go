package bot_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/form"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
)

// BenchmarkSummary is what /summary of ten years of the whole province takes, with ten thousand submissions and with
// very many, in turns. On a busy machine the high percentiles are those of waiting for the CPU: "alone" are the summaries
// during which no other process took it away.
func BenchmarkSummary(b *testing.B) {
	small := b.TempDir()
	if err := fillDir(small, 10_000); err != nil {
		b.Fatal(err)
	}
	few, many := openFile(b, small), openFile(b, filled(b))
	bot.SpareCollector() // as the program does
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var quick, slow, alone []float64
	for b.Loop() {
		quick = append(quick, seconds(func() { summarise(b, few) }))
		before := usage(threadUsage).Nivcsw
		slow = append(slow, seconds(func() { summarise(b, many) }))
		if usage(threadUsage).Nivcsw == before {
			alone = append(alone, slow[len(slow)-1])
		}
	}
	for _, q := range []float64{0.5, 0.9, 0.99} {
		b.ReportMetric(quantile(quick, q)*1e6, fmt.Sprintf("few-p%g-µs", q*100))
		b.ReportMetric(quantile(slow, q)*1e6, fmt.Sprintf("many-p%g-µs", q*100))
		b.ReportMetric(quantile(alone, q)*1e6, fmt.Sprintf("many-alone-p%g-µs", q*100))
	}
	b.ReportMetric(float64(len(slow)-len(alone))/float64(len(slow))*100, "preempted-%")
	b.ReportMetric(quantile(slow, 0.5)/quantile(quick, 0.5), "many/few-p50")
	b.ReportMetric(0, "ns/op")
}

// tenYears are those of the review, as offices count them.
var tenYears = period.NewSpan(period.ND09, period.Range{From: period.NewDate(2016, time.December, 15), To: period.NewDate(2026, time.November, 22)})

func summarise(b *testing.B, db *storage.DB) {
	err := db.View(context.Background(), func(tx *storage.ReadTx) error {
		s, err := report.Build(tx, db.Tree(), form.Default(), report.Query{
			Unit: province, Period: tenYears, View: rollup.Now, Today: period.NewDate(2026, time.November, 22),
		})
		if err == nil && len(s.Lines) == 0 {
			b.Error("the summary is empty")
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}
