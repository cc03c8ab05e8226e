package storage

import (
	"bytes"
	"maps"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/orgunit"
)

// side is one of the two buckets of cells, and one of the two kinds of rows in it.
type side struct{ now, sum bool }

// inhabited tells which units have rows beyond the plain ones of view Was. Most have none, and need not be looked for.
// It is immutable and only ever grows: a unit may stand here whose rows are gone.
type inhabited map[side]map[orgunit.ID]bool

func (c cell) side() side { return side{c.now, c.granule.Length == sumLength} }

// may tells whether a unit may have rows of a side.
func (i inhabited) may(s side, unit orgunit.ID) bool { return s == side{} || i[s][unit] }

// with adds the units of cells.
func (i inhabited) with(cells []cell) inhabited {
	next := inhabited{}
	for s, units := range i {
		next[s] = maps.Clone(units)
	}
	for _, c := range cells {
		next.add(c.side(), c.unit)
	}
	return next
}

func (i inhabited) add(s side, unit orgunit.ID) {
	if i[s] == nil {
		i[s] = map[orgunit.ID]bool{}
	}
	i[s][unit] = true
}

// loadInhabited hops from unit to unit.
func loadInhabited(base *bolt.Tx) inhabited {
	all := inhabited{}
	for _, now := range []bool{false, true} {
		cursor := base.Bucket(cell{now: now}.bucket().name()).Cursor()
		for key, _ := cursor.First(); key != nil; {
			name, _, _ := bytes.Cut(key, []byte{0})
			unit := orgunit.ID(name)
			if now {
				all.add(side{now: true}, unit)
			}
			if key, _ = cursor.Seek(sumPrefix(unit)); bytes.HasPrefix(key, sumPrefix(unit)) {
				all.add(side{now: now, sum: true}, unit)
			}
			key, _ = cursor.Seek(append([]byte(unit), 1)) // behind all keys of the unit, which go on with a zero
		}
	}
	return all
}

// settleIn notes the sides of the cells that were put.
func (t *Tx) settleIn(put []cell) {
	if len(put) > 0 {
		dict := *t.dict
		dict.where = dict.where.with(put)
		t.dict = &dict
	}
}
