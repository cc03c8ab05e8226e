package storage_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/chat"
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
	case a.Model != nil:
		return fmt.Sprintf("by %d: model %s, version %d", a.By, a.Model.Name, a.Model.Version)
	case a.Setting != nil:
		return fmt.Sprintf("by %d: sets %s to %s", a.By, a.Setting.Key, a.Setting.Value)
	case a.Subscription != nil:
		return fmt.Sprintf("by %d: follows, gone %v", a.By, a.Subscription.Gone)
	case a.Announced != nil:
		return fmt.Sprintf("by %d: announces to %s, %d receivers, text %q", a.By, a.Announced.Unit, a.Announced.Receivers, a.Announced.Text)
	case a.Group != nil:
		return fmt.Sprintf("by %d: group of %s, gone %v", a.By, a.Group.Unit, a.Group.Gone)
	case a.Restored:
		return fmt.Sprintf("by %d: restored", a.By)
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

// TestActsOnEverything holds that what is about everything, and what is about a unit's models, subscriptions, announcements and
// groups, is found again, also after everything was derived anew.
func TestActsOnEverything(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	query := conversation.Query{Page: conversation.Totals, Unit: "q-bo-y", Period: period.MonthOf(period.ND09, period.NewDate(2026, 11, 2))}
	group := chat.Key{Platform: chat.Telegram, Chat: "-7"}
	model := form.Model{
		Name: "Tiếng kẻng", Level: orgunit.Commune, Owner: "q-bo-y", By: 3,
		Stages: []form.Stage{{State: form.Pilot, On: period.NewDate(2026, 1, 1)}, {State: form.Replicated, On: period.NewDate(2026, 6, 1), Unit: "q-dak-to"}},
	}
	update(t, db, func(tx *storage.Tx) error {
		_, err1 := tx.PutModel(model)
		err2 := tx.PutSetting(conversation.Setting{Key: conversation.SettingCalendar, Value: []byte(`"nd09"`), By: 4})
		s, err3 := tx.PutSubscription(conversation.Subscription{Person: 5, Query: query.Data(), At: storagetest.Now})
		s.Gone = true
		_, err4 := tx.PutSubscription(s)
		_, err5 := tx.PutAnnouncement(conversation.Announcement{By: 6, Unit: "q-bo-y", Text: "Họp lúc 8 giờ"}, []uint64{1, 2})
		err6 := tx.BindGroup(group, conversation.Group{Unit: "q-bo-y", By: 7})
		err7 := tx.UnbindGroup(group, 8)
		_, err8 := tx.Restored(10)
		return errors.Join(err1, err2, err3, err4, err5, err6, err7, err8)
	})
	boY := []string{
		"by 8: group of q-bo-y, gone true", "by 7: group of q-bo-y, gone false", `by 6: announces to q-bo-y, 2 receivers, text ""`,
		"by 5: follows, gone true", "by 5: follows, gone false", "by 3: model Tiếng kẻng, version 1",
	}
	all := []string{"by 0: restored", `by 4: sets calendar to "nd09"`, "by 0: units []"}
	for range 2 {
		view(t, db, func(r *storage.ReadTx) error {
			return errors.Join(holdActs(t, r, boY, "q-bo-y"), holdActs(t, r, boY[5:], "q-dak-to"), holdActs(t, r, all, ""))
		})
		storagetest.MustBeSound(t, db)
		if err := db.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
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
