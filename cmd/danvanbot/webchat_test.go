package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// browserless is somebody at the web chat of the demo, without a browser.
type browserless struct {
	t      testing.TB
	client *http.Client
	origin string
	as     string
	said   int
	shown  chan string

	mu      sync.Mutex
	offered map[string]bool // the data of all buttons that were shown
}

// newBrowserless opens the chat of a sample person.
func newBrowserless(t testing.TB, origin, user string) *browserless {
	t.Helper()
	b := &browserless{t: t, client: http.DefaultClient, origin: origin, as: "?as=" + user, shown: make(chan string, 100), offered: map[string]bool{}}
	b.open()
	return b
}

// newVisitor opens the chat outside of the demo, with a cookie of its own, and tells the chat's id, which is a digest of it.
func newVisitor(t testing.TB, origin string) (b *browserless, chat string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b = &browserless{t: t, client: &http.Client{Jar: jar}, origin: origin, shown: make(chan string, 100), offered: map[string]bool{}}
	b.post("/api/session", "", http.StatusOK)
	b.open()
	at, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(jar.Cookies(at)[0].Value))
	return b, hex.EncodeToString(sum[:16])
}

// open lets the page's stream flow.
func (b *browserless) open() {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.origin+"/api/events"+b.as, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	resp, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	go b.read(resp)
}

// read passes on what the bot says.
func (b *browserless) read(resp *http.Response) {
	defer resp.Body.Close() //nolint:errcheck // it was read
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		var batch struct {
			Messages []struct {
				Mine    bool
				Text    string
				Buttons [][]struct{ Data string }
			}
		}
		if !ok || json.Unmarshal([]byte(data), &batch) != nil {
			continue
		}
		for _, m := range batch.Messages {
			b.mu.Lock()
			for _, button := range slices.Concat(m.Buttons...) {
				b.offered[button.Data] = true
			}
			b.mu.Unlock()
			if !m.Mine {
				b.shown <- plain(m.Text)
			}
		}
	}
}

// ask says something and waits for an answer that contains a text.
func (b *browserless) ask(text, want string) string {
	b.t.Helper()
	b.say(text)
	for late := time.After(patience); ; {
		select {
		case answer := <-b.shown:
			if strings.Contains(answer, want) {
				return answer
			}
			b.t.Logf("passed over: %q", answer)
		case <-late:
			b.t.Fatalf("no answer with %q to %q", want, text)
		}
	}
}

func (b *browserless) say(text string) {
	b.t.Helper()
	b.said++
	body, err := json.Marshal(map[string]any{"id": fmt.Sprintf("m%d", b.said), "kind": "text", "text": text})
	if err != nil {
		b.t.Fatal(err)
	}
	b.post("/api/updates"+b.as, string(body), http.StatusNoContent)
}

// post posts as our own page does.
func (b *browserless) post(path, body string, want int) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.origin+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", b.origin)
	resp, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // nothing of it is needed
	if resp.StatusCode != want {
		b.t.Fatalf("posting %q to %s: got %s, want %d", body, path, resp.Status, want)
	}
}

// next is the bot's next message.
func (b *browserless) next(ctx context.Context) (string, error) {
	select {
	case m := <-b.shown:
		return m, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// demo is a configuration of the demo on a free port.
func demo() map[string]any {
	return map[string]any{"web": map[string]any{"listen": "127.0.0.1:0", "demo": true}}
}

// webOrigin waits until the running program says where its web chat is.
func (p *program) webOrigin() string {
	p.t.Helper()
	return p.running.stderr.find(p.t, `web chat: (http://\S+)`)[1]
}
