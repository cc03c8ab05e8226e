package orgunit

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// patch is what one tree has beyond another.
type patch struct {
	Units       []Unit       `json:"units,omitempty"`       // new and changed ones, whole
	Successions []Succession `json:"successions,omitempty"` // new ones
	Groups      *[]Group     `json:"groups,omitempty"`      // all, if any changed
}

// Patch is what must be done to a tree to get another one that a reorganisation made of it, as JSON: a small part of the
// whole. It is for Patched alone, and stays readable when operations come to mean something else.
func (t *Tree) Patch(next *Tree) ([]byte, error) {
	var p patch
	for i := range next.file.Units {
		u := &next.file.Units[i]
		if old := t.units[u.ID]; old == nil || !reflect.DeepEqual(*old, *u) {
			p.Units = append(p.Units, *u)
		}
	}
	if n := len(t.file.Successions); n < len(next.file.Successions) {
		p.Successions = next.file.Successions[n:]
	}
	if !reflect.DeepEqual(t.file.Groups, next.file.Groups) {
		p.Groups = &next.file.Groups
	}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("writing what changed in the units: %w", err)
	}
	return text, nil
}

// Patched gives the tree to which a patch leads. It is the other one only if its hash is: Patch does not say what
// vanished or changed its place.
func (t *Tree) Patched(text []byte) (*Tree, error) {
	var p patch
	if err := strictly(text, &p); err != nil {
		return nil, fmt.Errorf("reading what changed in the units: %w", err)
	}
	next := file{
		Source: t.file.Source, Units: slices.Clone(t.file.Units), Groups: t.file.Groups,
		Successions: append(slices.Clone(t.file.Successions), p.Successions...),
	}
	at := map[ID]int{}
	for i := range next.Units {
		at[next.Units[i].ID] = i
	}
	for _, u := range p.Units {
		if i, known := at[u.ID]; known {
			next.Units[i] = u
		} else {
			next.Units = append(next.Units, u)
		}
	}
	if p.Groups != nil {
		next.Groups = *p.Groups
	}
	return build(next, t.spell)
}
