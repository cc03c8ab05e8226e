package storage_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

var updateReleased = flag.Bool("update", false, "write the data file of the current schema anew; never after its release")

// released are the versions of the schema that testdata holds a file of. The last is the current one.
var released = []int{1}

// TestOldFile opens a file of each released version of the schema; opened, it is checked against the journal.
func TestOldFile(t *testing.T) {
	t.Parallel()
	if *updateReleased {
		writeReleased(t)
	}
	for _, version := range released {
		path := filepath.Join(t.TempDir(), storage.FileName)
		if err := os.WriteFile(path, readFile(t, releasedName(version)), 0o600); err != nil {
			t.Fatal(err)
		}
		db := storagetest.OpenWith(t, storagetest.Options(filepath.Dir(path)))
		view(t, db, func(r *storage.ReadTx) error {
			if s, ok, err := r.Submission(40); !ok || err != nil || s.Form == "" {
				t.Errorf("version %d: got submission %+v, found %v, error %v, want one", version, s, ok, err)
			}
			p, ok, err := r.Person(alice)
			if !ok || err != nil || p.Name != "Alice" {
				t.Errorf("version %d: got person %+v, found %v, error %v, want Alice", version, p, ok, err)
			}
			state, err := r.State(alice)
			if state.Draft == nil || state.Draft.Form != "hien_mau" || err != nil {
				t.Errorf("version %d: got state %+v, error %v, want the open draft", version, state, err)
			}
			used, err := r.Usage(chat.Zalo)
			if used.Total() != 7 || err != nil {
				t.Errorf("version %d: got usage %+v, error %v, want 7 messages", version, used, err)
			}
			return nil
		})
	}
}

func releasedName(version int) string {
	return filepath.Join("testdata", fmt.Sprintf("v%d.db", version))
}

// writeReleased makes the file of the current version, with something in every bucket that the store can fill.
func writeReleased(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	db, err := storage.Open(storagetest.Options(dir))
	if err != nil {
		t.Fatal(err)
	}
	update(t, db, func(tx *storage.Tx) error {
		p, err := tx.PutPerson(conversation.Person{
			Name: "Alice", Role: conversation.Officer, Unit: "kt-bo-y", Chats: []chat.Key{alice}, Since: storagetest.Now,
		})
		if err != nil {
			return err
		}
		state := conversation.State{V: conversation.EngineVersion, Seq: 3, Draft: &conversation.Draft{Form: "hien_mau", Version: 1, At: "don_vi_mau"}}
		_, queued := tx.Queue(alice, chat.Reply{Text: "một câu trả lời"}, storagetest.Now)
		_, seen := tx.MarkSeen(chat.Telegram, "1", 2)
		_, buried := tx.Bury(conversation.DeadLetter{Platform: chat.Telegram, Update: "1", Cause: "một lỗi", At: storagetest.Now})
		invited := tx.PutInvitation(conversation.Invitation{
			Code: "AAAABBBBCCCCDDDD", Role: conversation.Head, Unit: p.Unit, Made: storagetest.Now, Expires: storagetest.Now.Add(time.Hour),
		})
		told, announced := tx.PutAnnouncement(conversation.Announcement{By: p.ID, Unit: p.Unit, Text: "Họp lúc 8 giờ"}, []uint64{p.ID})
		_, read := tx.Acknowledge(told.Entry, p.ID)
		bound := tx.BindGroup(chat.Key{Platform: chat.Telegram, Chat: "-100"}, conversation.Group{Unit: p.Unit, By: p.ID})
		used := tx.SetUsage(chat.Zalo, chat.Usage{Month: "2026-11", Received: 3, Sent: 4})
		return errors.Join(announced, read, bound, used, tx.SetState(alice, state), queued, seen, buried, invited, tx.SetReachable(chat.Key{Platform: chat.Telegram, Chat: "101"}, false))
	})
	if err := storagetest.Fill(db, 60); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "compact.db")
	if err := errors.Join(db.Compact(t.Context(), path), db.Close()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(releasedName(released[len(released)-1]), readFile(t, path), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestRebuildEqualsTheOriginal: what follows from the journal comes out byte for byte as it was, also where it was spoilt.
func TestRebuildEqualsTheOriginal(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	if err := storagetest.Fill(db, 500); err != nil {
		t.Fatal(err)
	}
	want, err := storage.DumpDerived(db)
	if err != nil {
		t.Fatal(err)
	}
	for _, spoil := range []func(*storage.DB) error{func(*storage.DB) error { return nil }, storage.SpoilDerived} {
		if err := errors.Join(spoil(db), db.Rebuild(t.Context())); err != nil {
			t.Fatal(err)
		}
		got, err := storage.DumpDerived(db)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) {
			t.Errorf("got %d keys, want %d", len(got), len(want))
		}
		for key, value := range want {
			if got[key] != value {
				t.Fatalf("%s: got %x, want %x", key, got[key], value)
			}
		}
	}
}
