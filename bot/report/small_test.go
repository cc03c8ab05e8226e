package report //nolint:testpackage // what is hidden is decided by one function that nobody else needs

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCover plays the reader who knows the whole and every part that is told: no small part has one value alone that fits.
func TestCover(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8)) //nolint:gosec // the same numbers in every run
	for range 3000 {
		amounts := make([]int64, 2+r.IntN(4))
		for i := range amounts {
			amounts[i] = int64(r.IntN(5))
		}
		checkCover(t, amounts, cover(amounts, func(int) bool { return false }))
	}
	if got := cover([]int64{1, 50, 0, 2}, func(i int) bool { return i == 0 }); got[0] != "" || got[3] != Small {
		t.Errorf("got %q, want the open part told and the other one hidden", got)
	}
}

func checkCover(t *testing.T, amounts []int64, marks []string) {
	t.Helper()
	whole := int64(0)
	for i, n := range amounts {
		whole += n
		if small(n) && marks[i] == "" {
			t.Fatalf("%v: part %d is told", amounts, i)
		}
		if marks[i] == Small && !small(n) {
			t.Fatalf("%v: part %d is called small", amounts, i)
		}
	}
	for i, n := range amounts {
		if values := fitting(amounts, marks, i, whole); small(n) && len(values) < 2 {
			t.Fatalf("%v as %q: part %d can only be %v", amounts, marks, i, values)
		}
	}
}

// fitting are the values of part i with which the hidden ones can add up to what is not told.
func fitting(amounts []int64, marks []string, i int, whole int64) []int64 {
	var values []int64
	for v := range whole + 1 {
		if marks[i] == Small && !small(v) {
			continue
		}
		left, low, high := whole-v, int64(0), int64(0)
		for j, n := range amounts {
			switch {
			case j == i:
			case marks[j] == "":
				left -= n
			case marks[j] == Small:
				low, high = low+1, high+told-1
			default:
				high = 1 << 40
			}
		}
		if low <= left && left <= high {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	return values
}
