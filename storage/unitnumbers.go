package storage

import (
	"fmt"
	"maps"
	"slices"

	"danvanbot/bot/orgunit"
)

// unitNumbers gives units short numbers, from 0, which are places in a bitmap. It is immutable: with makes the next one.
type unitNumbers struct {
	numbers map[orgunit.ID]uint32
	ids     []orgunit.ID
}

// with adds units under the next numbers.
func (u *unitNumbers) with(units []orgunit.ID) *unitNumbers {
	next := &unitNumbers{numbers: maps.Clone(u.numbers), ids: append(slices.Clip(u.ids), units...)}
	if next.numbers == nil {
		next.numbers = map[orgunit.ID]uint32{}
	}
	for n := len(u.ids); n < len(next.ids); n++ {
		next.numbers[next.ids[n]] = uint32(n)
	}
	return next
}

func (r *ReadTx) loadUnitNumbers() (*unitNumbers, error) {
	byNumber, err := r.byNumber(bucketHeardUnits)
	if err != nil {
		return nil, err
	}
	var ids []orgunit.ID
	for n := range uint32(len(byNumber)) {
		id, ok := byNumber[n]
		if !ok {
			return nil, fmt.Errorf("%w: no unit has number %d", ErrDamaged, n)
		}
		ids = append(ids, orgunit.ID(id))
	}
	return (&unitNumbers{}).with(ids), nil
}

// numberUnits gives numbers to units that have none yet, in their order.
func (t *Tx) numberUnits(units []orgunit.ID) error {
	known := t.dict.units
	fresh := slices.DeleteFunc(units, func(u orgunit.ID) bool {
		_, has := known.numbers[u]
		return has
	})
	if len(fresh) == 0 {
		return nil
	}
	dict := *t.dict
	dict.units = known.with(fresh)
	t.dict = &dict
	for n, id := range dict.units.ids[len(known.ids):] {
		value, err := encode(uint32(len(known.ids) + n))
		if err != nil {
			return err
		}
		if err := t.bucket(bucketHeardUnits).Put([]byte(id), value); err != nil {
			return err
		}
	}
	return nil
}
