// Package orgunit is the tree of units with its history: names, codes, parents and successions that are valid from-to.
//
// An official code is not a key (codes are re-used with another meaning), so units have ids of their own.
// A Tree is immutable; a reorganisation makes a new one. "As was" is the tree of a given day, "as now" carries
// predecessors into the units that took them over.
//
// Promised: every read is safe from many goroutines. Not promised: that a unit exists on every day; ask Valid.
package orgunit

import "danvanbot/bot/period"

// ID names a unit for ever. It is short ASCII, chosen by us, and never re-used.
type ID string

// Level is the rank of a unit.
type Level string

// The levels of the sample province.
const (
	Country    Level = "country"
	Province   Level = "province"
	District   Level = "district"
	Commune    Level = "commune"
	Department Level = "department" // an office of the provincial police
)

// Name is what a unit is called in some time.
type Name struct {
	Text    string       `json:"text"`              // "Xã Bờ Y"
	Code    string       `json:"code,omitempty"`    // the official code of that time
	Aliases []string     `json:"aliases,omitempty"` // other spellings
	From    period.Date  `json:"from,omitzero"`     // NoDate or absent: always
	To      *period.Date `json:"to,omitempty"`      // absent: until today
}

// Parent is whom a unit answers to in some time.
type Parent struct {
	ID   ID           `json:"id"`
	From *period.Date `json:"from,omitempty"`
	To   *period.Date `json:"to,omitempty"`
}

// Unit is one node of the tree.
type Unit struct {
	ID      ID           `json:"id"`
	Level   Level        `json:"level"`
	Names   []Name       `json:"names"`
	Parents []Parent     `json:"parents,omitempty"`
	From    *period.Date `json:"from,omitempty"`
	To      *period.Date `json:"to,omitempty"` // last day
}
