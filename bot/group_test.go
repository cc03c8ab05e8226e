package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bench"
	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestGroupMoves: a group that becomes a supergroup stays the unit's, whoever hears of it first; and taken out of a group,
// the bot forgets it.
func TestGroupMoves(t *testing.T) {
	t.Parallel()
	s := stage.New(t, stage.Options{Platform: chat.Telegram})
	s.Person(t.Context(), "head xã Bờ Y")
	head := s.Server.User(1001, "") // the first person of a stage
	g := s.Server.Group(-5, "Tổ dân vận", head)
	line := func(g telegramd.Group, want string) {
		t.Helper()
		if m, err := g.Next(t.Context()); err != nil || m.Text[:len(want)] != want {
			t.Errorf("got %q, %v, want %q", m.Text, err, want)
		}
	}
	bound := func(id int64, want bool) {
		t.Helper()
		if err := s.Server.Drained(t.Context()); err != nil {
			t.Fatal(err)
		}
		err := s.DB.View(t.Context(), func(r *storage.ReadTx) error {
			_, ok, err := r.Group(chat.Key{Platform: chat.Telegram, Chat: fmt.Sprint(id)})
			if ok != want {
				t.Errorf("group %d: got bound %t, want %t", id, ok, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	g.Say(head, "/nhom")
	line(g, "✅ Nhóm này")
	super := g.Migrate(-1005, head)
	bound(-5, false)
	bound(-1005, true)
	super.SayIn(45, head, "/baocao@danvan_test_bot")
	line(super, "Đồng chí xem tin riêng.")
	if all := super.Messages(); all[len(all)-1].Thread != 45 {
		t.Errorf("got an answer in thread %d, want 45", all[len(all)-1].Thread)
	}
	super.Remove(head)
	bound(-1005, false)
}

// TestGroupTellsHowToOpen: whom the bot cannot write to in private is told so in the group, with the address of the private
// chat, and nothing that was said there is kept.
func TestGroupTellsHowToOpen(t *testing.T) {
	t.Parallel()
	s := stage.New(t, stage.Options{Link: func(_ chat.Platform, code string) string { return "https://t.me/bot" + code }})
	s.Person(t.Context(), "head xã Bờ Y")
	s.Person(t.Context(), "officer xã Bờ Y")
	head, officer := s.Server.User(1001, ""), s.Server.User(1002, "")
	g := s.Server.Group(-5, "Tổ dân vận", head)
	g.Say(head, "/nhom")
	if _, err := g.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	officer.Block()
	for _, text := range []string{"/baocao", "@danvan_test_bot hôm qua hiến máu 3 đơn vị"} {
		g.Say(officer, text)
		m, err := g.Next(t.Context())
		if want := "Đồng chí mở tin riêng với bot, bấm Bắt đầu, rồi gửi lại báo cáo ở đó.\nhttps://t.me/bot"; err != nil || m.Text != want {
			t.Errorf("%s: got %q, %v, want %q", text, m.Text, err, want)
		}
	}
	officer.Unblock()
	officer.Send("/start")
	if m, err := officer.Next(t.Context()); err != nil || strings.Contains(m.Text, "hiến máu 3") {
		t.Errorf("got %q, %v, want nothing of what was said in the group", m.Text, err)
	}
	g.Say(officer, "/baocao")
	if m, err := g.Next(t.Context()); err != nil || m.Text != "Đồng chí xem tin riêng." {
		t.Errorf("got %q, %v, want to be sent to the private chat", m.Text, err)
	}
}

// spaced is a messenger that notes when it sent.
type spaced struct {
	*line

	at chan time.Time
}

func (s *spaced) Platform() chat.Platform { return chat.Telegram }

func (s *spaced) Send(context.Context, chat.Key, chat.Reply) (string, error) {
	s.at <- time.Now()
	return "1", nil
}

// TestGroupsAreSpaced: messages to a group, whatever the thread, keep the distance that groups want; those to a person need not.
func TestGroupsAreSpaced(t *testing.T) {
	t.Parallel()
	const apart = 300 * time.Millisecond
	for to, want := range map[string]time.Duration{"-5": 2 * apart, "7": 0} {
		t.Run(to, func(t *testing.T) {
			t.Parallel()
			m, db := &spaced{bench.NewLine(), make(chan time.Time, 3)}, storagetest.Open(t)
			err := db.Update(t.Context(), func(tx *storage.Tx) error {
				for _, thread := range []string{"", "45", ""} {
					k := chat.InThread(chat.Key{Platform: chat.Telegram, Chat: to}, thread)
					if _, err := tx.Queue(k, chat.Reply{Text: "x"}, time.Now()); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			with := bench.Options(bot.StoreOf(db), m.line)
			with.Messengers, with.Pace = []bot.Messenger{m}, map[chat.Platform]bot.Pace{chat.Telegram: {PerGroup: apart}}
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- bot.New(with).Run(ctx) }()
			first := <-m.at
			<-m.at
			if took := (<-m.at).Sub(first); took < want || want == 0 && took > apart {
				t.Errorf("three messages took %v, want %v", took, want)
			}
			stop()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
}
