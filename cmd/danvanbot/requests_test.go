package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestHostileRequests: the running bot's page gives no file for a path that leads out of it, sends nobody to another host, and refuses
// requests of other sites, unknown methods and those that two readers would read differently.
func TestHostileRequests(t *testing.T) {
	t.Parallel()
	p := newProgram(t, map[string]any{"web": map[string]any{"listen": "127.0.0.1:0"}})
	p.start()
	host := strings.TrimPrefix(p.webOrigin(), "http://")
	asks := func(lines ...string) string { return strings.Join(lines, "\r\n") + "\r\n\r\n" }
	here := "Host: " + host
	tests := map[string]string{}
	for _, path := range []string{
		"/../../../config.json", "/%2e%2e/%2e%2e/config.json", "//evil.example/x", "/.//evil.example", `/\evil.example`, "/api/file/..%2f..%2fconfig.json", "/api/file/%00",
		"/bang/../../config.json", "/bang/%2e%2e/config.json", "/bang/moi", "/api/events", "/data/danvanbot.db",
	} {
		tests["GET "+path] = asks("GET "+path+" HTTP/1.1", here)
	}
	for _, origin := range []string{"Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site", "X: without an origin", "Origin: http://" + host + ".evil.example"} {
		tests["a post, "+origin] = asks("POST /api/session HTTP/1.1", here, origin, "Content-Length: 0")
	}
	for _, method := range []string{"PUT", "DELETE", "TRACE", "CONNECT"} {
		tests[method] = asks(method+" / HTTP/1.1", here, "Content-Length: 0")
	}
	tests["two hosts"] = asks("GET / HTTP/1.1", here, "Host: evil.example")
	tests["two lengths"] = asks("POST /api/session HTTP/1.1", here, "Origin: http://"+host, "Content-Length: 4", "Content-Length: 5") + "abcde"
	tests["HTTP/2 without a beginning"] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
	for name, raw := range tests {
		status, location, body := p.hears(t, host, raw)
		if status < 300 || strings.HasPrefix(location, "//") || strings.Contains(location, "://") || strings.Contains(body, "data_dir") {
			t.Errorf("%s: got status %d, location %q and %q, want a refusal", name, status, location, body)
		}
	}
	if status, _, _ := p.hears(t, host, asks("GET / HTTP/1.1", here)); status != http.StatusOK {
		t.Errorf("the page itself: got status %d", status)
	}
}

// hears writes bytes as they are and reads the answer.
func (p *program) hears(t *testing.T, host, raw string) (status int, location, body string) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() //nolint:errcheck // it was read
	_ = conn.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(conn, raw); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%q: %v", raw, err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	some, err := io.ReadAll(io.LimitReader(resp.Body, 1000))
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header.Get("Location"), string(some)
}
