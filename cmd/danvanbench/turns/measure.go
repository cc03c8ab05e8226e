package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"runtime/debug"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bench"
)

// measured is what was found of one system at one size.
type measured struct {
	name                           string
	turns, alone, half, most, rows []float64 // a value a run
	start, memory                  []float64
	state                          int
	size                           int64
}

// comparison sets systems side by side as they grow.
type comparison struct {
	*place

	systems []system
	runs    int
	log     io.Writer // how far it is
	holds   int       // rows of files
}

// atSize lets all grow to so many rows and measures them, by turns, so that they meet the same machine.
func (c *comparison) atSize(ctx context.Context, rows int) ([]measured, error) {
	found := make([]measured, len(c.systems))
	for i, s := range c.systems {
		found[i].name = s.name()
	}
	if err := c.grow(ctx, found, rows); err != nil {
		return nil, err
	}
	if err := c.atWork(ctx, found); err != nil {
		return nil, err
	}
	return found, c.starts(ctx, found)
}

// maxFile is how many rows a file has at most.
const maxFile = 100_000

// grow takes files in, at least one a run.
func (c *comparison) grow(ctx context.Context, found []measured, rows int) error {
	debug.SetGCPercent(100) // a file of rows is more than a bot ever holds
	debug.SetMemoryLimit(math.MaxInt64)
	files := max(c.runs, (rows-c.holds)/maxFile)
	for n := range files {
		next := c.holds + (rows-c.holds)/(files-n)
		file, err := bench.PastCSV(c.holds, next-c.holds)
		if err != nil {
			return err
		}
		for i, s := range c.systems {
			runtime.GC()
			took, err := bench.Seconds(func() error { return s.takeIn(ctx, file) })
			if err != nil {
				return fmt.Errorf("%s takes rows in: %w", s.name(), err)
			}
			if _, copies := s.(*onSQLite); !copies {
				found[i].rows = append(found[i].rows, float64(next-c.holds)/took)
			}
		}
		c.holds = next
		fmt.Fprintf(c.log, "%d rows\n", next)
	}
	return nil
}

const (
	turnsARound = 2500
	aloneARound = 100
	asksARound  = 400
)

// atWork opens all, holds that they agree, and lets them take turns and sum up.
func (c *comparison) atWork(ctx context.Context, found []measured) (err error) {
	bot.SpareCollector()
	for _, s := range c.systems {
		if err := s.open(ctx); err != nil {
			return fmt.Errorf("opening %s: %w", s.name(), err)
		}
		defer func() { err = errors.Join(err, s.close()) }()
	}
	if err := c.agree(ctx); err != nil {
		return err
	}
	for run := range c.runs {
		for i, s := range c.systems {
			if err := found[i].round(ctx, s); err != nil {
				return fmt.Errorf("%s: %w", s.name(), err)
			}
		}
		fmt.Fprintf(c.log, "round %d of %d\n", run+1, c.runs)
	}
	for i, s := range c.systems {
		found[i].state = s.state()
		if found[i].size, err = s.size(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (m *measured) round(ctx context.Context, s system) error {
	took, err := bench.Seconds(func() error { return talk(ctx, s, bench.Chats, turnsARound) })
	if err != nil {
		return err
	}
	m.turns = append(m.turns, turnsARound/took)
	if took, err = bench.Seconds(func() error { return talk(ctx, s, 1, aloneARound) }); err != nil {
		return err
	}
	m.alone = append(m.alone, aloneARound/took)
	var asks []float64
	for range asksARound {
		took, err := bench.Seconds(func() error {
			_, err := s.month(ctx, anyMonth())
			return err
		})
		if err != nil {
			return err
		}
		asks = append(asks, took*1e3)
	}
	m.half, m.most = append(m.half, bench.Quantile(asks, 0.5)), append(m.most, bench.Quantile(asks, 0.99))
	return nil
}

// Granules of the whole months of the rows of files.
var firstMonth, lastMonth = monthCell(bench.PastDays.From) - 1, monthCell(bench.PastDays.To) + 1

// anyMonth is the granule of one of them; those of later months are lower.
func anyMonth() int { return firstMonth - rand.IntN(firstMonth-lastMonth+1) } //nolint:gosec // any will do

// agree holds that all sum up the same in each month of the rows of files.
func (c *comparison) agree(ctx context.Context) error {
	for granule := firstMonth + 1; granule >= lastMonth-1; granule-- {
		want, err := c.systems[0].month(ctx, granule)
		if err != nil {
			return err
		}
		for _, s := range c.systems[1:] {
			got, err := s.month(ctx, granule)
			if err != nil {
				return err
			}
			if !reflect.DeepEqual(got, want) {
				return fmt.Errorf("%s: %s says %v, %s %v", monthBegin(granule), s.name(), got, c.systems[0].name(), want)
			}
		}
	}
	return nil
}

// starts starts each system as a process of its own.
func (c *comparison) starts(ctx context.Context, found []measured) error {
	for i, s := range c.systems {
		start := c.start(s)
		for range c.runs {
			time.Sleep(10 * time.Millisecond)
			if err := start.Round(ctx); err != nil {
				return fmt.Errorf("starting %s: %w", s.name(), err)
			}
		}
		for _, f := range start.Figures() {
			switch f.Key {
			case "start":
				found[i].start = f.Runs
			case "resident":
				found[i].memory = f.Runs
			}
		}
	}
	return nil
}
