package storage

import (
	"bytes"
	"cmp"
	"slices"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// spanOf is the days of a sum, by its key without the prefix.
func spanOf(rest []byte) (period.Range, error) {
	if len(rest) != 8 {
		return period.Range{}, ErrDamaged
	}
	return period.Range{From: dayOf(rest), To: dayOf(rest[4:])}, nil
}

func within(inner, outer period.Range) bool { return outer.From <= inner.From && inner.To <= outer.To }

// sumSums adds the sums whose days all lie in a range.
func (r *ReadTx) sumSums(unit orgunit.ID, now bool, days period.Range, sums []int64) error {
	err := r.eachSum(cell{now: now, unit: unit}, days, func(span period.Range, value []byte) error {
		if !within(span, days) {
			return nil
		}
		return addRow(value, sums)
	})
	for _, o := range r.layers() {
		for _, c := range o.sums {
			if c.unit == unit && c.now == now && within(c.span(), days) {
				o.cells[c].addTo(sums)
			}
		}
	}
	return err
}

func (c cell) span() period.Range { return period.Range{From: period.Date(c.granule.N), To: c.to} }

// eachSum walks the stored sums of a unit that begin on one of some days, in one of the two buckets of cells.
func (r *ReadTx) eachSum(of cell, begin period.Range, yield func(span period.Range, value []byte) error) error {
	if !r.dict.where.may(side{of.now, true}, of.unit) {
		return nil
	}
	b, prefix := of.bucket(), cell{unit: of.unit, granule: sumGranule}.prefix()
	start := appendDay(slices.Clip(prefix), begin.From)
	cursor := r.bucket(b).Cursor()
	for key, value := cursor.Seek(start); bytes.HasPrefix(key, prefix); key, value = cursor.Next() {
		span, err := spanOf(key[len(prefix):])
		if err == nil && span.From > begin.To {
			return nil
		}
		if err == nil {
			err = yield(span, value)
		}
		if err != nil {
			return wrap(b, key, err)
		}
	}
	return nil
}

// Astride gives the days of the sums that lie in a range in part only, in order: Sum leaves them out, since nobody knows
// how much of them falls into the range.
func (r *ReadTx) Astride(unit orgunit.ID, view rollup.View, days period.Range) ([]period.Range, error) {
	r.spread()
	found := map[period.Range][]int64{} // in view Now what one bucket holds, the other may take away
	sumsOf := func(span period.Range) []int64 {
		if span.To < days.From || span.From > days.To || within(span, days) {
			return nil
		}
		if found[span] == nil {
			found[span] = make([]int64, len(r.dict.names))
		}
		return found[span]
	}
	for _, now := range sidesOf(view) {
		at := cell{now: now, unit: unit}
		err := r.eachSum(at, period.Range{From: period.Dawn, To: days.To}, func(span period.Range, value []byte) error {
			if sums := sumsOf(span); sums != nil {
				return addRow(value, sums)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, o := range r.layers() {
			o.astride(at, sumsOf)
		}
	}
	return nonZero(found), nil
}

// astride adds what waits in the overlay.
func (o *overlay) astride(at cell, sumsOf func(period.Range) []int64) {
	for _, c := range o.sums {
		if c.unit != at.unit || c.now != at.now {
			continue
		}
		if sums := sumsOf(c.span()); sums != nil {
			o.cells[c].addTo(sums)
		}
	}
}

func nonZero(found map[period.Range][]int64) []period.Range {
	var spans []period.Range
	for span, sums := range found {
		if slices.ContainsFunc(sums, func(n int64) bool { return n != 0 }) {
			spans = append(spans, span)
		}
	}
	slices.SortFunc(spans, func(a, b period.Range) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return spans
}
