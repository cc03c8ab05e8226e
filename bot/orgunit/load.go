package orgunit

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
)

// file is a tree as JSON.
type file struct {
	Source      string       `json:"source,omitempty"`
	Units       []Unit       `json:"units"`
	Successions []Succession `json:"successions,omitempty"`
	Groups      []Group      `json:"groups,omitempty"`
}

// Load reads a tree from JSON: {"source", "units", "successions", "groups"}. An error names the place of the fault.
func Load(data []byte) (*Tree, error) {
	var f file
	if err := decode(data, &f); err != nil {
		return nil, fmt.Errorf("reading the units: %w", err)
	}
	return build(f, newSpeller())
}

// build makes a tree of a file, which belongs to it from then on.
func build(f file, spell *speller) (*Tree, error) {
	t := &Tree{file: f, spell: spell}
	if err := t.check(); err != nil {
		return nil, fmt.Errorf("checking the units: %w", err)
	}
	t.link()
	t.names = t.index()
	t.rank, t.sealed = sync.OnceValue(t.ranks), sync.OnceValue(t.seal)
	return t, nil
}

func decode(data []byte, into *file) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		line := 1 + bytes.Count(data[:d.InputOffset()], []byte("\n"))
		return fmt.Errorf("after line %d: %w", line, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("after offset %d: more than one JSON value", d.InputOffset())
	}
	return nil
}

// sealed is the canonical form and its hash.
type sealed struct {
	json []byte
	hash string
}

// seal makes the canonical form. It cannot fail: the file is texts and days.
func (t *Tree) seal() sealed {
	text, _ := json.Marshal(t.file)
	sum := sha256.Sum256(text)
	return sealed{text, hex.EncodeToString(sum[:])}
}

// link builds the maps from units to those above, below, before and after them.
func (t *Tree) link() {
	t.children, t.predecessors = map[ID][]child{}, make(map[ID][]Succession, len(t.file.Successions))
	for i := range t.file.Units {
		u := &t.file.Units[i]
		for _, p := range u.Parents {
			t.children[p.ID] = append(t.children[p.ID], child{u, p.Validity})
		}
	}
	for _, s := range t.file.Successions {
		t.predecessors[s.New] = append(t.predecessors[s.New], s)
	}
	for _, list := range t.predecessors {
		slices.SortFunc(list, bySuccession)
	}
}

// index makes every spelling findable.
func (t *Tree) index() index {
	n := len(t.file.Units)
	x := index{spell: t.spell, byKey: make(map[string][]entry, n), byCode: make(map[string][]entry, 3*n)} // of a unit its id, code and name
	for _, u := range t.file.Units {
		x.code(string(u.ID), entry{id: u.ID, in: u.Validity})
		for _, n := range u.Names {
			in := fromBounds(common(n.bounds(), u.bounds()))
			x.add(n.Text, n.Aliases, entry{id: u.ID, in: in})
			x.code(n.Code, entry{id: u.ID, in: in})
		}
	}
	for _, g := range t.file.Groups {
		x.code(string(g.ID), entry{id: g.ID, in: g.Validity, group: true})
		x.add(g.Name, g.Aliases, entry{id: g.ID, in: g.Validity, group: true})
	}
	x.keys = sync.OnceValue(func() []string { return slices.Sorted(maps.Keys(x.byKey)) })
	return x
}

func (x *index) add(name string, aliases []string, e entry) {
	for _, spelling := range append([]string{name}, aliases...) {
		s := x.spell.name(spelling)
		e.exact, e.kind = s.exact, s.kind
		x.byKey[s.key] = append(x.byKey[s.key], e)
		if spelling != "" {
			x.byCode[s.code] = append(x.byCode[s.code], e)
		}
	}
}

func (x *index) code(text string, e entry) {
	if text != "" {
		k := x.spell.code(text)
		x.byCode[k] = append(x.byCode[k], e)
	}
}

// ranks gives every name its place in Vietnamese order.
func (t *Tree) ranks() map[string]int {
	orders := map[string][]byte{}
	for _, u := range t.file.Units {
		for _, n := range u.Names {
			orders[n.Text] = t.spell.name(n.Text).order
		}
	}
	for _, g := range t.file.Groups {
		orders[g.Name] = t.spell.name(g.Name).order
	}
	names := slices.SortedFunc(maps.Keys(orders), func(a, b string) int {
		return cmp.Or(bytes.Compare(orders[a], orders[b]), cmp.Compare(a, b))
	})
	rank := make(map[string]int, len(names))
	for i, n := range names {
		rank[n] = i
	}
	return rank
}
