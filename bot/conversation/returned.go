package conversation

import "time"

// Return is a report that was sent back to be looked at again: which of its answers, and why. With Settled it is the
// end of one.
type Return struct {
	Entry   uint64     `cbor:"1,keyasint,omitempty"` // the journal entry that opened it
	Sub     uint64     `cbor:"2,keyasint"`           // the report
	Version int        `cbor:"3,keyasint"`           // of the report: the one sent back or, with Settled, the one that is right
	Key     string     `cbor:"4,keyasint,omitempty"` // the question to answer anew; empty: the whole report
	Reason  string     `cbor:"5,keyasint,omitempty"` // why; with Kept, why the report is right. Filtered, in the words of who wrote it
	By      uint64     `cbor:"6,keyasint,omitempty"` // who sent it back or, with Settled, who settled it
	Settled Settlement `cbor:"7,keyasint,omitempty"`
	At      time.Time  `cbor:"-"` // when it was sent back
}

// Settlement says how a return ended. The numbers are in the file and never change.
type Settlement uint8

// How a return ends.
const (
	Fixed     Settlement = iota + 1 // what was sent back was corrected
	Kept                            // the report is right as it is
	TakenBack                       // nobody needs to look any more
	Dropped                         // the report was withdrawn
)

// Returned reads what was sent back. As with Reports, a fault of the store is the caller's to notice.
type Returned interface {
	// Returns are the open returns of a report, or with 0 all of them, by report and then as they were sent back.
	Returns(sub uint64) []Return
}

// SendBack sends a report back.
type SendBack struct{ Return Return }

// Settle ends a return that is open. Its By, Reason and Settled say who did, why and how.
type Settle struct{ Return Return }

func (SendBack) act() {}
func (Settle) act()   {}

// open finds an open return of a report; false if it was settled meanwhile.
func (t *turn) openReturn(sub, entry uint64) (Return, bool) {
	for _, r := range t.returns(sub) {
		if r.Entry == entry {
			return r, true
		}
	}
	return Return{}, false
}

// returns are the open returns of a report or of all; none where nothing keeps them.
func (t *turn) returns(sub uint64) []Return {
	if t.env.Returned == nil {
		return nil
	}
	return t.env.Returned.Returns(sub)
}
