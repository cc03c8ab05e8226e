package storage

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// cell is the place of one row: all measures of a unit in a year, a month or a day, or in the very days of a sum.
type cell struct {
	now     bool // in cells_now, which holds what view Now has beyond view Was
	unit    orgunit.ID
	granule period.Granule
	to      period.Date // with sumLength: the last day
}

// sumLength is the length of a sum's granule, whose number is its first day: it is as long as what was summed.
const sumLength = period.YearLength + 1

// granuleMarks stand for the lengths of granules in keys.
var granuleMarks = [...]byte{period.DayLength: 'd', period.MonthLength: 'm', period.YearLength: 'y', sumLength: 's'}

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

// sumCell is the cell of a sum over some days, of no unit yet.
func sumCell(days period.Range) cell {
	return cell{granule: period.Granule{Length: sumLength, N: int32(days.From)}, to: days.To}
}

// post adds amounts of a day, sign times, to the cells of all targets.
func (t *Tx) post(to *rollup.Targets, day period.Date, amounts counts, sign int64) {
	t.over.post(to, day, amounts, sign)
	if t.over.trying {
		t.over.onUndo(func() { t.over.post(to, day, amounts, -sign) })
	}
}

func (o *overlay) post(to *rollup.Targets, day period.Date, amounts counts, sign int64) {
	for _, g := range period.GranulesOf(day) {
		o.addTo(to, cell{granule: g}, amounts, sign)
	}
}

// add adds amounts, sign times, to one row.
func (o *overlay) add(c cell, amounts counts, sign int64) {
	row := o.cells[c]
	if row == nil {
		row = new(counts)
		o.cells[c] = row
		if c.granule.Length == sumLength {
			o.sums = append(o.sums, c)
		}
	}
	row.addAll(amounts, sign)
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
	t.report(reported{s.Unit, s.Days, s.Sum}, amounts, sign)
	return nil
}

// place is where a row of the overlay goes.
type place struct {
	key []byte
	at  cell
}

// places are those of all rows, in the order of keys.
func (t *Tx) places() []place {
	t.spread()
	places := make([]place, 0, len(t.over.cells))
	for c := range maps.Keys(t.over.cells) {
		places = append(places, place{c.key(), c})
	}
	slices.SortFunc(places, func(a, b place) int { return bytes.Compare(a.key, b.key) })
	return places
}

// flushCells adds every row of the overlay to the stored one, in the order of keys.
func (t *Tx) flushCells(places []place) error {
	var flips []flip
	var settled []cell
	for _, p := range places {
		if !t.dict.where.may(p.at.side(), p.at.unit) {
			settled = append(settled, p.at)
		}
		was, is, err := t.flushRow(p.at, p.key)
		if err != nil {
			return fmt.Errorf("writing %s %s: %w", p.at.bucket(), readable(p.at.bucket(), p.key), err)
		}
		if was != is && !p.at.now {
			flips = append(flips, flip{p.at, is})
		}
	}
	t.settleIn(settled)
	if err := t.flushHeard(flips); err != nil {
		return fmt.Errorf("writing %s: %w", bucketHeard, err)
	}
	return nil
}

// flushRow adds the overlay's changes to one stored row, and tells what it said before and says now. A row of zeros is
// not kept.
func (t *Tx) flushRow(at cell, key []byte) (was, is said, err error) {
	changes := *t.over.cells[at]
	if !slices.ContainsFunc(changes, func(c count) bool { return c.n != 0 }) {
		return was, is, nil
	}
	into := t.bucket(at.bucket())
	sum, err := unpackCounts(into.Get(key))
	if err != nil {
		return was, is, err
	}
	was = t.dict.said(sum)
	sum.addAll(changes, 1)
	is = t.dict.said(sum)
	packed := sum.pack()
	if len(packed) == 0 {
		return was, is, into.Delete(key)
	}
	return was, is, into.Put(key, seal(formatRow, packed))
}

// Sum adds up the cells of one unit over a range of days: what happened on these days, and the sums whose days all lie in
// the range. A stock's total as of a day is its sum from period.Dawn to that day.
func (r *ReadTx) Sum(unit orgunit.ID, view rollup.View, days period.Range) (rollup.Row, error) {
	r.spread()
	sums := r.zeros()
	days = period.Range{From: max(days.From, -orgunit.Latest), To: min(days.To, orgunit.Latest)} // keeps open ranges countable
	runs := r.runsOf(days)
	for _, now := range sidesOf(view) {
		for _, run := range runs {
			if err := r.sumRun(unit, now, run, sums); err != nil {
				return nil, err
			}
		}
		if err := r.sumSums(unit, now, days, sums); err != nil {
			return nil, err
		}
	}
	return r.dict.row(sums), nil
}

// zeros are as many as there are measures, of use until they are asked for again.
func (r *ReadTx) zeros() []int64 {
	if len(r.sums) != len(r.dict.names) {
		r.sums = make([]int64, len(r.dict.names))
	}
	clear(r.sums)
	return r.sums
}

// runsOf are those that a range decomposes into. Thousands of units are asked for the same days one after the other.
func (r *ReadTx) runsOf(days period.Range) []period.Run {
	if r.runs == nil || r.runsDays != days {
		r.runs, r.runsDays = period.Decompose(days), days
	}
	return r.runs
}

// sidesOf tells which of the two buckets of cells make up a view.
func sidesOf(view rollup.View) []bool {
	if view == rollup.Now {
		return []bool{false, true}
	}
	return []bool{false}
}

// sumRun adds the rows of a run with one seek, then those that wait in the overlay.
func (r *ReadTx) sumRun(unit orgunit.ID, now bool, run period.Run, sums []int64) error {
	c := cell{now, unit, period.Granule{Length: run.Length, N: run.From}, 0}
	if r.dict.where.may(c.side(), unit) {
		if err := r.sumStored(c, run.To, sums); err != nil {
			return err
		}
	}
	for _, o := range r.layers() {
		o.sumRun(c, run.To, sums)
	}
	return nil
}

// sumStored adds the stored rows of a run that begins with a cell.
func (r *ReadTx) sumStored(first cell, to int32, sums []int64) error {
	last := first
	last.granule.N = to
	end := last.key()
	cursor := r.bucket(first.bucket()).Cursor()
	for key, value := cursor.Seek(first.key()); key != nil && bytes.Compare(key, end) <= 0; key, value = cursor.Next() {
		if err := addRow(value, sums); err != nil {
			return wrap(first.bucket(), key, err)
		}
	}
	return nil
}

// addRow adds a stored row to sums by the numbers of measures.
func addRow(value []byte, sums []int64) error {
	unknown := false
	err := unpackValue(value, func(m uint32, n int64) {
		if unknown = unknown || int(m) >= len(sums); !unknown {
			sums[m] += n
		}
	})
	if err == nil && unknown {
		return fmt.Errorf("%w: a row has an unknown measure", ErrDamaged)
	}
	return err
}

func (o *overlay) sumRun(c cell, to int32, sums []int64) {
	if len(o.cells) == 0 {
		return
	}
	for ; c.granule.N <= to; c.granule.N++ {
		if row := o.cells[c]; row != nil {
			row.addTo(sums)
		}
	}
}
