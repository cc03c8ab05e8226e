package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bench"
	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// door is a bot with one invitation, and a clock that the test puts.
type door struct {
	*desk

	db    *storage.DB
	clock atomic.Int64
	next  int
}

const goodCode = "GGGGGGGGGGGGGGG2"

func newDoor(t *testing.T) *door {
	t.Helper()
	d := &door{desk: &desk{line: bench.NewLine()}, db: storagetest.Open(t)}
	d.clock.Store(stage.Morning.UnixNano())
	inv := conversation.Invitation{Code: goodCode, Role: conversation.Officer, Unit: bench.Province, Expires: stage.Morning.Add(72 * time.Hour)}
	update := func(tx *storage.Tx) error { return tx.PutInvitation(inv) }
	if err := d.db.Update(t.Context(), update); err != nil {
		t.Fatal(err)
	}
	with := bench.Options(bot.StoreOf(d.db), d.line)
	with.Messengers, with.Now = []bot.Messenger{d.desk}, func() time.Time { return time.Unix(0, d.clock.Load()) }
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- bot.New(with).Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	<-d.Ready
	return d
}

// TestInvitationsForOneOfMany: of many chats that use the same code at the same moment one comes in, and one person is there.
func TestInvitationsForOneOfMany(t *testing.T) {
	t.Parallel()
	const chats = 40
	d := newDoor(t)
	var at sync.WaitGroup
	for n := range chats {
		u := text(fmt.Sprint("u", n), chat.Key{Platform: chat.Web, Chat: fmt.Sprint("chat", n)}, "/start "+goodCode)
		at.Go(func() {
			if err := d.Deliver(t.Context(), []chat.Update{u}); err != nil {
				t.Error(err)
			}
		})
	}
	at.Wait()
	for deadline := time.Now().Add(5 * time.Second); len(d.got()) < chats && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	in := 0
	for _, r := range d.got() {
		if strings.Contains(r.Text, welcome) {
			in++
		}
	}
	err := d.db.View(t.Context(), func(tx *storage.ReadTx) error {
		people, err := tx.People()
		if len(people) != 1 || in != 1 {
			t.Errorf("got %d people and %d welcomes, want one of each", len(people), in)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// tries a code from a chat, and gives the answer.
func (d *door) tries(t *testing.T, from, code string) string {
	t.Helper()
	before := len(d.got())
	d.next++
	u := text(fmt.Sprint(d.next), chat.Key{Platform: chat.Web, Chat: from}, "/start "+code)
	if err := d.Deliver(t.Context(), []chat.Update{u}); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(5 * time.Second); len(d.got()) == before && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	return d.got()[before].Text
}

const (
	unknown = "Mã mời không đúng"
	wait    = "quá nhiều lần"
	welcome = "Chào đồng chí"
	locked  = "quá nhiều mã sai"
)

// TestCodesOfOneChat: a chat that tries many codes is locked out for an hour, also with the right one.
func TestCodesOfOneChat(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	for n := range 5 {
		if got := d.tries(t, "a", fmt.Sprintf("WWWWWWWWWWWWWW%02d", n)); !strings.Contains(got, unknown) {
			t.Fatalf("try %d: got %q, want %q", n, got, unknown)
		}
	}
	if got := d.tries(t, "a", goodCode); !strings.Contains(got, wait) {
		t.Errorf("the sixth try: got %q, want %q", got, wait)
	}
	d.clock.Add(int64(61 * time.Minute))
	if got := d.tries(t, "a", goodCode); !strings.Contains(got, welcome) {
		t.Errorf("an hour later: got %q, want a welcome", got)
	}
}

// TestCodesOfManyChats: where chats cost nothing, wrong codes from ever new ones lock the door for all strangers for some
// minutes; whoever is in notices nothing.
func TestCodesOfManyChats(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	for n := range 200 {
		d.tries(t, fmt.Sprint("chat", n), fmt.Sprintf("WWWWWWWWWWWWW%03d", n))
	}
	if got := d.tries(t, "b", goodCode); !strings.Contains(got, locked) {
		t.Errorf("after 200 wrong codes: got %q, want %q", got, locked)
	}
	d.clock.Add(int64(11 * time.Minute))
	if got := d.tries(t, "b", goodCode); !strings.Contains(got, welcome) {
		t.Errorf("eleven minutes later: got %q, want a welcome", got)
	}
}

// TestInvitationsWorkOnce: neither the same person nor another one comes in a second time, and no expired one counts.
func TestInvitationsWorkOnce(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	d.tries(t, "a", goodCode)
	if got := d.tries(t, "b", goodCode); !strings.Contains(got, "đã có người dùng") {
		t.Errorf("a used code: got %q, want that it was used", got)
	}
	late := newDoor(t)
	late.clock.Add(int64(73 * time.Hour))
	if got := late.tries(t, "a", goodCode); !strings.Contains(got, "hết hạn") {
		t.Errorf("an old code: got %q, want that it has expired", got)
	}
}
