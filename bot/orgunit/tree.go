package orgunit

import (
	"cmp"
	"slices"

	"danvanbot/bot/period"
)

// Tree is all units with their history, the successions and the groups. It is immutable; make it with Load.
type Tree struct {
	file         file
	units        map[ID]*Unit
	groups       map[ID]*Group
	children     map[ID][]child
	successor    map[ID]Succession
	predecessors map[ID][]Succession
	names        index
	spell        *speller
	rank         func() map[string]int // place of a name in Vietnamese order; made when it is needed, as is what follows
	sealed       func() sealed
	memo         memo
}

// child is a unit that answers to another in some time.
type child struct {
	unit *Unit
	in   Validity
}

// JSON is the canonical form of the tree: Load gives the same tree back, with the same JSON.
func (t *Tree) JSON() []byte { return slices.Clone(t.sealed().json) }

// Hash is the hexadecimal SHA-256 of JSON.
func (t *Tree) Hash() string { return t.sealed().hash }

// Source says where the units' names, codes and dates are from.
func (t *Tree) Source() string { return t.file.Source }

// All lists every unit of every time, in the file's order.
func (t *Tree) All() []Unit { return slices.Clone(t.file.Units) }

// Unit finds a unit.
func (t *Tree) Unit(id ID) (Unit, bool) {
	if u, ok := t.units[id]; ok {
		return *u, true
	}
	return Unit{}, false
}

// Groups lists the groups, in the file's order.
func (t *Tree) Groups() []Group { return slices.Clone(t.file.Groups) }

// Group finds a group.
func (t *Tree) Group(id ID) (Group, bool) {
	if g, ok := t.groups[id]; ok {
		return *g, true
	}
	return Group{}, false
}

// Valid tells whether a unit exists on a day.
func (t *Tree) Valid(id ID, on period.Date) bool {
	u, ok := t.units[id]
	return ok && u.Covers(on)
}

// Name is what a unit is called on a day, or the nearest day on which it had a name. A group has one name; what is
// unknown is called by its id.
func (t *Tree) Name(id ID, on period.Date) string {
	if g, ok := t.groups[id]; ok {
		return g.Name
	}
	if u, ok := t.units[id]; ok {
		return u.name(on).Text
	}
	return string(id)
}

func (u *Unit) name(on period.Date) *Name {
	best := &u.Names[0]
	for i := range u.Names {
		if n := &u.Names[i]; n.gap(on) < best.gap(on) {
			best = n
		}
	}
	return best
}

// BareName is a unit's or group's name on a day without its level words: "Bờ Y" for "Xã Bờ Y".
func (t *Tree) BareName(id ID, on period.Date) string {
	return t.spell.name(t.Name(id, on)).bare
}

// PoliceName is the name of the unit's police: "Công an xã Bờ Y". A name without a level word stays as it is.
func (t *Tree) PoliceName(id ID, on period.Date) string { return policeName(t.Name(id, on)) }

// Parent is whom a unit answers to on a day.
func (t *Tree) Parent(id ID, on period.Date) (ID, bool) {
	u, ok := t.units[id]
	if !ok || !u.Covers(on) {
		return "", false
	}
	for _, p := range u.Parents {
		if p.Covers(on) {
			return p.ID, true
		}
	}
	return "", false
}

// Up is the unit for which what is reported of another one on a day counts next: whom it answers to. Of one that had ended
// by then, since its reports came before the news of that, it is who took it over or, if nobody did, whom it answered to
// last.
func (t *Tree) Up(id ID, on period.Date) (ID, bool) {
	u, ok := t.units[id]
	if !ok || u.To == nil || on <= *u.To {
		return t.Parent(id, on)
	}
	if s, taken := t.successor[id]; taken {
		return s.New, true
	}
	return t.Parent(id, *u.To)
}

// Below are the units whose Up a unit is on a day, in no order.
func (t *Tree) Below(id ID, on period.Date) []ID {
	var list []ID
	for _, c := range t.children[id] {
		if up, ok := t.Up(c.unit.ID, on); ok && up == id && !slices.Contains(list, c.unit.ID) {
			list = append(list, c.unit.ID)
		}
	}
	for _, s := range t.predecessors[id] {
		if s.On <= on && !slices.Contains(list, s.Old) {
			list = append(list, s.Old)
		}
	}
	return list
}

