package storage_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

func update(t *testing.T, db *storage.DB, fn func(*storage.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), fn); err != nil {
		t.Fatalf("update: %v", err)
	}
}

func view(t *testing.T, db *storage.DB, fn func(*storage.ReadTx) error) {
	t.Helper()
	if err := db.View(t.Context(), fn); err != nil {
		t.Fatalf("view: %v", err)
	}
}

var alice = chat.Key{Platform: chat.Telegram, Chat: "100"}

func TestMarkSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := storagetest.Options(dir)
	db, err := storage.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	mark := func(update string, position int64, want bool) func(*storage.Tx) error {
		return func(tx *storage.Tx) error {
			if got, err := tx.MarkSeen(chat.Telegram, update, position); got != want || err != nil {
				t.Errorf("update %s: got new %v, error %v, want %v", update, got, err, want)
			}
			return nil
		}
	}
	update(t, db, mark("7", 8, true))
	update(t, db, mark("7", 8, false))
	failed := errors.New("failed")
	err = db.Update(t.Context(), func(tx *storage.Tx) error { return errors.Join(mark("8", 9, true)(tx), failed) })
	if !errors.Is(err, failed) {
		t.Errorf("got error %v, want %v", err, failed)
	}
	update(t, db, mark("8", 9, true)) // taken back with the update that failed
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = storagetest.OpenWith(t, o)
	update(t, db, mark("8", 9, false))
	update(t, db, mark("3", 4, true)) // ids restart lower after a quiet week
	view(t, db, func(r *storage.ReadTx) error {
		got, err := r.Position(chat.Telegram)
		if got != 4 {
			t.Errorf("got position %d, want 4", got)
		}
		return err
	})
}

func TestSeenForgetsTheOldest(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	update(t, db, func(tx *storage.Tx) error {
		for i := range 4097 {
			if isNew, err := tx.MarkSeen(chat.Web, time.Unix(int64(i), 0).String(), 0); !isNew || err != nil {
				return errors.Join(err, errors.New("seen twice"))
			}
		}
		if isNew, _ := tx.MarkSeen(chat.Web, time.Unix(1, 0).String(), 0); isNew {
			t.Error("got the last but 4096th as new, want it remembered")
		}
		if isNew, _ := tx.MarkSeen(chat.Web, time.Unix(0, 0).String(), 0); !isNew {
			t.Error("got the one before as seen, want it forgotten")
		}
		return nil
	})
}

func TestAttempt(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	state := conversation.State{V: 1, Seq: 3}
	update(t, db, func(tx *storage.Tx) error {
		if err := tx.SetState(alice, state); err != nil {
			return err
		}
		err := tx.Attempt(func() error {
			if err := tx.SetState(alice, conversation.State{}); err != nil {
				return err
			}
			if _, err := tx.PutPerson(conversation.Person{Role: conversation.Officer, Unit: "x"}); err != nil {
				return err
			}
			panic("what Alice wrote")
		})
		failed, ok := errors.AsType[*storage.PanicError](err)
		if !ok || !strings.Contains(string(failed.Stack), "TestAttempt") || strings.Contains(err.Error(), "Alice") {
			t.Errorf("got error %v, want a PanicError with its stack and without its value", err)
		}
		if number, _ := tx.Head(); number != 1 {
			t.Errorf("got head %d, want 1, the units", number)
		}
		return nil
	})
	view(t, db, func(r *storage.ReadTx) error {
		got, err := r.State(alice)
		if diff := cmp.Diff(state, got); diff != "" {
			t.Errorf("state (-want +got):\n%s", diff)
		}
		return err
	})
}

func TestOutbox(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	at := storagetest.Now
	var want []conversation.Letter
	update(t, db, func(tx *storage.Tx) error {
		for _, text := range []string{"một", "hai", "ba"} {
			l, err := tx.Queue(alice, chat.Reply{Text: text, Keyboard: chat.Keyboard{{{Label: "a", Data: "b"}}}}, at)
			if err != nil {
				return err
			}
			want = append(want, l)
		}
		return tx.Sent(want[1].Row)
	})
	update(t, db, func(tx *storage.Tx) error {
		l, err := tx.Queue(alice, chat.Reply{Text: "bốn"}, at)
		if err != nil {
			return err
		}
		got, err := tx.Pending(0, 10)
		if diff := cmp.Diff([]conversation.Letter{want[0], want[2], l}, got); diff != "" {
			t.Errorf("pending inside of the update (-want +got):\n%s", diff)
		}
		return err
	})
	view(t, db, func(r *storage.ReadTx) error {
		got, err := r.Pending(want[0].Row, 1)
		if diff := cmp.Diff([]conversation.Letter{want[2]}, got); diff != "" {
			t.Errorf("pending (-want +got):\n%s", diff)
		}
		return err
	})
}

