package storage

import (
	"fmt"
	"slices"

	"danvanbot/bot/form"
)

// maxRecent is how many of a person's submissions are found by the person: more than any screen shows. A list of all, with
// a key for each, would have every report write a page of its own.
const maxRecent = 32

// Recent are the newest submissions of a reporter, newest first, withdrawn ones included; not more than maxRecent,
// and of a past state fewer where later ones took their places.
func (r *ReadTx) Recent(reporter uint64, limit int) ([]form.Submission, error) {
	numbers, err := r.reported(reporter)
	if err != nil {
		return nil, err
	}
	var found []form.Submission
	for _, id := range slices.Backward(numbers[max(0, len(numbers)-limit):]) {
		s, ok, err := r.Submission(id)
		if err == nil && !ok {
			err = fmt.Errorf("%w: it names submission %d, which does not exist", ErrDamaged, id)
		}
		if err != nil {
			return nil, wrap(bucketByReporter, numberKey(reporter), err)
		}
		found = append(found, s)
	}
	return found, nil
}

// reported are the last submissions of a person, in the order of their numbers.
func (r *ReadTx) reported(by uint64) ([]uint64, error) {
	value := r.get(bucketByReporter, numberKey(by))
	if value == nil {
		return nil, nil
	}
	numbers, err := unpackNumbers(value)
	if err != nil {
		return nil, wrap(bucketByReporter, numberKey(by), err)
	}
	return numbers, nil
}

// noteReported lists a new submission with those of its reporter.
func (t *Tx) noteReported(s form.Submission) error {
	if s.Reporter == 0 {
		return nil // a file did
	}
	numbers, err := t.reported(s.Reporter)
	if err != nil {
		return err
	}
	t.listReported(s.Reporter, append(numbers, s.ID))
	return nil
}

// unlistReported takes a submission back, for a state in which it was not known yet; those before the others on the list
// are not found any more.
func (t *Tx) unlistReported(s form.Submission) error {
	numbers, err := t.reported(s.Reporter)
	if err != nil || !slices.Contains(numbers, s.ID) {
		return err
	}
	if len(numbers) == 1 {
		t.remove(bucketByReporter, numberKey(s.Reporter))
		return nil
	}
	t.listReported(s.Reporter, slices.DeleteFunc(numbers, func(id uint64) bool { return id == s.ID }))
	return nil
}

// listReported stores the last of a person's submissions, which are in the order of their numbers.
func (t *Tx) listReported(by uint64, numbers []uint64) {
	t.set(bucketByReporter, numberKey(by), packNumbers(numbers[max(0, len(numbers)-maxRecent):]))
}

// deriveReported lists all submissions with their reporters.
func (t *Tx) deriveReported() {
	for by, numbers := range t.anew.reported {
		slices.Sort(numbers)
		t.listReported(by, numbers)
	}
}
