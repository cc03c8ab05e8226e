package storage

import (
	"math"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// dayRows are rows of days as the writer knows them, what its overlays hold included, of the units and months that were asked
// for lately. Each receipt says what the month comes to, and reading it anew would be a fifth of the work of a report.
type dayRows map[unitMonth]*[31]counts

// unitMonth is a month of a unit in one of the two buckets of cells.
type unitMonth struct {
	now   bool
	unit  orgunit.ID
	month int32
}

// maxDayRows is of how many months rows are known, a few MB.
const maxDayRows = 1024

// add brings what is known up to date.
func (d dayRows) add(c cell, amounts counts, sign int64) {
	if len(d) == 0 || c.granule.Length != period.DayLength {
		return
	}
	month, day := c.parts()
	if rows := d[unitMonth{c.now, c.unit, month}]; rows != nil {
		rows[day-1].addAll(amounts, sign)
	}
}

// sumDays adds the rows from one day to another one of the same month.
func (r *ReadTx) sumDays(first cell, to int32, sums []int64) error {
	rows, err := r.daysOf(first)
	if err != nil {
		return err
	}
	_, day := first.parts()
	for _, row := range rows[day-1 : day+to-first.granule.N] {
		row.addTo(sums)
	}
	return nil
}

// daysOf are the rows of the month in which a day lies.
func (r *ReadTx) daysOf(c cell) (*[31]counts, error) {
	month, day := c.parts()
	of := unitMonth{c.now, c.unit, month}
	if rows := r.days[of]; rows != nil {
		return rows, nil
	}
	rows := new([31]counts)
	first := c.granule.N - (day - 1)
	last := lastBeside(period.Run{Length: period.DayLength, From: first, To: math.MaxInt32})
	for i := range rows {
		if c.granule.N = first + int32(i); c.granule.N > last {
			break
		}
		row, err := unpackCounts(r.bucket(c.bucket()).Get(c.key()))
		if err != nil {
			return nil, wrap(c.bucket(), c.key(), err)
		}
		if len(row) > 0 && int(row[len(row)-1].measure) >= len(r.dict.names) {
			return nil, wrap(c.bucket(), c.key(), errUnknownMeasure)
		}
		r.layers().addTo(&row, c, 1)
		rows[i] = row
	}
	if len(r.days) >= maxDayRows {
		clear(r.days)
	}
	r.days[of] = rows
	return rows, nil
}
