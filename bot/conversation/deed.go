package conversation

import (
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// DeedKind says what was done to a person. The numbers are in the file and never change.
type DeedKind uint8

// What is done to people.
const (
	Moved      DeedKind = iota + 1 // to another unit
	Reranked                       // another role
	Suspended                      //
	Resumed                        //
	HandedOver                     // the duties of somebody else were taken over
	Removed                        // name and chats were erased
)

// Deed is something that was done to a person. From and To are units, roles or, with HandedOver, in From the number of
// whose duties they were.
type Deed struct {
	Kind   DeedKind   `cbor:"1,keyasint"`
	Person uint64     `cbor:"2,keyasint"`
	Unit   orgunit.ID `cbor:"3,keyasint"` // of the person, afterwards
	From   string     `cbor:"4,keyasint,omitempty"`
	To     string     `cbor:"5,keyasint,omitempty"`
}

// Acted is an entry of the journal that is about a unit, or about everything. One of the others says what was done.
type Acted struct {
	Number uint64
	At     time.Time
	By     uint64 // a person's number; 0: the command line

	Deed       *Deed
	Invitation *Invitation // without its code
	Target     *form.Target
	Freeze     *Freeze
	Return     *Return
	Import     bool // a file was taken in
	Units      *ChangedUnits
	Model      *form.Model

	Setting      *Setting
	Subscription *Subscription
	Announced    *Announcement // unit and number of receivers alone
	Group        *BoundGroup
	Restored     bool // the file is a backup that was put back
}

// BoundGroup says that a group chat became a unit's, or with Gone is not any more.
type BoundGroup struct {
	Unit orgunit.ID
	Gone bool
}

// ChangedUnits are the units that a reorganisation changed; none: they were replaced altogether.
type ChangedUnits struct{ IDs []orgunit.ID }
