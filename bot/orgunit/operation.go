package orgunit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"danvanbot/bot/period"
)

// Action is what an Operation does.
type Action string

// The actions.
const (
	Found  Action = "found"  // thành lập: a new unit
	Rename Action = "rename" // đổi tên: another name, code or aliases
	Move   Action = "move"   // chuyển: another unit above
	Merge  Action = "merge"  // sáp nhập: one unit takes others over, whole
	Split  Action = "split"  // tách: parts of a unit become units
	Close  Action = "close"  // giải thể: a unit ends and nobody takes it over
	Gather Action = "group"  // nhóm: a named group of today's units
)

// Operation is one step of a reorganisation, as data. Units that exist are named by id, code or name as of the day
// before; which fields count follows from Do.
type Operation struct {
	Do Action      `json:"do"`
	On period.Date `json:"on"` // the first day on which it holds

	Unit string `json:"unit,omitempty"` // rename, move, split, close: whom it is about; found, group: the new id, or none
	New

	Units  []string `json:"units,omitempty"`  // merge: those that end; group: the members, none to end it
	Into   string   `json:"into,omitempty"`   // merge: who takes over; a new unit if it has a name
	Parts  []Part   `json:"parts,omitempty"`  // split: what it becomes; a part with its own id: it goes on
	Past   string   `json:"past,omitempty"`   // split: the part that takes the whole past; none: the past stays with the unit
	People string   `json:"people,omitempty"` // split: the part to which its people go; none: the one with the past, or the first
}

// New is what a new unit is: of found, merge and split. Level and parent default to those of the unit that it is made of.
type New struct {
	Name    string   `json:"name,omitempty"`
	Code    string   `json:"code,omitempty"`
	Aliases []string `json:"aliases,omitempty"`
	Level   Level    `json:"level,omitempty"`
	Parent  string   `json:"parent,omitempty"` // move: whom it answers to from then on; close: who gets the units below
}

// Part is one unit that a split leads to.
type Part struct {
	Unit string `json:"unit,omitempty"` // the new id, or none; the id of the unit that is split: it goes on
	New
}

// ParseOperations reads operations: JSON lines, one operation each, where blank lines and those that begin with # say
// nothing; or one JSON list. An error names the line or the place in the list.
func ParseOperations(data []byte) ([]Operation, error) {
	if text := bytes.TrimSpace(data); len(text) > 0 && text[0] == '[' {
		return parseList(text)
	}
	var ops []Operation
	for i, line := range bytes.Split(data, []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) == 0 || line[0] == '#' {
			continue
		}
		var op Operation
		if err := strictly(line, &op); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		ops = append(ops, op)
	}
	return ops, nil
}

func parseList(text []byte) ([]Operation, error) {
	var list []json.RawMessage
	if err := strictly(text, &list); err != nil {
		return nil, fmt.Errorf("reading the list: %w", err)
	}
	ops := make([]Operation, len(list))
	for i, one := range list {
		if err := strictly(one, &ops[i]); err != nil {
			return nil, fmt.Errorf("operation %d: %w", i+1, err)
		}
	}
	return ops, nil
}

// strictly decodes one JSON value and refuses unknown fields.
func strictly(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("after offset %d: more than one value", d.InputOffset())
	}
	return nil
}
