package web_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/web"
)

var _ http.Handler = (*web.Server)(nil)

func TestDemoListensOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	for listen, ok := range map[string]bool{
		"127.0.0.1:0": true, "localhost:0": true, "127.8.8.8:0": true,
		":0": false, "0.0.0.0:0": false, "[::]:0": false, "192.168.1.5:8080": false, "chat.example:80": false, "": false,
	} {
		o := demo()
		o.Listen, o.Now = listen, time.Now
		s, err := web.New(o)
		if got := errors.Is(err, web.ErrNotLoopback); got == ok {
			t.Errorf("New with listen %q: got %v, want accepted %t", listen, err, ok)
		}
		if s != nil && strings.HasSuffix(s.Addr(), ":0") {
			t.Errorf("got address %s, want the real port", s.Addr())
		}
	}
}

func TestNewNeedsPeopleAndAClock(t *testing.T) {
	t.Parallel()
	if _, err := web.New(web.Options{Listen: "127.0.0.1:0", Demo: true, Now: time.Now}); !errors.Is(err, web.ErrNoPeople) {
		t.Errorf("demo without people: got %v, want %v", err, web.ErrNoPeople)
	}
	twice := append(samplePeople(), samplePeople()...)
	if _, err := web.New(web.Options{Listen: "127.0.0.1:0", Demo: true, People: twice, Now: time.Now}); !errors.Is(err, web.ErrNoPeople) {
		t.Errorf("demo with one user twice: got %v, want %v", err, web.ErrNoPeople)
	}
	if _, err := web.New(web.Options{Listen: "127.0.0.1:0"}); err == nil {
		t.Error("New without a clock: got no error")
	}
}

func TestHostIsCheckedInDemo(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	_, port, _ := strings.Cut(f.Addr(), ":")
	for host, want := range map[string]int{
		"127.0.0.1:" + port: 200, "localhost:" + port: 200, "LOCALHOST:" + port: 200, "[::1]:" + port: 200, "localhost": 200,
		"evil.example:" + port: 421, "localhost.evil.example": 421, "127.0.0.1.nip.io:" + port: 421, "192.168.1.5": 421,
	} {
		wantStatus(t, f.get(t, "/", func(r *http.Request) { r.Host = host }), want)
	}
}

func TestDemoSession(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	var got struct {
		Demo     bool
		Me       *web.DemoPerson
		People   []web.DemoPerson
		Commands []web.Command
	}
	resp := f.post(t, "/api/session?as=lanhdao", "")
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if !got.Demo || len(got.People) != 5 || got.Me == nil || *got.Me != samplePeople()[2] || len(got.Commands) == 0 {
		t.Errorf("got %+v, want the five people, the commander and the menu", got)
	}
	if c := resp.Cookies(); len(c) != 0 {
		t.Errorf("got cookies %v in demo, want none", c)
	}
}

func TestSessionOutsideDemo(t *testing.T) {
	t.Parallel()
	f := start(t, web.Options{People: samplePeople()})
	body := `{"id":"aaa","kind":"text","text":"/start K7"}`
	wantStatus(t, f.post(t, "/api/updates"+asOfficer, body), http.StatusUnauthorized)
	if c := f.get(t, "/").Cookies(); len(c) != 0 {
		t.Errorf("got cookies %v for loading the page, want none: a strict cookie may just not have come along", c)
	}
	resp := f.post(t, "/api/session", "")
	if got := resp.Cookies(); len(got) != 1 {
		t.Fatalf("got cookies %v, want one", got)
	}
	c := resp.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Secure || !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(c.Value) {
		t.Errorf("got cookie %+v, want a strict, hidden one of 128 bits", c)
	}
	with := func(r *http.Request) { r.AddCookie(c) }
	if again := f.post(t, "/api/session", "", with).Cookies()[0]; again.Value != c.Value {
		t.Errorf("got a new session %q on the second visit, want %q", again.Value, c.Value)
	}
	wantStatus(t, f.post(t, "/api/updates", body, with), http.StatusNoContent)
	u := f.taken()[0]
	if u.Key != key(u.User) || u.Name != "" || u.Kind != chat.Text || !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(u.User) {
		t.Errorf("got update %+v, want a user of its own", u)
	}
	if u.User == c.Value {
		t.Error("the user id is the session id: whoever reads the data could take over the session")
	}
	f.listen(t, "", "", with)
	wantStatus(t, f.get(t, "/as/canbo"), http.StatusNotFound)
	wantStatus(t, f.post(t, "/api/updates", body, header("Cookie", "danvan=short")), http.StatusUnauthorized)
}

