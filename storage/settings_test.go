package storage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/conversation"
	"danvanbot/bot/duty"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestSettingsAndSubscriptions sets, changes and ends, and holds that the journal leads to the same.
func TestSettingsAndSubscriptions(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	first := conversation.Subscription{Person: 1, Rhythm: duty.Daily(420), Query: "q", At: storagetest.Now}
	var kept conversation.Subscription
	update(t, db, func(tx *storage.Tx) error {
		one, err := tx.PutSubscription(first)
		if err != nil {
			return err
		}
		if kept, err = tx.PutSubscription(conversation.Subscription{Person: 2, Rhythm: duty.Daily(480), Query: "r", At: storagetest.Now}); err != nil {
			return err
		}
		one.Gone = true
		if _, err := tx.PutSubscription(one); err != nil {
			return err
		}
		for _, value := range []string{"1", "2"} {
			if err := tx.PutSetting(conversation.Setting{Key: "plan", Value: []byte(value), By: 1}); err != nil {
				return err
			}
		}
		if err := tx.PutSetting(conversation.Setting{Key: "other", Value: []byte("3"), By: 1}); err != nil {
			return err
		}
		return tx.PutSetting(conversation.Setting{Key: "other", By: 1})
	})
	for _, again := range []bool{false, true} {
		if again {
			if err := db.Rebuild(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		view(t, db, func(r *storage.ReadTx) error {
			all, err := r.Subscriptions()
			if diff := cmp.Diff([]conversation.Subscription{kept}, all); diff != "" {
				t.Errorf("rebuilt %v: want- got+\n%s", again, diff)
			}
			plan, ok, err2 := r.Setting("plan")
			_, other, err3 := r.Setting("other")
			if err != nil || err2 != nil || err3 != nil || !ok || string(plan.Value) != "2" || other {
				t.Errorf("rebuilt %v: got plan %q, other %v, errors %v %v %v, want 2 and none", again, plan.Value, other, err, err2, err3)
			}
			return nil
		})
	}
}

func TestDone(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	want := []conversation.Done{{Key: "", At: storagetest.Now}, {Key: "b", At: storagetest.Now, N: 7}}
	update(t, db, func(tx *storage.Tx) error {
		for _, d := range append(want, conversation.Done{Key: "a", At: storagetest.Now}, conversation.Done{Key: "a"}) {
			if err := tx.SetDone("k", d); err != nil {
				return err
			}
		}
		return tx.SetDone("kk", conversation.Done{At: storagetest.Now})
	})
	view(t, db, func(r *storage.ReadTx) error {
		all, err := r.AllDone("k")
		if diff := cmp.Diff(want, all); diff != "" || err != nil {
			t.Errorf("error %v, want- got+\n%s", err, diff)
		}
		_, known, err := r.Done("k", "a")
		if known || err != nil {
			t.Errorf("got a forgotten one, error %v", err)
		}
		return nil
	})
}
