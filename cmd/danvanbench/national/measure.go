package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"slices"
	"time"

	"danvanbot/bot/bench"
	"danvanbot/bot/period"
)

// store is one that can be asked. The name of each of its ways stands in the table.
type store interface {
	fill(ctx context.Context, n int) error
	ways() []way
	size(ctx context.Context) (int64, error)
	close() error
}

// way is one way of asking a store.
type way struct {
	name string
	ask  func(ctx context.Context, q question) (answer, error)
}

// fillAll fills all stores and tells how fast.
func fillAll(ctx context.Context, w io.Writer, all []store, n int) error {
	fmt.Fprintln(w, "filling\tseconds\treports/s\tMB\t")
	for _, s := range all {
		start := time.Now()
		if err := s.fill(ctx, n); err != nil {
			return fmt.Errorf("filling %s: %w", s.ways()[0].name, err)
		}
		took := time.Since(start).Seconds()
		size, err := s.size(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%d\t\n", s.ways()[0].name, took, float64(n)/took, size>>20)
	}
	return nil
}

// agree holds that all ways give one answer.
func agree(ctx context.Context, all []store, q question) error {
	var first answer
	for _, s := range all {
		for _, way := range s.ways() {
			got, err := way.ask(ctx, q)
			switch {
			case errors.Is(err, errRange):
			case err != nil:
				return fmt.Errorf("asking %s for %s: %w", way.name, q.name, err)
			case first == nil:
				first = got
			case !reflect.DeepEqual(first, got):
				return fmt.Errorf("%s: %s answers %v, want %v", q.name, way.name, sample(got), sample(first))
			}
		}
	}
	return nil
}

// sample is a small part of an answer: the first that is something.
func sample(a answer) any {
	for i, totals := range a {
		if totals != [len(kinds)]total{} {
			return fmt.Sprint("unit ", i-1, ": ", totals)
		}
	}
	return "nothing"
}

const (
	most  = 2000 // calls of a quick question
	least = 5    // calls of a slow one
)

// ask times one question and prints the percentiles of each way, and how many times it takes what ours takes.
func ask(ctx context.Context, w io.Writer, all []store, q question, slow time.Duration) error {
	fmt.Fprintf(w, "\t\t\t\t\t\n%s\tp50 ms\tp99 ms\tmost ms\ttimes ours\t\n", q.name)
	var own float64
	for _, s := range all {
		for _, way := range s.ways() {
			took, err := times(ctx, way, q, slow)
			if errors.Is(err, errRange) {
				fmt.Fprintf(w, "%s\tcannot\t\t\t\t\n", way.name)
				continue
			}
			if err != nil {
				return err
			}
			half := bench.Quantile(took, 0.5)
			if own == 0 {
				own = half
			}
			fmt.Fprintf(w, "%s\t%.3f\t%.3f\t%.3f\t%.1f\t\n", way.name, half, bench.Quantile(took, 0.99), slices.Max(took), half/own)
		}
	}
	return nil
}

// times are the milliseconds that a question took, asked most times, or as often as the time allows.
func times(ctx context.Context, way way, q question, slow time.Duration) ([]float64, error) {
	var took []float64
	runtime.GC()
	for begin := time.Now(); len(took) < most && (len(took) < least || time.Since(begin) < slow); {
		start := time.Now()
		if _, err := way.ask(ctx, q); err != nil {
			return nil, err
		}
		took = append(took, float64(time.Since(start).Microseconds())/1e3)
	}
	return took, nil
}

// errRange says that a way cannot answer for some days.
var errRange = errors.New("the sums are kept by whole months only")

// months are the numbers of the whole months of a range, as the tables of sums count them.
func months(r period.Range) (first, last int, err error) {
	runs := period.Decompose(r)
	for _, run := range runs {
		if run.Length == period.DayLength {
			return 0, 0, errRange
		}
	}
	return monthOf(r.From), monthOf(r.To), nil
}

func monthOf(d period.Date) int {
	y, m, _ := d.YMD()
	return y*12 + int(m) - 1
}
