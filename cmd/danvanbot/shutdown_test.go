package main

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"danvanbot/bot/bottest/telegramd"
)

// longestShutdown is what the README and systemd's unit promise.
const longestShutdown = 10 * time.Second

func TestShutdownUnderLoad(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
	p := newProgram(t, forTelegram(srv))
	people := recruit(p, srv, 60)
	p.start()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	book, begun := newLedger(), make(chan struct{})
	var once sync.Once
	at, ctx := errgroup.WithContext(ctx)
	for i, o := range people {
		at.Go(func() error {
			err := o.report(ctx, i, int64(1+i), book)
			once.Do(func() { close(begun) })
			return err
		})
	}
	<-begun
	code, took := p.stop()
	if code != exitOK || took > longestShutdown {
		t.Errorf("SIGTERM under load: got exit code %d after %v, want 0 within %v", code, took, longestShutdown)
	}
	t.Logf("ended %v after SIGTERM with %d of %d reports done", took.Round(time.Millisecond), book.size(), len(people))
	p.start()
	if err := at.Wait(); err != nil {
		t.Fatalf("%v; the bot says:\n%s", err, p.running.stderr)
	}
	if code, took := p.stop(); code != exitOK || took > longestShutdown {
		t.Errorf("SIGTERM at rest: got exit code %d after %v, want 0 within %v", code, took, longestShutdown)
	}
	audit(p, book)
	noBreach(t, srv)
}

func TestSecondProcessIsRefused(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	origin := p.webOrigin()
	second := p.command("run")
	if want := "another danvanbot uses this data folder"; second.code != exitFailed || !strings.Contains(second.err, want) {
		t.Errorf("got exit code %d and %q, want 1 and %q", second.code, second.err, want)
	}
	p.must("check") // the first one still answers on its socket
	newBrowserless(t, origin, "can-bo-1").ask("/trogiup", "/baocao")
}

func TestWrongTokenStops(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now})
	config := forTelegram(srv)
	const secret = "4242424242:AAWrong-Token_0123456789-0123456789"
	config["telegram"].(map[string]any)["token"] = secret //nolint:forcetypeassert // forTelegram made it
	p := newProgram(t, config)
	pr := p.start()
	if code := p.wait(); code != exitFailed {
		t.Errorf("a wrong token: got exit code %d, want 1", code)
	}
	wantTokenMessage(t, pr, secret)
}

func wantTokenMessage(t *testing.T, pr *process, secret string) {
	t.Helper()
	said := pr.stderr.String() + pr.stdout.String()
	if want := "danvanbot run: telegram: telegram does not accept the token"; !strings.Contains(said, want) {
		t.Errorf("got %q, want %q", said, want)
	}
	_, key, _ := strings.Cut(secret, ":")
	if strings.Contains(said, key) {
		t.Errorf("the token is in the output: %q", said)
	}
}

func TestUnreachableTelegram(t *testing.T) {
	t.Parallel()
	const secret = "4242424242:AAFake-Token_0123456789-0123456789x"
	config := demo()
	config["telegram"] = map[string]any{"token": secret, "api_endpoint": "http://127.0.0.1:1"}
	p := newProgram(t, config)
	pr := p.start()
	pr.stderr.find(t, `telegram cannot be reached.*connection refused`)
	newBrowserless(t, p.webOrigin(), "can-bo-1").ask("/baocao", "Đồng chí báo cáo hoạt động gì?")
	code, took := p.stop()
	if code != exitOK || took > longestShutdown {
		t.Errorf("got exit code %d after %v, want 0 within %v; it said\n%s", code, took, longestShutdown, pr.stderr)
	}
	if said := pr.stderr.String() + pr.stdout.String(); strings.Contains(said, "AAFake") {
		t.Errorf("the token is in the output: %q", said)
	}
}
