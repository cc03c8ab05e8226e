package bot_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bench"
	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// shop is a data file over which bots run one after the other, with a clock that stands.
type shop struct {
	db    *storage.DB
	clock atomic.Int64
	heard func(chat.Reply) // may be nil: called with each message that is sent
}

// listener is a line that lets a shop hear what is sent.
type listener struct {
	*line
	shop *shop
}

func (l listener) Send(ctx context.Context, to chat.Key, r chat.Reply) (string, error) {
	if l.shop.heard != nil {
		l.shop.heard(r)
	}
	return l.line.Send(ctx, to, r)
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{db: storagetest.Open(t)}
	s.clock.Store(stage.Morning.UnixNano())
	err := s.db.Update(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.PutPerson(conversation.Person{
			Name: "x", Role: conversation.Commander, Unit: s.db.Tree().Roots(20780)[0], Chats: []chat.Key{{Platform: chat.Web, Chat: "c"}}, Since: s.now(),
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shop) now() time.Time { return time.Unix(0, s.clock.Load()).In(stage.Zone) }

// set puts the clock.
func (s *shop) set(t *testing.T, to string) {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", to, stage.Zone)
	if err != nil {
		t.Fatal(err)
	}
	s.clock.Store(at.UnixNano())
}

// open runs a bot that looks at the clock at some moments, and ends it. It gives how many messages were sent.
func (s *shop) open(t *testing.T, moments ...string) int64 {
	t.Helper()
	s.set(t, moments[0])
	l := bench.NewLine()
	o := bench.Options(bot.StoreOf(s.db), l)
	o.Messengers, o.Now = []bot.Messenger{listener{l, s}}, s.now
	o.Drain = 5 * time.Second
	b := bot.New(o)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	for _, moment := range moments {
		s.set(t, moment)
		if err := b.Look(ctx); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	return l.Sent.Load()
}

// TestRestartRepeatsNothing starts bots again and again: what is due once is done once, and what was missed meanwhile is
// done once, too.
func TestRestartRepeatsNothing(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for _, step := range []struct {
		now  string
		want int64
	}{
		{"2026-11-23 09:00", 0}, // it begins to count
		{"2026-11-24 06:59", 0},
		{"2026-11-24 07:00", 1},
		{"2026-11-24 07:00", 0},
		{"2026-11-24 23:00", 0},
		{"2026-11-25 09:00", 0}, // nothing has changed since
	} {
		if got := s.open(t, step.now); got != step.want {
			t.Errorf("%s: got %d messages, want %d", step.now, got, step.want)
		}
	}
}

func TestOnceAfterALongTime(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	if got := s.open(t, "2026-11-23 09:00"); got != 0 {
		t.Errorf("got %d messages at the first look, want none", got)
	}
	if got := s.open(t, "2026-12-23 09:00"); got != 2 {
		t.Errorf("got %d messages after a month, want the head and those who missed the deadline", got)
	}
}

// TestBulkGivesWay sends reports of the clock and answers together: the former take their part of the pace only.
func TestBulkGivesWay(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	const letters = 40
	err := s.db.Update(t.Context(), func(tx *storage.Tx) error {
		for range letters {
			if _, err := tx.Queue(chat.Key{Platform: chat.Web, Chat: "c"}, chat.Reply{Text: "x", Bulk: true}, s.now()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	l := bench.NewLine()
	o := bench.Options(bot.StoreOf(s.db), l)
	o.Pace = map[chat.Platform]bot.Pace{chat.Web: {PerSecond: 200}}
	ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	if err := bot.New(o).Run(ctx); err != nil && !strings.Contains(err.Error(), "deadline") {
		t.Fatal(err)
	}
	// 0.3 of 200 a second are 18 in 300 ms.
	if got := l.Sent.Load(); got > 25 {
		t.Errorf("got %d messages sent in 300 ms, want about 18", got)
	}
}

// TestRemindersOverRestarts remind each officer once, whenever the bot is started anew in between, and nobody in the quiet
// hours or after a report.
func TestRemindersOverRestarts(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	communes := s.db.Tree().Communes(bench.Province, orgunit.Latest)
	const officers = 20 // more than are written to at one look
	err := s.db.Update(t.Context(), func(tx *storage.Tx) error {
		for i := range officers {
			_, err := tx.PutPerson(conversation.Person{
				Name: "x", Role: conversation.Officer, Unit: communes[i], Chats: []chat.Key{bench.Officer(i)}, Since: s.now(),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.open(t, "2026-12-13 20:00")
	if got := s.open(t, "2026-12-14 06:00"); got != 0 {
		t.Errorf("got %d messages in the quiet hours, want none", got)
	}
	sent := int64(0)
	for range officers {
		sent += s.open(t, "2026-12-14 08:00")
	}
	if want := int64(officers + 1); sent != want { // and the head
		t.Errorf("got %d messages over many restarts, want %d", sent, want)
	}
	err = s.db.Update(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Submit(form.Submission{
			Form: conversation.ZeroForm, Kind: form.Zero, Unit: communes[0], SentAt: s.now(),
			Days: period.Range{From: period.NewDate(2026, 11, 15), To: period.NewDate(2026, 12, 14)},
		})
		return errors.Join(err, tx.SetReachable(bench.Officer(1), false))
	})
	if err != nil {
		t.Fatal(err)
	}
	sent = 0
	for range officers {
		sent += s.open(t, "2026-12-16 20:30")
	}
	if want := int64(officers - 2 + 1); sent != want {
		t.Errorf("got %d messages after a zero and a block, want %d", sent, want)
	}
}
