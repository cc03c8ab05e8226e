package line_test

import (
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
	"danvanbot/bot/line"
)

func TestSecretsAreHidden(t *testing.T) {
	secrets := line.SecretsOf("7:ab~c d", "socks5://user:p@ss%20word@proxy:1")
	for _, shown := range []string{"7:ab~c d", "7%3Aab~c+d", "7:ab~c%20d", "ab~c d", "p@ss word", "p%40ss+word"} {
		if got := secrets.Hide("<" + shown + ">"); got != "<***>" {
			t.Errorf("%q is shown as %q", shown, got)
		}
	}
	if got := secrets.Hide("a plain cause"); got != "a plain cause" {
		t.Errorf("a plain cause becomes %q", got)
	}
	if got := secrets.Hide(strings.Repeat("ộ", 1000)); len(got) > 310 || !utf8.ValidString(got) {
		t.Errorf("a long cause is shown with %d bytes", len(got))
	}
}

func TestAProxyWithoutAPasswordHidesNothing(t *testing.T) {
	for _, proxy := range []string{"", "http://proxy:1", "http://user:@proxy:1", "::"} {
		if got := line.SecretsOf("7:abc", proxy).Hide("xyz"); got != "xyz" {
			t.Errorf("%q: %q", proxy, got)
		}
	}
}

// serve gives the address of a listener that does this with each connection.
func serve(t *testing.T, with func(net.Conn)) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			with(conn)
		}
	}()
	return l.Addr().String()
}

func TestReasons(t *testing.T) {
	down := httptest.NewServer(nil)
	nobody := strings.TrimPrefix(down.URL, "http://")
	down.Close()
	strange := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(strange.Close)
	hang := serve(t, func(c net.Conn) { t.Cleanup(func() { _ = c.Close() }) })
	cut := serve(t, func(c net.Conn) { _ = c.Close() })
	for _, c := range []struct {
		name, address, proxy string
		want                 line.Reason
	}{
		{"nobody listens", "http://" + nobody, "", line.Refused},
		{"no such name", "http://khong-co.invalid", "", line.Name},
		{"no answer", "http://" + hang, "", line.Timeout},
		{"hung up", "http://" + cut, "", line.Cut},
		{"a certificate of nobody", strange.URL, "", line.Certificate},
		{"no proxy", "https://example.org", "http://" + nobody, line.Proxy},
		{"no SOCKS proxy", "https://example.org", "socks5://" + nobody, line.Proxy},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
			defer cancel()
			err := get(ctx, t, c.address+"/bot7:secret", c.proxy)
			if got := line.ReasonOf(err); got != c.want {
				t.Errorf("%v is taken for %q, not %q", err, got, c.want)
			}
			if strings.Contains(line.Cause(err).Error(), "secret") {
				t.Errorf("the address is shown: %v", line.Cause(err))
			}
		})
	}
}

func get(ctx context.Context, t *testing.T, address, proxy string) error {
	t.Helper()
	client, err := line.NewClient(proxy, 1)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err == nil {
		_ = resp.Body.Close()
		t.Fatal("there is an answer")
	}
	return err
}

func TestProxiesThatCannotBe(t *testing.T) {
	for _, proxy := range []string{"proxy:1", "ftp://proxy", "http://", "http://a b:secret@proxy"} {
		_, err := line.NewClient(proxy, 1)
		if !errors.Is(err, line.ErrProxy) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", proxy, err)
		}
	}
}

func TestReadAll(t *testing.T) {
	for _, c := range []struct {
		limit int64
		want  error
	}{{3, nil}, {4, nil}, {2, line.ErrTooLong}} {
		body, err := line.ReadAll(strings.NewReader("abc"), c.limit)
		if !errors.Is(err, c.want) || err == nil && string(body) != "abc" {
			t.Errorf("a limit of %d: %q, %v", c.limit, body, err)
		}
	}
	if _, err := line.ReadAll(io.MultiReader(strings.NewReader("a"), broken{}), 9); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a line that breaks: %v", err)
	}
	if got := line.ReasonOf(line.ErrTooLong); got != line.Answer {
		t.Errorf("an answer that is too long is taken for %q", got)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestBackoff(t *testing.T) {
	var pause line.Backoff
	for n, seconds := range []float64{1, 2, 4, 8, 10, 10} {
		if got := pause.Next(time.Second, 10*time.Second).Seconds(); got < seconds/2 || got > seconds {
			t.Errorf("pause %d is %g s, not %g s to half of it", n+1, got, seconds)
		}
	}
	pause = 1 << 40
	if got := pause.Next(time.Second, time.Minute); got < 30*time.Second || got > time.Minute {
		t.Errorf("after a very long time: %s", got)
	}
	for seconds, want := range map[int]time.Duration{-1: 0, 0: 0, 7: 7 * time.Second, 1 << 40: line.MaxRetryAfter} {
		if got := line.RetryAfter(seconds); got != want {
			t.Errorf("a server that asks for %d s is waited for %s", seconds, got)
		}
	}
}

func TestTroubleIsToldOnce(t *testing.T) {
	var trouble line.Trouble
	if trouble.Over() {
		t.Error("a line that always worked works again")
	}
	for _, c := range []struct {
		why    line.Reason
		status int
		want   bool
	}{{line.Timeout, 0, true}, {line.Timeout, 0, false}, {"", 502, true}, {"", 502, false}, {"", 500, true}, {line.Timeout, 0, true}} {
		if got := trouble.New(c.why, c.status); got != c.want {
			t.Errorf("%q %d: new is %t", c.why, c.status, got)
		}
	}
	if !trouble.Over() || trouble.Over() {
		t.Error("the end of a trouble is not told once")
	}
	if !trouble.New(line.Timeout, 0) {
		t.Error("a trouble that comes back is not told")
	}
}

func TestParts(t *testing.T) {
	an, binh := chat.Key{Chat: "1"}, chat.Key{Chat: "2"}
	long, other := []string{"a", "b", "c"}, []string{"a", "b", "d"}
	failed := func(f chat.Failure) error { return &chat.SendError{Failure: f} }
	var p line.Parts
	resume := func(to chat.Key, parts []string, want int) {
		t.Helper()
		if got := p.Resume(to, parts); got != want {
			t.Errorf("%d parts are taken for sent, not %d", got, want)
		}
	}
	note := func(to chat.Key, err error) {
		t.Helper()
		if got := p.Note(to, err); !errors.Is(got, err) {
			t.Errorf("%v is given back as %v", err, got)
		}
	}
	resume(an, long, 0)
	note(an, nil)
	note(an, failed(chat.Retry))
	resume(binh, long, 0)
	resume(an, long, 1)
	note(an, nil)
	note(an, failed(chat.Throttled))
	resume(an, long, 2)
	resume(an, other, 0) // another text
	resume(an, long, 0)
	note(an, nil)
	note(an, failed(chat.Permanent)) // given up
	resume(an, long, 0)
	for range long {
		note(an, nil)
	}
	resume(an, long, 0) // complete, and said again
	resume(an, long[:1], 0)
	note(an, nil)
	resume(an, long[:1], 0)
}