// Ancestors are the units above a unit on a day, nearest first, without itself.
func (t *Tree) Ancestors(id ID, on period.Date) []ID {
	var list []ID
	for up, ok := t.Parent(id, on); ok; up, ok = t.Parent(up, on) {
		list = append(list, up)
	}
	return list
}

// Children are the units right below a unit on a day, in Vietnamese order.
func (t *Tree) Children(id ID, on period.Date) []ID {
	if len(t.children[id]) == 0 {
		return nil
	}
	return t.memo.of(memoKey{root: id, on: on}, func() []ID { return t.below(id, on) })
}

func (t *Tree) below(id ID, on period.Date) []ID {
	var list []ID
	for _, c := range t.children[id] {
		if c.in.Covers(on) && c.unit.Covers(on) {
			list = append(list, c.unit.ID)
		}
	}
	return t.sorted(list, on)
}

// Subtree is a unit and all below it on a day, each unit before those below it. Of a group it is its members as they
// were on that day: themselves and what went into them.
func (t *Tree) Subtree(id ID, on period.Date) []ID {
	if g, ok := t.groups[id]; ok {
		return t.members(g, on)
	}
	if !t.Valid(id, on) {
		return nil
	}
	list := []ID{id}
	for _, c := range t.Children(id, on) {
		list = append(list, t.Subtree(c, on)...)
	}
	return list
}

func (t *Tree) members(g *Group, on period.Date) []ID {
	var list []ID
	for i := range t.file.Units {
		if u := &t.file.Units[i]; u.Covers(on) && slices.Contains(g.Members, t.Now(u.ID)) {
			list = append(list, u.ID)
		}
	}
	return t.sorted(list, on)
}

// Communes are the units in the subtree of a unit or group that are due to report on a day: communes and departments
// with nothing below them, in Vietnamese order.
func (t *Tree) Communes(root ID, on period.Date) []ID {
	return t.memo.of(memoKey{root, on, true}, func() []ID { return t.communes(root, on) })
}

func (t *Tree) communes(root ID, on period.Date) []ID {
	list := slices.DeleteFunc(t.Subtree(root, on), func(id ID) bool {
		level := t.units[id].Level
		return level != Commune && level != Department || len(t.Children(id, on)) > 0
	})
	return t.sorted(list, on)
}

// Within tells whether a unit equals root or lies below it on a day. Of a group, whether what became of the unit is a member.
func (t *Tree) Within(id, root ID, on period.Date) bool {
	if g, ok := t.groups[root]; ok {
		return slices.Contains(g.Members, t.Now(id))
	}
	return id == root || slices.Contains(t.Ancestors(id, on), root)
}

// Roots are the units that answer to nobody on a day, in Vietnamese order.
func (t *Tree) Roots(on period.Date) []ID {
	var list []ID
	for i := range t.file.Units {
		u := &t.file.Units[i]
		if _, below := t.Parent(u.ID, on); !below && u.Covers(on) {
			list = append(list, u.ID)
		}
	}
	return t.sorted(list, on)
}

// Now is what a unit has become: the end of the chain of successions, itself when nobody took it over.
func (t *Tree) Now(id ID) ID {
	for s, ok := t.successor[id]; ok; s, ok = t.successor[id] {
		id = s.New
	}
	return id
}

// Successions lists the successions, in the file's order.
func (t *Tree) Successions() []Succession { return slices.Clone(t.file.Successions) }

// Successor is the succession that ended a unit.
func (t *Tree) Successor(id ID) (Succession, bool) {
	s, ok := t.successor[id]
	return s, ok
}

// Predecessors are the successions into a unit, by day and id.
func (t *Tree) Predecessors(id ID) []Succession { return slices.Clone(t.predecessors[id]) }

// Sorted gives units in the Vietnamese order of their names of a day.
func (t *Tree) Sorted(list []ID, on period.Date) []ID { return t.sorted(slices.Clone(list), on) }

// sorted brings units into the Vietnamese order of their names of a day.
func (t *Tree) sorted(list []ID, on period.Date) []ID {
	rank := t.rank()
	slices.SortFunc(list, func(a, b ID) int {
		return cmp.Or(cmp.Compare(rank[t.Name(a, on)], rank[t.Name(b, on)]), cmp.Compare(a, b))
	})
	return list
}
