package storage

import (
	"encoding/binary"
	"errors"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// targetKey names a goal: a unit has one for a measure in a year.
func targetKey(g form.Target) []byte {
	return append(targetPrefix(g.Unit, g.Year), g.Form+"."+g.Key...)
}

func targetPrefix(unit orgunit.ID, year int) []byte {
	return binary.BigEndian.AppendUint32(word(nil, unit), uint32(year))
}

// Targets are the goals of one unit in a year, by form and measure.
func (r *ReadTx) Targets(unit orgunit.ID, year int) ([]form.Target, error) {
	var all []form.Target
	for key, value := range r.scan(bucketTargets, targetPrefix(unit, year), nil) {
		var g form.Target
		if err := decode(value, &g); err != nil {
			return nil, wrap(bucketTargets, key, err)
		}
		all = append(all, g)
	}
	return all, nil
}

// errTarget is returned for a goal that names no measure of a year.
var errTarget = errors.New("a target needs a unit, a form, a measure, a year and a goal")

// PutTarget journals a goal in place of the unit's former one for the same measure and year; with Goal 0 there is none
// any more.
func (t *Tx) PutTarget(g form.Target) error {
	if g.Unit == "" || g.Form == "" || g.Key == "" || g.Year < 1 || g.Year > 9999 || g.Goal < 0 {
		return errTarget
	}
	if _, err := t.journal(entryTarget, g.By, g); err != nil {
		return err
	}
	return t.enterTarget(g)
}

// enterTarget stores a goal, or the end of one.
func (t *Tx) enterTarget(g form.Target) error {
	key := targetKey(g)
	if g.Goal == 0 {
		t.remove(bucketTargets, key)
		return nil
	}
	value, err := encode(g)
	if err == nil {
		t.set(bucketTargets, key, value)
	}
	return err
}
