package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// browserless is somebody at the web chat of the demo, without a browser.
type browserless struct {
	t      testing.TB
	origin string
	as     string
	said   int
	shown  chan string
}

// newBrowserless opens the chat of a sample person.
func newBrowserless(t testing.TB, origin, user string) *browserless {
	t.Helper()
	b := &browserless{t: t, origin: origin, as: "?as=" + user, shown: make(chan string, 100)}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, origin+"/api/events"+b.as, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	go b.read(resp)
	return b
}

// read passes on what the bot says.
func (b *browserless) read(resp *http.Response) {
	defer resp.Body.Close() //nolint:errcheck // it was read
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		var batch struct {
			Messages []struct {
				Mine bool
				Text string
			}
		}
		if !ok || json.Unmarshal([]byte(data), &batch) != nil {
			continue
		}
		for _, m := range batch.Messages {
			if !m.Mine {
				b.shown <- plain(m.Text)
			}
		}
	}
}

// ask says something and waits for an answer that contains a text.
func (b *browserless) ask(text, want string) string {
	b.t.Helper()
	b.said++
	body, err := json.Marshal(map[string]any{"id": fmt.Sprintf("m%d", b.said), "kind": "text", "text": text})
	if err != nil {
		b.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.origin+"/api/updates"+b.as, strings.NewReader(string(body)))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", b.origin)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it has no body
	if resp.StatusCode != http.StatusNoContent {
		b.t.Fatalf("saying %q: got %s, want 204", text, resp.Status)
	}
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

// demo is a configuration of the demo on a free port.
func demo() map[string]any {
	return map[string]any{"web": map[string]any{"listen": "127.0.0.1:0", "demo": true}}
}

// webOrigin waits until the running program says where its web chat is.
func (p *program) webOrigin() string {
	p.t.Helper()
	return p.running.stderr.find(p.t, `web chat: (http://\S+)`)[1]
}
