package storage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestErasedLeavesNoTrace searches the whole file, its free pages included, for what an erased person left.
func TestErasedLeavesNoTrace(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	const name, draft = "Nguyễn Văn Vết Tích", "bí mật trong bản nháp"
	phone := chat.Key{Platform: chat.Telegram, Chat: "7766554433221"}
	var person conversation.Person
	var letter conversation.Letter
	for step := range 50 { // the same data on many pages, as in a file that lives
		update(t, db, func(tx *storage.Tx) (err error) {
			person.Name, person.Role, person.Unit, person.Chats = name, conversation.Officer, "kt-bo-y", []chat.Key{phone}
			if person, err = tx.PutPerson(person); err != nil {
				return err
			}
			state := conversation.State{V: conversation.EngineVersion, Seq: step, Draft: &conversation.Draft{
				Form: "tang_qua", Unread: []string{fmt.Sprint(draft, " ", step)},
			}}
			if err := tx.SetState(phone, state); err != nil {
				return err
			}
			if letter, err = tx.Queue(phone, chat.Reply{Text: draft}, storagetest.Now); err != nil {
				return err
			}
			return errors.Join(tx.SetReachable(phone, step%2 == 0), tx.Sent(letter.Row))
		})
	}
	traces := []string{name, draft, phone.Chat}
	if found := search(t, db, traces); len(found) != len(traces) {
		t.Fatalf("found %q before, want all of %q: this test finds nothing", found, traces)
	}
	update(t, db, func(tx *storage.Tx) error {
		person.Gone = true
		_, err := tx.PutPerson(person)
		return err
	})
	select {
	case <-db.Erased():
	default:
		t.Error("got no token that somebody was erased")
	}
	if found := search(t, db, traces); len(found) == 0 {
		t.Error("nothing is left before Wipe: this test shows nothing")
	}
	if err := db.Wipe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if found := search(t, db, traces); len(found) > 0 {
		t.Errorf("found %q in the file", found)
	}
}

// search tells which of some texts are in the file.
func search(t *testing.T, db *storage.DB, texts []string) (found []string) {
	t.Helper()
	content := readFile(t, db.Path())
	for _, text := range texts {
		if bytes.Contains(content, []byte(text)) {
			found = append(found, text)
		}
	}
	return found
}

// TestWipeWaitsForReaders: what a reader still uses is not overwritten.
func TestWipeWaitsForReaders(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	letters(t, db, 500)
	reading, read := make(chan struct{}), make(chan error)
	go func() {
		read <- db.View(context.Background(), func(r *storage.ReadTx) error {
			<-reading
			rows, err := r.Pending(0, 1000)
			if len(rows) != 500 {
				return errors.Join(err, fmt.Errorf("got %d rows, want 500", len(rows)))
			}
			return err
		})
	}()
	for len(pendingRows(t, db)) != 500 { // until the reader has surely begun, too
		continue
	}
	time.Sleep(20 * time.Millisecond)
	update(t, db, func(tx *storage.Tx) error { return sentAll(tx) })
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := db.Wipe(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got error %v from Wipe beside a reader, want %v", err, context.DeadlineExceeded)
	}
	close(reading)
	if err := <-read; err != nil {
		t.Errorf("the reader: %v", err)
	}
	if err := db.Wipe(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestWipeUnderLoad wipes again and again while others read and write; Open's cleanup checks every figure.
func TestWipeUnderLoad(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Second)
	defer stop()
	var all sync.WaitGroup
	all.Go(func() {
		for ctx.Err() == nil {
			if err := storagetest.Fill(db, 40); err != nil {
				t.Error(err)
			}
			letters(t, db, 40)
			update(t, db, sentAll)
		}
	})
	for range 2 {
		all.Go(func() {
			for ctx.Err() == nil {
				pendingRows(t, db)
			}
		})
	}
	wiped := 0
	for ; ctx.Err() == nil; wiped++ {
		if err := db.Wipe(ctx); err != nil && ctx.Err() == nil {
			t.Error(err)
		}
	}
	all.Wait()
	t.Logf("wiped %d times", wiped)
}

func letters(t *testing.T, db *storage.DB, n int) {
	t.Helper()
	update(t, db, func(tx *storage.Tx) error {
		for i := range n {
			if _, err := tx.Queue(alice, chat.Reply{Text: fmt.Sprint("thư ", i)}, storagetest.Now); err != nil {
				return err
			}
		}
		return nil
	})
}

func pendingRows(t *testing.T, db *storage.DB) (rows []conversation.Letter) {
	t.Helper()
	view(t, db, func(r *storage.ReadTx) (err error) {
		rows, err = r.Pending(0, 1000)
		return err
	})
	return rows
}

func sentAll(tx *storage.Tx) error {
	rows, err := tx.Pending(0, 1000)
	for _, l := range rows {
		err = errors.Join(err, tx.Sent(l.Row))
	}
	return err
}