func TestReachable(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	for _, ok := range []bool{true, false, false, true} {
		update(t, db, func(tx *storage.Tx) error { return tx.SetReachable(alice, ok) })
		view(t, db, func(r *storage.ReadTx) error {
			if got, err := r.Reachable(alice); got != ok || err != nil {
				t.Errorf("got reachable %v, error %v, want %v", got, err, ok)
			}
			return nil
		})
	}
}

func TestBury(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	d := conversation.DeadLetter{Platform: chat.Zalo, Update: "u1", Kind: chat.Text, Cause: "panic", At: storagetest.Now}
	update(t, db, func(tx *storage.Tx) (err error) {
		d.Number, err = tx.Bury(d)
		return err
	})
	view(t, db, func(r *storage.ReadTx) error {
		got, err := r.DeadLetters(0, 10)
		if diff := cmp.Diff([]conversation.DeadLetter{d}, got); diff != "" {
			t.Errorf("dead letters (-want +got):\n%s", diff)
		}
		return err
	})
}

func TestPeople(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	p := conversation.Person{
		Name: "Y Nhân Chứng", Role: conversation.Officer, Unit: "x", Chats: []chat.Key{alice}, Since: storagetest.Now,
	}
	update(t, db, func(tx *storage.Tx) (err error) {
		if p, err = tx.PutPerson(p); err != nil {
			return err
		}
		return tx.SetState(alice, conversation.State{Seq: 1})
	})
	view(t, db, func(r *storage.ReadTx) error {
		got, ok, err := r.Person(alice)
		if diff := cmp.Diff(p, got); diff != "" || !ok {
			t.Errorf("person of the chat, found %v (-want +got):\n%s", ok, diff)
		}
		return err
	})
	p.Gone = true
	update(t, db, func(tx *storage.Tx) error {
		got, err := tx.PutPerson(p)
		if got.Name != "" || got.Chats != nil || got.ID != p.ID || got.Unit != p.Unit {
			t.Errorf("got %+v for an erased person, want number, role and unit alone", got)
		}
		return err
	})
	view(t, db, func(r *storage.ReadTx) error {
		if _, ok, err := r.Person(alice); ok || err != nil {
			t.Errorf("got found %v, error %v by the chat of an erased person, want nothing", ok, err)
		}
		if s, err := r.State(alice); s.Seq != 0 || err != nil {
			t.Errorf("got state %+v, error %v of an erased person, want none", s, err)
		}
		_, ok, err := r.PersonByID(p.ID)
		if !ok {
			t.Error("got no person by number, want an erased one")
		}
		return err
	})
	mustNotHold(t, db, p.Name)
}

// mustNotHold looks for a text in a compacted copy.
func mustNotHold(t *testing.T, db *storage.DB, text string) {
	t.Helper()
	path := t.TempDir() + "/compact.db"
	if err := db.Compact(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(readFile(t, path)), text) {
		t.Errorf("got %q in the compacted file, want it erased", text)
	}
}

func TestChatMovesToThePersonPutLast(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	update(t, db, func(tx *storage.Tx) error {
		for range 2 {
			if _, err := tx.PutPerson(conversation.Person{Role: conversation.Head, Unit: "x", Chats: []chat.Key{alice}}); err != nil {
				return err
			}
		}
		first, _, err := tx.PersonByID(1)
		if len(first.Chats) != 0 {
			t.Errorf("got chats %v of the first person, want none", first.Chats)
		}
		owner, _, _ := tx.Person(alice)
		if owner.ID != 2 {
			t.Errorf("got person %d by the chat, want 2", owner.ID)
		}
		_, missing := tx.PutPerson(conversation.Person{ID: 9})
		if !errors.Is(missing, storage.ErrUnknown) {
			t.Errorf("got error %v for a person who does not exist, want %v", missing, storage.ErrUnknown)
		}
		return err
	})
}

func TestInvitations(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	made := storagetest.Now
	all := make([]conversation.Invitation, 4)
	update(t, db, func(tx *storage.Tx) error {
		for i := range all {
			all[i] = conversation.Invitation{
				Code: strings.Repeat(string(rune('A'+i)), 8), Role: conversation.Officer, Unit: "x", By: 1,
				Made: made.Add(time.Duration(i) * time.Second), Expires: made.Add(time.Hour),
			}
			if err := tx.PutInvitation(all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	all[1].UsedBy, all[2].Revoked = 5, true
	update(t, db, func(tx *storage.Tx) error {
		return errors.Join(tx.PutInvitation(all[1]), tx.PutInvitation(all[2]))
	})
	view(t, db, func(r *storage.ReadTx) error {
		got, err := r.Invitations(10)
		if diff := cmp.Diff([]conversation.Invitation{all[3], all[0]}, got); diff != "" {
			t.Errorf("open invitations (-want +got):\n%s", diff)
		}
		used, ok, _ := r.Invitation(all[1].Code)
		if diff := cmp.Diff(all[1], used); diff != "" || !ok {
			t.Errorf("used invitation (-want +got):\n%s", diff)
		}
		if _, ok, _ := r.Invitation("nothing"); ok {
			t.Error("got an invitation for a wrong code, want none")
		}
		return err
	})
}
