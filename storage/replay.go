package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// replayed is what reading the journal from its begin gives.
type replayed struct {
	head         head
	versions     map[uint64][]uint64 // by submission: the numbers of its versions
	models       map[uint64][]uint64 // the same by model
	targets      []form.Target       // as they were set
	units        []byte              // the units that the file began with, or that Open took over last, as JSON
	patches      [][]byte            // the reorganisations since then
	trees        []uint64            // the entries of units
	freezes      []uint64            // the entries that freeze and reopen
	returns      map[string]bool     // the keys of the returns that are open
	set          set                 // settings and subscriptions
	acknowledged map[string]bool     // the keys of what was acknowledged
	restored     []uint64            // entries at which the file was restored from a backup
	faults       []Difference        // of the journal itself
	acts         []uint64            // the entries that are about units
	importedTo   map[string]bool     // the same for imports: keys of acts
	ops          []importedOps       // imported operations on units
}

// replay walks the journal, checks its numbers and its chain, and collects the versions of each submission. A damaged
// entry is noted and left out.
func (r *ReadTx) replay(ctx context.Context) (replayed, error) {
	return r.replayTo(ctx, math.MaxUint64)
}

// replayTo is replay up to an entry.
func (r *ReadTx) replayTo(ctx context.Context, number uint64) (replayed, error) {
	all := replayed{versions: map[uint64][]uint64{}, models: map[uint64][]uint64{}, returns: map[string]bool{}, importedTo: map[string]bool{}, set: newSet(), acknowledged: map[string]bool{}}
	for key, value := range r.scan(bucketJournal, nil, nil) {
		if err := ctx.Err(); err != nil {
			return all, err
		}
		if bytes.Compare(key, numberKey(number)) > 0 {
			break
		}
		if err := all.take(key, value); err != nil {
			all.faults = append(all.faults, fault(bucketJournal, key, err))
		}
	}
	return all, nil
}

// take reads one entry. After damage the chain goes on from the stored hash, so that each fault is named once.
func (a *replayed) take(key, value []byte) error {
	hash, encoded, err := openEntry(value)
	if err != nil {
		a.head.Number++
		return err
	}
	var e entry
	if err := decodeCBOR(encoded, &e); err != nil {
		return err
	}
	expected, linked := a.head.Number+1, link(a.head.Hash, encoded)
	a.head.Number, a.head.Hash = e.Number, hash
	switch {
	case e.Number > expected && slices.Equal(key, numberKey(e.Number)):
		return fmt.Errorf("%w: entries %d to %d are missing before it", ErrDamaged, expected, e.Number-1)
	case e.Number != expected || !slices.Equal(key, numberKey(expected)):
		return fmt.Errorf("%w: number %d where %d is expected", ErrDamaged, e.Number, expected)
	case !slices.Equal(hash, linked):
		return fmt.Errorf("%w: the chain of hashes is broken: this entry or the one before it is not the one that was written", ErrDamaged)
	}
	return a.note(e)
}

// noteAct notes an entry that is about units.
func (a *replayed) noteAct(e entry) {
	if e.Kind.acts() {
		a.acts = append(a.acts, e.Number)
	}
}

// noteImported notes to which units an import brought something.
func (a *replayed) noteImported(s form.Submission) {
	if s.Imported != nil {
		a.importedTo[string(actKey(s.Unit, s.Imported.Import))] = true
	}
}

func (a *replayed) note(e entry) error {
	a.noteAct(e)
	switch e.Kind {
	case entrySubmission:
		var s form.Submission
		if err := decodeCBOR(e.Payload, &s); err != nil {
			return err
		}
		a.versions[s.ID] = append(a.versions[s.ID], e.Number)
		a.head.Submissions = max(a.head.Submissions, s.ID)
		a.noteImported(s)
	case entryPerson:
		return a.notePerson(e)
	case entryModel:
		var m form.Model
		if err := decodeCBOR(e.Payload, &m); err != nil {
			return err
		}
		a.models[m.ID] = append(a.models[m.ID], e.Number)
		a.head.Models = max(a.head.Models, m.ID)
	case entryTarget:
		var g form.Target
		if err := decodeCBOR(e.Payload, &g); err != nil {
			return err
		}
		a.targets = append(a.targets, g)
	case entryUnits:
		a.trees = append(a.trees, e.Number)
		return a.noteUnits(e.Payload)
	case entryFreeze:
		a.freezes = append(a.freezes, e.Number)
	case entryReturn:
		return a.noteReturn(e)
	case entrySetting, entrySubscription:
		return a.set.note(e)
	case entryRestored:
		return a.noteRestore(e)
	case entryAcknowledgement:
		return a.noteAcknowledgement(e)
	case entryImport:
		return a.noteImport(e)
	case entryInvitation, entryAnnouncement, entryGroup, entryDeed:
	default:
		return fmt.Errorf("%w: an entry of kind %d", ErrDamaged, e.Kind)
	}
	return nil
}

func (a *replayed) notePerson(e entry) error {
	var p journaledPerson
	if err := decodeCBOR(e.Payload, &p); err != nil {
		return err
	}
	a.head.People = max(a.head.People, p.ID)
	return nil
}

