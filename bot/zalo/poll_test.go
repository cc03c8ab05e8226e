package zalo_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"danvanbot/bot/bottest/zalod"
	"danvanbot/bot/chat"
	"danvanbot/bot/zalo"
)

const anID = "6ede9afa66b88fe6d6a9"

func TestRun(t *testing.T) {
	t.Parallel()
	for name, idle := range map[string]zalod.Idle{"body": zalod.IdleBody, "status": zalod.IdleStatus, "empty": zalod.IdleEmpty} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, r := against(t, zalod.Options{Idle: idle, Hold: 20 * time.Millisecond})
			srv.SetWebhook("https://example.com/hook") // somebody else's: it would take the messages
			b := newInbox()
			stop := r.run(b)
			an := srv.User(anID, "An")
			if err := srv.Polled(t.Context(), 5); err != nil {
				t.Fatal(err)
			}
			an.Send("một")
			an.Photo("ảnh")
			an.Sticker()
			an.Voice()
			an.Unsupported()
			an.SendInGroup("a1b2", "nhóm")
			b.wait(t, 6)
			if err := stop(); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			if log := r.log(); log != "" {
				t.Errorf("idle answers are no trouble, but the log says:\n%s", log)
			}
			kinds := make([]chat.Kind, 0, 6)
			for _, u := range b.updates {
				kinds = append(kinds, u.Kind)
				if u.User != anID || u.Name != "An" || u.Key.Chat == "" {
					t.Errorf("who wrote is not known: %+v", u)
				}
			}
			want := []chat.Kind{chat.Text, chat.Photo, chat.Unknown, chat.Unknown, chat.Unknown, chat.Text}
			if !slices.Equal(kinds, want) || !b.updates[5].Group || b.updates[0].Group {
				t.Errorf("got %v, want %v with the last in a group", kinds, want)
			}
			if got := r.Usage(); got.Received != 6 || got.Sent != 0 {
				t.Errorf("got %+v, want 6 received", got)
			}
		})
	}
}

// TestPollsAgainAtOnce: what is written while nobody polls may be lost, so nothing waits between a message and the next poll.
func TestPollsAgainAtOnce(t *testing.T) {
	t.Parallel()
	srv, r := against(t, zalod.Options{})
	an := srv.User(anID, "An")
	for i := range 50 {
		an.Send(fmt.Sprint(i))
	}
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 50)
	_ = stop()
	if got := r.paused(); len(got) > 0 {
		t.Errorf("paused %v", got)
	}
	if texts := b.texts(); texts[0] != "0" || texts[49] != "49" {
		t.Errorf("got %v, want them in order", texts)
	}
	if got := srv.Calls("getUpdates"); got < 50 {
		t.Errorf("%d polls for 50 messages", got)
	}
}

func TestTheNextPollWaitsForTheCommit(t *testing.T) {
	t.Parallel()
	srv, r := against(t, zalod.Options{})
	an := srv.User(anID, "An")
	an.Send("a")
	an.Send("b")
	full := errors.New("disk full")
	b := newInbox()
	b.fail = full
	if err := r.Run(t.Context(), 0, b.deliver); !errors.Is(err, full) {
		t.Errorf("got %v, want the error of deliver", err)
	}
	if got := srv.Pending(); got != 1 {
		t.Errorf("%d messages are left, want 1: the second was polled for before the first was committed", got)
	}
}

func TestTroublesOfTheLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault zalod.Fault
		least time.Duration // of each pause
		log   string
	}{
		{"502 page", zalod.Fault{Kind: zalod.HTML}, time.Second / 4, "status 502: the answer is not JSON"},
		{"page with 200", zalod.Fault{Kind: zalod.HTML, Code: 200}, time.Second / 4, "the answer is not JSON"},
		{"429 page", zalod.Fault{Kind: zalod.HTML, Code: 429}, 20 * time.Second, "status 429"},
		{"garbage", zalod.Fault{Kind: zalod.Garbage}, time.Second / 4, "not JSON"},
		{"cut before", zalod.Fault{Kind: zalod.CutBefore}, time.Second / 4, "kết nối bị ngắt"},
		{"500 with 200", zalod.Fault{Kind: zalod.Code, Code: 500, Status: 200, Description: "restart"}, time.Second / 4, "status 500: restart"},
		{"500 as a string", zalod.Fault{Kind: zalod.Code, Code: 500, Status: 200, Quoted: true, Description: "restart"}, time.Second / 4, "status 500: restart"},
		{"403 that means 500", zalod.Fault{Kind: zalod.Code, Code: 403, Description: "internal server error"}, time.Second / 4, "status 403"},
		{"quota", zalod.Fault{Kind: zalod.Code, Code: 429, Description: "Quota exceeded"}, 20 * time.Second, "Quota exceeded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			srv, r := against(t, zalod.Options{})
			c.fault.Method, c.fault.Times = "getUpdates", 5
			srv.Fault(c.fault)
			an := srv.User(anID, "An")
			for i := range 5 {
				an.Send(fmt.Sprint(i))
			}
			b := newInbox()
			stop := r.run(b)
			b.wait(t, 5)
			if err := stop(); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			if pauses := r.paused(); len(pauses) != 5 || slices.Min(pauses) < c.least || slices.Max(pauses) > 2*20*time.Second {
				t.Errorf("pauses %v, want 5 of at least %v", pauses, c.least)
			}
			if log := r.log(); strings.Count(log, c.log) != 1 || strings.Count(log, "\n") != 2 || !strings.Contains(log, "zalo answers again") {
				t.Errorf("want one line with %q and one when it is over, got:\n%s", c.log, log)
			}
		})
	}
}

// TestWhatIsLost: a cut after the message was taken away loses it, and no other.
func TestWhatIsLost(t *testing.T) {
	t.Parallel()
	srv, r := against(t, zalod.Options{})
	an := srv.User(anID, "An")
	for i := range 4 {
		an.Send(fmt.Sprint(i))
	}
	srv.Fault(zalod.Fault{Method: "getUpdates", Kind: zalod.CutAfter, Times: 1})
	srv.Inject(`{"event_name":5}`)
	an.Send("4")
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 4)
	_ = stop()
	if got := b.texts(); !slices.Equal(got, []string{"1", "2", "3", "4"}) {
		t.Errorf("got %v", got)
	}
	if log := r.log(); !strings.Contains(log, "a zalo message that cannot be read") || !strings.Contains(log, "a wrong type in event_name") {
		t.Errorf("got log:\n%s", log)
	}
}

func TestPausesGrow(t *testing.T) {
	t.Parallel()
	srv, r := against(t, zalod.Options{})
	srv.Fault(zalod.Fault{Method: "getMe", Kind: zalod.HTML, Times: 10})
	srv.User(anID, "An").Send("a")
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 1)
	_ = stop()
	for i, got := range r.paused() {
		most := min(500*time.Millisecond<<i, 20*time.Second)
		if got < most/2 || got > most {
			t.Errorf("pause %d: got %v, want %v to %v", i, got, most/2, most)
		}
	}
}

