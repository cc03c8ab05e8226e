package period

import (
	"fmt"
	"time"
)

// Date is a day, counted from 1970-01-01 as 0. The zero Date is that day; NoDate says that there is none.
type Date int32

// NoDate is before every day that is reported.
const NoDate Date = -1 << 31

const secondsOfDay = 24 * 60 * 60

// NewDate makes a day; months and days out of range are carried over as time.Date does.
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsOfDay)
}

// DateOf is the day that t falls on in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return NewDate(y, m, d)
}

// ValidDate makes a day and tells whether it exists: 30 February does not.
func ValidDate(year int, month time.Month, day int) (Date, bool) {
	d := NewDate(year, month, day)
	y, m, dd := d.YMD()
	return d, y == year && m == month && dd == day
}

// ParseDate reads an ISO day, 2026-11-22.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return NoDate, fmt.Errorf("a day must look like 2026-11-22, not %q", s)
	}
	return DateOf(t), nil
}

// Time is midnight of the day in UTC.
func (d Date) Time() time.Time { return time.Unix(int64(d)*secondsOfDay, 0).UTC() }

// YMD gives year, month and day of the month.
func (d Date) YMD() (int, time.Month, int) { return d.Time().Date() }

// Year gives the calendar year.
func (d Date) Year() int { return d.Time().Year() }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// String gives the ISO form, 2026-11-22, or "" for NoDate.
func (d Date) String() string {
	if d == NoDate {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText writes the ISO form, so that days are readable in JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form; empty text is NoDate.
func (d *Date) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = NoDate
		return nil
	}
	*d, err = ParseDate(string(b))
	return err
}

// Range is the days From to To, both included. A Range with To before From is empty.
type Range struct {
	From Date `cbor:"1,keyasint" json:"from"`
	To   Date `cbor:"2,keyasint" json:"to"`
}

// Day is the Range of one day.
func (d Date) Day() Range { return Range{From: d, To: d} }

// Days counts the days of the range.
func (r Range) Days() int { return max(0, int(r.To)-int(r.From)+1) }

// Contains tells whether the day lies in the range.
func (r Range) Contains(d Date) bool { return r.From <= d && d <= r.To }

// String gives 2026-11-22 or 2026-11-16..2026-11-22.
func (r Range) String() string {
	if r.From == r.To {
		return r.From.String()
	}
	return r.From.String() + ".." + r.To.String()
}

// Dawn is before every day that can be reported, so that Range{Dawn, d} means "up to d".
var Dawn = NewDate(1945, time.January, 1)
