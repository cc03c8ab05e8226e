package bot_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bench"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// tap is a messenger that tells to whom it sent.
type tap struct {
	*line

	to chan chat.Key
}

func (t *tap) Send(_ context.Context, k chat.Key, _ chat.Reply) (string, error) {
	t.to <- k
	return "1", nil
}

// TestFloodOfOneChat: while a chat floods the bot, and the replies to it wait for the platform's pace, others are answered
// at once.
func TestFloodOfOneChat(t *testing.T) {
	t.Parallel()
	const messages = 2000
	m := &tap{bench.NewLine(), make(chan chat.Key, 2*messages)}
	db := storagetest.Open(t)
	with := bench.Options(bot.StoreOf(db), m.line)
	with.Messengers, with.Pace = []bot.Messenger{m}, map[chat.Platform]bot.Pace{chat.Web: {PerChat: time.Second, PerSecond: 25}}
	flooder, other := letIn(t, db, "flooder"), letIn(t, db, "other")
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- bot.New(with).Run(ctx) }()
	<-m.Ready
	var flood sync.WaitGroup
	for n := range messages {
		flood.Go(func() { _ = m.Deliver(ctx, []chat.Update{text(fmt.Sprint("f", n), flooder, "/trogiup")}) })
	}
	<-m.to // the flood has begun
	begin := time.Now()
	if err := m.Deliver(t.Context(), []chat.Update{text("o", other, "/trogiup")}); err != nil {
		t.Fatal(err)
	}
	for deadline := time.After(20 * time.Second); ; {
		select {
		case k := <-m.to:
			if k != other {
				continue
			}
			if took := time.Since(begin); took > 10*time.Second {
				t.Errorf("the answer took %v beside a flood", took)
			}
			t.Logf("answered after %v", time.Since(begin))
		case <-deadline:
			t.Error("got no answer beside a flood")
		}
		break
	}
	stop()
	flood.Wait()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func letIn(t *testing.T, db *storage.DB, user string) chat.Key {
	t.Helper()
	k := chat.Key{Platform: chat.Web, Chat: user}
	p := conversation.Person{Name: user, Role: conversation.Officer, Unit: bench.Province, Since: time.Now(), Chats: []chat.Key{k}}
	err := db.Update(t.Context(), func(tx *storage.Tx) error { _, err := tx.PutPerson(p); return err })
	if err != nil {
		t.Fatal(err)
	}
	return k
}
