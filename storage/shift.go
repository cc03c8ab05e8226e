package storage

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// shift moves all cells from where one tree has them to where another one does.
//
// What was reported moves by units and days: the rows of a unit that only it has, not those of the units below, go from
// the units for which they counted to those for which they count now. Stocks are moved by their declarations, since
// their changes also lie where the tree itself changes. A form is one or the other for ever, so the measures tell them
// apart.
func (t *Tx) shift(from, to *units) error {
	t.spread()
	touched := touchedBy(from.tree, to.tree)
	s := shifting{Tx: t, from: from, to: to, moved: map[cell]*counts{}}
	forms := t.stockForms()
	s.stocks = t.stockMeasures(forms)
	s.fresh = t.layers().fresh()
	for _, unit := range slices.Sorted(maps.Keys(touched)) {
		if err := s.unit(unit); err != nil {
			return err
		}
	}
	t.postAll(s.moved)
	return s.shiftStocks(forms, touched)
}

// shifting is one shift at work.
type shifting struct {
	*Tx

	from, to *units
	stocks   map[uint32]bool       // the numbers of the measures of stocks
	fresh    map[orgunit.ID][]cell // that wait in the overlay
	moved    map[cell]*counts
}

// touchedBy are the units whose reports may count for others by a tree than by another: those that differ, those that
// ever lay below them, and those that went into them.
func touchedBy(from, to *orgunit.Tree) map[orgunit.ID]bool {
	reach := map[orgunit.ID][]orgunit.ID{} // from a unit to those that depend on it
	for _, tree := range []*orgunit.Tree{from, to} {
		for _, u := range tree.All() {
			for _, p := range u.Parents {
				reach[p.ID] = append(reach[p.ID], u.ID)
			}
		}
		for _, s := range tree.Successions() {
			reach[s.New] = append(reach[s.New], s.Old)
		}
	}
	touched := map[orgunit.ID]bool{}
	next := differing(from, to)
	for len(next) > 0 {
		id := next[len(next)-1]
		next = next[:len(next)-1]
		if !touched[id] {
			touched[id] = true
			next = append(next, reach[id]...)
		}
	}
	return touched
}

// differing are the units that are not the same in both trees, or have other successors or predecessors.
func differing(from, to *orgunit.Tree) []orgunit.ID {
	var list []orgunit.ID
	for _, pair := range [][2]*orgunit.Tree{{from, to}, {to, from}} {
		for _, u := range pair[0].All() {
			other, ok := pair[1].Unit(u.ID)
			if !ok || !reflect.DeepEqual(u, other) {
				list = append(list, u.ID)
			}
		}
		for _, s := range pair[0].Successions() {
			if other, ok := pair[1].Successor(s.Old); !ok || other != s {
				list = append(list, s.Old, s.New)
			}
		}
	}
	return list
}

// weight is how often a row counts more for a cell's unit and view.
type weight struct {
	unit orgunit.ID
	now  bool
	by   int64
}

// stretch is a time in which the same weights hold; it lasts until the next one begins.
type stretch struct {
	from    period.Date
	weights []weight
}

// unit moves what one unit reported.
func (s *shifting) unit(id orgunit.ID) error {
	stretches := s.stretches(id)
	if !slices.ContainsFunc(stretches, func(one stretch) bool { return len(one.weights) > 0 }) {
		return nil
	}
	for _, c := range s.reported(id) {
		i, on := slices.BinarySearchFunc(stretches, c.day(), func(one stretch, day period.Date) int { return cmp.Compare(one.from, day) })
		if !on {
			i-- // the first one begins before all days
		}
		if len(stretches[i].weights) == 0 {
			continue
		}
		own, err := s.own(c)
		if err != nil {
			return err
		}
		s.count(stretches[i].weights, c, own)
	}
	return nil
}

// count adds a row to the cells that it now counts for, and takes it out of those that it did.
func (s *shifting) count(weights []weight, from cell, own counts) {
	for _, w := range weights {
		for _, to := range from.all() {
			to.unit, to.now = w.unit, w.now
			row := s.moved[to]
			if row == nil {
				row = new(counts)
				s.moved[to] = row
			}
			row.addAll(own, w.by)
		}
	}
}

// day is the day on which what a cell of a day or a sum holds happened: it decides for whom it counts.
func (c cell) day() period.Date {
	if c.granule.Length == sumLength {
		return c.to
	}
	return period.Date(c.granule.N)
}

