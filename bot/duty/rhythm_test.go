package duty_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"danvanbot/bot/duty"
	"danvanbot/bot/period"
)

var zone = time.FixedZone("+07", 7*60*60)

// moment reads a moment as 2026-11-23 09:00.
func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestRhythm(t *testing.T) {
	t.Parallel()
	seven := duty.Clock(7 * 60)
	monday := duty.Rhythm{Every: period.Week, Day: 1, At: seven}
	last := duty.Rhythm{Every: period.Month, Day: 31, At: seven}
	for _, test := range []struct {
		rhythm            duty.Rhythm
		now, latest, next string
	}{
		{duty.Daily(seven), "2026-11-23 09:00", "2026-11-23 07:00", "2026-11-24 07:00"},
		{duty.Daily(seven), "2026-11-23 06:59", "2026-11-22 07:00", "2026-11-23 07:00"},
		{duty.Daily(seven), "2026-11-23 07:00", "2026-11-23 07:00", "2026-11-24 07:00"},
		{monday, "2026-11-23 09:00", "2026-11-23 07:00", "2026-11-30 07:00"},
		{monday, "2026-11-23 06:00", "2026-11-16 07:00", "2026-11-23 07:00"},
		{monday, "2026-11-29 23:00", "2026-11-23 07:00", "2026-11-30 07:00"},
		{last, "2026-02-15 12:00", "2026-01-31 07:00", "2026-02-28 07:00"},
		{last, "2026-02-28 07:00", "2026-02-28 07:00", "2026-03-31 07:00"},
	} {
		now := moment(t, test.now)
		if got, want := test.rhythm.Latest(now), moment(t, test.latest); !got.Equal(want) {
			t.Errorf("%+v at %v: got latest %v, want %v", test.rhythm, now, got, want)
		}
		if got, want := test.rhythm.Next(now), moment(t, test.next); !got.Equal(want) {
			t.Errorf("%+v at %v: got next %v, want %v", test.rhythm, now, got, want)
		}
	}
}

// TestRhythmMissesNothing walks from one moment to the next: each is the latest from then on, until the next.
func TestRhythmMissesNothing(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 2026)) //nolint:gosec // the same moments in every run
	for range 2000 {
		r := duty.Rhythm{Every: period.Day + period.Kind(random.IntN(3)), At: duty.Clock(random.IntN(24 * 60))}
		if r.Every != period.Day {
			r.Day = 1 + random.IntN(map[period.Kind]int{period.Week: 7, period.Month: 31}[r.Every])
		}
		now := moment(t, "2026-01-01 00:00").Add(time.Duration(random.IntN(800*24*60)) * time.Minute)
		latest, next := r.Latest(now), r.Next(now)
		if latest.After(now) || !next.After(now) || !r.Next(latest).Equal(next) || !r.Latest(next.Add(-time.Second)).Equal(latest) {
			t.Fatalf("%+v at %v: got latest %v and next %v", r, now, latest, next)
		}
	}
}

func TestNewClock(t *testing.T) {
	t.Parallel()
	if c, ok := duty.NewClock(21, 5); !ok || c.String() != "21:05" {
		t.Errorf("got %v %v, want 21:05", c, ok)
	}
	for _, bad := range [][2]int{{24, 0}, {-1, 0}, {7, 60}} {
		if _, ok := duty.NewClock(bad[0], bad[1]); ok {
			t.Errorf("got a clock for %v, want none", bad)
		}
	}
}
