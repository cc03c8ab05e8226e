package storage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"time"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// sumLength is the length of a sum's granule, whose number is its first day: it is as long as what was summed.
const sumLength = period.YearLength + 1

// sumGranule is the granule of some sum.
var sumGranule = period.Granule{Length: sumLength}

// granuleMarks stand for the lengths of granules in keys.
var granuleMarks = [...]byte{period.DayLength: 'd', period.MonthLength: 'm', period.YearLength: 'y', sumLength: 's'}

// key puts the days of a month, the months of a year and all years of one unit side by side, so that a summary finds what
// it adds in few places; and beside them the same of all other units, so that what thousands of units did in a month lies
// in one stretch.
func (c cell) key() []byte { return c.appendKey(make([]byte, 0, len(c.unit)+14)) }

func (c cell) appendKey(key []byte) []byte {
	group, end := c.parts()
	return c.appendEnd(word(c.appendGroup(key, group), c.unit), end)
}

// parts are a granule's group, and its number in it: of a day its month and the day, of a month its year and the month.
// Years and sums have no groups.
func (c cell) parts() (group, end int32) {
	switch c.granule.Length {
	case period.DayLength:
		y, m, d := period.Date(c.granule.N).YMD()
		return int32(y)*12 + int32(m) - 1, int32(d)
	case period.MonthLength:
		return c.granule.N / 12, c.granule.N%12 + 1
	default:
		return 0, c.granule.N
	}
}

func (c cell) grouped() bool { return c.granule.Length <= period.MonthLength }

// appendGroup begins a key.
func (c cell) appendGroup(key []byte, group int32) []byte {
	if key = append(key, granuleMarks[c.granule.Length]); c.grouped() {
		key = appendNumber(key, group)
	}
	return key
}

// appendEnd ends a key, behind the unit.
func (c cell) appendEnd(key []byte, end int32) []byte {
	if c.grouped() {
		return append(key, byte(end))
	}
	if key = appendNumber(key, end); c.granule.Length == sumLength {
		key = appendDay(key, c.to)
	}
	return key
}

// prefix is what the keys of the unit's rows in the group of a cell begin with.
func (c cell) prefix() []byte {
	group, _ := c.parts()
	return word(c.appendGroup(nil, group), c.unit)
}

func appendNumber(key []byte, n int32) []byte {
	return binary.BigEndian.AppendUint32(key, uint32(n)^signBit)
}

func numberOf(b []byte) int32 { return int32(binary.BigEndian.Uint32(b) ^ signBit) }

// stretchesOf cuts runs so that the keys of each lie side by side.
func stretchesOf(runs []period.Run) []period.Run {
	var list []period.Run
	for _, run := range runs {
		for run.From <= run.To {
			one := run
			one.To = min(run.To, lastBeside(run))
			list = append(list, one)
			run.From = one.To + 1
		}
	}
	return list
}

// lastBeside is the last granule with the group of a run's first.
func lastBeside(run period.Run) int32 {
	switch run.Length {
	case period.DayLength:
		y, m, _ := period.Date(run.From).YMD()
		return int32(period.NewDate(y, m+1, 1)) - 1
	case period.MonthLength:
		return run.From/12*12 + 11
	default:
		return run.To
	}
}

// heardKey is the key of those who were heard of in a granule.
func heardKey(c cell) []byte {
	key := appendNumber([]byte{granuleMarks[c.granule.Length]}, c.granule.N)
	if c.granule.Length == sumLength {
		key = appendDay(key, c.to)
	}
	return key
}

func readableHeard(key []byte) string {
	switch {
	case len(key) == 5:
		return granuleName(key[0], numberOf(key[1:]))
	case len(key) == 9:
		return "sum " + period.Range{From: dayOf(key[1:]), To: dayOf(key[5:])}.String()
	default:
		return fmt.Sprintf("%x", key)
	}
}

// readableCell shows a key to people.
func readableCell(key []byte) string {
	c, ok := cellOf(key)
	switch {
	case !ok:
		return fmt.Sprintf("%x", key)
	case c.granule.Length == sumLength:
		return fmt.Sprintf("%s sum %s", c.unit, c.span())
	default:
		return fmt.Sprintf("%s %s", c.unit, granuleName(granuleMarks[c.granule.Length], c.granule.N))
	}
}

// granuleName shows a granule.
func granuleName(mark byte, n int32) string {
	switch mark {
	case granuleMarks[period.YearLength]:
		return fmt.Sprint(n)
	case granuleMarks[period.MonthLength]:
		return fmt.Sprintf("%04d-%02d", n/12, n%12+1)
	case granuleMarks[period.DayLength]:
		return period.Date(n).String()
	default:
		return fmt.Sprintf("%c %d", mark, n)
	}
}

// cellOf reads a key, for all that is in it: in which bucket it is, it does not tell.
func cellOf(key []byte) (c cell, ok bool) {
	if len(key) == 0 {
		return c, false
	}
	length := bytes.IndexByte(granuleMarks[:], key[0])
	if length < 0 {
		return c, false
	}
	c.granule.Length = period.Length(length)
	group, rest := int32(0), key[1:]
	if c.grouped() {
		if len(rest) < 4 {
			return c, false
		}
		group, rest = numberOf(rest), rest[4:]
	}
	unit, end, found := bytes.Cut(rest, []byte{0})
	if c.unit = orgunit.ID(unit); !found {
		return c, false
	}
	return c.withEnd(group, end)
}

// withEnd reads the end of a key.
func (c cell) withEnd(group int32, end []byte) (cell, bool) {
	switch {
	case c.granule.Length == period.DayLength && len(end) == 1:
		c.granule.N = int32(period.NewDate(int(group/12), time.Month(group%12+1), int(end[0])))
	case c.granule.Length == period.MonthLength && len(end) == 1:
		c.granule.N = group*12 + int32(end[0]) - 1
	case c.granule.Length == period.YearLength && len(end) == 4:
		c.granule.N = numberOf(end)
	case c.granule.Length == sumLength && len(end) == 8:
		c.granule.N, c.to = numberOf(end), dayOf(end[4:])
	default:
		return c, false
	}
	return c, true
}

// storedRows are the cells of one length that a unit has in a bucket, in order. It hops from group to group.
func (r *ReadTx) storedRows(of cell) iter.Seq[cell] {
	return func(yield func(cell) bool) {
		mark := granuleMarks[of.granule.Length : of.granule.Length+1]
		cursor := r.bucket(of.bucket()).Cursor()
		for key, _ := cursor.Seek(mark); bytes.HasPrefix(key, mark); {
			first, ok := cellOf(key)
			if !ok {
				return // Check names it
			}
			first.unit = of.unit
			prefix := first.prefix()
			for key, _ = cursor.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = cursor.Next() {
				if c, ok := cellOf(key); ok {
					c.now = of.now
					if !yield(c) {
						return
					}
				}
			}
			if !of.grouped() {
				return
			}
			first.unit = lastUnit
			key, _ = cursor.Seek(first.prefix())
		}
	}
}

// lastUnit comes behind all units in keys: no id has such bytes.
const lastUnit = orgunit.ID("\xff")
