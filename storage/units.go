package storage

import (
	"cmp"
	"slices"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// turn is a day on which the stocks of a unit go elsewhere, come in, or end.
type turn struct {
	day  period.Date
	heir orgunit.ID   // the unit itself: other units stand above it from now on; another: it is taken over
	from []orgunit.ID // units that it takes over
	ends bool         // the unit is no more, and nobody took it over
}

// units are a tree in force and what follows from it.
type units struct {
	tree   *orgunit.Tree
	lines  lines
	since  int    // number of the bolt transaction that brought the tree into force
	before *units // those of earlier transactions, for who still reads one of them
}

func newUnits(tree *orgunit.Tree) *units { return &units{tree: tree, lines: newLines(tree)} }

// asOf are the units that were in force when a transaction began.
func (u *units) asOf(base *bolt.Tx) *units {
	for u.since > base.ID() {
		u = u.before
	}
	return u
}

// publish lets those who begin to read after the commit see the units that tx brought into force, and the rows that wait.
func (db *DB) publish(tx *Tx) {
	db.table.Store(tx.table.published(tx.base, db.table.Load()))
	if before := db.units.Load(); tx.units != before {
		tx.units.since, tx.units.before = tx.base.ID(), before
		db.units.Store(tx.units)
	}
}

// Tree is the tree of units in force, by which cells are added up: inside of a Tx the one that it changed.
func (r *ReadTx) Tree() *orgunit.Tree { return r.units.tree }

// lines knows the turns of each unit, worked out when first needed. Only the writer uses it.
type lines struct {
	tree  *orgunit.Tree
	days  []period.Date // on which any unit begins, ends or changes its parent
	turns map[orgunit.ID][]turn

	targets map[unitTime]*rollup.Targets
}

// unitTime is a unit in the time between two of the days on which units change.
type unitTime struct {
	unit orgunit.ID
	time int
}

func newLines(tree *orgunit.Tree) lines {
	var all []orgunit.Validity
	for _, u := range tree.All() {
		all = append(all, u.Validity)
		for _, p := range u.Parents {
			all = append(all, p.Validity)
		}
	}
	return lines{tree: tree, days: orgunit.Turns(all), turns: map[orgunit.ID][]turn{}, targets: map[unitTime]*rollup.Targets{}}
}

// targetsOf are those of a submission of a unit on a day; the same pointer for all days on which they are the same.
func (l lines) targetsOf(unit orgunit.ID, day period.Date) *rollup.Targets {
	time, _ := slices.BinarySearch(l.days, day+1)
	at := unitTime{unit, time}
	to, known := l.targets[at]
	if !known {
		of := rollup.TargetsOf(l.tree, unit, day)
		to = &of
		l.targets[at] = to
	}
	return to
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
