package storage

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// ErrFrozen is returned when a period is frozen that is frozen, or one is reopened that is not.
var ErrFrozen = errors.New("the period is frozen already, or is not frozen")

// errFreeze is returned for a freeze of a period that there cannot be.
var errFreeze = errors.New("a freeze needs a unit, a calendar and a period")

// frozenKey orders the frozen periods of a unit by their last day, so that those that hold a day are found by one seek.
func frozenKey(f conversation.Freeze) ([]byte, error) {
	q, ok := f.Query()
	if !ok || f.Unit == "" {
		return nil, errFreeze
	}
	key := appendDay(appendDay(word(nil, f.Unit), q.Period.Range.To), q.Period.Range.From)
	return append(word(key, f.Calendar), f.Period...), nil
}

// frozenDays are the days of a key.
func frozenDays(unit orgunit.ID, key []byte) period.Range {
	days := key[len(unit)+1:]
	return period.Range{To: dayOf(days), From: dayOf(days[4:])}
}

// lateKey says that a journal entry changes a period that a unit has frozen.
func lateKey(unit orgunit.ID, number uint64) []byte {
	return binary.BigEndian.AppendUint64(word(nil, unit), number)
}

// Frozen is the freeze in force of a unit's period.
func (r *ReadTx) Frozen(unit orgunit.ID, calendar, code string) (conversation.Freeze, bool, error) {
	key, err := frozenKey(conversation.Freeze{Unit: unit, Calendar: calendar, Period: code})
	if err != nil {
		return conversation.Freeze{}, false, nil //nolint:nilerr // what cannot be frozen is not
	}
	numbers, err := r.frozenNumbers(key)
	if err != nil || len(numbers)%2 == 0 {
		return conversation.Freeze{}, false, err
	}
	return r.FrozenAt(numbers[len(numbers)-1])
}

// frozenNumbers are the entries of a period that this state knows: freezing and reopening by turns.
func (r *ReadTx) frozenNumbers(key []byte) ([]uint64, error) {
	value := r.get(bucketFrozen, key)
	if value == nil {
		return nil, nil
	}
	numbers, err := unpackNumbers(value)
	if err != nil {
		return nil, wrap(bucketFrozen, key, err)
	}
	head, err := r.Head()
	return numbers[:len(numbers)-len(after(numbers, head))], err
}

// FrozenAt is what a journal entry froze; false for an entry of another kind.
func (r *ReadTx) FrozenAt(entry uint64) (conversation.Freeze, bool, error) {
	f := conversation.Freeze{Entry: entry}
	if r.get(bucketJournal, numberKey(entry)) == nil {
		return f, false, nil
	}
	e, err := r.entry(entry)
	if err != nil || e.Kind != entryFreeze {
		return f, false, err
	}
	if err := decodeCBOR(e.Payload, &f); err != nil {
		return f, false, wrap(bucketJournal, numberKey(entry), err)
	}
	return f, true, nil
}

