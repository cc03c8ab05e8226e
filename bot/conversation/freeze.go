package conversation

import (
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// Freeze is a period of a unit that was reported upward: the document that was sent, and what it was made from, so that
// it can be made again. With Reopened it is the end of one: the period may be frozen anew.
type Freeze struct {
	Entry     uint64     `cbor:"-"` // the journal entry that holds it
	Unit      orgunit.ID `cbor:"1,keyasint"`
	Period    string     `cbor:"2,keyasint"`            // code
	Calendar  string     `cbor:"3,keyasint"`            // id
	AsWas     bool       `cbor:"4,keyasint,omitempty"`  // by the units as they were
	Number    uint64     `cbor:"5,keyasint"`            // as known at this journal number
	Asked     time.Time  `cbor:"6,keyasint"`            // which decides what "today" is
	By        uint64     `cbor:"7,keyasint,omitempty"`  //
	Lang      i18n.Lang  `cbor:"8,keyasint,omitempty"`  // of the document
	Tree      string     `cbor:"9,keyasint,omitempty"`  // hash of the units
	Forms     []byte     `cbor:"10,keyasint,omitempty"` // SHA-256 of the catalogue
	Catalogue []byte     `cbor:"11,keyasint,omitempty"` // the catalogue, if no earlier freeze holds it
	Renderer  string     `cbor:"12,keyasint,omitempty"` // what made the document
	Name      string     `cbor:"13,keyasint,omitempty"` // of the file
	Data      []byte     `cbor:"14,keyasint,omitempty"` // the dossier as JSON
	Document  []byte     `cbor:"15,keyasint,omitempty"`
	DataHash  []byte     `cbor:"16,keyasint,omitempty"` // SHA-256
	Hash      []byte     `cbor:"17,keyasint,omitempty"` // SHA-256 of the document
	Reopened  bool       `cbor:"18,keyasint,omitempty"`
	Reason    string     `cbor:"19,keyasint,omitempty"` // why it was reopened
	Role      Role       `cbor:"20,keyasint,omitempty"` // of who froze, then: it decides with Home which small cells are told
	Home      orgunit.ID `cbor:"21,keyasint,omitempty"` // the unit of who froze, then
	Template  []byte     `cbor:"22,keyasint,omitempty"` // of the document, as JSON; none: the program has no other
}

// Query is what the freeze's document answers; false if the freeze names no period.
func (f Freeze) Query() (Query, bool) {
	cal, ok := period.CalendarByID(f.Calendar)
	if !ok {
		return Query{}, false
	}
	p, err := period.ParseCode(f.Period, cal)
	return Query{Page: Totals, Unit: f.Unit, Period: p, AsWas: f.AsWas}, err == nil
}

// Clear tells of which units the document tells small cells: those that who froze could see.
func (f Freeze) Clear(tree *orgunit.Tree) func(orgunit.ID) bool {
	freezer := Person{Role: f.Role, Unit: f.Home}
	return func(u orgunit.ID) bool { return freezer.SeesSmall(tree, u) }
}

// LateChange is what became of one report of a period that was frozen: how it was known then, and how now. Before is
// the zero Submission for a report that came late.
type LateChange struct{ Before, After form.Submission }

// AskFreeze shows what will be frozen, or what is.
type AskFreeze struct{ Query Query }

// MakeFreeze freezes a period.
type MakeFreeze struct{ Query Query }

// SendFrozen sends a frozen document once more.
type SendFrozen struct{ Entry uint64 }

// Reopen ends a freeze.
type Reopen struct {
	Entry  uint64
	Reason string
}

func (AskFreeze) act()  {}
func (MakeFreeze) act() {}
func (SendFrozen) act() {}
func (Reopen) act()     {}
