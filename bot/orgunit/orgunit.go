// Package orgunit is the tree of units with its history: names, codes, parents and successions that are valid from-to.
//
// An official code is not a key (codes are re-used with another meaning), so units have ids of their own.
// A Tree is immutable; a reorganisation (Apply) makes a new one. "As was" is the tree of a given day, "as now" carries
// predecessors into the units that took them over.
//
// When a unit is split, what was reported before is never divided, since no share can be known: it stays with the old
// unit, which is from then on a line of its own, or it goes whole to the one part that the operation names.
//
// Promised: every read is safe from many goroutines; what Load accepts has no dangling id and no cycle. Not promised:
// that a unit exists on every day; ask Valid.
package orgunit

import "danvanbot/bot/period"

// ID names a unit or a group for ever. It is short ASCII, chosen by us, and never re-used.
type ID string

// Level is the rank of a unit.
type Level string

// The levels of units.
const (
	Country    Level = "country"
	Province   Level = "province"
	District   Level = "district"
	Commune    Level = "commune"
	Department Level = "department" // an office of the provincial police
)

// Latest is after every day that is reported: the tree "as now" is the tree of that day.
const Latest period.Date = 1 << 24

// Name is what a unit is called in some time. The names of one unit do not overlap.
type Name struct {
	Validity

	Text    string   `json:"text"`              // "Xã Bờ Y"
	Code    string   `json:"code,omitempty"`    // the official code of that time
	Aliases []string `json:"aliases,omitempty"` // other spellings
}

// Parent is whom a unit answers to in some time. A unit has at most one parent a day.
type Parent struct {
	Validity

	ID ID `json:"id"`
}

// Unit is one node of the tree.
type Unit struct {
	Validity

	ID      ID       `json:"id"`
	Level   Level    `json:"level"`
	Names   []Name   `json:"names"`
	Parents []Parent `json:"parents,omitempty"`
}

// Succession says which unit took another one over whole, and from which day on: the old one ends the day before.
type Succession struct {
	Old ID          `json:"old"`
	New ID          `json:"new"`
	On  period.Date `json:"on"`
}

// Group is a set of today's units that people go on asking for, such as the communes of a former district.
type Group struct {
	Validity

	ID      ID       `json:"id"`
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"`
	Members []ID     `json:"members"`
}
