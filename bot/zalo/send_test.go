package zalo_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/zalod"
	"danvanbot/bot/chat"
)

var to = chat.Key{Platform: chat.Zalo, Chat: anID}

// chatting gives a fake in which An has written, and a client.
func chatting(t *testing.T, o zalod.Options) (*zalod.Server, *zalod.User, *rig) {
	t.Helper()
	srv, r := against(t, o)
	an := srv.User(anID, "An")
	an.Send("a")
	return srv, an, r
}

func written(an *zalod.User) []string {
	var texts []string
	for _, m := range an.Messages() {
		if m.Bot {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func TestSend(t *testing.T) {
	t.Parallel()
	srv, an, r := chatting(t, zalod.Options{})
	for _, reply := range []chat.Reply{
		{Text: "<b>Bao nhiêu?</b> &lt;5", Keyboard: keyboard("a|b")},
		{Answer: "99", Text: "Đã nhận"}, // there are no presses
		{Text: "anew", Edit: "82599fa32f56d00e8941"},
		{Text: " \n "},
	} {
		id, err := r.Send(t.Context(), to, reply)
		if sent := reply.Answer == "" && strings.TrimSpace(reply.Text) != ""; err != nil || (id != "") != sent {
			t.Errorf("%+v: got %q, %v", reply, id, err)
		}
	}
	if diff := cmp.Diff([]string{"Bao nhiêu? <5\n1. a   2. b", "anew"}, written(an)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := r.Usage(); got.Sent != 2 {
		t.Errorf("counted %d messages, want 2", got.Sent)
	}
	if _, out := srv.Used(); out != 2 {
		t.Errorf("%d messages, want 2", out)
	}
}

// TestSendFailures holds each answer against what the sender shall do.
func TestSendFailures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault zalod.Fault
		want  chat.Failure
		after time.Duration
	}{
		{"quota", zalod.Fault{Kind: zalod.Code, Code: 429, Description: "Quota exceeded"}, chat.Throttled, time.Hour},
		{"quota with 200, as a string", zalod.Fault{Kind: zalod.Code, Code: 429, Status: 200, Quoted: true, Description: "Quota exceeded"}, chat.Throttled, time.Hour},
		{"too fast", zalod.Fault{Kind: zalod.HTML, Code: 429}, chat.Throttled, time.Minute},
		{"502 page", zalod.Fault{Kind: zalod.HTML}, chat.Retry, 0},
		{"page with 200", zalod.Fault{Kind: zalod.HTML, Code: 200}, chat.Retry, 0},
		{"404 page", zalod.Fault{Kind: zalod.HTML, Code: 404}, chat.Retry, 0},
		{"cut", zalod.Fault{Kind: zalod.CutBefore}, chat.Retry, 0},
		{"garbage", zalod.Fault{Kind: zalod.Garbage}, chat.Retry, 0},
		{"500", zalod.Fault{Kind: zalod.Code, Code: 500, Description: "x"}, chat.Retry, 0},
		{"408", zalod.Fault{Kind: zalod.Code, Code: 408, Description: "Request timeout"}, chat.Retry, 0},
		{"403 that means 500", zalod.Fault{Kind: zalod.Code, Code: 403, Description: "Internal server error"}, chat.Retry, 0},
		{"403", zalod.Fault{Kind: zalod.Code, Code: 403, Description: "Forbidden"}, chat.Gone, 0},
		{"400 with 200", zalod.Fault{Kind: zalod.Code, Code: 400, Status: 200, Description: "Bad request: x"}, chat.Permanent, 0},
		{"404 before the token is known", zalod.Fault{Kind: zalod.Code, Code: 404, Description: "Not Found"}, chat.Retry, 0},
	} {
		srv, an, r := chatting(t, zalod.Options{})
		c.fault.Times = 1
		srv.Fault(c.fault)
		_, err := r.Send(t.Context(), to, chat.Reply{Text: "Đồng chí An"})
		got := failure(t, err)
		if got.Failure != c.want || got.After != c.after || strings.Contains(got.Cause, "Đồng chí") {
			t.Errorf("%s: got %v after %v (%s), want %v after %v", c.name, got.Failure, got.After, got.Cause, c.want, c.after)
		}
		if _, err := r.Send(t.Context(), to, chat.Reply{Text: "b"}); err != nil || !slices.Equal(written(an), []string{"b"}) {
			t.Errorf("%s: afterwards: got %v, %q", c.name, err, written(an))
		}
	}
}

func TestAChatThatIsGone(t *testing.T) {
	t.Parallel()
	srv, _, r := chatting(t, zalod.Options{})
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 1)
	defer stop() //nolint:errcheck // it is cancelled
	srv.Fault(zalod.Fault{Method: "sendMessage", Kind: zalod.Code, Code: 404, Description: "Not Found", Times: 1})
	_, err := r.Send(t.Context(), to, chat.Reply{Text: "a"})
	if got := failure(t, err); got.Failure != chat.Gone {
		t.Errorf("got %v, want gone", got.Failure)
	}
	_, err = r.Send(t.Context(), chat.Key{Platform: chat.Zalo, Chat: "stranger"}, chat.Reply{Text: "a"})
	if got := failure(t, err); got.Failure != chat.Permanent {
		t.Errorf("who never wrote: got %v, want permanent", got.Failure)
	}
}

// TestLongTexts: a text of several parts goes on where it stopped, so that nothing is sent twice.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	srv, an, r := chatting(t, zalod.Options{})
	line := strings.Repeat("Đăk Hà ủng hộ 📋 ", 6)
	text := strings.TrimSpace(strings.Repeat(line+"\n", 60))
	reply := chat.Reply{Text: "<b>" + text + "</b>", Keyboard: keyboard("Đúng|Sửa")}
	want := 4
	for _, n := range []int{2, 3} { // parts 2 and 3 fail once each
		srv.Fault(zalod.Fault{Method: "sendMessage", Kind: zalod.Slow, Times: 1})
		srv.Fault(zalod.Fault{Method: "sendMessage", Kind: zalod.HTML, Times: 1})
		_, err := r.Send(t.Context(), to, reply)
		if got := failure(t, err); got.Failure != chat.Retry || len(written(an)) != n-1 {
			t.Fatalf("got %v with %d parts, want retry with %d", got.Failure, len(written(an)), n-1)
		}
	}
	if id, err := r.Send(t.Context(), to, reply); err != nil || id == "" {
		t.Fatalf("got %q, %v", id, err)
	}
	parts := written(an)
	for i, part := range parts {
		if n := len(utf16.Encode([]rune(part))); n > 2000 || i < len(parts)-1 && n < 1000 {
			t.Errorf("part %d has %d characters", i, n)
		}
	}
	if got := solid(strings.Join(parts, "")); len(parts) != want || got != solid(text+"1. Đúng   2. Sửa") {
		t.Errorf("got %d parts, want %d with everything once", len(parts), want)
	}
	if _, err := r.Send(t.Context(), to, reply); err != nil || len(written(an)) != 2*want {
		t.Errorf("the same text again: got %v, %d parts in all", err, len(written(an)))
	}
}

func TestQuota(t *testing.T) {
	t.Parallel()
	var clock clock
	clock.set(time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC))
	srv, an, r := chatting(t, zalod.Options{Quota: 3, Now: clock.now})
	for range 2 {
		if _, err := r.Send(t.Context(), to, chat.Reply{Text: "b"}); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		_, err := r.Send(t.Context(), to, chat.Reply{Text: "c"})
		if got := failure(t, err); got.Failure != chat.Throttled || got.After < time.Minute {
			t.Errorf("got %v after %v, want throttled for long", got.Failure, got.After)
		}
		clock.set(clock.now().Add(time.Hour))
	}
	if log := r.log(); strings.Count(log, "the month's messages are used up") != 1 {
		t.Errorf("want one line about the quota, got:\n%s", log)
	}
	clock.set(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
	if _, err := r.Send(t.Context(), to, chat.Reply{Text: "c"}); err != nil {
		t.Errorf("in the new month: %v", err)
	}
	if got := written(an); !slices.Equal(got, []string{"b", "b", "c"}) {
		t.Errorf("got %q", got)
	}
	if in, out := srv.Used(); in != 0 || out != 1 {
		t.Errorf("the fake counts %d and %d, want a new month", in, out)
	}
}
