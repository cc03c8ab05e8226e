package report

import (
	"math"
	"slices"
)

// spread is how values that were reported lie: the robust measures of it, which single far values do not move. Counts of
// people differ by factors, not by differences, so it goes by logarithms.
type spread struct {
	values []int64
	sorted bool
	center float64 // the median's logarithm
	scale  float64 // the usual deviation from it; 0: not worked out
}

func (s *spread) add(n int64) { s.values, s.sorted, s.scale = append(s.values, n), false, 0 }

func (s *spread) sort() {
	if !s.sorted {
		slices.Sort(s.values)
		s.sorted = true
	}
}

// measure works out center and scale.
func (s *spread) measure() {
	if s.scale > 0 {
		return
	}
	s.center = logOf(s.median())
	deviations := make([]float64, 0, len(s.values))
	for _, v := range s.values {
		deviations = append(deviations, math.Abs(logOf(v)-s.center))
	}
	slices.Sort(deviations)
	s.scale = max(toDeviation*deviations[len(deviations)/2], leastScale)
}

// median is the middle value, or the higher of two.
func (s *spread) median() int64 { return s.at(0.5) }

// range80 is where 8 of 10 values are.
func (s *spread) range80() (low, high int64) { return s.at(0.1), s.at(0.9) }

// ends are the smallest and the largest value.
func (s *spread) ends() (low, high int64) { return s.at(0), s.at(1) }

func (s *spread) at(part float64) int64 {
	s.sort()
	if len(s.values) == 0 {
		return 0
	}
	return s.values[int(math.Round(part*float64(len(s.values)-1)))]
}

const (
	// farZ is from where on a robust z-score is far; Iglewicz and Hoaglin's advice.
	farZ = 3.5
	// leastScale keeps a value that is less than twice or more than half of the usual from ever being far.
	leastScale = 0.2
	// leastApart is how much a count must differ, so that 3 where 1 is usual is not far.
	leastApart = 5
	// toDeviation makes a median of deviations comparable to a standard deviation.
	toDeviation = 1.4826
)

// far gives the robust z-score of a value, and whether it is far from the others.
func (s *spread) far(n int64, money bool) (z float64, odd bool) {
	if len(s.values) < fewest {
		return 0, false
	}
	s.measure()
	z = math.Abs(logOf(n)-s.center) / s.scale
	apart := max(n, s.median()) - min(n, s.median())
	return z, z > farZ && (money || apart >= leastApart)
}

func logOf(n int64) float64 { return math.Log1p(float64(max(n, 0))) }
