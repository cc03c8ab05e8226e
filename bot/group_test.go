package bot_test

import (
	"fmt"
	"testing"

	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/storage"
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
