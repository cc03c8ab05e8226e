package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/bottest/zalod"
)

// portal stands before a platform and sends the first call of each method on to elsewhere, as the page of a network that one has to log
// in to does, or a server that wants the token.
type portal struct {
	*httptest.Server

	mu        sync.Mutex
	sent      map[string]bool // on, by method
	elsewhere []string        // what came there
}

// redirects are the statuses of an answer that a client could follow, some with the body.
var redirects = []int{http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect}

func newPortal(t *testing.T, platform string) *portal {
	t.Helper()
	at, err := url.Parse(platform)
	if err != nil {
		t.Fatal(err)
	}
	p := &portal{sent: map[string]bool{}}
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.elsewhere = append(p.elsewhere, path.Base(r.URL.Path))
	}))
	t.Cleanup(elsewhere.Close)
	proxy := &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(at) },
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status, on := p.redirect(path.Base(r.URL.Path)); on {
			http.Redirect(w, r, elsewhere.URL+r.URL.Path, status) //nolint:gosec // what is tested
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(p.CloseClientConnections)
	return p
}

// redirect tells whether a call is to be sent on, and with which status.
func (p *portal) redirect(method string) (status int, on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sent[method] {
		return 0, false
	}
	p.sent[method] = true
	return redirects[len(p.sent)%len(redirects)], true
}

// wantNothingElsewhere holds that each method was sent on and that no call followed.
func (p *portal) wantNothingElsewhere(t *testing.T, methods ...string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	slices.Sort(methods)
	if got := slices.Sorted(maps.Keys(p.sent)); !slices.Equal(got, methods) {
		t.Errorf("sent on were %v, want %v", got, methods)
	}
	if len(p.elsewhere) > 0 {
		t.Errorf("elsewhere came %v, want nothing", p.elsewhere)
	}
}

// TestRedirects: none of the calls that the running bot makes follows a redirect, be it a poll, a press's answer, a text, a picture
// or a file; it goes on when the platform answers again, and nothing is lost.
func TestRedirects(t *testing.T) {
	t.Parallel()
	t.Run("Telegram", redirectsOfTelegram)
	t.Run("Zalo", redirectsOfZalo)
}

func redirectsOfTelegram(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient, QueryLife: time.Hour, AnswerIn: time.Hour})
	between := newPortal(t, srv.URL())
	config := forTelegram(srv)
	config["telegram"].(map[string]any)["api_endpoint"] = between.URL //nolint:forcetypeassert // forTelegram made it
	p, book := newProgram(t, config), newLedger()
	code := invitationCode(t, p.must("invite", "-role", "head", "-unit", "xã Bờ Y"))
	pr := p.start()
	who := &officer{User: srv.User(71, "An"), person: 1, receipts: map[string]bool{}}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := who.talk(ctx, line{say: "/start " + code, want: "Chào đồng chí"}); err != nil {
		t.Fatal(err)
	}
	if err := who.report(ctx, 0, 12, book); err != nil {
		t.Fatal(err)
	}
	for _, l := range []line{{say: "/xuat excel", want: "Bờ Y"}, {say: "biểu đồ", want: "Bờ Y"}, {say: "/tonghop", want: "Bờ Y"}, {press: "◀ Kỳ trước", want: "Bờ Y"}} {
		if err := who.talk(ctx, l); err != nil {
			t.Fatal(err)
		}
	}
	files := 0
	for _, m := range who.Messages() {
		if m.Bot && m.File != "" {
			files++
		}
	}
	if files != 2 {
		t.Errorf("got %d files, want 2", files)
	}
	pr.stderr.find(t, "telegram cannot be reached.*why=answer")
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d", code)
	}
	hidesToken(t, pr, srv.Token())
	between.wantNothingElsewhere(t, "deleteWebhook", "getMe", "setMyCommands", "getUpdates", "sendMessage", "editMessageText", "answerCallbackQuery",
		"sendChatAction", "sendDocument", "sendPhoto")
	audit(p, book)
	noBreach(t, srv)
}

