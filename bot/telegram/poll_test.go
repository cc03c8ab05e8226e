package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/telegram"
)

func TestStart(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Username: "kontum_bot"})
	r := newRig(t, telegram.Options{APIEndpoint: srv.URL() + "/", Commands: []telegram.Command{
		{Name: "baocao", Description: map[string]string{"vi": "Báo cáo", "en": "Report"}},
		{Name: "huy", Description: map[string]string{"": "Cancel", "vi": "Hủy"}},
	}, InGroups: []telegram.Command{{Name: "nhom", Description: map[string]string{"vi": "Gắn nhóm"}}}})
	srv.SetWebhook("https://example.com")
	b := newInbox()
	an := srv.User(7, "An")
	an.Send("/start@Kontum_Bot")
	stop := r.run(b)
	b.wait(t, 1)
	if texts, _ := b.all(); !slices.Equal(texts, []string{"/start"}) {
		t.Errorf("got %q, want the command without the name, webhook or not", texts)
	}
	if got := r.Username(); got != "kontum_bot" {
		t.Errorf("username %q", got)
	}
	for language, want := range map[string]string{
		"":   `[{"command":"baocao","description":"Báo cáo"},{"command":"huy","description":"Cancel"}]`,
		"vi": `[{"command":"baocao","description":"Báo cáo"},{"command":"huy","description":"Hủy"}]`,
		"en": `[{"command":"baocao","description":"Report"},{"command":"huy","description":"Cancel"}]`,

		"all_group_chats/vi": `[{"command":"nhom","description":"Gắn nhóm"}]`,
	} {
		if got := srv.Commands(language); got != want {
			t.Errorf("menu %q: got %s, want %s", language, got, want)
		}
	}
	if err := stop(); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := srv.Breaches(); len(got) > 0 {
		t.Errorf("breaches: %v", got)
	}
}

func TestNothingIsConfirmedBeforeItIsCommitted(t *testing.T) {
	t.Parallel()
	srv, r := against(t, telegramd.Options{})
	an := srv.User(7, "An")
	an.Send("a")
	an.Send("b")
	full := errors.New("disk full")
	b := newInbox()
	b.fail = full
	if err := r.Run(t.Context(), 0, b.deliver); !errors.Is(err, full) {
		t.Errorf("got %v, want the error of deliver", err)
	}
	if got := srv.Pending(); got != 2 {
		t.Errorf("%d updates are left, want 2", got)
	}
	b.fail = nil
	stop := r.run(b)
	b.wait(t, 2)
	if got := time.Since(time.Unix(r.Answered(), 0)); got > time.Minute {
		t.Errorf("the last poll was answered %v ago, want now", got)
	}
	if err := srv.Drained(t.Context()); err != nil {
		t.Error(err)
	}
	if err := stop(); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if texts, _ := b.all(); !slices.Equal(texts, []string{"a", "b"}) || b.position != telegram.PositionForTest(srv.Token(), 700_000_003) {
		t.Errorf("got %q, position %d", texts, b.position)
	}
}

func TestTroublesOfTheLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault telegramd.Fault
		least time.Duration // of each pause
		log   string
	}{
		{"html", telegramd.Fault{Kind: telegramd.HTML502, Times: 5}, time.Second / 2, "status 502: the answer is not JSON"},
		{"garbage", telegramd.Fault{Kind: telegramd.Garbage, Times: 5}, time.Second / 2, "not JSON"},
		{"cut before", telegramd.Fault{Kind: telegramd.CutBefore, Times: 5}, time.Second / 2, "kết nối bị ngắt"},
		{"cut after the effect", telegramd.Fault{Kind: telegramd.CutAfter, Times: 5}, time.Second / 2, "EOF"},
		{"429", telegramd.Fault{Kind: telegramd.TooMany, RetryAfter: 3, Times: 5}, 3 * time.Second, "telegram asks to wait"},
		{"409", telegramd.Fault{
			Kind: telegramd.Code, Code: 409, Times: 5,
			Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
		}, 5 * time.Second, "another instance polls with this token"},
		{"500", telegramd.Fault{Kind: telegramd.Code, Code: 500, Description: "Internal Server Error: restart", Times: 5}, time.Second / 2, "restart"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			srv, r := against(t, telegramd.Options{})
			c.fault.Method = "getUpdates"
			srv.Fault(c.fault)
			an := srv.User(7, "An")
			for i := range 5 {
				an.Send(fmt.Sprint(i))
			}
			b := newInbox()
			stop := r.run(b)
			b.wait(t, 5)
			if err := stop(); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			if pauses := r.paused(); len(pauses) < 5 || slices.Min(pauses[:5]) < c.least || slices.Max(pauses[:5]) > time.Minute {
				t.Errorf("pauses %v, want each at least %v", pauses, c.least)
			}
			if log := r.log(); strings.Count(log, c.log) != 1 || strings.Count(log, "\n") != 2 || !strings.Contains(log, "telegram answers again") {
				t.Errorf("want one line with %q and one when it is over, got:\n%s", c.log, log)
			}
		})
	}
}

