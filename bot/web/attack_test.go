package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"danvanbot/bot/chat"
	"danvanbot/bot/web"
)

// TestSessionThatSomebodyElseChose: over HTTPS a browser does not go on with an id from the cookie that another host of the
// domain, or somebody on the line, could have set.
func TestSessionThatSomebodyElseChose(t *testing.T) {
	t.Parallel()
	f := start(t, web.Options{})
	chosen := strings.Repeat("ab", 16)
	given := func(cookie string) *http.Cookie {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://chat.example/api/session", nil)
		r.Header.Set("Origin", "https://chat.example")
		r.AddCookie(&http.Cookie{Name: cookie, Value: chosen}) //nolint:gosec // what a browser sends of it
		w := httptest.NewRecorder()
		f.ServeHTTP(w, r)
		return w.Result().Cookies()[0]
	}
	if c := given("danvan"); c.Value == chosen || !c.Secure || c.Name != "__Host-danvan" {
		t.Errorf("got cookie %v, want a new secure one", c)
	}
	if c := given("__Host-danvan"); c.Value != chosen {
		t.Errorf("got cookie %v, want the browser's own again", c)
	}
}

// TestLargeRequests: a body or a header beyond what the page sends is refused without being read to its end.
func TestLargeRequests(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	tests := map[string]struct {
		body, header string
		want         int
	}{
		"a text of 1 MB":         {`{"id":"1","kind":"text","text":"` + strings.Repeat("x", 1<<20) + `"}`, "", http.StatusRequestEntityTooLarge},
		"a million brackets":     {strings.Repeat("[", 1<<20), "", http.StatusBadRequest},
		"1 MB behind the object": {`{"id":"1","kind":"text","text":"x"}` + strings.Repeat(" ", 1<<20), "", http.StatusBadRequest},
		"a header of 100 kB":     {`{}`, strings.Repeat("x", 100<<10), http.StatusRequestHeaderFieldsTooLarge},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.url+"/api/updates?as=canbo", bytes.NewBufferString(test.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Origin", f.url)
			r.Header.Set("X-Long", test.header)
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close() //nolint:errcheck // only its status counts
			if resp.StatusCode != test.want {
				t.Errorf("got status %d, want %d", resp.StatusCode, test.want)
			}
		})
	}
}

// TestSlowClients: who sends a byte now and then is cut off, and meanwhile others are served.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	begin := time.Now()
	conns := make([]net.Conn, 50)
	for i := range conns {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", f.Addr())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close() //nolint:errcheck // it is cut off
		if _, err := io.WriteString(conn, "POST /api/updates HTTP/1.1\r\nHost: 127.0.0.1\r\n"); err != nil {
			t.Fatal(err)
		}
		go drip(conn)
		conns[i] = conn
	}
	if resp := f.post(t, "/api/session", ""); resp.StatusCode != http.StatusOK {
		t.Errorf("beside slow clients: got status %d, want %d", resp.StatusCode, http.StatusOK)
	}
	for _, conn := range conns {
		_ = conn.SetReadDeadline(begin.Add(30 * time.Second))
		if _, err := io.Copy(io.Discard, conn); err != nil && strings.Contains(err.Error(), "timeout") {
			t.Fatalf("a slow client is still connected after %v", time.Since(begin))
		}
	}
}

// drip goes on with a header, a byte at a time, as long as it is listened to.
func drip(conn net.Conn) {
	for {
		if _, err := io.WriteString(conn, "x"); err != nil {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// FuzzPost: whatever is posted, the server answers, and hands on only what a platform could send.
func FuzzPost(f *testing.F) {
	f.Add(`{"id":"1","kind":"text","text":"<b>"}`)
	f.Add(`{"id":"1","kind":"press","data":"view:1","message":"2"}`)
	f.Add(`{"id":"1","kind":"photo","photos":10,"replyTo":"x"}`)
	o := demo()
	o.Listen, o.Now = "127.0.0.1:0", time.Now
	s, err := web.New(o)
	if err != nil {
		f.Fatal(err)
	}
	var got chat.Update
	running, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- s.Run(running, 0, func(_ context.Context, u []chat.Update) error { got = u[0]; return nil })
	}()
	f.Cleanup(func() {
		stop()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			f.Error(err)
		}
	})
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1/api/updates?as=canbo", strings.NewReader(body))
		r.Header.Set("Origin", "http://127.0.0.1")
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		switch w.Code {
		case http.StatusNoContent:
			if len(got.Data) > 64 || utf8.RuneCountInString(got.Text) > 4096 || len(got.Photos) > 10 {
				t.Errorf("handed on %+v", got)
			}
		case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		default:
			t.Errorf("got status %d", w.Code)
		}
	})
}
