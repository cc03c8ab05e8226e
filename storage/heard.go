package storage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// bitmap has a bit for each unit by its number; there are no zero bytes at its end.
type bitmap []byte

func (b bitmap) has(n uint32) bool { return int(n/8) < len(b) && b[n/8]&(1<<(n%8)) != 0 }

// set puts or clears a bit in place.
func (b *bitmap) set(n uint32, on bool) {
	for int(n/8) >= len(*b) {
		*b = append(*b, 0)
	}
	(*b)[n/8] &^= 1 << (n % 8)
	if on {
		(*b)[n/8] |= 1 << (n % 8)
	}
	*b = bytes.TrimRight(*b, "\x00")
}

// or adds the bits of another.
func (b *bitmap) or(other bitmap) {
	for len(*b) < len(other) {
		*b = append(*b, 0)
	}
	for i, bits := range other {
		(*b)[i] |= bits
	}
}

// news is which units reported something and which declared that there was nothing.
type news struct{ something, nothing bitmap }

// set notes what came from the unit of a number.
func (w *news) set(n uint32, is said) {
	w.something.set(n, is.something)
	w.nothing.set(n, is.nothing)
}

func (w *news) or(other news) {
	w.something.or(other.something)
	w.nothing.or(other.nothing)
}

// pack is the stored form: the length of the first bitmap, and both.
func (w *news) pack() []byte {
	packed := binary.AppendUvarint(nil, uint64(len(w.something)))
	return seal(formatBytes, append(append(packed, w.something...), w.nothing...))
}

func unpackNews(value []byte) (news, error) {
	packed, err := unseal(formatBytes, value)
	if err != nil {
		return news{}, err
	}
	n, w := binary.Uvarint(packed)
	if w <= 0 || n > uint64(len(packed)-w) {
		return news{}, fmt.Errorf("%w: who was heard of", ErrDamaged)
	}
	return news{something: packed[w : w+int(n)], nothing: packed[w+int(n):]}, nil
}

// said is what one row says of its unit.
type said struct{ something, nothing bool }

// said reads a row.
func (d *dictionary) said(row counts) (is said) {
	for _, c := range row {
		switch c.measure {
		case d.reports:
			is.something = c.n > 0
		case d.zeros:
			is.nothing = c.n > 0
		}
	}
	return is
}

// flip is a row that says something else than before.
type flip struct {
	at cell
	is said
}

// flushHeard brings who was heard of in line with the rows that were flushed, one put for each granule.
func (t *Tx) flushHeard(flips []flip) error {
	units := make([]orgunit.ID, 0, len(flips))
	for _, f := range flips {
		units = append(units, f.at.unit)
	}
	slices.Sort(units)
	if err := t.numberUnits(slices.Compact(units)); err != nil {
		return err
	}
	slices.SortStableFunc(flips, func(a, b flip) int { return bytes.Compare(heardKey(a.at), heardKey(b.at)) })
	for len(flips) > 0 {
		key := heardKey(flips[0].at)
		n := 1
		for n < len(flips) && bytes.Equal(heardKey(flips[n].at), key) {
			n++
		}
		if err := t.flushGranule(key, flips[:n]); err != nil {
			return err
		}
		flips = flips[n:]
	}
	return nil
}

// flushGranule puts what was heard in one granule.
func (t *Tx) flushGranule(key []byte, flips []flip) error {
	into := t.bucket(bucketHeard)
	var all news
	if stored := into.Get(key); stored != nil {
		old, err := unpackNews(stored)
		if err != nil {
			return wrap(bucketHeard, key, err)
		}
		all.or(old)
	}
	for _, f := range flips {
		all.set(t.dict.units.numbers[f.at.unit], f.is)
	}
	if len(all.something) == 0 && len(all.nothing) == 0 {
		return into.Delete(key)
	}
	return into.Put(key, all.pack())
}

// heard is what came from all units in some days.
type heard struct {
	news
	numbers map[orgunit.ID]uint32
}

// Of tells what came from a unit, as it was, and from those below it.
func (h *heard) Of(unit orgunit.ID) rollup.News {
	n, known := h.numbers[unit]
	switch {
	case known && h.something.has(n):
		return rollup.Something
	case known && h.nothing.has(n):
		return rollup.Nothing
	default:
		return rollup.Silence
	}
}

