package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/storage"
)

// TestUnreadableState: what a chat remembers is damaged. Its next message gets an apology, and the one after that an answer.
func TestUnreadableState(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
	s := newShift(newProgram(t, forTelegram(srv)), srv)
	s.start()
	o := s.staff[0]
	say := func(text, want string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		o.Send(text)
		if _, err := o.await(ctx, want); err != nil {
			t.Fatal(err)
		}
	}
	say("/baocao hiến máu", "Hiến máu ngày nào?")
	if code, _ := s.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	spoilStates(t, filepath.Join(s.data(), storage.FileName))
	s.start()
	say("hôm nay", "Rất tiếc, tin vừa rồi tôi chưa xử lý được")
	say("/baocao hiến máu", "Hiến máu ngày nào?")
	if code, _ := s.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
}

// spoilStates flips a bit of the last byte of every state.
func spoilStates(t *testing.T, path string) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	spoilt := 0
	err = db.Update(func(tx *bolt.Tx) error {
		states := tx.Bucket([]byte("states"))
		return states.ForEach(func(key, value []byte) error {
			value = append([]byte(nil), value...)
			value[len(value)-1] ^= 1
			spoilt++
			return states.Put(append([]byte(nil), key...), value)
		})
	})
	if err != nil || spoilt == 0 {
		t.Fatalf("spoilt %d states, error %v", spoilt, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
