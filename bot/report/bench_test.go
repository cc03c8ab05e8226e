package report_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// BenchmarkBuild asks for ten years and for a month of the whole province. Besides the mean it tells
// percentiles and how many rows of cells were read.
func BenchmarkBuild(b *testing.B) {
	m := newMemory(sample())
	fill(m, rand.New(rand.NewPCG(5, 6)), 50_000) //nolint:gosec // the same numbers in every run
	tenYears := period.NewSpan(period.ND09, period.Range{From: on("2016-11-15"), To: on("2026-11-14")})
	old := period.NewSpan(period.Plain, period.Range{From: on("2010-06-17"), To: on("2020-02-07")})
	queries := []struct {
		name string
		q    report.Query
	}{
		{"ten years to now", report.Query{Unit: province, View: rollup.Now, Period: tenYears}},
		{"ten years of the review", report.Query{Unit: "p-kon-tum", View: rollup.Was, Period: old}},
		{"month", report.Query{Unit: province, View: rollup.Now, Period: period.New(period.ND09, period.Month, 2026, 10)}},
		{"group, ten years", report.Query{Unit: "kv-kon-tum", View: rollup.Now, Period: tenYears}},
	}
	for _, query := range queries {
		query.q.Today = on("2026-11-22")
		b.Run(query.name, func(b *testing.B) { benchmarkBuild(b, m, query.q) })
	}
}

func benchmarkBuild(b *testing.B, m *memory, q report.Query) {
	b.Helper()
	b.ReportAllocs()
	forms, took := form.Default(), []time.Duration{}
	m.reads = 0
	for b.Loop() {
		start := time.Now()
		if _, err := report.Build(m, sample(), forms, q); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(m.reads)/float64(len(took)), "rows/op")
}
