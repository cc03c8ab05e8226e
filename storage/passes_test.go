package storage_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

func TestPasses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := storagetest.OpenWith(t, storagetest.Options(dir))
	now := storagetest.Now
	var people [2]conversation.Person
	update(t, db, func(tx *storage.Tx) error {
		for i := range people {
			p, err := tx.PutPerson(conversation.Person{Name: "Chỉ huy", Role: conversation.Head, Unit: "kt-bo-y", Since: now})
			if err != nil {
				return err
			}
			people[i] = p
		}
		for secret, p := range map[string]conversation.Pass{
			"secret-of-a-link": {Person: people[0].ID, Expires: now.Add(time.Minute)},
			"first-session":    {Person: people[0].ID, Expires: now.Add(time.Hour), Session: true},
			"ended-session":    {Person: people[0].ID, Expires: now, Session: true},
			"second-session":   {Person: people[1].ID, Expires: now.Add(time.Hour), Session: true},
		} {
			if err := tx.PutPass(secret, p); err != nil {
				return err
			}
		}
		return nil
	})
	wantPasses(t, db, "secret-of-a-link", "first-session", "ended-session", "second-session")
	content, err := os.ReadFile(filepath.Join(dir, storage.FileName))
	if err != nil || bytes.Contains(content, []byte("secret-of-a-link")) {
		t.Errorf("the file holds a secret as it is (error %v)", err)
	}

	update(t, db, func(tx *storage.Tx) error { return tx.DropExpired(now) })
	wantPasses(t, db, "secret-of-a-link", "first-session", "second-session")
	update(t, db, func(tx *storage.Tx) error { tx.DropPass("secret-of-a-link"); return nil })
	wantPasses(t, db, "first-session", "second-session")
	update(t, db, func(tx *storage.Tx) error {
		if n, err := tx.ClosePasses(people[0].ID); n != 1 || err != nil {
			t.Errorf("got %d sessions closed, error %v, want 1", n, err)
		}
		return nil
	})
	wantPasses(t, db, "second-session")
	update(t, db, func(tx *storage.Tx) error {
		people[1].Gone = true
		_, err := tx.PutPerson(people[1])
		return err
	})
	wantPasses(t, db)
}

// TestRestoreEndsPasses: a backup may hold sessions that were closed since.
func TestRestoreEndsPasses(t *testing.T) {
	t.Parallel()
	db := storagetest.OpenWith(t, storagetest.Options(t.TempDir()))
	update(t, db, func(tx *storage.Tx) error {
		return tx.PutPass("first-session", conversation.Pass{Person: 1, Expires: storagetest.Now.Add(time.Hour), Session: true})
	})
	update(t, db, func(tx *storage.Tx) error { _, err := tx.Restored(10); return err })
	wantPasses(t, db)
}

func wantPasses(t *testing.T, db *storage.DB, want ...string) {
	t.Helper()
	found := map[string]bool{}
	view(t, db, func(r *storage.ReadTx) error {
		for _, secret := range []string{"secret-of-a-link", "first-session", "ended-session", "second-session"} {
			_, ok, err := r.Pass(secret)
			if err != nil {
				return err
			}
			if ok {
				found[secret] = true
			}
		}
		return nil
	})
	for _, secret := range want {
		if !found[secret] {
			t.Errorf("the pass %s is missing", secret)
		}
		delete(found, secret)
	}
	if len(found) > 0 {
		t.Errorf("got passes %v, too, want only %v", found, want)
	}
}
