package rollup

import (
	"maps"
	"slices"
	"time"
)

// Told is what somebody was told of a unit and a period at some time.
type Told struct {
	Number  uint64            `cbor:"1,keyasint"`           // of the last journal entry that was known
	At      time.Time         `cbor:"2,keyasint"`           // zero: nothing was told
	Figures map[Measure]int64 `cbor:"3,keyasint,omitempty"` // those that were not 0
	Hidden  []Measure         `cbor:"4,keyasint,omitempty"` // those that were not told, in the summary's order
	Heard   int               `cbor:"5,keyasint,omitempty"` // of how many communes something was heard
}

// Same tells whether two answers told the same, whenever they did.
func (t Told) Same(other Told) bool {
	return maps.Equal(t.Figures, other.Figures) && slices.Equal(t.Hidden, other.Hidden) && t.Heard == other.Heard
}

// Asked is what somebody was told when they asked last, and what they were told before that and was not the same.
type Asked struct {
	Last   Told `cbor:"1,keyasint"`
	Before Told `cbor:"2,keyasint"`
}
