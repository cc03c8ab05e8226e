package i18n

import (
	"strconv"
	"time"

	"danvanbot/bot/period"
)

const (
	dayMonth     = "2/1"
	dayMonthYear = "2/1/2006"
)

// Weekday names a day of the week: Chủ nhật, Thứ Hai … Thứ Bảy.
func Weekday(l Lang, w time.Weekday) string {
	return Default().T(l, "weekday."+strconv.Itoa(int(w)))
}

// Date writes a day: 22/11/2026. It is so in every language, because it is how days are typed.
func Date(_ Lang, d period.Date) string {
	if d == period.NoDate {
		return ""
	}
	return d.Time().Format(dayMonthYear)
}

// LongDate writes a day with its weekday: Chủ nhật, 22/11/2026.
func LongDate(l Lang, d period.Date) string {
	if d == period.NoDate {
		return ""
	}
	return Weekday(l, d.Weekday()) + ", " + Date(l, d)
}

// Range writes days from-to with the years only where they differ: 16/11 – 20/11/2026. A range from Dawn is "đến 20/11/2026".
func Range(l Lang, r period.Range) string {
	switch {
	case r.From == r.To:
		return Date(l, r.To)
	case r.From <= period.Dawn:
		return Default().T(l, "range.until", "day", Date(l, r.To))
	case r.From.Year() == r.To.Year():
		return r.From.Time().Format(dayMonth) + " – " + Date(l, r.To)
	default:
		return Date(l, r.From) + " – " + Date(l, r.To)
	}
}