// Heard tells who was heard of in a range of days. It costs by the days, not by the units or reports.
func (r *ReadTx) Heard(days period.Range) (rollup.Heard, error) {
	all := &heard{numbers: r.dict.units.numbers}
	pending, err := r.pendingNews()
	if err != nil {
		return nil, err
	}
	if len(pending.units) > 0 {
		all.numbers = (&unitNumbers{numbers: all.numbers, ids: r.dict.units.ids}).with(pending.units).numbers
	}
	days = countable(days)
	for _, run := range period.Decompose(days) {
		first, last := cell{granule: period.Granule{Length: run.Length, N: run.From}}, cell{granule: period.Granule{Length: run.Length, N: run.To}}
		if err := r.hearKeys(all, keySpan{heardKey(first), heardKey(last)}, pending); err != nil {
			return nil, err
		}
	}
	return all, r.hearSums(all, days, pending)
}

// keySpan is the keys first to last, both included.
type keySpan struct{ first, last []byte }

func (s keySpan) has(key []byte) bool {
	return bytes.Compare(s.first, key) <= 0 && bytes.Compare(key, s.last) <= 0
}

// hearKeys adds what was heard in the granules of some keys.
func (r *ReadTx) hearKeys(all *heard, span keySpan, pending pendingNews) error {
	cursor := r.bucket(bucketHeard).Cursor()
	for key, value := cursor.Seek(span.first); key != nil && span.has(key); key, value = cursor.Next() {
		if pending.rows[string(key)] != nil {
			continue // below, with what waits
		}
		stored, err := unpackNews(value)
		if err != nil {
			return wrap(bucketHeard, key, err)
		}
		all.or(stored)
	}
	for key, flips := range pending.rows {
		if !span.has([]byte(key)) {
			continue
		}
		if err := r.hearPending(all, key, flips); err != nil {
			return err
		}
	}
	return nil
}

// hearSums adds what was heard by the sums that lie in a range.
func (r *ReadTx) hearSums(all *heard, days period.Range, pending pendingNews) error {
	prefix := []byte{granuleMarks[sumLength]}
	spans := map[period.Range]bool{}
	cursor := r.bucket(bucketHeard).Cursor()
	for key, _ := cursor.Seek(appendDay(slices.Clip(prefix), days.From)); bytes.HasPrefix(key, prefix); key, _ = cursor.Next() {
		span, err := spanOf(key[len(prefix):])
		if err != nil {
			return wrap(bucketHeard, key, err)
		}
		if span.From > days.To {
			break
		}
		spans[span] = true
	}
	for key := range pending.rows {
		if span, err := spanOf([]byte(key)[1:]); err == nil && key[0] == prefix[0] {
			spans[span] = true
		}
	}
	for span := range spans {
		key := appendDay(appendDay(slices.Clip(prefix), span.From), span.To)
		if !within(span, days) {
			continue
		}
		if err := r.hearKeys(all, keySpan{key, key}, pending); err != nil {
			return err
		}
	}
	return nil
}

// hearPending adds what was heard in a granule of which rows wait in the overlay.
func (r *ReadTx) hearPending(all *heard, key string, flips []flip) error {
	var is news
	if value := r.bucket(bucketHeard).Get([]byte(key)); value != nil {
		stored, err := unpackNews(value)
		if err != nil {
			return wrap(bucketHeard, []byte(key), err)
		}
		is.or(stored)
	}
	for _, f := range flips {
		is.set(all.numbers[f.at.unit], f.is)
	}
	all.or(is)
	return nil
}

// pendingNews is what the rows in the overlay will say once they are flushed.
type pendingNews struct {
	rows  map[string][]flip // by the granule's key
	units []orgunit.ID      // those of them without a number, sorted
}

func (r *ReadTx) pendingNews() (pendingNews, error) {
	p := pendingNews{rows: map[string][]flip{}}
	r.spread()
	layers := r.layers()
	for c := range layers.waiting() {
		if c.now {
			continue
		}
		sum, err := unpackCounts(r.bucket(bucketCells).Get(c.key()))
		if err != nil {
			return p, wrap(bucketCells, c.key(), err)
		}
		layers.addTo(&sum, c, 1)
		key := string(heardKey(c))
		p.rows[key] = append(p.rows[key], flip{c, r.dict.said(sum)})
		if _, known := r.dict.units.numbers[c.unit]; !known {
			p.units = append(p.units, c.unit)
		}
	}
	slices.Sort(p.units)
	p.units = slices.Compact(p.units)
	return p, nil
}

// expectedHeard is what the bucket must hold by the cells of the overlay, which are all there are.
func (t *Tx) expectedHeard() []pair {
	all := map[string]*news{}
	for c, row := range t.over.cells {
		is := t.dict.said(*row)
		if c.now || is == (said{}) {
			continue
		}
		key := string(heardKey(c))
		if all[key] == nil {
			all[key] = &news{}
		}
		if n, known := t.dict.units.numbers[c.unit]; known {
			all[key].set(n, is)
		}
	}
	entries := make([]pair, 0, len(all))
	for key, w := range all {
		entries = append(entries, pair{[]byte(key), w.pack()})
	}
	return entries
}
