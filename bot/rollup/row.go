package rollup

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// Row is all measures of one unit in one time, sorted by measure, without zeros. Its methods leave it unchanged.
type Row []Amount

// Get gives the amount of a measure; 0 if the row has none.
func (r Row) Get(m Measure) int64 {
	i, ok := r.search(m)
	if !ok {
		return 0
	}
	return r[i].By
}

// search finds where a measure stands, or would.
func (r Row) search(m Measure) (place int, found bool) {
	return slices.BinarySearchFunc(r, m, func(a Amount, m Measure) int { return cmp.Compare(a.Measure, m) })
}

// Tells says whether the row has something of a form.
func (r Row) Tells(formID string) bool {
	first := MeasureOf(formID, "")
	i, _ := r.search(first)
	return i < len(r) && strings.HasPrefix(string(r[i].Measure), string(first))
}

// Add gives the sum of two rows.
func (r Row) Add(other Row) Row {
	if len(r) == 0 {
		return other
	}
	return r.merge(other, 1)
}

// Sub gives the difference of two rows.
func (r Row) Sub(other Row) Row { return r.merge(other, -1) }

// Rest gives what is left of a whole when all its parts are taken out.
func (r Row) Rest(parts iter.Seq[Row]) Row {
	left := slices.Clone(r)
	for part := range parts {
		i := 0
		for _, a := range part {
			for i < len(left) && left[i].Measure < a.Measure {
				i++
			}
			if i == len(left) || left[i].Measure != a.Measure { // rare: the parts of a whole are in it
				left = slices.Insert(left, i, Amount{Measure: a.Measure})
			}
			left[i].By -= a.By
		}
	}
	return slices.DeleteFunc(left, func(a Amount) bool { return a.By == 0 })
}

// Negate gives the row that cancels this one out.
func (r Row) Negate() Row { return Row(nil).Sub(r) }

// Common gives the part of the row that is of the measures of another one.
func (r Row) Common(other Row) Row {
	var part Row
	for _, a := range r {
		if other.Get(a.Measure) != 0 {
			part = append(part, a)
		}
	}
	return part
}

// Marked gives the row's figures under the names that mark makes of them, such as Measure.Stale; counts of hedges and of
// marks are left out.
func (r Row) Marked(mark func(Measure) Measure) Row {
	var marks []Amount
	for _, a := range r {
		if !a.Measure.isHedge() {
			marks = append(marks, Amount{mark(a.Measure), a.By})
		}
	}
	return rowOf(marks)
}

// merge walks both rows side by side; other counts sign times.
func (r Row) merge(other Row, sign int64) Row {
	if len(other) == 0 {
		return r
	}
	sum := make(Row, 0, len(r)+len(other))
	for len(r) > 0 && len(other) > 0 {
		switch order := cmp.Compare(r[0].Measure, other[0].Measure); {
		case order < 0:
			sum, r = append(sum, r[0]), r[1:]
		case order > 0:
			sum, other = append(sum, other[0].times(sign)), other[1:]
		default:
			if a := r[0].plus(other[0].times(sign)); a.By != 0 {
				sum = append(sum, a)
			}
			r, other = r[1:], other[1:]
		}
	}
	sum = append(sum, r...)
	for _, a := range other {
		sum = append(sum, a.times(sign))
	}
	return sum
}

func (a Amount) times(by int64) Amount { return Amount{Measure: a.Measure, By: a.By * by} }

func (a Amount) plus(b Amount) Amount { return Amount{Measure: a.Measure, By: a.By + b.By} }

// rowOf sorts amounts into a row, in place. Those of one measure become one.
func rowOf(amounts []Amount) Row {
	slices.SortFunc(amounts, func(a, b Amount) int { return cmp.Compare(a.Measure, b.Measure) })
	row := amounts[:0]
	for _, a := range amounts {
		if n := len(row); n > 0 && row[n-1].Measure == a.Measure {
			row[n-1].By += a.By
			continue
		}
		row = append(row, a)
	}
	return slices.DeleteFunc(row, func(a Amount) bool { return a.By == 0 })
}
