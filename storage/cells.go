package storage

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// cell is the place of one row: all measures of a unit in a year, a month or a day.
type cell struct {
	now     bool // in cells_now, which holds what view Now has beyond view Was
	unit    orgunit.ID
	granule period.Granule
}

// granuleMarks stand for the lengths of granules in keys.
var granuleMarks = [...]byte{period.DayLength: 'd', period.MonthLength: 'm', period.YearLength: 'y'}

func (c cell) bucket() bucket {
	if c.now {
		return bucketCellsNow
	}
	return bucketCells
}

// granuleName shows the end of a cell's key.
func granuleName(mark byte, n int32) string {
	switch mark {
	case granuleMarks[period.YearLength]:
		return fmt.Sprint(n)
	case granuleMarks[period.MonthLength]:
		return fmt.Sprintf("%04d-%02d", n/12, n%12+1)
	case granuleMarks[period.DayLength]:
		return period.Date(n).String()
	default:
		return fmt.Sprintf("%c %d", mark, n)
	}
}

// posting is one change of cells: the amounts that some units get on a day.
type posting struct {
	day   period.Date
	units []orgunit.ID
	now   bool
	sign  int64
}

// post adds amounts to the cells of a posting's units.
func (t *Tx) post(p posting, amounts counts) {
	t.over.post(p, amounts)
	p.sign = -p.sign
	t.over.onUndo(func() { t.over.post(p, amounts) })
}

func (o *overlay) post(p posting, amounts counts) {
	for _, unit := range p.units {
		for _, g := range period.GranulesOf(p.day) {
			row := o.row(cell{p.now, unit, g})
			for _, a := range amounts {
				row.add(a.measure, a.n*p.sign)
			}
		}
	}
}

func (o *overlay) row(c cell) *counts {
	row := o.cells[c]
	if row == nil {
		row = new(counts)
		o.cells[c] = row
	}
	return row
}

// numbered gives a row's measures their numbers, new ones included.
func (t *Tx) numbered(row rollup.Row) (counts, error) {
	var amounts counts
	for _, a := range row {
		n, known := t.dict.numbers[a.Measure]
		if !known {
			t.dict = t.dict.with(a.Measure)
			n = t.dict.numbers[a.Measure]
			if err := t.put(bucketMeasures, []byte(a.Measure), n); err != nil {
				return nil, err
			}
		}
		amounts.add(n, a.By)
	}
	return amounts, nil
}

// total adds a submission to the cells, or with sign -1 takes it out.
func (t *Tx) total(s form.Submission, sign int64) error {
	if s.Kind == form.Stock {
		return t.declare(s, sign > 0)
	}
	amounts, err := t.numbered(rollup.Of(s))
	if err != nil {
		return err
	}
	t.postTo(rollup.TargetsOf(t.units.tree, s.Unit, s.Day()), s.Day(), amounts, sign)
	return nil
}

// postTo adds amounts for all targets, in both views.
func (t *Tx) postTo(to rollup.Targets, day period.Date, amounts counts, sign int64) {
	t.post(posting{day: day, units: to.Was, sign: sign}, amounts)
	t.post(posting{day: day, units: to.Now, sign: sign, now: true}, amounts)
	t.post(posting{day: day, units: to.Left, sign: -sign, now: true}, amounts)
}

// flushCells adds every row of the overlay to the stored one, in the order of keys.
func (t *Tx) flushCells() error {
	type place struct {
		key []byte
		at  cell
	}
	places := make([]place, 0, len(t.over.cells))
	for c := range maps.Keys(t.over.cells) {
		places = append(places, place{c.key(), c})
	}
	slices.SortFunc(places, func(a, b place) int { return bytes.Compare(a.key, b.key) })
	for _, p := range places {
		if err := flushRow(t.bucket(p.at.bucket()), p.key, *t.over.cells[p.at]); err != nil {
			return fmt.Errorf("writing %s %s: %w", p.at.bucket(), readable(p.at.bucket(), p.key), err)
		}
	}
	return nil
}

// flushRow adds changes to one stored row; a row of zeros is not kept.
func flushRow(into *bolt.Bucket, key []byte, changes counts) error {
	if !slices.ContainsFunc(changes, func(c count) bool { return c.n != 0 }) {
		return nil
	}
	sum := slices.Clone(changes)
	if stored := into.Get(key); stored != nil {
		if err := unpackValue(stored, func(m uint32, n int64) { sum.add(m, n) }); err != nil {
			return err
		}
	}
	packed := sum.pack()
	if len(packed) == 0 {
		return into.Delete(key)
	}
	return into.Put(key, seal(formatRow, packed))
}

// Sum adds up the cells of one unit over a range of days. A stock's total as of a day is its sum from period.Dawn to that day.
func (r *ReadTx) Sum(unit orgunit.ID, view rollup.View, days period.Range) (rollup.Row, error) {
	sums := make([]int64, len(r.dict.names))
	days = period.Range{From: max(days.From, -orgunit.Latest), To: min(days.To, orgunit.Latest)} // keeps open ranges countable
	for _, run := range period.Decompose(days) {
		if err := r.sumRun(unit, false, run, sums); err != nil {
			return nil, err
		}
		if view != rollup.Now {
			continue
		}
		if err := r.sumRun(unit, true, run, sums); err != nil {
			return nil, err
		}
	}
	return r.dict.row(sums), nil
}

// sumRun adds the rows of a run with one seek, then those that wait in the overlay.
func (r *ReadTx) sumRun(unit orgunit.ID, now bool, run period.Run, sums []int64) error {
	var unknown bool
	add := func(m uint32, n int64) {
		if unknown = unknown || int(m) >= len(sums); !unknown {
			sums[m] += n
		}
	}
	c := cell{now, unit, period.Granule{Length: run.Length, N: run.From}}
	last := cell{now, unit, period.Granule{Length: run.Length, N: run.To}}.key()
	cursor := r.bucket(c.bucket()).Cursor()
	for key, value := cursor.Seek(c.key()); key != nil && bytes.Compare(key, last) <= 0; key, value = cursor.Next() {
		if err := unpackValue(value, add); err != nil {
			return wrap(c.bucket(), key, err)
		}
	}
	if unknown {
		return fmt.Errorf("%w: a row of %s has an unknown measure", ErrDamaged, unit)
	}
	if r.over != nil && len(r.over.cells) > 0 {
		r.over.sumRun(c, run.To, sums)
	}
	return nil
}

func (o *overlay) sumRun(c cell, to int32, sums []int64) {
	for ; c.granule.N <= to; c.granule.N++ {
		row := o.cells[c]
		if row == nil {
			continue
		}
		for _, one := range *row {
			if one.n != 0 { // taken back; its measure may be too
				sums[one.measure] += one.n
			}
		}
	}
}
