package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"danvanbot/bot"
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
	author := officer(people)
	err := db.Update(b.Context(), func(tx *storage.Tx) error {
		if err := invite(tx, db.Tree(), people); err != nil {
			return err
		}
		_, err := tx.PutPerson(conversation.Person{
			Name: "x", Role: conversation.Commander, Unit: province, Chats: []chat.Key{author}, Since: time.Now(),
		})
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	store, l := &counted{}, newLine()
	store.DB = db
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- bot.New(options(store, l)).Run(ctx) }()
	b.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			b.Error(err)
		}
	})
	<-l.ready
	text := "Họp giao ban " + strings.Repeat("về công tác dân vận ", 20)
	n := 0
	say := func(what string) {
		n++
		err := l.deliver(context.Background(), []chat.Update{{
			ID: fmt.Sprint(n), Position: int64(n), Key: author, User: "u", Kind: chat.Text, Text: what, Sent: time.Now(),
		}})
		if err != nil {
			b.Error(err)
		}
	}
	for b.Loop() {
		before := l.sent.Load()
		say("/thongbao " + text)
		say("đúng, gửi")
		b.StopTimer()
		for l.sent.Load() < before+people+2 {
			time.Sleep(time.Millisecond)
		}
		b.StartTimer()
	}
}
