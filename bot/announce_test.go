package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/bench"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// BenchmarkAnnouncement sends an announcement to 3,321 people and waits for the answer to its author: one transaction
// with a row for each.
func BenchmarkAnnouncement(b *testing.B) {
	const people = 3321
	db := storagetest.Open(b)
	author := bench.Officer(people)
	err := db.Update(b.Context(), func(tx *storage.Tx) error {
		_, err := tx.PutPerson(conversation.Person{
			Name: "x", Role: conversation.Commander, Unit: bench.Province, Chats: []chat.Key{author}, Since: time.Now(),
		})
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	l, err := bench.NewRig(db, people)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := l.Close(); err != nil {
			b.Error(err)
		}
	})
	text := "Họp giao ban " + strings.Repeat("về công tác dân vận ", 20)
	n := 0
	say := func(what string) {
		n++
		err := l.Deliver(context.Background(), []chat.Update{{
			ID: fmt.Sprint(n), Position: int64(n), Key: author, User: "u", Kind: chat.Text, Text: what, Sent: time.Now(),
		}})
		if err != nil {
			b.Error(err)
		}
	}
	for b.Loop() {
		before := l.Sent.Load()
		say("/thongbao " + text)
		say("đúng, gửi")
		b.StopTimer()
		for l.Sent.Load() < before+people+2 {
			time.Sleep(time.Millisecond)
		}
		b.StartTimer()
	}
}
