package bench

import (
	"slices"
	"time"
)

// Figure is one thing that was measured in rounds.
type Figure struct {
	Key  string    // the name of the message that says what it is
	Unit string    // such as ms
	Runs []float64 // one value a round
}

// Median is the middle one of the rounds.
func (f Figure) Median() float64 { return Quantile(f.Runs, 0.5) }

// Quantile is the value below which a share of a list lies, 0 to 1. The list must not be empty.
func Quantile(list []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// notes are the figures of one measure.
type notes struct{ list []Figure }

// Figures are what the rounds gave so far.
func (n *notes) Figures() []Figure { return n.list }

// add notes one round's value of a figure.
func (n *notes) add(key, unit string, value float64) {
	i := slices.IndexFunc(n.list, func(f Figure) bool { return f.Key == key })
	if i < 0 {
		i = len(n.list)
		n.list = append(n.list, Figure{Key: key, Unit: unit})
	}
	n.list[i].Runs = append(n.list[i].Runs, value)
}

// Seconds are how long fn takes.
func Seconds(fn func() error) (float64, error) {
	start := time.Now()
	err := fn()
	return time.Since(start).Seconds(), err
}
