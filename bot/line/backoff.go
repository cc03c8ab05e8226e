package line

import (
	"math/rand/v2"
	"time"
)

// MaxRetryAfter is the longest pause that is believed when a server asks for one.
const MaxRetryAfter = 24 * time.Hour

// RetryAfter is a pause that a server asks for, 0 to MaxRetryAfter.
func RetryAfter(seconds int) time.Duration {
	return time.Duration(min(max(seconds, 0), int(MaxRetryAfter/time.Second))) * time.Second
}

// Backoff counts failures in a row.
type Backoff int

// Next is how long to wait after one more failure: twice as long each time, first and longest at most, half of it by chance,
// so that many bots do not return at once.
func (b *Backoff) Next(first, longest time.Duration) time.Duration {
	half := min(first<<min(*b, 10), longest) / 2
	*b++
	return half + time.Duration(rand.Float64()*float64(half)) //nolint:gosec // chance is no secret
}
