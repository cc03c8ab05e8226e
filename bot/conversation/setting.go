package conversation

import (
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/duty"
)

// Setting is something that an administrator changes in the chat, as JSON.
type Setting struct {
	Key   string `cbor:"1,keyasint"`
	Value []byte `cbor:"2,keyasint,omitempty"` // empty: as it is without
	By    uint64 `cbor:"3,keyasint,omitempty"`
}

// SettingPlan is the key of the plan of what is due, a duty.Plan.
const SettingPlan = "plan"

// Subscription is a summary that comes to a person by itself, again and again.
type Subscription struct {
	ID     uint64      `cbor:"1,keyasint,omitempty"` // the number of the journal entry that began it
	Person uint64      `cbor:"2,keyasint"`
	Rhythm duty.Rhythm `cbor:"3,keyasint"`
	Format chat.Format `cbor:"4,keyasint,omitempty"` // empty: a text
	Query  string      `cbor:"5,keyasint"`           // the units, as a button asks for them; the period is that of the rhythm
	At     time.Time   `cbor:"6,keyasint"`           // from when on
	Gone   bool        `cbor:"7,keyasint,omitempty"`
}