// noteRestore goes on behind the numbers that were skipped.
func (a *replayed) noteRestore(e entry) error {
	var r journaledRestore
	if err := decodeCBOR(e.Payload, &r); err != nil {
		return err
	}
	a.restored = append(a.restored, e.Number)
	a.head.Submissions, a.head.People, a.head.Models = r.Submissions, r.People, r.Models
	return nil
}

// stockOf names one stock of one unit.
type stockOf struct {
	stock string
	unit  orgunit.ID
}

// derivation is what a Tx reads while it works out the derived buckets anew: not what they hold.
type derivation struct {
	declared map[stockOf]map[string][]byte     // the stocks bucket, by stock and unit
	reported map[uint64][]uint64               // the submissions of each person
	verify   func(b bucket, key, value []byte) // takes the entries of the indexes; nil: the overlay does
}

// derive fills the overlay, for which anew is set, with everything that follows from the journal.
func (t *Tx) derive(ctx context.Context, from replayed, progress func(done, total int)) error {
	t.anew.declared, t.anew.reported = map[stockOf]map[string][]byte{}, map[uint64][]uint64{}
	done := 0
	for id, numbers := range from.versions {
		if err := ctx.Err(); err != nil {
			return err
		}
		s, err := t.submissionAt(numbers[len(numbers)-1])
		if err != nil {
			return err
		}
		t.set(bucketSubmissions, numberKey(id), packNumbers(numbers))
		if s.Reporter != 0 {
			t.anew.reported[s.Reporter] = append(t.anew.reported[s.Reporter], id)
		}
		if err := t.enlist(s); err != nil {
			return err
		}
		done++
		progress(done, len(from.versions))
	}
	t.deriveReported()
	if err := t.deriveRegistry(from); err != nil {
		return err
	}
	if err := t.deriveFreezes(from); err != nil {
		return err
	}
	t.deriveReturns(from)
	if err := t.deriveActs(from); err != nil {
		return err
	}
	if err := t.deriveSet(from.set); err != nil {
		return err
	}
	t.deriveAcknowledged(from)
	for _, o := range from.ops {
		t.enterOps(o)
	}
	t.spread()
	return t.deriveStocks()
}

// deriveRegistry enters the models and, of each goal that was set again, the last.
func (t *Tx) deriveRegistry(from replayed) error {
	for id, numbers := range from.models {
		t.set(bucketModels, numberKey(id), packNumbers(numbers))
	}
	last := map[string]form.Target{}
	for _, g := range from.targets {
		last[string(targetKey(g))] = g
	}
	for _, g := range last {
		if g.Goal == 0 {
			continue
		}
		if err := t.enterTarget(g); err != nil {
			return err
		}
	}
	return nil
}

// deriveStocks posts the changes of all stocks, those of units that only inherited included.
func (t *Tx) deriveStocks() error {
	all := map[stockOf]bool{}
	for of := range t.anew.declared {
		for _, unit := range t.units.lines.heirs(of.unit) {
			all[stockOf{of.stock, unit}] = true
		}
	}
	for of := range all {
		l, err := t.ledger(of.stock, of.unit)
		if err != nil {
			return err
		}
		if err := t.postChanges(l.changes, 1); err != nil {
			return err
		}
	}
	return nil
}

// note keeps a declaration for deriveStocks.
func (d *derivation) note(s form.Submission, key, value []byte) {
	of := stockOf{s.Form, s.Unit}
	if d.declared[of] == nil {
		d.declared[of] = map[string][]byte{}
	}
	d.declared[of][string(key)] = value
}

// declarations are those of one stock and unit in order.
func (d *derivation) declarations(of stockOf) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for _, key := range slices.Sorted(maps.Keys(d.declared[of])) {
			if !yield([]byte(key), d.declared[of][key]) {
				return
			}
		}
	}
}

// Rebuild writes everything that follows from the journal anew, in one transaction. It refuses a damaged journal.
func (db *DB) Rebuild(ctx context.Context) error { return db.rebuild(ctx, nil) }

func (db *DB) rebuild(ctx context.Context, first func(*Tx) error) error {
	return db.Update(ctx, func(t *Tx) error {
		if first != nil {
			if err := first(t); err != nil {
				return err
			}
		}
		all, err := t.replay(ctx)
		if err != nil {
			return err
		}
		if len(all.faults) > 0 {
			return fmt.Errorf("%w: %d entries of the journal, the first is %s", ErrDamaged, len(all.faults), all.faults[0].Key)
		}
		if err := t.restoreTree(all); err != nil {
			return err
		}
		if err := errors.Join(t.place(), t.empty(derived)); err != nil {
			return err
		}
		t.anew = &derivation{}
		return t.derive(ctx, all, func(int, int) {})
	})
}

// empty makes buckets anew.
func (t *Tx) empty(buckets []bucket) error {
	for _, b := range buckets {
		if err := t.base.DeleteBucket(b.name()); err != nil {
			return fmt.Errorf("emptying %s: %w", b, err)
		}
		if _, err := t.base.CreateBucket(b.name()); err != nil {
			return fmt.Errorf("emptying %s: %w", b, err)
		}
		t.buckets[b] = rows{}
	}
	return nil
}
