package storage

import (
	"bytes"
	"maps"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
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

// loadInhabited hops from unit to unit, by the rows of their sums and of their years.
func (r *ReadTx) loadInhabited() inhabited {
	all := inhabited{}
	for _, of := range []cell{{granule: sumGranule}, {now: true, granule: sumGranule}, {now: true, granule: period.Granule{Length: period.YearLength}}} {
		cursor := r.bucket(of.bucket()).Cursor()
		mark := granuleMarks[of.granule.Length : of.granule.Length+1]
		for key, _ := cursor.Seek(mark); bytes.HasPrefix(key, mark); {
			name, _, _ := bytes.Cut(key[1:], []byte{0})
			unit := orgunit.ID(name)
			all.add(of.side(), unit)
			key, _ = cursor.Seek(append(append(bytes.Clone(mark), unit...), 1)) // behind all keys of the unit, which go on with a zero
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