// all are the cells of a unit that what one of a day or a sum holds is in.
func (c cell) all() []cell {
	if c.granule.Length == sumLength {
		return []cell{c}
	}
	var list []cell
	for _, g := range period.GranulesOf(c.day()) {
		list = append(list, cell{c.now, c.unit, g, 0})
	}
	return list
}

// stretches cuts all time at the days on which the units above one change by either tree.
func (s *shifting) stretches(id orgunit.ID) []stretch {
	days := s.turnsAbove(id)
	list := []stretch{{from: -forever, weights: s.weights(id, days[0]-1)}}
	for _, d := range days {
		list = append(list, stretch{from: d, weights: s.weights(id, d)})
	}
	return list
}

// weights compares what a report of a unit on a day counts for by both trees.
func (s *shifting) weights(id orgunit.ID, day period.Date) []weight {
	var list []weight
	note := func(units []orgunit.ID, now bool, by int64) {
		for _, u := range units {
			i := slices.IndexFunc(list, func(w weight) bool { return w.unit == u && w.now == now })
			if i < 0 {
				list, i = append(list, weight{unit: u, now: now}), len(list)
			}
			list[i].by += by
		}
	}
	for by, tree := range map[int64]*orgunit.Tree{-1: s.from.tree, 1: s.to.tree} {
		to := rollup.TargetsOf(tree, id, day)
		note(to.Was, false, by)
		note(to.Now, true, by)
		note(to.Left, true, -by)
	}
	return slices.DeleteFunc(list, func(w weight) bool { return w.by == 0 })
}

// turnsAbove are the days on which a unit or one that ever is above it begins, ends or moves, by either tree.
func (s *shifting) turnsAbove(id orgunit.ID) []period.Date {
	days := []period.Date{period.Dawn} // so that there is one
	note := func(v orgunit.Validity) {
		if v.From != nil {
			days = append(days, *v.From)
		}
		if v.To != nil {
			days = append(days, *v.To+1)
		}
	}
	above := []orgunit.ID{id}
	for i := 0; i < len(above); i++ {
		for _, tree := range []*orgunit.Tree{s.from.tree, s.to.tree} {
			u, _ := tree.Unit(above[i])
			note(u.Validity)
			if next, ok := tree.Successor(u.ID); ok && !slices.Contains(above, next.New) {
				above = append(above, next.New)
			}
			for _, p := range u.Parents {
				note(p.Validity)
				if !slices.Contains(above, p.ID) {
					above = append(above, p.ID)
				}
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// reported are the cells of days and sums that a unit has by the units as they were.
func (s *shifting) reported(id orgunit.ID) []cell {
	var list []cell
	for _, granule := range []period.Granule{{Length: period.DayLength}, sumGranule} {
		list = slices.AppendSeq(list, s.storedRows(cell{unit: id, granule: granule}))
	}
	for _, c := range s.fresh[id] {
		if s.bucket(bucketCells).Get(c.key()) == nil {
			list = append(list, c)
		}
	}
	return list
}

// own is what a unit itself reported: its row less those of the units right below it, without stocks.
func (s *shifting) own(c cell) (counts, error) {
	var own counts
	if err := s.addRow(&own, c, 1); err != nil {
		return nil, err
	}
	for _, child := range s.from.tree.Below(c.unit, c.day()) {
		c.unit = child
		if err := s.addRow(&own, c, -1); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(own, func(c count) bool { return c.n == 0 || s.stocks[c.measure] }), nil
}

// addRow adds the row of a cell, with what waits in the overlay.
func (s *shifting) addRow(sum *counts, c cell, sign int64) error {
	key := c.key()
	if stored := s.bucket(bucketCells).Get(key); stored != nil {
		if err := unpackValue(stored, func(m uint32, n int64) { sum.add(m, n*sign) }); err != nil {
			return wrap(bucketCells, key, err)
		}
	}
	s.layers().addTo(sum, c, sign)
	return nil
}

// fresh are the cells of days and sums that wait in the overlay, by unit.
func (l layers) fresh() map[orgunit.ID][]cell {
	list := map[orgunit.ID][]cell{}
	for c := range l.waiting() {
		if !c.now && (c.granule.Length == period.DayLength || c.granule.Length == sumLength) {
			list[c.unit] = append(list[c.unit], c)
		}
	}
	return list
}

// postAll adds many rows at once.
func (t *Tx) postAll(rows map[cell]*counts) {
	add := func(sign int64) {
		for c, changes := range rows {
			t.over.add(c, *changes, sign)
		}
	}
	add(1)
	if t.over.trying {
		t.over.onUndo(func() { add(-1) })
	}
}
