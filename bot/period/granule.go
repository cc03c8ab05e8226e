package period

import "time"

// Length is how much time a Granule takes.
type Length uint8

// The lengths of granules.
const (
	DayLength   Length = iota // one day
	MonthLength               // one calendar month
	YearLength                // one calendar year
)

// Granule is a piece of time that sums are kept for: a day, a calendar month or a calendar year. Reporting calendars
// have none of their own, as every period of theirs is made of these.
type Granule struct {
	Length Length
	N      int32 // the Date; year*12+month-1; the year
}

// GranulesOf gives the day, the month and the year that a day adds to.
func GranulesOf(d Date) [3]Granule {
	return [3]Granule{{DayLength, int32(d)}, {MonthLength, monthNumber(d)}, {YearLength, int32(d.Year())}}
}

// Run is the granules of one length numbered From to To, both included.
type Run struct {
	Length   Length
	From, To int32
}

// Decompose covers the days of a range, each once, with the fewest granules: at most days, months, years, months, days.
// An empty range gives no runs. It holds for days of years after Christ.
func Decompose(r Range) []Run {
	if r.Days() == 0 {
		return nil
	}
	first, end := monthNumber(r.From-1)+1, monthNumber(r.To+1) // whole months, end not included
	if first >= end {
		return []Run{{DayLength, int32(r.From), int32(r.To)}}
	}
	runs := make([]Run, 0, 5)
	runs = appendRun(runs, DayLength, int32(r.From), int32(monthBegin(first)))
	runs = appendMonths(runs, first, end)
	return appendRun(runs, DayLength, int32(monthBegin(end)), int32(r.To)+1)
}

// appendMonths covers whole months, with whole years where they fit.
func appendMonths(runs []Run, first, end int32) []Run {
	year, endYear := (first+11)/12, end/12
	if year >= endYear {
		return appendRun(runs, MonthLength, first, end)
	}
	runs = appendRun(runs, MonthLength, first, year*12)
	runs = appendRun(runs, YearLength, year, endYear)
	return appendRun(runs, MonthLength, endYear*12, end)
}

func appendRun(runs []Run, l Length, from, end int32) []Run {
	if from >= end {
		return runs
	}
	return append(runs, Run{l, from, end - 1})
}

func monthNumber(d Date) int32 {
	y, m, _ := d.YMD()
	return int32(y)*12 + int32(m) - 1
}

func monthBegin(number int32) Date { return NewDate(int(number/12), time.Month(number%12+1), 1) }