func TestPausesGrow(t *testing.T) {
	t.Parallel()
	srv, r := against(t, telegramd.Options{})
	srv.Fault(telegramd.Fault{Method: "getMe", Kind: telegramd.HTML502, Times: 12})
	srv.User(7, "An").Send("a")
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 1)
	_ = stop()
	for i, got := range r.paused()[:12] {
		most := min(time.Second<<i, time.Minute)
		if got < most/2 || got > most {
			t.Errorf("pause %d: got %v, want %v to %v", i, got, most/2, most)
		}
	}
}

func TestRandomFaults(t *testing.T) {
	t.Parallel()
	srv, r := against(t, telegramd.Options{Seed: 3})
	for _, kind := range []telegramd.FaultKind{telegramd.HTML502, telegramd.CutBefore, telegramd.CutAfter, telegramd.Garbage} {
		srv.Fault(telegramd.Fault{Kind: kind, Rate: 0.1})
	}
	an := srv.User(7, "An")
	b := newInbox()
	stop := r.run(b)
	var want []string
	for i := range 200 {
		want = append(want, fmt.Sprint(i))
		an.Send(want[i])
		if i%10 == 9 {
			b.wait(t, 10)
			srv.Redeliver(3)
		}
	}
	srv.ClearFaults()
	if err := srv.Drained(t.Context()); err != nil {
		t.Error(err)
	}
	_ = stop()
	if got, _ := b.all(); !slices.Equal(got, want) {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, got))
	}
	if b.repeated == 0 {
		t.Error("nothing was delivered again, so that nothing was tried")
	}
}

func TestRedelivery(t *testing.T) {
	t.Parallel()
	srv, r := against(t, telegramd.Options{})
	an := srv.User(7, "An")
	b := newInbox()
	stop := r.run(b)
	an.Send("a")
	an.Send("b")
	b.wait(t, 2)
	if err := srv.Drained(t.Context()); err != nil {
		t.Fatal(err)
	}
	srv.Redeliver(2)
	an.Send("c")
	b.wait(t, 1)
	if err := srv.Drained(t.Context()); err != nil {
		t.Fatal(err)
	}
	_ = stop()
	if texts, _ := b.all(); b.repeated != 2 || !slices.Equal(texts, []string{"a", "b", "c"}) {
		t.Errorf("got %q and %d again, want a, b, c and 2", texts, b.repeated)
	}
}

func TestLowerIDsAfterAQuietWeek(t *testing.T) {
	t.Parallel()
	srv, r := against(t, telegramd.Options{})
	an := srv.User(7, "An")
	b := newInbox()
	stop := r.run(b)
	an.Send("a")
	b.wait(t, 1)
	if err := srv.Drained(t.Context()); err != nil {
		t.Fatal(err)
	}
	srv.ResetIDs(5000)
	an.Send("b")
	b.wait(t, 1)
	if err := srv.Drained(t.Context()); err != nil {
		t.Fatal(err)
	}
	an.Send("c")
	b.wait(t, 1)
	_ = stop()
	if _, updates := b.all(); updates[1].ID != "4242424242-5000" || updates[2].ID != "4242424242-5001" ||
		b.position != telegram.PositionForTest(telegramd.DefaultToken, 5002) {
		t.Errorf("got %+v", updates)
	}
}

