package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"text/tabwriter"

	"danvanbot/bot/bench"
	"danvanbot/bot/i18n"
	"danvanbot/bot/importer"
	"danvanbot/bot/period"
)

// benchEnv names the data folder to a child of bench that answers one message.
const benchEnv = "DANVANBOT_BENCH_FIRST"

// benchRuns is how often everything is measured.
const benchRuns = 5

// runBench measures the product on this machine, in a folder of its own.
func runBench(ctx context.Context, c console, args []string) (err error) {
	if dir := c.getenv(benchEnv); dir != "" {
		return bench.First(dir, c.out)
	}
	fs, config := flags(c, "bench")
	reports := fs.Int("reports", 10_000, "how many reports the file holds with which it is measured")
	runs := fs.Int("runs", benchRuns, "how often each figure is measured")
	dir := fs.String("dir", "", "folder for the files, on the disk that is to be measured; they are removed at the end. None: that of temporary files")
	format := fs.String("format", "text", "text or json")
	if err := parse(fs, args); err != nil {
		return err
	}
	print, ok := map[string]func(*app, []bench.Figure, int) error{"text": (*app).printFigures, "json": (*app).encodeFigures}[*format]
	switch {
	case !ok:
		return fmt.Errorf("%w: -format must be text or json, not %q", errUsage, *format)
	case *reports < 1 || *runs < 1:
		return fmt.Errorf("%w: -reports and -runs must be at least 1", errUsage)
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	if *dir, err = os.MkdirTemp(*dir, "danvanbot-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(*dir)) }()
	figures, err := bench.Run(ctx, bench.RunOptions{
		Dir: *dir, Reports: *reports, Rounds: *runs, Import: a.benchImport, First: benchFirst, Progress: a.progress,
	})
	if err != nil {
		return err
	}
	return print(a, figures, *reports)
}

// benchFirst starts this program as a bot that answers one message.
func benchFirst(ctx context.Context, dir string) *exec.Cmd {
	self, _ := os.Executable()                     // without one the start fails
	cmd := exec.CommandContext(ctx, self, "bench") //nolint:gosec // this very program
	cmd.Env = append(os.Environ(), benchEnv+"="+dir)
	return cmd
}

// benchImport is the command import, in another folder and in silence.
func (a *app) benchImport(ctx context.Context, dir string, csv []byte) error {
	own := *a
	own.console = console{out: io.Discard, err: io.Discard, getenv: a.getenv}
	own.cfg.DataDir, own.file = dir, bytes.NewReader(csv)
	db, err := own.open()
	if err != nil {
		return err
	}
	flags := importFlags{kind: string(importer.Reports), calendar: period.Plain.ID}
	return errors.Join(importTask(ctx, &own, db, flags.args()), db.Close())
}

// printFigures writes a figure a line, for people.
func (a *app) printFigures(figures []bench.Figure, reports int) error {
	say := func(key string, args ...any) string { return a.texts.T(a.lang, key, args...) }
	fmt.Fprintln(a.out, say("bench.title", "reports", reports, "runs", len(figures[0].Runs), "cpus", runtime.NumCPU(), "system", runtime.GOOS+"/"+runtime.GOARCH))
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\n%s\t%s\t%s\t%s\t\n", say("bench.figure"), say("bench.median"), say("bench.least"), say("bench.most"))
	for _, f := range figures {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", say("bench."+f.Key), a.amount(f.Median()), a.amount(slices.Min(f.Runs)), a.amount(slices.Max(f.Runs)), f.Unit)
	}
	return w.Flush()
}

// amount writes a number with three digits at least, and all before the decimal sign.
func (a *app) amount(x float64) string {
	digits := 0
	for limit := 100.0; x < limit && digits < 3; limit /= 10 {
		digits++
	}
	return i18n.Decimal(a.lang, x, digits)
}

// encodeFigures writes them for programs.
func (a *app) encodeFigures(figures []bench.Figure, reports int) error {
	type line struct {
		Key    string  `json:"key"`
		Unit   string  `json:"unit,omitempty"`
		Median float64 `json:"median"`
		Least  float64 `json:"least"`
		Most   float64 `json:"most"`
	}
	out := struct {
		Reports int    `json:"reports"`
		Runs    int    `json:"runs"`
		CPUs    int    `json:"cpus"`
		System  string `json:"system"`
		Figures []line `json:"figures"`
	}{Reports: reports, Runs: len(figures[0].Runs), CPUs: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH}
	for _, f := range figures {
		out.Figures = append(out.Figures, line{f.Key, f.Unit, f.Median(), slices.Min(f.Runs), slices.Max(f.Runs)})
	}
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
