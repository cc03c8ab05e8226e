package bot_test

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"danvanbot/bot"
	"danvanbot/bot/bench"
)

// The benchmarks are those of 'danvanbot bench', one at a time: for a profile, and with a large file that is kept.

func BenchmarkTurns(b *testing.B) {
	m, err := bench.NewTurns(b.TempDir(), filled(b), bench.TurnsARound)
	measure(b, m, err)
}

func BenchmarkAlone(b *testing.B) {
	m, err := bench.NewAlone(b.TempDir())
	measure(b, m, err)
}

func BenchmarkStep(b *testing.B) {
	m, err := bench.NewSteps()
	measure(b, m, err)
}

func BenchmarkSummary(b *testing.B) {
	m, err := bench.NewSummary(filled(b))
	measure(b, m, err)
}

// BenchmarkStart starts this test's program.
func BenchmarkStart(b *testing.B) {
	measure(b, bench.NewStart(filled(b), func(ctx context.Context, dir string) *exec.Cmd {
		child := exec.CommandContext(ctx, os.Args[0]) //nolint:gosec // this very program
		child.Env = append(os.Environ(), startEnv+"="+dir)
		return child
	}), nil)
}

// measure runs a round each time and reports the medians of all, with the best and the worst decile.
func measure(b *testing.B, m bench.Measure, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
	bot.SpareCollector() // as the program does
	for b.Loop() {
		if err := m.Round(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	for _, f := range m.Figures() {
		b.ReportMetric(f.Median(), f.Key+"-"+f.Unit)
		b.ReportMetric(bench.Quantile(f.Runs, 0.1), f.Key+"-p10-"+f.Unit)
		b.ReportMetric(bench.Quantile(f.Runs, 0.9), f.Key+"-p90-"+f.Unit)
	}
	b.ReportMetric(0, "ns/op")
	if err := m.Close(); err != nil {
		b.Error(err)
	}
}
