// Package rollup turns submissions into cells: who gets which amount of which measure, on which day.
//
// A cell is (measure, unit, granule of time) → integer. A submission adds its amounts to its unit and the ancestors as
// they were on its day (view Was), and to the units as they are now where those differ (view Now).
// Promised: pure and total; Amounts of a version and of its negation cancel out. Not promised: where cells are kept.
package rollup

import (
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// View says by which tree units are added up.
type View uint8

// The views.
const (
	Was View = iota // theo thời điểm: the units as they were on the event's day
	Now             // theo hiện nay: predecessors roll into today's units
)

// Measure names what a cell counts: "tuyen_truyen.n", "tuyen_truyen.luot_nguoi", "tuyen_truyen.topic=atgt.n".
type Measure string

// The measures that every submission has.
const (
	Reports Measure = "_.reports" // submissions that say that something happened
	Zeros   Measure = "_.zeros"   // declarations that nothing happened
)

// Amount is what one submission adds to one measure.
type Amount struct {
	Measure Measure
	By      int64
}

// Targets are the units whose cells a submission changes.
type Targets struct {
	Was []orgunit.ID // its unit and the ancestors as was, nearest first
	Now []orgunit.ID // the units as now that are not in Was
}

// Row is all measures of one unit in one time, sorted by measure, without zeros.
type Row []Amount

var _ = form.Submission{}
