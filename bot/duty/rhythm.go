package duty

import (
	"fmt"
	"time"

	"danvanbot/bot/period"
)

// Clock is a time of day, in minutes after midnight.
type Clock int

// NewClock makes a time of day; it tells whether there is such a one.
func NewClock(hour, minute int) (Clock, bool) {
	ok := hour >= 0 && hour < 24 && minute >= 0 && minute < 60
	return Clock(hour*60 + minute), ok
}

// String is the time as 7:00.
func (c Clock) String() string { return fmt.Sprintf("%d:%02d", c/60, c%60) }

// On is the moment of that time on a day.
func (c Clock) On(d period.Date, zone *time.Location) time.Time {
	y, m, day := d.YMD()
	return time.Date(y, m, day, int(c/60), int(c%60), 0, 0, zone)
}

// Rhythm is when something comes again and again.
type Rhythm struct {
	Every period.Kind `cbor:"1,keyasint"`           // Day, Week or Month
	Day   int         `cbor:"2,keyasint,omitempty"` // with Week 1 (Monday) to 7, with Month 1 to 31; a shorter month ends with it
	At    Clock       `cbor:"3,keyasint"`
}

// Daily comes every day at a time.
func Daily(at Clock) Rhythm { return Rhythm{Every: period.Day, At: at} }

// Latest is the last moment of the rhythm that is not after now.
func (r Rhythm) Latest(now time.Time) time.Time {
	today := period.DateOf(now)
	at := r.At.On(r.dayOf(today), now.Location())
	if at.After(now) {
		at = r.At.On(r.dayOf(r.earlier(today)), now.Location())
	}
	return at
}

// Next is the first moment of the rhythm after now.
func (r Rhythm) Next(now time.Time) time.Time {
	today := period.DateOf(now)
	at := r.At.On(r.dayOf(today), now.Location())
	if !at.After(now) {
		at = r.At.On(r.dayOf(r.later(today)), now.Location())
	}
	return at
}

// dayOf is the rhythm's day in the day's own week or month.
func (r Rhythm) dayOf(d period.Date) period.Date {
	switch r.Every {
	case period.Week:
		return monday(d) + period.Date(r.Day-1)
	case period.Month:
		y, m, _ := d.YMD()
		last := period.NewDate(y, m+1, 1) - 1
		return min(period.NewDate(y, m, 1)+period.Date(r.Day-1), last)
	default:
		return d
	}
}

func (r Rhythm) earlier(d period.Date) period.Date {
	switch r.Every {
	case period.Week:
		return d - 7
	case period.Month:
		y, m, _ := d.YMD()
		return period.NewDate(y, m, 1) - 1
	default:
		return d - 1
	}
}

func (r Rhythm) later(d period.Date) period.Date {
	switch r.Every {
	case period.Week:
		return d + 7
	case period.Month:
		y, m, _ := d.YMD()
		return period.NewDate(y, m+1, 1)
	default:
		return d + 1
	}
}

func monday(d period.Date) period.Date { return d - period.Date((int(d.Weekday())+6)%7) }
