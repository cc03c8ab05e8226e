package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"danvanbot/bot/bench"
	"danvanbot/bot/i18n"
)

// TestBench measures little, once, and holds that it takes its files away and that each figure has a name.
func TestBench(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	dir := filepath.Join(p.dir, "disk")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	got := p.exec("", "bench", "-reports", "300", "-runs", "1", "-dir", dir, "-format", "json")
	if got.code != exitOK {
		t.Fatalf("got exit code %d, %s", got.code, got.err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("got %v, error %v, want an empty folder", left, err)
	}
	var said struct {
		Figures []struct {
			Key, Unit string
			Median    float64
		}
	}
	if err := json.Unmarshal([]byte(got.out), &said); err != nil {
		t.Fatal(err)
	}
	var figures []bench.Figure
	for _, f := range said.Figures {
		if f.Median <= 0 {
			t.Errorf("%s: got %g, want something", f.Key, f.Median)
		}
		figures = append(figures, bench.Figure{Key: f.Key, Unit: f.Unit, Runs: []float64{f.Median}})
	}
	if len(figures) < 20 {
		t.Errorf("got %d figures: %s", len(figures), got.out)
	}
	for _, lang := range i18n.Langs() {
		var out bytes.Buffer
		a := app{console: console{out: &out}, texts: i18n.Default(), lang: lang}
		if err := a.printFigures(figures, 300); err != nil || strings.Contains(out.String(), "«") {
			t.Errorf("%s: got %s, error %v, want a name for each figure", lang, out.String(), err)
		}
	}
}

func TestBenchIsCalledWrongly(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	for _, c := range []call{
		{args: []string{"bench", "-format", "xml"}, code: exitUsage, err: `-format must be text or json`},
		{args: []string{"bench", "-reports", "0"}, code: exitUsage, err: `must be at least 1`},
		{args: []string{"bench", "-dir", "$DIR/none"}, code: exitFailed, err: `no such file`},
	} {
		p.check(t, c)
	}
}
