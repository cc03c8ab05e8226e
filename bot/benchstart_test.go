package bot_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/chat"
	"danvanbot/bot/orgunit"
	"danvanbot/storage"
)

// startEnv names the data folder to a child that plays a bot which is started anew.
const startEnv = "DANVANBOT_BENCH_START"

// BenchmarkStart is a new process over the large file, from its start to its first reply, and what memory it then has.
func BenchmarkStart(b *testing.B) {
	dir := filled(b)
	var took, opened, resident, peak []float64
	for b.Loop() {
		child := exec.CommandContext(b.Context(), os.Args[0]) //nolint:gosec // this very program
		child.Env = append(os.Environ(), startEnv+"="+dir)
		began := time.Now()
		out, err := child.Output()
		if err != nil {
			b.Fatal(err)
		}
		var at, open int64
		var rss, hwm float64
		if _, err := fmt.Sscan(string(out), &at, &open, &rss, &hwm); err != nil {
			b.Fatalf("%v in %q", err, out)
		}
		took = append(took, time.Unix(0, at).Sub(began).Seconds())
		opened = append(opened, time.Duration(open).Seconds())
		resident, peak = append(resident, rss/1024), append(peak, hwm/1024)
	}
	b.ReportMetric(quantile(took, 0.5)*1e3, "first-reply-p50-ms")
	b.ReportMetric(quantile(took, 0.9)*1e3, "first-reply-p90-ms")
	b.ReportMetric(quantile(opened, 0.5)*1e3, "from-open-p50-ms")
	b.ReportMetric(quantile(resident, 0.5), "resident-MB")
	b.ReportMetric(quantile(peak, 1), "peak-MB")
	b.ReportMetric(0, "ns/op")
}

// start is the child: it starts a bot, says one line, and prints when the reply came, how long it took from before the
// file was opened, and its memory in kB.
func start(dir string) int {
	began := time.Now()
	bot.SpareCollector()
	db, err := storage.Open(storage.Options{Dir: dir, Tree: orgunit.Sample(), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer db.Close() //nolint:errcheck // a benchmark's file
	r := &rig{line: newLine(), counted: &counted{Store: stage.Store{DB: db}}, db: db}
	r.replied = make(chan struct{}, 1)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- bot.New(options(r.counted, r.line)).Run(ctx) }()
	<-r.ready
	deliverErr := r.deliver(ctx, []chat.Update{{
		ID: fmt.Sprint(began.UnixNano()), Key: officer(4711), User: "u", Kind: chat.Text, Text: "/tieptuc", Sent: began,
	}})
	<-r.replied
	replied := time.Now()
	rss, hwm := memory()
	stop()
	if err := errors.Join(deliverErr, <-ended); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Fprintln(os.Stdout, replied.UnixNano(), int64(replied.Sub(began)), rss, hwm)
	return 0
}

// memory is the process's resident memory, now and at most, in kB.
func memory() (now, most string) {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return "0", "0" // not Linux
	}
	defer f.Close() //nolint:errcheck // only read
	for s := bufio.NewScanner(f); s.Scan(); {
		switch field := strings.Fields(s.Text()); field[0] {
		case "VmRSS:":
			now = field[1]
		case "VmHWM:":
			most = field[1]
		}
	}
	return now, most
}
