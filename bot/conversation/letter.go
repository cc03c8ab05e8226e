package conversation

import (
	"time"

	"danvanbot/bot/chat"
)

// Letter is one row of the outbox: a reply that is committed and not yet sent.
type Letter struct {
	Row   uint64     `cbor:"-"`
	To    chat.Key   `cbor:"1,keyasint"`
	Reply chat.Reply `cbor:"2,keyasint"`
	At    time.Time  `cbor:"3,keyasint"`
}

// DeadLetter is an update that could not be handled. It never holds what was written.
type DeadLetter struct {
	Number   uint64        `cbor:"-"`
	Platform chat.Platform `cbor:"1,keyasint"`
	Update   string        `cbor:"2,keyasint"`
	Kind     chat.Kind     `cbor:"3,keyasint"`
	Cause    string        `cbor:"4,keyasint"`
	At       time.Time     `cbor:"5,keyasint"`
}
