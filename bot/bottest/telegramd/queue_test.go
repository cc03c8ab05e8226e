package telegramd_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
)

type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

const all = `allowed_updates=["message","edited_message","callback_query","my_chat_member"]&`

// poll gives the ids and texts of an answer, like "11:a 12:b", or the refusal.
func poll(t *testing.T, srv *telegramd.Server, query string) string {
	t.Helper()
	_, body := post(t, srv, "getUpdates", all+query)
	var a struct {
		Description string
		Result      []struct {
			ID      int64 `json:"update_id"`
			Message struct{ Text string }
			Edited  struct{ Text string } `json:"edited_message"`
		}
	}
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		t.Errorf("body %q", body)
	}
	var parts []string
	for _, u := range a.Result {
		parts = append(parts, fmt.Sprintf("%d:%s", u.ID, u.Message.Text+u.Edited.Text))
	}
	return a.Description + strings.Join(parts, " ")
}

func TestOffsets(t *testing.T) {
	t.Parallel()
	clock := newClock()
	srv := telegramd.New(t, telegramd.Options{Now: clock.now, FirstUpdate: 200_011})
	an := srv.User(7, "An")
	for _, text := range []string{"a", "b", "c", "d", "e"} {
		an.Send(text)
	}
	for _, c := range []struct{ query, want string }{
		{"", "200011:a 200012:b 200013:c 200014:d 200015:e"},
		{"limit=2", "200011:a 200012:b"},
		{"limit=0", "200011:a"},
		{"offset=200011&limit=1", "200011:a"},
		{"offset=200012", "200012:b 200013:c 200014:d 200015:e"},
		{"", "200012:b 200013:c 200014:d 200015:e"},
		{"offset=99999", "200012:b 200013:c 200014:d 200015:e"},  // far before the head: not believed
		{"offset=200027", "200012:b 200013:c 200014:d 200015:e"}, // far behind the tail: not believed
		{"offset=-2", "200014:d 200015:e"},                       // the others are gone
		{"offset=0", "200014:d 200015:e"},
		{"offset=200016", ""},
	} {
		if got := poll(t, srv, c.query); got != c.want {
			t.Errorf("%q: got %q, want %q", c.query, got, c.want)
		}
	}
	if got := srv.Redeliver(2); got != 2 {
		t.Errorf("redelivered %d", got)
	}
	an.Send("f")
	if got, want := poll(t, srv, "offset=200016"), "200014:d 200015:e 200016:f"; got != want {
		t.Errorf("redelivery: got %q, want %q", got, want)
	}
	srv.ResetIDs(55)
	an.Send("g")
	if got, want := poll(t, srv, "offset=200017"), "200017:g"; got != want {
		t.Errorf("the reset waits for an empty queue: got %q, want %q", got, want)
	}
	poll(t, srv, "offset=200018")
	an.Send("h")
	if got, want := poll(t, srv, "offset=200018"), "55:h"; got != want {
		t.Errorf("after the reset: got %q, want %q", got, want)
	}
	if got := poll(t, srv, "offset=56"); got != "" {
		t.Errorf("confirmed by a lower offset: got %q", got)
	}
	if got := srv.Breaches(); len(got) != 0 {
		t.Errorf("breaches: %v", got)
	}
}

func TestUpdatesExpire(t *testing.T) {
	t.Parallel()
	clock := newClock()
	srv := telegramd.New(t, telegramd.Options{Now: clock.now, FirstUpdate: 1})
	an := srv.User(7, "An")
	an.Send("a")
	an.PressData(1, "x")
	for _, c := range []struct {
		later time.Duration
		want  string
	}{{150 * time.Second, "1:a 2:"}, {time.Second, "1:a"}, {24 * time.Hour, ""}} {
		clock.add(c.later)
		if got := poll(t, srv, ""); got != c.want {
			t.Errorf("%v later: got %q, want %q", c.later, got, c.want)
		}
	}
}

func TestAllowedUpdates(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, FirstUpdate: 1})
	an := srv.User(7, "An")
	post(t, srv, "getUpdates", `allowed_updates=["edited_message"]`)
	id := an.Send("a")
	an.Edit(id, "b")
	_, body := post(t, srv, "getUpdates", "") // the filter stays
	if !strings.Contains(body, `"edited_message"`) || strings.Contains(body, `"message":`) {
		t.Errorf("got %s", body)
	}
	post(t, srv, "getUpdates", "allowed_updates=x")
	if got := len(srv.Breaches()); got != 2 {
		t.Errorf("got %v, want two breaches", srv.Breaches())
	}
	post(t, srv, "getUpdates", "allowed_updates=[]")
	an.Send("c")
	if got, want := poll(t, srv, "offset=2"), "2:c"; got != want {
		t.Errorf("default set: got %q, want %q", got, want)
	}
}

// waiting waits until so many getUpdates calls have come, so that an order of calls is certain.
func waiting(t *testing.T, srv *telegramd.Server, calls int) {
	t.Helper()
	for srv.Calls("getUpdates") < calls {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(20 * time.Millisecond) // from being counted to waiting
}

func TestLongPoll(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, FirstUpdate: 1})
	started := time.Now()
	if got := poll(t, srv, "timeout=1"); got != "" || time.Since(started) < time.Second {
		t.Errorf("got %q after %v, want nothing after 1 s", got, time.Since(started))
	}
	answers := make(chan string, 1)
	go func() { answers <- poll(t, srv, "timeout=50") }()
	waiting(t, srv, 2)
	srv.User(7, "An").Send("a")
	if got, want := <-answers, "1:a"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestConflicts(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, FirstUpdate: 1})
	older, newer := make(chan string, 1), make(chan string, 1)
	go func() { older <- poll(t, srv, "timeout=50") }()
	waiting(t, srv, 1)
	if got := poll(t, srv, "timeout=0"); got != "" {
		t.Errorf("a short poll: got %q", got)
	}
	go func() { newer <- poll(t, srv, "timeout=50") }()
	if got, want := <-older, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	waiting(t, srv, 3)
	srv.SetWebhook("https://example.com")
	if got, want := <-newer, "Conflict: terminated by setWebhook request"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	want := "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
	if got := poll(t, srv, ""); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, text := range []string{"Webhook was deleted", "Webhook is already deleted"} {
		if _, body := post(t, srv, "deleteWebhook", ""); !strings.Contains(body, text) {
			t.Errorf("got %s, want %s", body, text)
		}
	}
}

func TestWaiting(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, quick())
	an := srv.User(7, "An")
	an.Send("/start")
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := an.Wait(ctx, 1); err == nil {
		t.Error("a message came from nowhere")
	}
	if err := srv.Drained(ctx); err == nil {
		t.Error("drained with an update pending")
	}
	var calls sync.WaitGroup
	defer calls.Wait()
	calls.Go(func() { post(t, srv, "sendMessage", "chat_id=7&text=a") })
	if shown, err := an.Wait(t.Context(), 1); err != nil || len(shown) != 1 || shown[0].Text != "a" {
		t.Errorf("got %v, %v", shown, err)
	}
	calls.Go(func() { poll(t, srv, "offset=700000002") })
	if err := srv.Drained(t.Context()); err != nil {
		t.Error(err)
	}
}
