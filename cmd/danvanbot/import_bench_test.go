package main

import (
	"flag"
	"io"
	"runtime"
	"testing"

	"danvanbot/bot/bench"
)

var importRows = flag.Int("import-rows", 100_000, "rows of BenchmarkImport")

// BenchmarkImport is the import of 'danvanbot bench', for a profile. peak-MB is the memory that the process holds at most,
// the data file aside.
func BenchmarkImport(b *testing.B) {
	a, err := newApp(console{out: io.Discard, err: io.Discard, getenv: func(string) string { return "" }}, "")
	if err != nil {
		b.Fatal(err)
	}
	m, err := bench.NewImports(b.TempDir(), *importRows, a.benchImport)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := m.Round(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	for _, f := range m.Figures() {
		b.ReportMetric(f.Median(), f.Key+"-"+f.Unit)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.Sys)/1e6, "peak-MB")
}
