package storage

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// packNumbers writes rising journal numbers as gaps.
func packNumbers(numbers []uint64) []byte {
	var packed []byte
	last := uint64(0)
	for _, n := range numbers {
		packed = binary.AppendUvarint(packed, n-last)
		last = n
	}
	return seal(formatBytes, packed)
}

func unpackNumbers(value []byte) ([]uint64, error) {
	packed, err := unseal(formatBytes, value)
	if err != nil {
		return nil, err
	}
	var numbers []uint64
	last := uint64(0)
	for len(packed) > 0 {
		gap, w := binary.Uvarint(packed)
		if w <= 0 || gap == 0 || last+gap < last {
			return nil, fmt.Errorf("%w: a list of numbers", ErrDamaged)
		}
		last += gap
		numbers, packed = append(numbers, last), packed[w:]
	}
	if numbers == nil {
		return nil, fmt.Errorf("%w: an empty list of numbers", ErrDamaged)
	}
	return numbers, nil
}

// versions are the journal numbers of a submission's versions; nil if there is no such submission.
func (r *ReadTx) versions(id uint64) ([]uint64, error) {
	if id == 0 {
		return nil, nil
	}
	value := r.get(bucketSubmissions, numberKey(id))
	if value == nil {
		return nil, nil
	}
	numbers, err := unpackNumbers(value)
	if err != nil {
		return nil, wrap(bucketSubmissions, numberKey(id), err)
	}
	return numbers, nil
}

// submissionAt reads a version from the journal, the one place where it is stored.
func (r *ReadTx) submissionAt(number uint64) (form.Submission, error) {
	var s form.Submission
	e, err := r.entry(number)
	if err != nil {
		return s, err
	}
	if err := decodeCBOR(e.Payload, &s); err != nil {
		return s, wrap(bucketJournal, numberKey(number), err)
	}
	return s, nil
}

// Submission is the newest version of a submission, withdrawn or not.
func (r *ReadTx) Submission(id uint64) (form.Submission, bool, error) {
	numbers, err := r.versions(id)
	if err != nil || numbers == nil {
		return form.Submission{}, false, err
	}
	s, err := r.submissionAt(numbers[len(numbers)-1])
	return s, err == nil, err
}

// Versions are all versions of a submission, oldest first.
func (r *ReadTx) Versions(id uint64) ([]form.Submission, error) {
	numbers, err := r.versions(id)
	if err != nil {
		return nil, err
	}
	var all []form.Submission
	for _, n := range numbers {
		s, err := r.submissionAt(n)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// OnDay are the submissions of one unit that count in the range, in order of day and number, at most limit: those whose
// Day lies in it, and of the sums those whose days all do. Withdrawn ones are not among them, since they are in no total.
func (r *ReadTx) OnDay(unit orgunit.ID, days period.Range, limit int) ([]form.Submission, error) {
	prefix := slices.Clip(word(nil, unit))
	return r.list(bucketByDay, prefix, listing{
		limit: limit, start: appendDay(prefix, days.From),
		id: func(key []byte) uint64 {
			if dayOf(key[len(prefix):]) > days.To {
				return 0
			}
			return binary.BigEndian.Uint64(key[len(prefix)+4:])
		},
		drop: func(s form.Submission) bool { return s.Sum && s.Days.From < days.From },
	})
}

// Since calls yield for every version that was journaled after a number, oldest first, until it returns an error.
func (r *ReadTx) Since(after uint64, yield func(number uint64, s form.Submission) error) error {
	for key, value := range r.scan(bucketJournal, nil, numberKey(after+1)) {
		e, err := parseEntry(value)
		if err != nil {
			return wrap(bucketJournal, key, err)
		}
		if e.Kind != entrySubmission {
			continue
		}
		var s form.Submission
		if err := decodeCBOR(e.Payload, &s); err != nil {
			return wrap(bucketJournal, key, err)
		}
		if err := yield(e.Number, s); err != nil {
			return err
		}
	}
	return nil
}

// listing says which part of an index is read: id gives the submission of a key, or 0 to end; drop, if there is one,
// leaves some out.
type listing struct {
	limit int
	start []byte
	id    func(key []byte) uint64
	drop  func(form.Submission) bool
}

func (r *ReadTx) list(b bucket, prefix []byte, l listing) ([]form.Submission, error) {
	var found []form.Submission
	for key := range r.scan(b, prefix, l.start) {
		id := l.id(key)
		if id == 0 || len(found) == l.limit {
			break
		}
		s, ok, err := r.Submission(id)
		if err == nil && !ok {
			err = fmt.Errorf("%w: it names submission %d, which does not exist", ErrDamaged, id)
		}
		if err != nil {
			return nil, wrap(b, key, err)
		}
		if l.drop == nil || !l.drop(s) {
			found = append(found, s)
		}
	}
	return found, nil
}

// Submit journals a submission and moves the cells. With ID 0 it is new and gets its number; otherwise it is the next
// version of that submission, whose reporter stays who it was. It returns it with ID and Version set.
func (t *Tx) Submit(s form.Submission) (form.Submission, error) {
	var before form.Submission // Gone adds nothing, as does what does not exist
	numbers, err := t.versions(s.ID)
	switch {
	case err != nil:
		return s, err
	case s.ID == 0:
		t.head.Submissions++
		s.ID = t.head.Submissions
	case numbers == nil:
		return s, fmt.Errorf("submission %d: %w", s.ID, ErrUnknown)
	default:
		if before, err = t.submissionAt(numbers[len(numbers)-1]); err != nil {
			return s, err
		}
	}
	s.Version = before.Version + 1
	if s.Imported == nil {
		s.Imported = before.Imported
	}
	if s.Version > 1 {
		s.Reporter = before.Reporter
	} else if err := t.noteReported(s); err != nil {
		return s, err
	}
	return s, t.replace(before, s, numbers)
}

// replace puts a version of a submission in the place of the one before, which is the zero Submission if there is none.
func (t *Tx) replace(before, after form.Submission, numbers []uint64) error {
	by := after.By
	if by == 0 {
		by = after.Reporter
	}
	number, err := t.journal(entrySubmission, by, after)
	if err != nil {
		return err
	}
	put := t.add
	if before.ID != 0 {
		put = t.set
	}
	put(bucketSubmissions, numberKey(after.ID), packNumbers(append(numbers, number)))
	if after.Imported != nil {
		t.set(bucketActs, actKey(after.Unit, after.Imported.Import), nothing)
	}
	if err := t.noteLate(number, before, after); err != nil {
		return err
	}
	if before.ID != 0 {
		if err := t.unlist(before); err != nil {
			return err
		}
	}
	return t.enlist(after)
}

// nothing is the value of keys that say it all.
var nothing = seal(formatBytes, nil)

// enlist adds a newest version to the indexes and cells.
func (t *Tx) enlist(s form.Submission) error {
	if s.Imported != nil {
		t.add(bucketImported, s.Imported.Key, packImported(s))
	}
	if s.Gone {
		return nil
	}
	t.add(bucketByDay, dayKey(s.Unit, s.Day(), s.ID), gistOf(s).pack())
	return t.total(s, 1)
}

// unlist takes a version that is no longer the newest out of them.
func (t *Tx) unlist(s form.Submission) error {
	if s.Imported != nil {
		t.remove(bucketImported, s.Imported.Key)
	}
	if s.Gone {
		return nil
	}
	t.remove(bucketByDay, dayKey(s.Unit, s.Day(), s.ID))
	return t.total(s, -1)
}

// forever is after every day that can be reported.
const forever period.Date = math.MaxInt32
