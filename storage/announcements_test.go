package storage_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// announced is a file with an announcement to the people 4, 5 and 6.
func announced(t *testing.T) (*storage.DB, conversation.Announcement) {
	t.Helper()
	db := storagetest.Open(t)
	a := conversation.Announcement{By: 1, Unit: "p-quang-ngai", Text: "Nội dung không vào nhật ký"}
	update(t, db, func(tx *storage.Tx) (err error) {
		a, err = tx.PutAnnouncement(a, []uint64{4, 5, 6})
		return err
	})
	return db, a
}

func TestAnnouncement(t *testing.T) {
	t.Parallel()
	db, a := announced(t)
	acknowledge := func(person uint64, want bool) {
		t.Helper()
		update(t, db, func(tx *storage.Tx) error {
			got, err := tx.Acknowledge(a.Entry, person)
			if got != want {
				t.Errorf("person %d: got %t, want %t", person, got, want)
			}
			return err
		})
	}
	update(t, db, func(tx *storage.Tx) error { return tx.NoteDelivery(a.Entry, 4, conversation.Delivered) })
	update(t, db, func(tx *storage.Tx) error { return tx.NoteDelivery(a.Entry, 5, conversation.Unreachable) })
	update(t, db, func(tx *storage.Tx) error { return tx.NoteDelivery(a.Entry, 9, conversation.Delivered) })
	acknowledge(6, true)
	acknowledge(6, true)
	acknowledge(9, false)
	want := []conversation.Receiver{
		{Person: 4, Delivery: conversation.Delivered}, {Person: 5, Delivery: conversation.Unreachable}, {Person: 6, Delivery: conversation.Acknowledged},
	}
	for _, again := range []bool{false, true} {
		view(t, db, func(r *storage.ReadTx) error {
			got, err := r.Receivers(a.Entry)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("receivers, rebuilt %t (-want +got):\n%s", again, diff)
			}
			if head, _ := r.Head(); head != a.Entry+1 {
				t.Errorf("got %d entries, want %d: what is said twice is journaled once", head, a.Entry+1)
			}
			return err
		})
		if err := db.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAnnouncementForgets: the text is in no page of the file once it is too old, and never in the journal.
func TestAnnouncementForgets(t *testing.T) {
	t.Parallel()
	db, a := announced(t)
	update(t, db, func(tx *storage.Tx) error {
		if _, err := tx.Acknowledge(a.Entry, 4); err != nil {
			return err
		}
		dropped, err := tx.DropOld(storagetest.Now)
		if dropped != 0 {
			t.Errorf("dropped %d, want none yet", dropped)
		}
		return err
	})
	update(t, db, func(tx *storage.Tx) error {
		dropped, err := tx.DropOld(storagetest.Now.Add(time.Second))
		if dropped != 1 {
			t.Errorf("dropped %d, want 1", dropped)
		}
		return err
	})
	view(t, db, func(r *storage.ReadTx) error {
		if _, ok, err := r.Receiver(a.Entry, 4); ok || err != nil {
			t.Errorf("got a receiver, error %v, want none", err)
		}
		_, ok, err := r.Announcement(a.Entry)
		if ok {
			t.Error("got the announcement, want none")
		}
		return err
	})
	if err := db.Wipe(t.Context()); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(db.Path())
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(file, []byte(a.Text)) {
		t.Error("the text is still in the file")
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	group, super := chat.Key{Platform: chat.Telegram, Chat: "-7070707"}, chat.Key{Platform: chat.Telegram, Chat: "-1007070707"}
	bound := func(k chat.Key, want bool) {
		t.Helper()
		view(t, db, func(r *storage.ReadTx) error {
			g, ok, err := r.Group(k)
			if ok != want || ok && g.Unit != "q-bo-y" {
				t.Errorf("%s: got %+v, %t, want %t", k, g, ok, want)
			}
			return err
		})
	}
	update(t, db, func(tx *storage.Tx) error { return tx.BindGroup(group, conversation.Group{Unit: "q-bo-y", By: 1}) })
	bound(group, true)
	update(t, db, func(tx *storage.Tx) error { return tx.MoveGroup(group, super) })
	bound(group, false)
	bound(super, true)
	for range 2 {
		update(t, db, func(tx *storage.Tx) error { return tx.UnbindGroup(super, 1) })
	}
	bound(super, false)
	view(t, db, func(r *storage.ReadTx) error {
		head, err := r.Head()
		if head != 3 { // the units, bound, unbound
			t.Errorf("got %d entries, want 3", head)
		}
		return err
	})
}
