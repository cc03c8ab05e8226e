package viet_test

import (
	"flag"
	"testing"

	"danvanbot/bot/fold"
	"danvanbot/bot/viet"
)

var full = flag.Bool("full", false, "all numbers to a million, not a sample")

func TestSpelledNumbersReadBack(t *testing.T) {
	t.Parallel()
	step := int64(37)
	if *full {
		step = 1
	}
	for n := int64(0); n <= 1_000_000; n += step {
		for _, s := range []string{viet.Spell(n), fold.Key(viet.Spell(n))} {
			got, ok := viet.Number(s)
			if !ok || got.Value != float64(n) || got.Ask {
				t.Fatalf("Number(%q) = %+v, %v; want %d", s, got, ok, n)
			}
		}
	}
}
