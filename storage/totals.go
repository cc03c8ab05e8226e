package storage

import (
	"cmp"
	"fmt"
	"slices"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Sum adds up the cells of one unit over a range of days: what happened on these days, and the sums whose days all lie in
// the range. A stock's total as of a day is its sum from period.Dawn to that day.
func (r *ReadTx) Sum(unit orgunit.ID, view rollup.View, days period.Range) (rollup.Row, error) {
	rows, err := r.Sums([]orgunit.ID{unit}, view, days)
	if err != nil {
		return nil, err
	}
	return rows[0], nil
}

// Sums is Sum for many units, whose rows stand in the same order. What they have in the same time lies close together, so
// that thousands take a fraction of as many calls of Sum.
func (r *ReadTx) Sums(units []orgunit.ID, view rollup.View, days period.Range) ([]rollup.Row, error) {
	r.spread()
	days = countable(days)
	sums := r.sumsOf(units)
	for _, now := range sidesOf(view) {
		for _, run := range r.runsOf(days) {
			if r.days != nil && len(units) == 1 && run.Length == period.DayLength {
				if err := r.sumDays(firstOf(run, units[0], now), run.To, sums[0].n); err != nil {
					return nil, err
				}
				continue
			}
			w := r.walk(now)
			for _, one := range sums {
				if err := r.sumRun(w, firstOf(run, one.unit, now), run.To, one.n); err != nil {
					return nil, err
				}
			}
		}
		for _, one := range sums {
			if err := r.sumSums(one.unit, now, days, one.n); err != nil {
				return nil, err
			}
		}
	}
	rows := make([]rollup.Row, len(units))
	for _, one := range sums {
		rows[one.place] = r.dict.row(one.n)
	}
	return rows, nil
}

// unitSums are the sums of one unit, by the numbers of measures.
type unitSums struct {
	unit  orgunit.ID
	place int // among those asked
	n     []int64
}

// zeros are of use until they are asked for again.
func (r *ReadTx) zeros(n int) []int64 {
	if cap(r.sums) < n {
		r.sums = make([]int64, n)
	}
	r.sums = r.sums[:n]
	clear(r.sums)
	return r.sums
}

// sumsOf are zeros for all units, in the order of keys.
func (r *ReadTx) sumsOf(units []orgunit.ID) []unitSums {
	n := len(r.dict.names)
	list, all := make([]unitSums, len(units)), r.zeros(len(units)*n)
	for i, u := range units {
		list[i] = unitSums{u, i, all[i*n : (i+1)*n]}
	}
	slices.SortFunc(list, func(a, b unitSums) int { return cmp.Compare(a.unit, b.unit) })
	return list
}

// countable keeps open ranges from running over.
func countable(days period.Range) period.Range {
	return period.Range{From: max(days.From, -orgunit.Latest), To: min(days.To, orgunit.Latest)}
}

// runsOf are the stretches of keys that a range decomposes into. Many units are asked for the same days one after the other.
func (r *ReadTx) runsOf(days period.Range) []period.Run {
	if r.runs == nil || r.runsDays != days {
		r.runs, r.runsDays = stretchesOf(period.Decompose(days)), days
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

// sumRun adds the rows of a run that begins with a cell, then those that wait in the overlay.
func (r *ReadTx) sumRun(w *walker, first cell, to int32, sums []int64) error {
	if r.dict.where.may(first.side(), first.unit) {
		if err := w.sum(first, to, sums); err != nil {
			return err
		}
	}
	for _, o := range r.layers() {
		o.sumRun(first, to, sums)
	}
	return nil
}

// firstOf is the cell with which a run begins.
func firstOf(run period.Run, unit orgunit.ID, now bool) cell {
	return cell{now: now, unit: unit, granule: period.Granule{Length: run.Length, N: run.From}}
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
		return errUnknownMeasure
	}
	return err
}

var errUnknownMeasure = fmt.Errorf("%w: a row has an unknown measure", ErrDamaged)

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
