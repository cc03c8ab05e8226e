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

func (c cell) bucket() bucket {
	if c.now {
		return bucketCellsNow
	}
	return bucketCells
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
	o.days.add(c, amounts, sign)
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

// stays tells whether a row is kept when it has only zeros: by its years it is known which units have rows of view Now.
func (c cell) stays() bool { return c.now && c.granule.Length == period.YearLength }

// flushRow adds the overlay's changes to one stored row, and tells what it said before and says now. A row of zeros is
// not kept, unless it stays.
func (t *Tx) flushRow(at cell, key []byte) (was, is said, err error) {
	changes := *t.over.cells[at]
	if !at.stays() && !slices.ContainsFunc(changes, func(c count) bool { return c.n != 0 }) {
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
	if len(packed) == 0 && !at.stays() {
		return was, is, into.Delete(key)
	}
	return was, is, into.Put(key, seal(formatRow, packed))
}
