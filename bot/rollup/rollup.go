// Package rollup turns submissions into cells: who gets which amount of which measure, on which day.
//
// A cell is (measure, unit, granule of time) → integer. A submission adds its amounts to its unit and the ancestors as
// they were on its day (view Was), and to the units as they are now where those differ (view Now).
// Promised: pure and total; Amounts of a version and of its negation cancel out. Not promised: where cells are kept.
package rollup

// View says by which tree units are added up.
type View uint8

// The views.
const (
	Was View = iota // theo thời điểm: the units as they were on the event's day
	Now             // theo hiện nay: predecessors roll into today's units
)

// Amount is what one submission adds to one measure.
type Amount struct {
	Measure Measure
	By      int64
}

// String gives "was" or "now".
func (v View) String() string {
	if v == Was {
		return "was"
	}
	return "now"
}

// MarshalText writes the name.
func (v View) MarshalText() ([]byte, error) { return []byte(v.String()), nil }
