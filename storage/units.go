package storage

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// turn is a day on which the stocks of a unit go elsewhere, come in, or end.
type turn struct {
	day  period.Date
	heir orgunit.ID   // the unit itself: other units stand above it from now on; another: it is taken over
	from []orgunit.ID // units that it takes over
	ends bool         // the unit is no more, and nobody took it over
}

// lines knows the turns of each unit, worked out when first needed. Only the writer uses it.
type lines struct {
	tree  *orgunit.Tree
	days  []period.Date // on which any unit begins, ends or changes its parent
	turns map[orgunit.ID][]turn
}

func newLines(tree *orgunit.Tree) lines {
	l := lines{tree: tree, turns: map[orgunit.ID][]turn{}}
	note := func(v orgunit.Validity) {
		if v.From != nil {
			l.days = append(l.days, *v.From)
		}
		if v.To != nil {
			l.days = append(l.days, *v.To+1)
		}
	}
	for _, u := range tree.All() {
		note(u.Validity)
		for _, p := range u.Parents {
			note(p.Validity)
		}
	}
	slices.Sort(l.days)
	l.days = slices.Compact(l.days)
	return l
}

// heirs are a unit and those that took it over, one after the other.
func (l lines) heirs(unit orgunit.ID) []orgunit.ID {
	chain := []orgunit.ID{unit}
	for s, ok := l.tree.Successor(unit); ok; s, ok = l.tree.Successor(s.New) {
		chain = append(chain, s.New)
	}
	return chain
}

// of gives the turns of a unit in order. On one day it first moves, then takes others over, then is taken over.
func (l lines) of(unit orgunit.ID) []turn {
	if turns, known := l.turns[unit]; known {
		return turns
	}
	last := l.end(unit)
	var turns []turn
	for _, d := range l.days {
		if d < last.day && !slices.Equal(l.tree.Ancestors(unit, d-1), l.tree.Ancestors(unit, d)) {
			turns = append(turns, turn{day: d, heir: unit})
		}
	}
	for _, s := range l.tree.Predecessors(unit) {
		turns = append(turns, turn{day: s.On, from: []orgunit.ID{s.Old}})
	}
	turns = append(turns, last)
	slices.SortStableFunc(turns, func(a, b turn) int { return cmp.Compare(a.day, b.day) })
	l.turns[unit] = turns
	return turns
}

// end is the last turn of a unit; on a day that never comes if there is none.
func (l lines) end(unit orgunit.ID) turn {
	if s, ok := l.tree.Successor(unit); ok {
		return turn{day: s.On, heir: s.New}
	}
	if u, ok := l.tree.Unit(unit); ok && u.To != nil {
		return turn{day: *u.To + 1, ends: true}
	}
	return turn{day: forever}
}

// storedTree is the text of the units in force; nil in a new file.
func (r *ReadTx) storedTree() ([]byte, error) {
	value := r.get(bucketUnits, keyTree)
	if value == nil {
		return nil, nil
	}
	text, err := unseal(formatBytes, value)
	if err != nil {
		return nil, wrap(bucketUnits, keyTree, err)
	}
	return text, nil
}

// useTree settles by which units this DB adds up: those that it was given or else the stored ones.
func (db *DB) useTree(given *orgunit.Tree) (stale bool, err error) {
	base, err := db.bolt.Begin(false)
	if err != nil {
		return false, fmt.Errorf("beginning to read: %w", err)
	}
	defer func() { _ = base.Rollback() }()
	text, err := (&ReadTx{db: db, base: base}).storedTree()
	if err != nil {
		return false, err
	}
	readOnly := db.bolt.IsReadOnly()
	if stale = given != nil && !readOnly && !bytes.Equal(text, given.JSON()); !stale && text != nil {
		if given, err = orgunit.Load(text); err != nil {
			return false, fmt.Errorf("loading the stored units: %w", err)
		}
	}
	if given == nil {
		return false, fmt.Errorf("%w: no units are stored", ErrDamaged)
	}
	db.tree, db.lines = given, newLines(given)
	return stale, nil
}

// adoptTree journals the units in force and adds everything up by them.
func (t *Tx) adoptTree() error {
	text := t.db.tree.JSON()
	if _, err := t.journal(entryUnits, 0, text); err != nil {
		return err
	}
	t.set(bucketUnits, keyTree, seal(formatBytes, text))
	return nil
}
