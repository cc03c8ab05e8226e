package orgunit

import (
	"cmp"
	"slices"

	"danvanbot/bot/period"
)

// Match is one unit or group that a typed name can mean.
type Match struct {
	ID       ID
	Name     string // what it is called on the day
	Distance int    // 0 the name itself, 1 one slip of the finger, 2 a mere suggestion: ask
	Former   bool   // the text is a name of the past, the unit is its successor: answer with "nay là"
	Group    bool
	Later    bool // the unit does not exist yet on the day; only when nothing else was found
}

// entry is one spelling of one name of a unit or a group.
type entry struct {
	id    ID
	exact string // with accents, without level words
	kind  string // the level word
	in    Validity
	group bool
}

// index finds entries by what was typed.
type index struct {
	spell  *speller
	byKey  map[string][]entry
	byCode map[string][]entry // ids, official codes and names with their level word, without spaces
	keys   func() []string    // of byKey, in order; made when it is needed
}

// Find tells what a typed name, code or id can mean on a day. One result of Distance 0 or 1 is the answer; several, or
// Distance 2, must be asked. It finds any spelling, with or without level word, accents and spaces.
//
// Units named so on the day come first, then what took over a unit of that name, then groups. A level word that was
// typed tells namesakes apart, and so do accents, but they never make a name of the past beat one of the day.
func (t *Tree) Find(text string, on period.Date) []Match {
	q := query{proper: properOf(text), on: on}
	key := q.key()
	if key == "" {
		return nil
	}
	if found := t.matches(t.names.byKey[key], q); len(found) > 0 {
		return found
	}
	if found := t.matches(t.names.byCode[codeKey(text)], query{on: on}); len(found) > 0 {
		return found
	}
	var entries []entry
	entries, q.slips = t.names.near(key)
	return t.matches(entries, q)
}

// query is what was typed.
type query struct {
	proper
	on    period.Date
	slips int
}

// forgiven is how many slips are forgiven in a key: none in two letters, one in a short name.
func forgiven(key string) int {
	switch n := len(key); {
	case n < 3:
		return 0
	case n < 6:
		return 1
	default:
		return 2
	}
}

// near are the entries whose keys are fewest slips away.
func (x *index) near(key string) (found []entry, best int) {
	best = forgiven(key)
	for _, k := range x.keys() {
		switch d := distance(key, k, best); {
		case d > best:
		case d < best:
			best, found = d, slices.Clone(x.byKey[k])
		default:
			found = append(found, x.byKey[k]...)
		}
	}
	return found, best
}

// candidate is a match in the making: all that speaks for one unit.
type candidate struct {
	Match
	exact bool // typed with the very accents
	valid bool // by a name that is valid on the day
}

// matches resolves entries to what exists on the day and narrows them as Find promises.
func (t *Tree) matches(entries []entry, q query) []Match {
	var found []candidate
	for _, e := range sameKind(entries, q) {
		c := candidate{Match: t.resolve(e, q.on), exact: e.exact == q.exact(), valid: e.in.Covers(q.on)}
		c.Former, c.Distance = !c.valid && !c.Later && !c.Group, q.slips
		found = join(found, c)
	}
	found = narrow(found)
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.place(), b.place()), cmp.Compare(t.rank()[a.Name], t.rank()[b.Name]), cmp.Compare(a.ID, b.ID))
	})
	list := make([]Match, len(found))
	for i, c := range found {
		list[i] = c.Match
	}
	return list
}

// sameKind keeps the entries of the kind that was typed, or all when there are none. After a slip a level word alone
// does not make names of the past beat one of the day.
func sameKind(entries []entry, q query) []entry {
	same := slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return e.kind != q.kind })
	ofDay := func(e entry) bool { return e.in.Covers(q.on) }
	beaten := q.slips > 0 && !slices.ContainsFunc(same, ofDay) && slices.ContainsFunc(entries, ofDay)
	if q.kind == "" || len(same) == 0 || beaten {
		return entries
	}
	return same
}

// resolve follows a unit to the one that stands for it on the day.
func (t *Tree) resolve(e entry, on period.Date) Match {
	id := e.id
	for !e.group && !t.Valid(id, on) {
		s, ok := t.successor[id]
		if !ok || s.On > on {
			break
		}
		id = s.New
	}
	there := t.Valid(id, on)
	if e.group {
		there = e.in.Covers(on)
	}
	return Match{ID: id, Name: t.Name(id, on), Group: e.group, Later: !there}
}

// join adds what speaks for one unit to what was found before.
func join(found []candidate, c candidate) []candidate {
	i := slices.IndexFunc(found, func(f candidate) bool { return f.ID == c.ID })
	if i < 0 {
		return append(found, c)
	}
	f := &found[i]
	f.exact, f.valid = f.exact || c.exact, f.valid || c.valid
	f.Former = f.Former && c.Former
	return found
}

// narrow drops what does not exist beside what does, and units of another spelling beside those of the very one. The
// very spelling of the past alone is no reason: Đắk and Đăk are written for each other.
func narrow(found []candidate) []candidate {
	there := func(c candidate) bool { return !c.Later }
	if slices.ContainsFunc(found, there) {
		found = slices.DeleteFunc(found, func(c candidate) bool { return !there(c) })
	}
	same := func(c candidate) bool { return c.exact && !c.Group }
	ofDay := func(c candidate) bool { return c.valid && !c.Group }
	named := func(c candidate) bool { return same(c) && ofDay(c) }
	if slices.ContainsFunc(found, named) || slices.ContainsFunc(found, same) && !slices.ContainsFunc(found, ofDay) {
		found = slices.DeleteFunc(found, func(c candidate) bool { return !c.exact && !c.Group })
	}
	return found
}

// place orders matches: units of the day, successors, groups.
func (c candidate) place() int {
	switch {
	case c.Group:
		return 2
	case c.Former:
		return 1
	default:
		return 0
	}
}
