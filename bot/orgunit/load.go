package orgunit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
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
	t := &Tree{}
	if err := decode(data, &t.file); err != nil {
		return nil, fmt.Errorf("reading the units: %w", err)
	}
	if err := t.check(); err != nil {
		return nil, fmt.Errorf("checking the units: %w", err)
	}
	t.link()
	t.rank = ranks(t.file)
	t.bare = make(map[string]string, len(t.rank))
	for name := range t.rank {
		t.bare[name] = Bare(name)
	}
	t.names = t.index()
	return t, t.seal()
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

// seal makes the canonical form.
func (t *Tree) seal() (err error) {
	if t.json, err = json.Marshal(t.file); err != nil {
		return fmt.Errorf("writing the units: %w", err)
	}
	sum := sha256.Sum256(t.json)
	t.hash = hex.EncodeToString(sum[:])
	return nil
}

// link builds the maps from units to those above, below, before and after them.
func (t *Tree) link() {
	t.children, t.predecessors = map[ID][]child{}, map[ID][]Succession{}
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
	x := index{byKey: map[string][]entry{}, byCode: map[string][]entry{}}
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
	for k := range x.byKey {
		x.keys = append(x.keys, k)
	}
	slices.Sort(x.keys)
	return x
}

func (x *index) add(name string, aliases []string, e entry) {
	for _, spelling := range append([]string{name}, aliases...) {
		p := properOf(spelling)
		e.exact, e.kind = p.exact(), p.kind
		x.byKey[p.key()] = append(x.byKey[p.key()], e)
		x.code(spelling, e)
	}
}

func (x *index) code(text string, e entry) {
	if text != "" {
		k := keyOf(words(text))
		x.byCode[k] = append(x.byCode[k], e)
	}
}

// ranks gives every name its place in Vietnamese order, by the proper name first.
func ranks(f file) map[string]int {
	var names []string
	for _, u := range f.Units {
		for _, n := range u.Names {
			names = append(names, n.Text)
		}
	}
	for _, g := range f.Groups {
		names = append(names, g.Name)
	}
	order, keys := collate.New(language.Vietnamese), map[string][]byte{}
	var buf collate.Buffer // keeps all keys until it is reset
	for _, n := range names {
		keys[n] = order.KeyFromString(&buf, properOf(n).exact()+"\x00"+n)
	}
	slices.SortFunc(names, func(a, b string) int { return bytes.Compare(keys[a], keys[b]) })
	rank := make(map[string]int, len(names))
	for i, n := range slices.Compact(names) {
		rank[n] = i
	}
	return rank
}
