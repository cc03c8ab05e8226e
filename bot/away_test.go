package bot_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
)

// draftFor puts an officer with an open report into the shop.
func (s *shop) draftFor(t *testing.T, name string) {
	t.Helper()
	k := chat.Key{Platform: chat.Web, Chat: name}
	err := s.db.Update(t.Context(), func(tx *storage.Tx) error {
		tree := s.db.Tree()
		_, err := tx.PutPerson(conversation.Person{
			Name: name, Role: conversation.Officer, Unit: tree.Communes(tree.Roots(20780)[0], 20780)[0], Chats: []chat.Key{k}, Since: s.now(),
		})
		if err != nil {
			return err
		}
		return tx.SetState(k, conversation.State{Draft: &conversation.Draft{Form: "tuyen_truyen"}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestLongAway: after more than a day without the bot, those with an open report are told once that messages may be lost,
// however often the bot is started; after less, nobody is.
func TestLongAway(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var told atomic.Int64
	s.heard = func(r chat.Reply) {
		if strings.Contains(r.Text, "Bot đã ngừng hơn một ngày, từ khoảng") {
			told.Add(1)
		}
	}
	for i := range 11 {
		s.draftFor(t, fmt.Sprintf("người %d", i))
	}
	for _, step := range []struct {
		now  string
		want int64 // messages to them
	}{
		{"2026-11-23 09:00", 0}, // the first start ever
		{"2026-11-24 08:30", 0}, // away for less than a day
		{"2026-12-01 22:00", 0}, // a week, but these are quiet hours
		{"2026-12-02 08:00", 11},
		{"2026-12-02 08:01", 0},
		{"2026-12-03 08:01", 11},
	} {
		told.Store(0)
		for range 4 { // a start tells eight people at most before they are sent to
			s.open(t, step.now)
		}
		if got := told.Load(); got != step.want {
			t.Errorf("%s: got %d people told, want %d", step.now, got, step.want)
		}
	}
}

// TestClockPutBack: a clock that was wrong for a while, as on a machine whose battery is empty, neither silences what the
// clock leads to nor repeats it.
func TestClockPutBack(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	heads := 0
	s.heard = func(r chat.Reply) {
		if strings.Contains(r.Text, "Mã niêm phong") {
			heads++
		}
	}
	for i, step := range []struct {
		moments []string // of one process
		want    int
	}{
		{[]string{"2026-11-23 09:00"}, 0},
		{[]string{"2026-11-24 09:00"}, 1},
		{[]string{"2036-11-24 09:00"}, 1},                                         // ten years ahead, and put right after a restart
		{[]string{"2026-11-24 09:10", "2026-11-24 11:00", "2026-11-25 09:00"}, 1}, // after two hours it is believed
		{[]string{"2016-11-25 09:00"}, 0},                                         // ten years back
		{[]string{"2026-11-25 09:10"}, 0},                                         // put right: nothing is repeated
		{[]string{"2026-11-26 09:00", "2036-11-26 09:00", "2026-11-26 09:01"}, 1}, // forth and back in one process
		{[]string{"2026-11-26 09:02", "2026-11-26 11:00", "2026-11-27 09:00"}, 1},
		{[]string{"2026-11-28 09:00", "2016-11-28 09:00", "2026-11-28 09:01", "2026-11-29 09:00"}, 1}, // back and forth
	} {
		heads = 0
		s.draftFor(t, step.moments[0]) // so that the journal has something new, once
		s.open(t, step.moments...)
		if heads != step.want {
			t.Errorf("step %d, %v: got %d heads of the journal, want %d", i, step.moments, heads, step.want)
		}
	}
}
