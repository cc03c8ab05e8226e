package storage

import (
	"time"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// run is neighbouring cells of one kind, both ends included. It is empty when to lies before time.
type run struct {
	cell
	to int32
}

// runs covers a range of days with as few cells as possible: whole years, then whole months, then days.
func runs(days period.Range) []run {
	first, last := max(days.From, -orgunit.Latest), min(days.To, orgunit.Latest) // keeps open ranges countable
	from, to := monthAfter(first-1), monthAfter(last)-1
	if from > to {
		return someRuns(span(cellDay, int32(first), int32(last)))
	}
	years := span(cellYear, (from+11)/12, (to+1)/12-1)
	months := []run{span(cellMonth, from, to)}
	if years.time <= years.to {
		months = []run{span(cellMonth, from, years.time*12-1), span(cellMonth, (years.to+1)*12, to)}
	}
	return someRuns(append(months, years,
		span(cellDay, int32(first), int32(monthStart(from))-1), span(cellDay, int32(monthStart(to+1)), int32(last)))...)
}

func span(kind byte, from, to int32) run { return run{cell: cell{kind: kind, time: from}, to: to} }

// monthAfter is the first month that begins after a day.
func monthAfter(d period.Date) int32 {
	y, m, _ := d.YMD()
	return int32(y*12 + int(m))
}

func monthStart(month int32) period.Date { return period.NewDate(0, time.Month(month+1), 1) }

// someRuns drops the empty ones.
func someRuns(all ...run) []run {
	var some []run
	for _, r := range all {
		if r.time <= r.to {
			some = append(some, r)
		}
	}
	return some
}
