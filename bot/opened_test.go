package bot_test

import (
	"strings"
	"testing"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// TestEmptyChatIsGreeted: whoever opens a chat that shows nothing is told how to begin, or what is open; a stranger is told
// nothing before saying something.
func TestEmptyChatIsGreeted(t *testing.T) {
	t.Parallel()
	s := newSiege(t)
	officer := s.add(t, "opens", conversation.Officer, s.theirs)
	opened := func(k chat.Key) string {
		number, _ := s.journal(t)
		got := s.hears(t, chat.Update{Key: k, Kind: chat.Opened, Sent: time.Now()})
		s.holds(t, number, "opening a chat", got)
		return got
	}
	if got := opened(officer); !strings.HasPrefix(got, "Chào đồng chí. Đồng chí viết như") {
		t.Errorf("got %q, want how to begin", got)
	}
	s.hears(t, text("", officer, "/baocao tặng quà"))
	if got := opened(officer); !strings.HasPrefix(got, "Chào đồng chí. Việc đang làm dở:\n\nTặng quà ngày nào?") || !strings.Contains(got, "Hôm nay") {
		t.Errorf("got %q, want the open question with its buttons", got)
	}
	if got := s.hears(t, text("", officer, "hôm nay")); !strings.Contains(got, "đối tượng") {
		t.Errorf("got %q, want the dialogue to go on", got)
	}
	if got := opened(chat.Key{Platform: chat.Web, Chat: "stranger"}); got != "" {
		t.Errorf("a stranger got %q, want nothing", got)
	}
}