func redirectsOfZalo(t *testing.T) {
	t.Parallel()
	srv := zalod.New(t, zalod.Options{Now: time.Now})
	between := newPortal(t, srv.URL())
	config := forZalo(srv)
	config["zalo"].(map[string]any)["api_endpoint"] = between.URL //nolint:forcetypeassert // forZalo made it
	p := newProgram(t, config)
	code := invitationCode(t, p.must("invite", "-role", "officer", "-unit", "xã Bờ Y"))
	pr := p.start()
	u := srv.User("6ede9afa66b88fe6d6a9", "An")
	who := goer{say: func(text string) { u.Send(text) }, next: func(ctx context.Context) (string, error) { m, err := u.Next(ctx); return m.Text, err }}
	who.ask(t, code, "Chào đồng chí")
	who.ask(t, "Hôm qua tuyên truyền ATGT, 85 người dự", "Người dự: 85")
	u.Photo("")
	who.await(t, "Ảnh: 1")
	who.ask(t, "1", "✅ Đã nhận. Mã ")
	who.ask(t, "/xem 1", "Xem ảnh")
	who.ask(t, "3", "(ảnh)")
	pr.stderr.find(t, "zalo cannot be reached.*why=answer")
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d", code)
	}
	hidesToken(t, pr, srv.Token())
	between.wantNothingElsewhere(t, "getMe", "deleteWebhook", "getUpdates", "sendMessage", "sendPhoto")
	if got := srv.Breaches(); len(got) > 0 {
		t.Errorf("breaches: %v", got)
	}
}

// TestTokensTakenBack: a token that is taken back in the middle of work ends the program with one plain line that says what to
// do, and with code 1, also when it is started again; what was acknowledged is there.
func TestTokensTakenBack(t *testing.T) {
	t.Parallel()
	t.Run("Telegram", func(t *testing.T) {
		t.Parallel()
		srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
		p, book := newProgram(t, forTelegram(srv)), newLedger()
		o := recruit(p, srv, 1)[0]
		pr := p.start()
		if err := o.report(t.Context(), 1, 85, book); err != nil {
			t.Fatal(err)
		}
		srv.Revoke()
		o.Send("Hôm qua tuyên truyền ma túy, 44 người dự")
		p.wantTokenRefused(t, pr, "telegram", srv.Token())
		audit(p, book)
		if r := p.command("run"); r.code != exitFailed || strings.Count(r.err, "telegram does not accept the token") != 1 {
			t.Errorf("started again: got exit code %d and %q, want 1 and one line about the token", r.code, r.err)
		}
		noBreach(t, srv)
	})
	t.Run("Zalo", func(t *testing.T) {
		t.Parallel()
		srv := zalod.New(t, zalod.Options{Now: time.Now})
		p := newProgram(t, forZalo(srv))
		code := invitationCode(t, p.must("invite", "-role", "officer", "-unit", "xã Bờ Y"))
		pr := p.start()
		u := srv.User("6ede9afa66b88fe6d6a9", "An")
		who := goer{say: func(text string) { u.Send(text) }, next: func(ctx context.Context) (string, error) { m, err := u.Next(ctx); return m.Text, err }}
		who.ask(t, code, "Chào đồng chí")
		who.ask(t, "Hôm qua tuyên truyền ATGT, 85 người dự", "Người dự: 85")
		who.ask(t, "1", "✅ Đã nhận. Mã ")
		srv.ResetToken()
		u.Send("Hôm qua tuyên truyền ma túy, 44 người dự")
		p.wantTokenRefused(t, pr, "zalo", srv.Token())
		if got := stored(p); len(got) != 1 {
			t.Errorf("got reports %v, want the acknowledged one", got)
		}
	})
}

// wantTokenRefused waits for the end of the program and reads what it says about a platform's token.
func (p *program) wantTokenRefused(t *testing.T, pr *process, platform, token string) {
	t.Helper()
	if code := p.wait(); code != exitFailed {
		t.Errorf("a token that was taken back: got exit code %d, want 1", code)
	}
	said := pr.stderr.String()
	want := fmt.Sprintf(`(?m)^danvanbot run: %[1]s: %[1]s does not accept the token: check %[1]s\.token \(.+\) and %[1]s\.api_endpoint$`, platform)
	if !regexp.MustCompile(want).MatchString(said) || strings.Contains(said, "goroutine") {
		t.Errorf("got %q, want %q", said, want)
	}
	hidesToken(t, pr, token)
}
