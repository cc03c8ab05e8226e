package storage_test

import (
	"errors"
	"testing"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestFreeze says what a unit has frozen and what came late to it.
func TestFreeze(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	commune := db.Tree().Communes("p-quang-ngai", orgunit.Latest)[0]
	month := period.New(period.ND09, period.Month, 2026, 10)
	freeze := conversation.Freeze{Unit: "p-quang-ngai", Calendar: month.Calendar.ID, Period: month.Code(), Forms: []byte("h"), Catalogue: []byte("{}")}
	gift := func(day period.Date, n int64) form.Submission {
		return form.Submission{
			Form: "tang_qua", Kind: form.Event, N: 1, Unit: commune, Days: day.Day(), Reporter: 1, SentAt: storagetest.Now,
			Values: map[string]form.Value{"suat_qua": {N: n}},
		}
	}
	submit := func(s form.Submission) (out form.Submission) {
		update(t, db, func(tx *storage.Tx) (err error) { out, err = tx.Submit(s); return err })
		return out
	}
	put := func(f conversation.Freeze) (out conversation.Freeze, err error) {
		err = db.Update(t.Context(), func(tx *storage.Tx) error { out, err = tx.Freeze(f); return err })
		return out, err
	}
	early := submit(gift(month.Range.To, 30))
	frozen, err := put(freeze)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := put(freeze); !errors.Is(err, storage.ErrFrozen) {
		t.Errorf("frozen again: got error %v, want %v", err, storage.ErrFrozen)
	}
	submit(gift(month.Range.To+1, 1)) // of the next period
	late := submit(gift(month.Range.From, 7))
	early.Values = map[string]form.Value{"suat_qua": {N: 50}}
	submit(early)
	back := submit(gift(month.Range.From, 9))
	back.Gone = true
	submit(back) // came and went: no change
	view(t, db, func(r *storage.ReadTx) error {
		changes, err := r.LateChanges("p-quang-ngai", frozen.Entry)
		if len(changes) != 2 || changes[0].After.ID != late.ID || !changes[0].Before.Gone || changes[1].Before.Values["suat_qua"].N != 30 || changes[1].After.Version != 2 {
			t.Errorf("got late changes %+v", changes)
		}
		none, err2 := r.LateChanges(commune, 0)
		if len(none) != 0 {
			t.Errorf("the commune froze nothing, got %+v", none)
		}
		return errors.Join(err, err2)
	})
	reopen := freeze
	reopen.Reopened, reopen.Reason = true, "thiếu hai xã"
	if _, err := put(reopen); err != nil {
		t.Fatal(err)
	}
	if _, err := put(reopen); !errors.Is(err, storage.ErrFrozen) {
		t.Errorf("reopened again: got error %v, want %v", err, storage.ErrFrozen)
	}
	again, err := put(freeze)
	if err != nil || again.Catalogue != nil {
		t.Errorf("frozen anew: got error %v, catalogue %q; want none, since the first freeze has it", err, again.Catalogue)
	}
	view(t, db, func(r *storage.ReadTx) error {
		f, ok, err := r.Frozen(freeze.Unit, freeze.Calendar, freeze.Period)
		if !ok || f.Entry != again.Entry {
			t.Errorf("got %v, freeze %d in force, want %d", ok, f.Entry, again.Entry)
		}
		text, ok, err2 := r.Catalogue([]byte("h"))
		if !ok || string(text) != "{}" {
			t.Errorf("got catalogue %q, %v", text, ok)
		}
		return errors.Join(err, err2)
	})
}

// TestLateAmongReorganisations derives who had frozen a period by the units that were in force then.
func TestLateAmongReorganisations(t *testing.T) {
	t.Parallel()
	db := openTree(t, mustLoad(t, treeBefore))
	move := orgunit.Operation{Do: orgunit.Move, On: period.NewDate(2025, 7, 2), Unit: "n", New: orgunit.New{Parent: "p3"}}
	rename := orgunit.Operation{Do: orgunit.Rename, On: period.NewDate(2026, 1, 1), Unit: "n", New: orgunit.New{Name: "Phường N"}}
	reorganise(t, db, []orgunit.Operation{rename})
	update(t, db, func(tx *storage.Tx) error {
		year := period.New(period.Plain, period.Year, 2025, 1)
		_, err := tx.Freeze(conversation.Freeze{Unit: "p2", Calendar: year.Calendar.ID, Period: year.Code(), Forms: []byte("h"), Catalogue: []byte("{}")})
		return err
	})
	late := form.Submission{Form: "tang_qua", Kind: form.Event, N: 1, Unit: "n", Days: period.NewDate(2025, 8, 1).Day(), SentAt: storagetest.Now}
	update(t, db, func(tx *storage.Tx) error { _, err := tx.Submit(late); return err })
	reorganise(t, db, []orgunit.Operation{move})
	update(t, db, func(tx *storage.Tx) error { _, err := tx.Submit(late); return err })
	view(t, db, func(r *storage.ReadTx) error {
		changes, err := r.LateChanges("p2", 0)
		if err != nil || len(changes) != 1 {
			t.Errorf("got %d late changes, error %v, want that before the move", len(changes), err)
		}
		return nil
	})
}
