package main

import (
	"fmt"
	"slices"
	"testing"
)

// count gives the numbers from 0 on, and notes when it was left.
func count(n int, left *bool) func(func(int) bool) {
	return func(yield func(int) bool) {
		defer func() { *left = true }()
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestAhead(t *testing.T) {
	t.Parallel()
	var left bool
	for _, n := range []int{0, 1, aheadChunk, aheadChunk*(aheadMost+3) + 1} {
		if got := slices.Collect(ahead(count(n, &left))); len(got) != n || n > 0 && got[n-1] != n-1 || !slices.IsSorted(got) {
			t.Errorf("got %d numbers, want the first %d in order", len(got), n)
		}
	}
	left = false
	for range ahead(count(1<<30, &left)) {
		break
	}
	if !left {
		t.Error("after the loop was left, the sequence still goes on")
	}
}

// TestAheadPanics: what goes wrong in the other goroutine goes wrong here, where the bot expects it.
func TestAheadPanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if got := fmt.Sprint(recover()); got != "no more" {
			t.Errorf("got %s, want the panic", got)
		}
	}()
	for range ahead(func(yield func(int) bool) {
		yield(1)
		panic("no more")
	}) {
	}
}
