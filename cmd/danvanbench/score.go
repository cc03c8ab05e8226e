package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// line is one day or range of days as an officer typed it.
type line struct {
	Type, In  string
	Want      want
	Alts      []want
	Ambiguous bool
}

type want struct {
	From, To string
	Reject   bool
}

func readDates(name string) ([]line, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var lines []line
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		var l line
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if l.Type == "date" {
			lines = append(lines, l)
		}
	}
	return lines, sc.Err()
}

func base(name string) string { return strings.TrimSuffix(filepath.Base(name), ".jsonl") }

type score struct{ right, wrong, silent int }

func scoreAll(r reader, lines []line) score {
	var s score
	for _, l := range lines {
		got := r.read(l.In)
		switch {
		case isRight(l, got):
			s.right++
		case got.from == "" || got.asked:
			s.silent++
		default:
			s.wrong++
		}
	}
	return s
}

// isRight lets every listed reading of an ambiguous line count, and a question where one is due. A question that is
// not due is not right, even about the right day.
func isRight(l line, got days) bool {
	if l.Want.Reject {
		return got.from == "" || got.asked
	}
	if got.asked && !l.Ambiguous {
		return false
	}
	return slices.ContainsFunc(append(l.Alts, l.Want), func(w want) bool { return w.From == got.from && w.To == got.to })
}

func readAll(r reader, lines []line) func() {
	return func() {
		for _, l := range lines {
			r.read(l.In)
		}
	}
}

// rounds are many and short: the quickest of them is the one that other programs on the machine disturbed least.
const (
	rounds = 40
	round  = 25 * time.Millisecond
)

// micros is how long f takes in the quickest round.
func micros(f func()) float64 {
	best := math.Inf(1)
	for range rounds {
		n, start := 0, time.Now()
		for time.Since(start) < round {
			f()
			n++
		}
		best = min(best, float64(time.Since(start).Microseconds())/float64(n))
	}
	return best
}
