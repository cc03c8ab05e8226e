package conversation

import (
	"time"

	"danvanbot/bot/orgunit"
)

// Group is what is kept of a group chat that belongs to a unit.
type Group struct {
	Unit orgunit.ID `cbor:"1,keyasint"`
	By   uint64     `cbor:"2,keyasint"` // who said so
	At   time.Time  `cbor:"3,keyasint"`
}