func TestCookieIsSecureOverHTTPS(t *testing.T) {
	t.Parallel()
	s, err := web.New(web.Options{Listen: "127.0.0.1:0", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://chat.example/api/session", nil)
	r.Header.Set("Origin", "https://chat.example")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if c := w.Result().Cookies(); len(c) != 1 || !c[0].Secure || c[0].Name != "__Host-danvan" {
		t.Errorf("got cookies %v, want a secure one bound to the host", c)
	}
	r = httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://chat.example/api/updates", strings.NewReader(`{"id":"a","kind":"text","text":"x"}`))
	r.Header.Set("Origin", "https://chat.example")
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(w.Result().Cookies()[0])
	w = httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("got status %d for a post before Run, want %d", w.Code, http.StatusServiceUnavailable)
	}
}

func TestPageIsFenced(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	for _, path := range []string{"/", "/as/canbo", "/static/app.js", "/static/style.css", "/static/icon.svg", "/static/app.webmanifest"} {
		resp := f.get(t, path)
		wantStatus(t, resp, http.StatusOK)
		csp := resp.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: got policy %q", path, csp)
		}
		for name, want := range map[string]string{
			"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		} {
			if got := resp.Header.Get(name); got != want {
				t.Errorf("%s: got %s %q, want %q", path, name, got, want)
			}
		}
		if got := f.get(t, path, header("If-None-Match", resp.Header.Get("ETag"))).StatusCode; got != http.StatusNotModified {
			t.Errorf("%s: got status %d for a file that did not change, want %d", path, got, http.StatusNotModified)
		}
	}
	wantStatus(t, f.get(t, "/static/"), http.StatusNotFound)
	wantStatus(t, f.get(t, "/static/../web.go"), http.StatusNotFound)
	wantStatus(t, f.get(t, "/api/updates"), http.StatusMethodNotAllowed)
}

func TestHistoriesOfManyChatsAreBounded(t *testing.T) {
	t.Parallel()
	f := start(t, web.Options{})
	as := func(n int) func(*http.Request) { return header("Cookie", fmt.Sprintf("danvan=%032x", n)) }
	const forgotten, watching = 1, 2
	body := `{"id":"aaa","kind":"text","text":"x"}`
	wantStatus(t, f.post(t, "/api/updates", body, as(forgotten)), http.StatusNoContent)
	wantStatus(t, f.post(t, "/api/updates", body, as(watching)), http.StatusNoContent)
	e := f.listen(t, "", "", as(watching))
	if got := e.next(t).texts(); got != "> x" {
		t.Errorf("got history %q, want the message", got)
	}
	for n := range 4096 {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, f.url+"/api/updates", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Origin", f.url)
		as(n + 10)(r)
		f.ServeHTTP(httptest.NewRecorder(), r)
	}
	if got := f.listen(t, "", "", as(forgotten)).next(t).texts(); got != "" {
		t.Errorf("got history %q of the chat unused for longest, want it forgotten", got)
	}
	f.send(t, f.taken()[1].User, chat.Reply{Text: "y"})
	if got := e.next(t).texts(); got != "< y" {
		t.Errorf("got %q in the chat that somebody watches, want the reply", got)
	}
}

// TestOtherSitesCannotUseTheCookie: a page of another site that makes the browser post, with the cookie that lets somebody in,
// says nothing in that name and gets no session; nor does a request that does not say where it comes from.
func TestOtherSitesCannotUseTheCookie(t *testing.T) {
	t.Parallel()
	f := start(t, web.Options{})
	c := f.post(t, "/api/session", "").Cookies()[0]
	for name, edit := range map[string]func(*http.Request){
		"another site":             header("Origin", "https://evil.example"),
		"another port":             header("Origin", "http://127.0.0.1:1"),
		"a fenced frame":           header("Origin", "null"),
		"no origin":                func(r *http.Request) { r.Header.Del("Origin") },
		"cross site with our name": header("Sec-Fetch-Site", "cross-site"),
		"a sister domain":          header("Sec-Fetch-Site", "same-site"),
	} {
		with := func(r *http.Request) { r.AddCookie(c); edit(r) }
		wantStatus(t, f.post(t, "/api/updates", `{"id":"aaa","kind":"text","text":"/xoatoi"}`, with), http.StatusForbidden)
		if resp := f.post(t, "/api/session", "", with); resp.StatusCode != http.StatusForbidden || len(resp.Cookies()) > 0 {
			t.Errorf("%s: got %s and cookies %v for a session, want to be refused", name, resp.Status, resp.Cookies())
		}
	}
	if got := f.taken(); len(got) > 0 {
		t.Errorf("got updates %+v delivered, want none", got)
	}
}
