package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/bottest/zalod"
)

// forZalo is a configuration that talks to the fake alone.
func forZalo(srv *zalod.Server) map[string]any {
	return map[string]any{
		"zalo": map[string]any{"token": srv.Token(), "api_endpoint": srv.URL()},
		"web":  map[string]any{"listen": ""},
	}
}

// TestZalo: an officer is invited, reports in one sentence, and the month's messages are in the metrics, also after a
// restart.
func TestZalo(t *testing.T) {
	t.Parallel()
	srv := zalod.New(t, zalod.Options{Now: time.Now})
	config, metrics := forZalo(srv), freeAddress(t)
	config["metrics"] = map[string]any{"listen": metrics}
	p := newProgram(t, config)
	pr := p.start()
	if err := srv.Polled(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`[A-Z2-9]{16}`).FindString(p.must("invite", "-role", "officer", "-unit", "xã Bờ Y"))
	an := srv.User("6ede9afa66b88fe6d6a9", "An")
	for _, say := range []struct{ text, want string }{
		{code, "Chào đồng chí!"},
		{"Hôm qua tuyên truyền ATGT, 85 người dự", "Người dự: 85\n"},
		{"1", "✅ Đã nhận. Mã "},
	} {
		an.Send(say.text)
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		m, err := an.Next(ctx)
		cancel()
		if err != nil || !strings.Contains(m.Text, say.want) {
			t.Fatalf("%s: got %q, %v, want %q", say.text, m.Text, err, say.want)
		}
	}
	counted := func() {
		t.Helper()
		const want = "\ndanvanbot_zalo_messages_month 6\n"
		for start := time.Now(); !strings.Contains(read(t, "http://"+metrics+"/metrics"), want); time.Sleep(10 * time.Millisecond) {
			if time.Since(start) > patience { // the last one is counted when its answer has come back
				t.Fatalf("the metrics lack %q", want)
			}
		}
	}
	counted()
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d", code)
	}
	if err := srv.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	hidesToken(t, pr, srv.Token())
	pr = p.start()
	if err := srv.Drained(t.Context()); err != nil { // it polls
		t.Fatal(err)
	}
	counted() // a restart forgets none
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d", code)
	}
	if got := srv.Breaches(); len(got) > 0 || srv.Pollers() > 1 {
		t.Errorf("breaches: %v, %d polls at once", got, srv.Pollers())
	}
	hidesToken(t, pr, srv.Token())
}

func TestWrongZaloTokenStops(t *testing.T) {
	t.Parallel()
	srv := zalod.New(t, zalod.Options{Now: time.Now})
	srv.ResetToken()
	p := newProgram(t, forZalo(srv))
	pr := p.start()
	if code := p.wait(); code != exitFailed {
		t.Errorf("got exit code %d, want 1", code)
	}
	if said, want := pr.stderr.String(), "zalo: zalo does not accept the token"; !strings.Contains(said, want) {
		t.Errorf("got %q, want %q", said, want)
	}
	hidesToken(t, pr, srv.Token())
}

func hidesToken(t *testing.T, pr *process, token string) {
	t.Helper()
	_, secret, _ := strings.Cut(token, ":")
	if said := pr.stderr.String() + pr.stdout.String(); strings.Contains(said, secret) {
		t.Errorf("the token is in the output: %q", said)
	}
}

// freeAddress is a port of this machine that was free a moment ago.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // it only finds a port
	return l.Addr().String()
}

func read(t *testing.T, address string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