func TestAServerThatDoesNotHoldThePoll(t *testing.T) {
	t.Parallel()
	srv, r := against(t, zalod.Options{Hold: time.Nanosecond})
	stop := r.run(newInbox())
	if err := srv.Polled(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	_ = stop()
	if got := r.paused(); len(got) < 3 {
		t.Errorf("%d polls and %d pauses", srv.Calls("getUpdates"), len(got))
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	srv, r := against(t, zalod.Options{})
	b := newInbox()
	an := srv.User(anID, "An")
	an.Send("a")
	ended := make(chan error, 1)
	go func() { ended <- r.Run(t.Context(), 0, b.deliver) }()
	b.wait(t, 1)
	srv.ResetToken()
	an.Send("b") // ends the poll that waits; the next one is refused
	if err := <-ended; !errors.Is(err, zalo.ErrToken) {
		t.Errorf("got %v, want ErrToken", err)
	} else {
		noSecrets(t, err.Error())
	}
	_, err := r.Send(t.Context(), to, chat.Reply{Text: "a"})
	if got := failure(t, err); got.Failure != chat.Retry {
		t.Errorf("a send with a wrong token: got %v, want retry", got.Failure)
	}
	if err := r.Run(t.Context(), 0, b.deliver); !errors.Is(err, zalo.ErrToken) {
		t.Errorf("at start: got %v, want ErrToken", err)
	}
}

// TestSecrets provokes the errors that hold addresses.
func TestSecrets(t *testing.T) {
	t.Parallel()
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, `{"ok":false,"error_code":"502","description":"no upstream for `+r.URL.String()+`"}`) //nolint:gosec // no browser reads it
	}))
	t.Cleanup(echo.Close)
	away := httptest.NewServer(http.RedirectHandler("http://127.0.0.1:1/elsewhere", http.StatusFound))
	t.Cleanup(away.Close)
	for name, o := range map[string]zalo.Options{
		"echo":     {APIEndpoint: echo.URL},
		"redirect": {APIEndpoint: away.URL},
		"refused":  {APIEndpoint: "http://127.0.0.1:1"},
		"proxy":    {APIEndpoint: "http://zalo.invalid", Proxy: "http://u:geheim@127.0.0.1:1"}, //nolint:gosec // it must not be shown
		"socks":    {APIEndpoint: "http://zalo.invalid", Proxy: "socks5://u:geheim@127.0.0.1:1"},
	} {
		r := newRig(t, o)
		_, err := r.Send(t.Context(), to, chat.Reply{Text: "a"})
		if got := failure(t, err); got.Failure != chat.Retry || got.Cause == "" {
			t.Errorf("%s: got %+v, want retry", name, got)
		}
		if err := r.runUntilLogged(t, "zalo"); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// runUntilLogged polls until the log holds a word; a busy machine needs its time for that.
func (r *rig) runUntilLogged(t *testing.T, word string) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx, 0, newInbox().deliver) }()
	for begin := time.Now(); !strings.Contains(r.log(), word); time.Sleep(time.Millisecond) {
		if time.Since(begin) > 30*time.Second {
			t.Errorf("the log says nothing of %s", word)
			break
		}
	}
	cancel()
	return <-ended
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]zalo.Options{
		"no token":    {Now: time.Now},
		"token":       {Now: time.Now, Token: "abc/def"},
		"endpoint":    {Now: time.Now, Token: zalod.DefaultToken, APIEndpoint: "bot-api.zapps.me"},
		"query":       {Now: time.Now, Token: zalod.DefaultToken, APIEndpoint: "https://a?b=c"},
		"proxy":       {Now: time.Now, Token: zalod.DefaultToken, Proxy: "ftp://a:geheim@b"}, //nolint:gosec // it must not be shown
		"no clock":    {Token: zalod.DefaultToken},
		"below zero":  {Now: time.Now, Token: zalod.DefaultToken, Monthly: -1},
		"empty proxy": {Now: time.Now, Token: zalod.DefaultToken, Proxy: "http://"},
	} {
		_, err := zalo.New(o)
		if !errors.Is(err, zalo.ErrOptions) {
			t.Errorf("%s: got %v, want ErrOptions", name, err)
			continue
		}
		noSecrets(t, err.Error())
	}
	if c, err := zalo.New(zalo.Options{Token: "12345689:abc-xyz", Now: time.Now}); err != nil || c.Platform() != chat.Zalo {
		t.Errorf("got %v, %v", c, err)
	}
}

// TestRedirectsAreNotFollowed: a false server that sends on elsewhere gets no call there, whose path would hold the token.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	var followed atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed.Add(1) }))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect} {
		portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+r.URL.Path, status) //nolint:gosec // what is tested
		}))
		t.Cleanup(portal.Close)
		r := newRig(t, zalo.Options{APIEndpoint: portal.URL})
		if _, err := r.Send(t.Context(), to, chat.Reply{Text: "a"}); err == nil {
			t.Errorf("status %d: got no error for a reply that was sent on elsewhere", status)
		}
		if err := r.runUntilLogged(t, "zalo"); !errors.Is(err, context.Canceled) {
			t.Errorf("status %d: polling: got %v", status, err)
		}
	}
	if n := followed.Load(); n > 0 {
		t.Errorf("got %d calls elsewhere, want none", n)
	}
}
