package form

import (
	"slices"
	"time"

	"danvanbot/bot/period"
)

// Verdict is what a question thinks of a number.
type Verdict uint8

// The verdicts.
const (
	Fine     Verdict = iota
	TooSmall         // below Min: refused
	TooLarge         // above Max: refused
	Odd              // above SoftMax: taken when confirmed
)

// Check judges a number that was given as an answer.
func (q Question) Check(n int64) Verdict {
	switch {
	case q.Min != nil && n < *q.Min:
		return TooSmall
	case q.Max != nil && n > *q.Max:
		return TooLarge
	case q.SoftMax != nil && n > *q.SoftMax:
		return Odd
	default:
		return Fine
	}
}

// Counts tells whether the answers are numbers that can be summed.
func (q Question) Counts() bool { return q.Type == Integer || q.Type == Money }

// Choice finds a choice by its key.
func (q Question) Choice(key string) (Choice, bool) {
	i := slices.IndexFunc(q.Choices, func(c Choice) bool { return c.Key == key })
	if i < 0 {
		return Choice{}, false
	}
	return q.Choices[i], true
}

// Fits tells whether the days suit the choice: a "thứ bảy tình nguyện" is held on a Saturday. Several days suit it when
// one of them does.
func (c Choice) Fits(days period.Range) bool {
	for d := days.From; d <= days.To && d < days.From+366; d++ {
		if c.fitsDay(d) {
			return true
		}
	}
	return false
}

func (c Choice) fitsDay(d period.Date) bool {
	_, month, _ := d.YMD()
	return (c.Weekday == nil || time.Weekday(*c.Weekday) == d.Weekday()) && (c.Month == 0 || time.Month(c.Month) == month)
}
