package main

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
)

var storm = flag.Duration("storm", 5*time.Second, "how long TestStorm lasts")

// TestStorm: a third of all calls fails, in all the ways in which one can, ids start anew and what was confirmed comes
// again, while people report. go test ./cmd/danvanbot -run Storm -storm 5m -v -timeout 20m
func TestStorm(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Seed: 6, Flood: patient, QueryLife: time.Hour})
	s := newShift(newProgram(t, forTelegram(srv)), srv)
	s.start()
	for _, f := range []telegramd.Fault{
		{Kind: telegramd.HTML502, Rate: 0.06},
		{Kind: telegramd.CutBefore, Rate: 0.06},
		{Kind: telegramd.CutAfter, Rate: 0.06},
		{Kind: telegramd.Garbage, Rate: 0.06},
		{Kind: telegramd.Slow, Rate: 0.06, Delay: 200 * time.Millisecond},
		{Kind: telegramd.TooMany, Rate: 0.03, RetryAfter: 1},
		{Kind: telegramd.Code, Rate: 0.03, Code: http.StatusInternalServerError, Description: "Internal Server Error"},
	} {
		srv.Fault(f)
	}
	resets, again := 0, 0
	s.through(func() {
		for end := time.Now().Add(*storm); time.Now().Before(end); resets++ {
			pause(t.Context(), time.Second)
			again += srv.Redeliver(3)
			const many = 2003                                            // a prime: no id comes twice, as what was seen is not taken again
			srv.ResetIDs(int64(1_000_000 * (1 + (resets+100)*789%many))) // lower ones and higher ones, once the queue is empty
		}
		srv.ClearFaults()
	})
	t.Logf("%d reports in %v, ids set anew %d times, %d updates redelivered", s.book.size(), *storm, resets, again)
	if err := srv.Drained(t.Context()); err != nil {
		t.Errorf("updates are left: %v", err)
	}
	if code, _ := s.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	audit(s.program, s.book)
	noBreach(t, srv)
}

// TestProxyDies: the proxy, over which alone Telegram is reached, dies while people report, and comes back.
func TestProxyDies(t *testing.T) {
	t.Parallel()
	for scheme, serve := range map[string]func(net.Conn){"http": httpProxy(), "socks5": socksProxy} {
		t.Run(scheme, func(t *testing.T) {
			t.Parallel()
			srv := telegramd.New(t, telegramd.Options{Now: time.Now})
			proxy := &mortal{t: t, serve: serve, address: "127.0.0.1:0"}
			proxy.live()
			t.Cleanup(proxy.die)
			config := forTelegram(srv)
			maps.Copy(config["telegram"].(map[string]any), map[string]any{"proxy": scheme + "://" + proxy.address}) //nolint:forcetypeassert // forTelegram made it
			s := newShift(newProgram(t, config), srv)
			s.start()
			s.through(func() {})
			stderr := s.running.stderr
			s.through(func() {
				proxy.die()
				stderr.find(t, "telegram cannot be reached")
				proxy.live()
			})
			stderr.find(t, "telegram answers again")
			if code, _ := s.stop(); code != exitOK {
				t.Errorf("got exit code %d, want 0", code)
			}
			audit(s.program, s.book)
			noBreach(t, srv)
		})
	}
}

// mortal is a server that dies with all its connections and comes back at the same address.
type mortal struct {
	t       *testing.T
	serve   func(net.Conn)
	address string

	mu       sync.Mutex
	listener net.Listener
	open     []net.Conn
}

func (m *mortal) live() {
	m.t.Helper()
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", m.address)
	if err != nil {
		m.t.Error(err)
		return
	}
	m.listener, m.address = listener, listener.Addr().String()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			m.mu.Lock()
			m.open = append(m.open, conn)
			m.mu.Unlock()
			go m.serve(conn)
		}
	}()
}

func (m *mortal) die() {
	_ = m.listener.Close()
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, conn := range m.open {
		_ = conn.Close()
	}
	m.open = nil
}

// httpProxy serves a connection as a forward proxy.
func httpProxy() func(net.Conn) {
	handler := &httputil.ReverseProxy{
		Rewrite:      func(*httputil.ProxyRequest) {},
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	return func(conn net.Conn) {
		conns := make(chan net.Conn, 1)
		conns <- conn
		close(conns)
		server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
		_ = server.Serve(&once{conns: conns, addr: conn.LocalAddr()}) // what it was given is served on
	}
}

// once is a listener that gives the connections that it was given.
type once struct {
	conns chan net.Conn
	addr  net.Addr
}

// Accept gives the next one.
func (o *once) Accept() (net.Conn, error) {
	if conn, ok := <-o.conns; ok {
		return conn, nil
	}
	return nil, io.EOF
}

// Close does nothing.
func (o *once) Close() error { return nil }

// Addr is that of the connection.
func (o *once) Addr() net.Addr { return o.addr }

// socksProxy serves a connection as a SOCKS5 proxy without passwords, for IPv4 only.
func socksProxy(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	greeting, request := make([]byte, 2), make([]byte, 10)
	if _, err := io.ReadFull(conn, greeting); err != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, conn, int64(greeting[1]))
	_, _ = conn.Write([]byte{5, 0})
	if _, err := io.ReadFull(conn, request); err != nil {
		return
	}
	to := fmt.Sprintf("%s:%d", net.IP(request[4:8]), binary.BigEndian.Uint16(request[8:]))
	up, err := new(net.Dialer).DialContext(context.Background(), "tcp", to)
	if err != nil {
		return
	}
	defer func() { _ = up.Close() }()
	_, _ = conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
	go func() {
		_, _ = io.Copy(up, conn)
		_ = up.Close()
	}()
	_, _ = io.Copy(conn, up)
}

// TestTwoMachines: a second program with a copy of the data polls with the same token. Both say so, and once one of them
// is stopped the other goes on, with each report once.
func TestTwoMachines(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, AnswerIn: time.Hour})
	s := newShift(newProgram(t, forTelegram(srv)), srv)
	other := newProgram(t, forTelegram(srv))
	s.start()
	s.through(func() {})
	other.start()
	const says = "another instance polls with this token; stop one of them"
	for said := false; !said; pause(t.Context(), 20*time.Millisecond) { // the one whose poll waited is told
		said = strings.Contains(s.running.stderr.String(), says) || strings.Contains(other.running.stderr.String(), says)
		if t.Context().Err() != nil {
			t.Fatal("none of the two says that there is another")
		}
	}
	if code, _ := other.stop(); code != exitOK {
		t.Errorf("the other: got exit code %d, want 0", code)
	}
	s.through(func() {})
	if code, _ := s.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	audit(s.program, s.book)
	if got := stored(other); len(got) > 0 {
		t.Errorf("the other stored %v, want nothing", got)
	}
}
