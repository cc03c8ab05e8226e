package storage

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"danvanbot/bot/rollup"
)

// count is one measure of a row, by the measure's number in the dictionary.
type count struct {
	measure uint32
	n       int64
}

// counts is a row as it is stored: sorted by measure number.
type counts []count

// add adds to one measure in place.
func (c *counts) add(measure uint32, n int64) {
	i, found := slices.BinarySearchFunc(*c, measure, func(have count, m uint32) int { return cmp.Compare(have.measure, m) })
	if found {
		(*c)[i].n += n
		return
	}
	*c = slices.Insert(*c, i, count{measure, n})
}

// addTo adds the row to sums by the numbers of measures. What was taken back is zero; its measure may be gone, too.
func (c counts) addTo(sums []int64) {
	for _, one := range c {
		if one.n != 0 {
			sums[one.measure] += one.n
		}
	}
}

// pack writes a row: for each measure the gap to the one before and the zigzag value, both as varints. Zeros are left out.
func (c counts) pack() []byte {
	row := make([]byte, 0, 4*len(c))
	last := uint32(0)
	for _, one := range c {
		if one.n != 0 {
			row = binary.AppendVarint(binary.AppendUvarint(row, uint64(one.measure-last)), one.n)
			last = one.measure
		}
	}
	return row
}

// unpack calls yield for each count of a packed row.
func unpack(row []byte, yield func(measure uint32, n int64)) error {
	measure := uint64(0)
	for len(row) > 0 {
		gap, w := binary.Uvarint(row)
		if w <= 0 || gap > 1<<31 {
			return fmt.Errorf("%w: a row", ErrDamaged)
		}
		n, v := binary.Varint(row[w:])
		if measure += gap; v <= 0 || measure > 1<<31 {
			return fmt.Errorf("%w: a row", ErrDamaged)
		}
		yield(uint32(measure), n)
		row = row[w+v:]
	}
	return nil
}

// unpackValue is unpack for a sealed value.
func unpackValue(value []byte, yield func(measure uint32, n int64)) error {
	row, err := unseal(formatRow, value)
	if err != nil {
		return err
	}
	return unpack(row, yield)
}

// unpackCounts reads a sealed value; without one the row is empty.
func unpackCounts(value []byte) (row counts, err error) {
	if value == nil {
		return nil, nil
	}
	err = unpackValue(value, func(m uint32, n int64) { row = append(row, count{m, n}) })
	return row, err
}

// addAll adds another row, sign times, in place. Most rows that are added have the same measures.
func (c *counts) addAll(other counts, sign int64) {
	if *c == nil {
		*c = slices.Clone(other)
		for i := range *c {
			(*c)[i].n *= sign
		}
		return
	}
	i := 0
	for _, one := range other {
		for i < len(*c) && (*c)[i].measure < one.measure {
			i++
		}
		if i == len(*c) || (*c)[i].measure != one.measure {
			*c = slices.Insert(*c, i, count{measure: one.measure})
		}
		(*c)[i].n += one.n * sign
	}
}

// dictionary gives measures short numbers, from 1. It is immutable: with makes the next one.
type dictionary struct {
	numbers map[rollup.Measure]uint32
	names   []rollup.Measure // names[n] has number n; names[0] is empty
	sorted  []uint32         // all numbers in order of their names
	reports uint32           // the number of rollup.Reports; 0: none has reported yet
	zeros   uint32           // the number of rollup.Zeros
	units   *unitNumbers
	where   inhabited
}

func newDictionary() *dictionary {
	return &dictionary{names: []rollup.Measure{""}, units: &unitNumbers{}, where: inhabited{}}
}

// with adds a measure under the next number.
func (d *dictionary) with(name rollup.Measure) *dictionary {
	next := &dictionary{
		numbers: make(map[rollup.Measure]uint32, len(d.names)),
		names:   append(slices.Clone(d.names), name),
		sorted:  make([]uint32, 0, len(d.names)),
		units:   d.units,
		where:   d.where,
	}
	for n, name := range next.names[1:] {
		next.numbers[name] = uint32(n + 1)
		next.sorted = append(next.sorted, uint32(n+1))
	}
	next.reports, next.zeros = next.numbers[rollup.Reports], next.numbers[rollup.Zeros]
	slices.SortFunc(next.sorted, func(a, b uint32) int { return cmp.Compare(next.names[a], next.names[b]) })
	return next
}

// at is the dictionary with the places of another one, which are known where rows are written.
func (d *dictionary) at(other *dictionary) *dictionary {
	moved := *d
	moved.units, moved.where = other.units, other.where
	return &moved
}

// row turns sums by number into a Row.
func (d *dictionary) row(sums []int64) rollup.Row {
	some := 0
	for _, n := range sums {
		if n != 0 {
			some++
		}
	}
	if some == 0 {
		return nil
	}
	row := make(rollup.Row, 0, some)
	for _, n := range d.sorted {
		if int(n) < len(sums) && sums[n] != 0 {
			row = append(row, rollup.Amount{Measure: d.names[n], By: sums[n]})
		}
	}
	return row
}

// unpackRow reads a stored row with the names of its measures.
func (d *dictionary) unpackRow(value []byte) (rollup.Row, error) {
	sums := make([]int64, len(d.names))
	err := addRow(value, sums)
	return d.row(sums), err
}
