package storage_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// told is an act in one line.
func told(a conversation.Acted) string {
	switch {
	case a.Deed != nil:
		return fmt.Sprintf("by %d: deed %d to %d: %s → %s", a.By, a.Deed.Kind, a.Deed.Person, a.Deed.From, a.Deed.To)
	case a.Invitation != nil:
		return fmt.Sprintf("by %d: invites a %s", a.By, a.Invitation.Role)
	case a.Target != nil:
		return fmt.Sprintf("by %d: goal %d", a.By, a.Target.Goal)
	case a.Return != nil:
		return fmt.Sprintf("by %d: return of %d, settled %d", a.By, a.Return.Sub, a.Return.Settled)
	case a.Import:
		return fmt.Sprintf("by %d: imports", a.By)
	case a.Freeze != nil:
		return fmt.Sprintf("by %d: freezes %s", a.By, a.Freeze.Period)
	default:
		return fmt.Sprintf("by %d: units %v", a.By, a.Units.IDs)
	}
}

func TestActs(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	person := conversation.Person{Role: conversation.Officer, Unit: "q-bo-y", Invited: 9}
	do := []func(tx *storage.Tx) error{
		func(tx *storage.Tx) error {
			return tx.PutInvitation(conversation.Invitation{Code: "AAAABBBBCCCCDDDD", Role: conversation.Officer, Unit: "q-bo-y", By: 9})
		},
		func(tx *storage.Tx) (err error) { person, err = tx.PutPerson(person); return err },
		func(tx *storage.Tx) error {
			return tx.PutTarget(form.Target{Unit: "q-bo-y", Form: "tuyen_truyen", Key: "n", Year: 2026, Goal: 30, By: 7})
		},
		func(tx *storage.Tx) error {
			_, err := tx.Submit(form.Submission{
				Form: "tuyen_truyen", Kind: form.Event, Unit: "q-bo-y", Days: period.NewDate(2026, 11, 2).Day(), N: 1, Reporter: 1,
			})
			return err
		},
		func(tx *storage.Tx) error {
			_, err := tx.PutReturn(conversation.Return{Sub: 1, Version: 1, By: 7})
			return err
		},
		func(tx *storage.Tx) (err error) {
			person.Role, person.Suspended = conversation.Head, true
			person, err = tx.ChangePerson(person, 9)
			return err
		},
		func(tx *storage.Tx) (err error) {
			person.Unit, person.Suspended, person.For = "q-dak-to", false, []uint64{4}
			person, err = tx.ChangePerson(person, 0)
			return err
		},
		func(tx *storage.Tx) error { person.Gone = true; _, err := tx.PutPerson(person); return err },
	}
	for _, fn := range do {
		update(t, db, fn)
	}
	boY := []string{
		"by 0: deed 1 to 1: q-bo-y → q-dak-to", "by 9: deed 3 to 1:  → ", "by 9: deed 2 to 1: officer → head", "by 7: return of 1, settled 0",
		"by 7: goal 30", "by 9: invites a officer",
	}
	dakTo := []string{"by 1: deed 6 to 1:  → ", "by 0: deed 5 to 1: 4 → ", "by 0: deed 4 to 1:  → ", "by 0: deed 1 to 1: q-bo-y → q-dak-to"}
	compare := func() {
		t.Helper()
		view(t, db, func(r *storage.ReadTx) error {
			return errors.Join(holdActs(t, r, boY, "q-bo-y"), holdActs(t, r, dakTo, "q-dak-to"), holdActs(t, r, []string{}, "q-sa-thay"),
				holdActs(t, r, append(append([]string{}, dakTo...), boY[1:]...), "q-bo-y", "q-dak-to"))
		})
	}
	compare()
	storagetest.MustBeSound(t, db)
	if err := db.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	compare()
}

// holdActs compares all acts on units, read two at a time.
func holdActs(t *testing.T, r *storage.ReadTx, want []string, units ...orgunit.ID) error {
	t.Helper()
	got, before := []string{}, uint64(0)
	for {
		page, err := r.Acts(units, before, 2)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		for _, a := range page {
			got = append(got, told(a))
			before = a.Number
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("acts on %v (-want +got):\n%s", units, diff)
	}
	return nil
}
