package storage

import (
	"cmp"
	"encoding/binary"
	"iter"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// change is how a stock of one unit moves on a day.
type change struct {
	day  period.Date
	unit orgunit.ID
	row  rollup.Row
	heir orgunit.ID // the row goes over from the units above unit the day before to those above heir on the day
	ends bool       // the row goes, for the units above unit the day before, with the unit itself
}

func (c change) equal(d change) bool {
	return c.day == d.day && c.unit == d.unit && c.heir == d.heir && c.ends == d.ends && slices.Equal(c.row, d.row)
}

// declare notes a declaration, or its end, and moves the cells by the difference that it makes for its unit and those
// that took the unit over.
func (t *Tx) declare(s form.Submission, valid bool) error {
	declared, err := t.numbered(rollup.Declared(s))
	if err != nil {
		return err
	}
	key, value := stockKey(s.Form, s.Unit, s.Day(), s.ID), seal(formatRow, declared.pack())
	if t.anew != nil {
		t.set(bucketStocks, key, value)
		t.anew.note(s, key, value)
		return nil
	}
	units := t.units.lines.heirs(s.Unit)
	if t.held != nil {
		err := t.hold(s.Form, units)
		t.putStock(key, value, valid)
		return err
	}
	before, err := t.changesOf(s.Form, units)
	if err != nil {
		return err
	}
	t.putStock(key, value, valid)
	after, err := t.changesOf(s.Form, units)
	if err != nil {
		return err
	}
	return t.postDifference(before, after)
}

func (t *Tx) putStock(key, value []byte, valid bool) {
	if valid {
		t.set(bucketStocks, key, value)
	} else {
		t.remove(bucketStocks, key)
	}
}

// hold remembers how the stocks of units moved before the first of many declarations, so that the cells are moved once, by
// settleStocks, and not with each declaration by all that came before.
func (t *Tx) hold(stock string, units []orgunit.ID) error {
	for _, unit := range units {
		of := stockOf{stock, unit}
		if _, held := t.held[of]; held {
			continue
		}
		l, err := t.ledger(stock, unit)
		if err != nil {
			return err
		}
		t.held[of] = l.changes
	}
	return nil
}

// settleStocks moves the cells by what became of the stocks that were held.
func (t *Tx) settleStocks() error {
	for of, before := range t.held {
		after, err := t.ledger(of.stock, of.unit)
		if err != nil {
			return err
		}
		if err := t.postDifference(before, after.changes); err != nil {
			return err
		}
	}
	t.held = nil
	return nil
}

// postDifference posts what two lists do not have in common at their begin and end.
func (t *Tx) postDifference(before, after []change) error {
	for len(before) > 0 && len(after) > 0 && before[0].equal(after[0]) {
		before, after = before[1:], after[1:]
	}
	for len(before) > 0 && len(after) > 0 && before[len(before)-1].equal(after[len(after)-1]) {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	if err := t.postChanges(before, -1); err != nil {
		return err
	}
	return t.postChanges(after, 1)
}

func (t *Tx) postChanges(changes []change, sign int64) error {
	for _, c := range changes {
		amounts, err := t.numbered(c.row)
		if err != nil {
			return err
		}
		lines := t.units.lines
		if c.ends || c.heir != "" { // out of the units of the day before, into those of the day
			t.post(lines.targetsOf(c.unit, c.day-1), c.day, amounts, -sign)
		}
		if c.heir != "" {
			t.post(lines.targetsOf(c.heir, c.day), c.day, amounts, sign)
		} else if !c.ends {
			t.post(lines.targetsOf(c.unit, c.day), c.day, amounts, sign)
		}
	}
	return nil
}

func (t *Tx) changesOf(stock string, units []orgunit.ID) ([]change, error) {
	var all []change
	for _, unit := range units {
		l, err := t.ledger(stock, unit)
		if err != nil {
			return nil, err
		}
		all = append(all, l.changes...)
	}
	return all, nil
}

// ledger is what became of one stock of one unit. What is in force has the marks of rollup.Measure.Carried and Stale.
type ledger struct {
	holding

	unit    orgunit.ID
	changes []change
	left    holding // what the unit handed over when it ended
	over    bool    // the unit has ended; what is declared of it later is of no effect
}

// holding is a stock in force.
type holding struct {
	value rollup.Row
	fresh []dated // the parts that are not stale yet, the oldest first
}

// dated is what was declared on a day.
type dated struct {
	day period.Date
	row rollup.Row
}

// age marks what, on a day, has been declared too long ago.
func (l *ledger) age(day period.Date) {
	for len(l.fresh) > 0 && l.fresh[0].day+rollup.StaleAfter <= day {
		oldest := l.fresh[0]
		l.fresh = l.fresh[1:]
		l.mark(oldest.day+rollup.StaleAfter, oldest.row.Marked(rollup.Measure.Stale))
	}
}

// mark adds marks to what is in force.
func (l *ledger) mark(day period.Date, marks rollup.Row) {
	if len(marks) > 0 {
		l.changes = append(l.changes, change{day: day, unit: l.unit, row: marks})
		l.value = l.value.Add(marks)
	}
}

// takeOver adds what another unit handed over: until it is declared anew, it is marked as carried.
func (l *ledger) takeOver(day period.Date, from holding) {
	l.value = l.value.Add(from.value)
	marks := from.value.Marked(rollup.Measure.Carried)
	l.mark(day, marks.Sub(from.value.Common(marks)))
	l.fresh = slices.Concat(l.fresh, from.fresh)
	slices.SortStableFunc(l.fresh, func(a, b dated) int { return cmp.Compare(a.day, b.day) })
}

// ledger plays the declarations of a unit and the turns of its line in order of days; on one day the turn comes first,
// and of several declarations the one with the highest number counts.
func (t *Tx) ledger(stock string, unit orgunit.ID) (ledger, error) {
	l := ledger{unit: unit}
	turns := t.units.lines.of(unit)
	prefix := stockPrefix(stock, unit)
	for key, value := range t.declarations(stock, unit) {
		day := dayOf(key[len(prefix):])
		var err error
		if turns, err = t.takeTurns(&l, stock, turns, day); err != nil {
			return l, err
		}
		if l.over {
			break
		}
		declared, err := t.dict.unpackRow(value)
		if err != nil {
			return l, wrap(bucketStocks, key, err)
		}
		l.age(day)
		if moved := declared.Sub(l.value); len(moved) > 0 {
			l.changes = append(l.changes, change{day: day, unit: unit, row: moved})
		}
		l.holding = holding{declared, []dated{{day, declared}}}
	}
	_, err := t.takeTurns(&l, stock, turns, forever)
	return l, err
}

// InForce is the declaration of a stock that counts for its unit on a day: the last one that is not after it. What the
// unit took over from others since then is theirs.
func (r *ReadTx) InForce(stock string, unit orgunit.ID, on period.Date) (s form.Submission, ok bool, err error) {
	prefix := stockPrefix(stock, unit)
	id := uint64(0)
	for key := range r.scan(bucketStocks, prefix, nil) {
		if dayOf(key[len(prefix):]) > on {
			break
		}
		id = binary.BigEndian.Uint64(key[len(prefix)+4:])
	}
	if id == 0 {
		return s, false, nil
	}
	return r.Submission(id)
}

// declarations are the stored ones of a unit in order of day and number.
func (t *Tx) declarations(stock string, unit orgunit.ID) iter.Seq2[[]byte, []byte] {
	if t.anew != nil {
		return t.anew.declarations(stockOf{stock, unit})
	}
	return t.scan(bucketStocks, stockPrefix(stock, unit), nil)
}

// takeTurns plays the turns up to a day and returns those that are left.
func (t *Tx) takeTurns(l *ledger, stock string, turns []turn, until period.Date) ([]turn, error) {
	for len(turns) > 0 && turns[0].day <= until {
		l.age(turns[0].day)
		if err := t.takeTurn(l, stock, turns[0]); err != nil {
			return nil, err
		}
		turns = turns[1:]
	}
	return turns, nil
}

func (t *Tx) takeTurn(l *ledger, stock string, now turn) error {
	leaves := now.ends || now.heir != "" && now.heir != l.unit
	if (leaves || now.heir != "") && len(l.value) > 0 {
		l.changes = append(l.changes, change{day: now.day, unit: l.unit, row: l.value, heir: now.heir, ends: now.ends})
	}
	if leaves {
		l.holding, l.left, l.over = holding{}, l.holding, true
	}
	for _, p := range now.from {
		before, err := t.ledger(stock, p)
		if err != nil {
			return err
		}
		l.takeOver(now.day, before.left)
	}
	return nil
}
