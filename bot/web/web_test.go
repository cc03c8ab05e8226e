package web_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/web"
)

// fixture is a running server and the updates that it delivered.
type fixture struct {
	*web.Server
	url  string
	stop func() error

	mu      sync.Mutex
	updates []chat.Update // but for those that a chat was opened
	opened  int
	onTake  func(chat.Update) error
	onEnter func(context.Context)
}

func samplePeople() []web.DemoPerson {
	return []web.DemoPerson{
		{User: "canbo", Name: "Nguyễn Văn Mẫu", Role: "Cán bộ", Unit: "Công an xã Bờ Y"},
		{User: "chihuy", Name: "Trần Thị Mẫu", Role: "Chỉ huy đơn vị", Unit: "Công an xã Bờ Y"},
		{User: "lanhdao", Name: "Lê Văn Mẫu", Role: "Lãnh đạo", Unit: "Công an tỉnh Quảng Ngãi"},
		{User: "quantri", Name: "Phạm Thị Mẫu", Role: "Quản trị", Unit: "Công an tỉnh Quảng Ngãi"},
		{User: "nguoila", Name: "Người lạ", Role: "Chưa được mời"},
	}
}

func demo() web.Options { return web.Options{Demo: true, People: samplePeople()} }

// start runs a server until the test ends.
func start(t *testing.T, o web.Options) *fixture {
	t.Helper()
	return startAt(t, o, "127.0.0.1:0")
}

func startAt(t *testing.T, o web.Options, listen string) *fixture {
	t.Helper()
	o.Listen, o.Now = listen, time.Now
	s, err := web.New(o)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	f := &fixture{Server: s, url: "http://" + s.Addr()}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, 0, f.take) }()
	f.stop = sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() {
		if err := f.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return f
}

func (f *fixture) take(ctx context.Context, batch []chat.Update) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.onEnter != nil {
		f.onEnter(ctx)
	}
	for _, u := range batch {
		if u.Kind == chat.Opened {
			f.opened++
			continue
		}
		f.updates = append(f.updates, u)
		if f.onTake == nil {
			continue
		}
		if err := f.onTake(u); err != nil {
			return err
		}
	}
	return nil
}

func (f *fixture) react(onTake func(chat.Update) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.onTake = onTake
}

func (f *fixture) watch(onEnter func(context.Context)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.onEnter = onEnter
}

func (f *fixture) taken() []chat.Update {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]chat.Update(nil), f.updates...)
}

// post sends a JSON body as our page does, with headers changed by edit.
func (f *fixture) post(t *testing.T, path, body string, edit ...func(*http.Request)) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", f.url)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, e := range edit {
		e(r)
	}
	return do(t, r)
}

func (f *fixture) get(t *testing.T, path string, edit ...func(*http.Request)) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range edit {
		e(r)
	}
	return do(t, r)
}

func do(t *testing.T, r *http.Request) *http.Response {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	return resp
}

func wantStatus(t *testing.T, resp *http.Response, want int) {
	t.Helper()
	if resp.StatusCode != want {
		body, _ := io.ReadAll(io.LimitReader(resp.Body, 200))
		t.Errorf("%s %s: got status %d (%s), want %d", resp.Request.Method, resp.Request.URL.Path, resp.StatusCode,
			bytes.TrimSpace(body), want)
	}
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// events is one open stream of a person.
type events struct {
	body io.ReadCloser
	in   *bufio.Scanner
}

type event struct {
	id       string
	Messages []struct {
		ID      string
		Order   int64
		Mine    bool
		Text    string
		Pressed string
		Photos  int
		ReplyTo string
		Buttons [][]struct{ Label, Data string }
		File    struct{ Name, URL string }
	}
	Notices []struct{ Query, Text string }
}

func (f *fixture) listen(t *testing.T, query, lastID string, edit ...func(*http.Request)) *events {
	t.Helper()
	if lastID != "" {
		edit = append(edit, header("Last-Event-ID", lastID))
	}
	resp := f.get(t, "/api/events"+query, edit...)
	wantStatus(t, resp, http.StatusOK)
	if got := resp.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("got content type %q, want text/event-stream", got)
	}
	return &events{resp.Body, bufio.NewScanner(resp.Body)}
}

func (e *events) close() { _ = e.body.Close() }

func (e *events) next(t *testing.T) event {
	t.Helper()
	var out event
	for e.in.Scan() {
		line := e.in.Text()
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			out.id = id
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			if err := json.Unmarshal([]byte(data), &out); err != nil {
				t.Fatalf("event %q: %v", data, err)
			}
			return out
		}
	}
	t.Fatalf("the stream ended: %v", e.in.Err())
	return out
}

func (e event) texts() string {
	var all []string
	for _, m := range e.Messages {
		who := "< "
		if m.Mine {
			who = "> "
		}
		all = append(all, who+m.Text)
	}
	return strings.Join(all, "\n")
}

func key(user string) chat.Key { return chat.Key{Platform: chat.Web, Chat: user} }

func (f *fixture) send(t *testing.T, user string, r chat.Reply) string {
	t.Helper()
	id, err := f.Send(t.Context(), key(user), r)
	if err != nil {
		t.Fatalf("Send: %v", err)
	}
	return id
}

var errCommit = errors.New("commit failed")
