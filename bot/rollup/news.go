package rollup

import "danvanbot/bot/orgunit"

// News is what came from a unit: three different answers.
type News uint8

// The answers.
const (
	Silence   News = iota // nobody knows
	Nothing               // it declared that there was nothing
	Something             // it reported
)

// NewsOf tells what a row of a unit, as the units were, says of it.
func NewsOf(row Row) News {
	switch {
	case row.Get(Reports) > 0:
		return Something
	case row.Get(Zeros) > 0:
		return Nothing
	default:
		return Silence
	}
}

// Heard tells what came from units, as they were, in some days.
type Heard interface {
	Of(unit orgunit.ID) News
}