// Freezes are the freezes in force of one unit by the last days of their periods, or those of all units.
func (r *ReadTx) Freezes(unit orgunit.ID) ([]conversation.Freeze, error) {
	var prefix []byte
	if unit != "" {
		prefix = word(nil, unit)
	}
	var all []conversation.Freeze
	for key := range r.scan(bucketFrozen, prefix, nil) {
		numbers, err := r.frozenNumbers(key)
		if err != nil {
			return nil, err
		}
		if len(numbers)%2 == 0 {
			continue
		}
		f, _, err := r.FrozenAt(numbers[len(numbers)-1])
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// LastFreeze is the newest freeze in force of a unit's periods that ended before a day.
func (r *ReadTx) LastFreeze(unit orgunit.ID, before period.Date) (conversation.Freeze, bool, error) {
	newest := uint64(0)
	for key := range r.scan(bucketFrozen, word(nil, unit), nil) {
		if frozenDays(unit, key).To >= before {
			break
		}
		numbers, err := r.frozenNumbers(key)
		if err != nil {
			return conversation.Freeze{}, false, err
		}
		if len(numbers)%2 == 1 {
			newest = max(newest, numbers[len(numbers)-1])
		}
	}
	return r.FrozenAt(newest)
}

// Catalogue is the catalogue of forms with a hash, as some freeze has journaled it.
func (r *ReadTx) Catalogue(hash []byte) ([]byte, bool, error) {
	value := r.get(bucketCatalogues, hash)
	if value == nil {
		return nil, false, nil
	}
	numbers, err := unpackNumbers(value)
	if err != nil {
		return nil, false, wrap(bucketCatalogues, hash, err)
	}
	f, ok, err := r.FrozenAt(numbers[0])
	return f.Catalogue, ok, err
}

// Freeze journals a freeze, or with Reopened its end, and returns it with its entry.
func (t *Tx) Freeze(f conversation.Freeze) (conversation.Freeze, error) {
	key, err := frozenKey(f)
	if err != nil {
		return f, err
	}
	numbers, err := t.frozenNumbers(key)
	if err != nil {
		return f, err
	}
	if frozen := len(numbers)%2 == 1; frozen != f.Reopened {
		return f, ErrFrozen
	}
	if t.get(bucketCatalogues, f.Forms) != nil {
		f.Catalogue = nil
	}
	if f.Entry, err = t.journal(entryFreeze, f.By, f); err != nil {
		return f, err
	}
	t.set(bucketFrozen, key, packNumbers(append(numbers, f.Entry)))
	t.enterCatalogue(f)
	return f, nil
}

// enterCatalogue notes which entry holds a catalogue.
func (t *Tx) enterCatalogue(f conversation.Freeze) {
	if f.Catalogue != nil {
		t.set(bucketCatalogues, f.Forms, packNumbers([]uint64{f.Entry}))
	}
}

// freezers are the units that have frozen the period of one of two versions: those that stand above it, as it was or as it
// is now.
func freezers(lines lines, versions [2]form.Submission, holds func(orgunit.ID, period.Date) (bool, error)) ([]orgunit.ID, error) {
	var found []orgunit.ID
	for _, s := range versions {
		if s.ID == 0 || s.Gone {
			continue
		}
		to := lines.targetsOf(s.Unit, s.Day())
		for _, u := range slices.Concat(to.Was, to.Now) {
			ok, err := holds(u, s.Day())
			if err != nil {
				return nil, err
			}
			if ok && !slices.Contains(found, u) {
				found = append(found, u)
			}
		}
	}
	return found, nil
}

// holds tells whether a unit has frozen a period with this day.
func (t *Tx) holds(unit orgunit.ID, day period.Date) (bool, error) {
	prefix := word(nil, unit)
	for key, value := range t.scan(bucketFrozen, prefix, appendDay(slices.Clip(prefix), day)) {
		numbers, err := unpackNumbers(value)
		if err != nil {
			return false, wrap(bucketFrozen, key, err)
		}
		if len(numbers)%2 == 1 && frozenDays(unit, key).Contains(day) {
			return true, nil
		}
	}
	return false, nil
}

// Freezers are the units that have frozen the period of one of two versions of a submission, the nearest first.
func (t *Tx) Freezers(before, after form.Submission) ([]orgunit.ID, error) {
	for range t.scan(bucketFrozen, nil, nil) {
		return freezers(t.units.lines, [2]form.Submission{before, after}, t.holds)
	}
	return nil, nil // as for most of the time
}

// noteLate notes for whom a new version changes a frozen period.
func (t *Tx) noteLate(number uint64, before, after form.Submission) error {
	units, err := t.Freezers(before, after)
	for _, u := range units {
		t.set(bucketLate, lateKey(u, number), seal(formatBytes, nil))
	}
	return err
}

// LateChanges are the changes that entries after a number made to the periods that a unit has frozen, by submission. A
// report that is in the end as it was is not among them.
func (r *ReadTx) LateChanges(unit orgunit.ID, since uint64) ([]conversation.LateChange, error) {
	head, err := r.Head()
	if err != nil {
		return nil, err
	}
	prefix := word(nil, unit)
	var ids []uint64
	for key := range r.scan(bucketLate, prefix, lateKey(unit, since+1)) {
		number := binary.BigEndian.Uint64(key[len(prefix):])
		if number > head {
			break
		}
		s, err := r.submissionAt(number)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, s.ID) {
			ids = append(ids, s.ID)
		}
	}
	var all []conversation.LateChange
	for _, id := range ids {
		c, err := r.lateChange(id, since)
		if err != nil {
			return nil, err
		}
		if c.Before.Gone && c.After.Gone {
			continue
		}
		all = append(all, c)
	}
	return all, nil
}

// lateChange lays the version that a number knew beside the newest.
func (r *ReadTx) lateChange(id, since uint64) (c conversation.LateChange, err error) {
	numbers, err := r.versions(id)
	if err != nil {
		return c, err
	}
	if c.After, err = r.submissionAt(numbers[len(numbers)-1]); err != nil {
		return c, err
	}
	if known := len(numbers) - len(after(numbers, since)); known > 0 {
		c.Before, err = r.submissionAt(numbers[known-1])
		return c, err
	}
	c.Before.Gone = true
	return c, nil
}

// deriveFreezes walks the journal from the first freeze on, since what is late depends on what was frozen then, and by
// which units.
func (t *Tx) deriveFreezes(from replayed) error {
	if len(from.freezes) == 0 {
		return nil
	}
	d := freezing{t: t, from: from, frozen: map[string][]uint64{}}
	if err := d.begin(); err != nil {
		return err
	}
	for key, value := range t.scan(bucketJournal, nil, numberKey(from.freezes[0])) {
		if bytes.Compare(key, numberKey(from.head.Number)) > 0 {
			break
		}
		e, err := parseEntry(value)
		if err != nil {
			return wrap(bucketJournal, key, err)
		}
		if err := d.take(e); err != nil {
			return wrap(bucketJournal, key, err)
		}
	}
	for key, numbers := range d.frozen {
		t.set(bucketFrozen, []byte(key), packNumbers(numbers))
	}
	return nil
}

// freezing is the state of deriveFreezes.
type freezing struct {
	t      *Tx
	from   replayed
	lines  lines
	frozen map[string][]uint64 // the frozen bucket
}

// begin finds the units in force at the first freeze.
func (d *freezing) begin() error {
	for _, n := range d.from.trees {
		if n > d.from.freezes[0] {
			break
		}
		e, err := d.t.entry(n)
		if err != nil {
			return err
		}
		if err := d.plant(e); err != nil {
			return err
		}
	}
	return nil
}

func (d *freezing) plant(e entry) error {
	tree, err := nextTree(d.lines.tree, e.Payload)
	if err != nil {
		return fmt.Errorf("loading the units of entry %d: %w", e.Number, err)
	}
	d.lines = newLines(tree)
	return nil
}

func (d *freezing) take(e entry) error {
	switch e.Kind {
	case entryUnits:
		return d.plant(e)
	case entryFreeze:
		f := conversation.Freeze{Entry: e.Number}
		if err := decodeCBOR(e.Payload, &f); err != nil {
			return err
		}
		key, err := frozenKey(f)
		if err != nil {
			return err
		}
		d.frozen[string(key)] = append(d.frozen[string(key)], e.Number)
		d.t.enterCatalogue(f)
		return nil
	case entrySubmission:
		return d.submission(e)
	default:
		return nil
	}
}

func (d *freezing) submission(e entry) error {
	var versions [2]form.Submission
	if err := decodeCBOR(e.Payload, &versions[1]); err != nil {
		return err
	}
	numbers := d.from.versions[versions[1].ID]
	if i, _ := slices.BinarySearch(numbers, e.Number); i > 0 {
		var err error
		if versions[0], err = d.t.submissionAt(numbers[i-1]); err != nil {
			return err
		}
	}
	units, err := freezers(d.lines, versions, d.holds)
	for _, u := range units {
		d.t.set(bucketLate, lateKey(u, e.Number), seal(formatBytes, nil))
	}
	return err
}

func (d *freezing) holds(unit orgunit.ID, day period.Date) (bool, error) {
	prefix := string(word(nil, unit))
	for key, numbers := range d.frozen {
		if len(numbers)%2 == 1 && len(key) > len(prefix) && key[:len(prefix)] == prefix && frozenDays(unit, []byte(key)).Contains(day) {
			return true, nil
		}
	}
	return false, nil
}