func TestPoison(t *testing.T) {
	t.Parallel()
	srv, r := against(t, telegramd.Options{})
	an := srv.User(7, "An")
	an.Send("a")
	srv.Inject("message", `{"message":{"message_id":1,"text":5}}`)
	srv.Inject("message", `{"update_id":"x","message":[]}`)
	srv.Inject("message", `{"something_new":{}}`)
	srv.Inject("message", `{}`)
	an.Send("b")
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 6)
	if err := srv.Drained(t.Context()); err != nil {
		t.Error(err)
	}
	_ = stop()
	_, updates := b.all()
	var got []string
	for _, u := range updates {
		got = append(got, u.ID[len(u.ID)-3:]+" "+u.Text+u.Cause)
	}
	want := []string{
		"001 a", "002 a wrong type in message.text", "003 a wrong type in message",
		"004 an update of a kind that is not used", "005 an update of a kind that is not used", "006 b",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTwoInstances(t *testing.T) {
	t.Parallel()
	srv, r := against(t, telegramd.Options{})
	b := newInbox()
	stop := r.run(b)
	for srv.Calls("getUpdates") < 1 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(20 * time.Millisecond)
	resp, err := http.Get(srv.URL() + "/bot" + srv.Token() + "/getUpdates?timeout=50&allowed_updates=[]") //nolint:noctx // the other instance
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	srv.User(7, "An").Send("a")
	b.wait(t, 1)
	_ = stop()
	if resp.StatusCode != 409 {
		t.Errorf("the other instance got %d, want 409", resp.StatusCode)
	}
	if log := r.log(); !strings.Contains(log, "another instance polls with this token") {
		t.Errorf("log: %s", log)
	}
	if pauses := r.paused(); len(pauses) == 0 || pauses[0] < 5*time.Second {
		t.Errorf("pauses %v, want at least 5 s", pauses)
	}
}

func TestTokenRefused(t *testing.T) {
	t.Parallel()
	srv, _ := against(t, telegramd.Options{Token: "99:other"})
	r := newRig(t, telegram.Options{APIEndpoint: srv.URL()})
	if err := r.Run(t.Context(), 0, newInbox().deliver); !errors.Is(err, telegram.ErrToken) {
		t.Errorf("a wrong token: got %v", err)
	}
	elsewhere := newRig(t, telegram.Options{APIEndpoint: srv.URL() + "/nowhere"})
	if err := elsewhere.Run(t.Context(), 0, newInbox().deliver); !errors.Is(err, telegram.ErrToken) {
		t.Errorf("404: got %v", err)
	}
	srv, r = against(t, telegramd.Options{})
	b := newInbox()
	srv.User(7, "An").Send("a")
	ended := make(chan error, 1)
	go func() { ended <- r.Run(t.Context(), 0, b.deliver) }()
	b.wait(t, 1)
	srv.Revoke()
	srv.User(7, "An").Send("b") // ends the long poll
	if err := r.ended(ended); !errors.Is(err, telegram.ErrToken) {
		t.Errorf("revoked: got %v", err)
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for _, c := range []struct {
		name string
		o    telegram.Options
		want []string
	}{
		{"refused", telegram.Options{APIEndpoint: closed.URL}, []string{"why=refused", "kết nối bị từ chối", "Telegram có thể bị chặn ở mạng này"}},
		{"dns", telegram.Options{APIEndpoint: "http://telegram..invalid"}, []string{"why=dns", "không phân giải được tên miền", "Telegram có thể bị chặn ở mạng này"}},
		{"proxy", telegram.Options{APIEndpoint: "http://telegram.invalid", Proxy: "socks5://u:geheim@" + closed.Listener.Addr().String()}, []string{"why=proxy", "telegram.proxy"}},
		{"web page", telegram.Options{APIEndpoint: page(t)}, []string{"why=answer", "telegram.api_endpoint"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, c.o)
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			if err := r.Run(ctx, 0, newInbox().deliver); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want to go on until the end", err)
			}
			for _, want := range c.want {
				if strings.Count(r.log(), want) != 1 {
					t.Errorf("want %q once in the log:\n%s", want, r.log())
				}
			}
			if len(r.paused()) < 2 {
				t.Error("it did not try again")
			}
			_, err := r.Send(t.Context(), chat.Key{Platform: chat.Telegram, Chat: "7"}, chat.Reply{Text: "a"})
			if send, ok := errors.AsType[*chat.SendError](err); !ok || send.Failure != chat.Retry {
				t.Errorf("send: got %v", err)
			}
			noSecrets(t, err.Error())
		})
	}
}

// page gives the address of a captive portal: 200 and HTML for everything.
func page(t *testing.T) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "<html>"+r.URL.Path+"</html>") //nolint:gosec // no browser reads it
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

// A relay that holds no poll and takes no offset must not be stormed.
func TestNoStorm(t *testing.T) {
	t.Parallel()
	for _, updates := range []string{`[]`, `[{"update_id":5,"message":{}}]`, `[{"update_id":"?"}]`, `7`} {
		calls := make(chan struct{}, 1_000_000)
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls <- struct{}{}
			_, _ = io.WriteString(w, `{"ok":true,"result":`+updates+`}`)
		}))
		t.Cleanup(srv.Close)
		r := newRig(t, telegram.Options{APIEndpoint: srv.URL})
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		err := r.Run(ctx, 0, newInbox().deliver)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: got %v", updates, err)
		}
		if asked, paused := len(calls), len(r.paused()); paused < asked-5 {
			t.Errorf("%s: %d pauses for %d calls", updates, paused, asked)
		}
	}
}

func TestShutdownDuringALongPoll(t *testing.T) {
	t.Parallel()
	srv, r := against(t, telegramd.Options{})
	stop := r.run(newInbox())
	for srv.Calls("getUpdates") < 1 {
		time.Sleep(time.Millisecond)
	}
	started := time.Now()
	if err := stop(); !errors.Is(err, context.Canceled) || time.Since(started) > time.Second {
		t.Errorf("got %v after %v", err, time.Since(started))
	}
}
