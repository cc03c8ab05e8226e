package bot_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"danvanbot/bot/bench"
	"danvanbot/storage"
)

var (
	submissions = flag.Int("submissions", 1_000_000, "how many submissions the large file of the benchmarks holds")
	fullDir     = flag.String("full", "", "where the large file lies, so that the next run finds it; default: made anew")
)

// line is a messenger without a network, whose other end the test is.
type line = bench.Line

// startEnv names the data folder to a child that plays a bot which is started anew.
const startEnv = "DANVANBOT_BENCH_START"

// filled gives the folder of the large file, which is filled in once a run.
func filled(b *testing.B) string {
	b.Helper()
	dir, err := fill()
	if err != nil {
		b.Fatal(err)
	}
	return dir
}

var fill = sync.OnceValues(func() (string, error) {
	dir := *fullDir
	if dir == "" {
		dir = filepath.Join(os.TempDir(), fmt.Sprintf("danvanbot-full-%d", os.Getpid()))
	}
	if _, err := os.Stat(filepath.Join(dir, storage.FileName)); err == nil {
		return dir, nil
	}
	return dir, bench.Fill(context.Background(), dir, *submissions, func(int, int) {})
})

// TestMain takes the large file away, or plays the part of a bot that is started anew, or of that of TestMonthEnd.
func TestMain(m *testing.M) {
	if dir := os.Getenv(startEnv); dir != "" {
		if err := bench.First(dir, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if given := os.Getenv(hourEnv); given != "" {
		os.Exit(serveHour(given))
	}
	code := m.Run()
	_ = os.RemoveAll(filepath.Join(os.TempDir(), fmt.Sprintf("danvanbot-full-%d", os.Getpid())))
	os.Exit(code)
}
