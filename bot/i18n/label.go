package i18n

import (
	"strconv"

	"danvanbot/bot/period"
)

// CalendarName names a calendar: NĐ 09, dương lịch, ANTT xã, ANTT khu dân cư.
func CalendarName(l Lang, c period.Calendar) string { return Default().T(l, "calendar."+c.ID) }

// PeriodLabel writes a period as a heading. Where its calendar makes it other days than the name says, it adds the days
// and the calendar: "Tháng 10/2026", but "Kỳ báo cáo tháng 10/2026: 15/9 – 14/10 (NĐ 09)".
func PeriodLabel(l Lang, p period.Period) string {
	switch p.Kind {
	case period.Day:
		return LongDate(l, p.Range.From)
	case period.Span:
		return spanLabel(l, p.Range)
	case period.Week:
		return Default().T(l, "period.week", "week", strconv.Itoa(p.Index), "range", Range(l, p.Range))
	default:
		return namedLabel(l, p)
	}
}

func spanLabel(l Lang, r period.Range) string {
	if r.From <= period.Dawn {
		return Default().T(l, "period.until", "to", Date(l, r.To))
	}
	return Default().T(l, "period.span", "from", Date(l, r.From), "to", Date(l, r.To))
}

// namedLabel writes the periods from a month to a year.
func namedLabel(l Lang, p period.Period) string {
	shifted := p.Range != p.In(period.Plain).Range
	name := Default().T(l, nameKey(p, shifted),
		"month", strconv.Itoa(p.Index), "quarter", roman(p.Index), "year", strconv.Itoa(p.Year))
	if !shifted {
		return name
	}
	return Default().T(l, "period.shifted", "name", name, "range", rangeIn(l, p), "calendar", CalendarName(l, p.Calendar))
}

func nameKey(p period.Period, shifted bool) string {
	switch p.Kind {
	case period.Month:
		if shifted {
			return "period.reporting_month"
		}
		return "period.month"
	case period.Quarter:
		return "period.quarter"
	case period.Half:
		return "period.half_" + strconv.Itoa(p.Index)
	case period.NineMonths:
		return "period.nine_months"
	default:
		return "period.year"
	}
}

// rangeIn writes the days without their year where the period's name has said it.
func rangeIn(l Lang, p period.Period) string {
	if p.Range.From.Year() != p.Year || p.Range.To.Year() != p.Year {
		return Range(l, p.Range)
	}
	return p.Range.From.Time().Format(dayMonth) + " – " + p.Range.To.Time().Format(dayMonth)
}

// roman writes the number of a quarter as documents do.
func roman(quarter int) string {
	if quarter < 1 || quarter > 4 {
		return ""
	}
	return [...]string{"I", "II", "III", "IV"}[quarter-1]
}
