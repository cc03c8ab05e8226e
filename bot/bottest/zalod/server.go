package zalod

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// Idle is how a poll that finds nothing is answered.
type Idle uint8

// The known idle answers.
const (
	IdleBody   Idle = iota // HTTP 200 with the error code 408
	IdleStatus             // HTTP 408 with the error code 408
	IdleEmpty              // {"ok":true,"result":{}}
)

// Options sets up a Server. Only Now is needed.
type Options struct {
	Now   func() time.Time
	Token string        // empty: DefaultToken
	Seed  uint64        // of the faults
	Quota int           // messages a month, both directions; 0: 3000
	Hold  time.Duration // the longest that a poll is held, whatever it asks for; 0: as it asks
	Idle  Idle
}

// DefaultToken is the bot's token unless Options names another.
const DefaultToken = "4242424242:zalo-fake_token-for-tests-only"

const defaultQuota = 3000

// Server is the fake. All its methods may be used from several goroutines.
type Server struct {
	o        Options
	listener net.Listener
	http     *http.Server

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced on each change of what follows
	pending  [][]byte      // messages that nobody has polled for, as they will be answered
	polls    int           // that wait now
	peak     int           // the most that ever waited at once
	people   map[string]*User
	lastID   int
	webhook  *string // nil: there never was one
	calls    map[string]int
	faults   []*fault
	random   *rand.Rand
	usage    usage
	breaches []string
	reset    bool
}

// New starts a Server that ends with the test.
func New(tb testing.TB, o Options) *Server {
	tb.Helper()
	s, err := Start(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Close)
	return s
}

// Start starts a Server; Close ends it.
func Start(o Options) (*Server, error) {
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.Quota == 0 {
		o.Quota = defaultQuota
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("starting the fake Zalo: %w", err)
	}
	s := &Server{
		o:        o,
		listener: listener,
		changed:  make(chan struct{}),
		people:   map[string]*User{},
		calls:    map[string]int{},
		random:   rand.New(rand.NewPCG(o.Seed, 2)), //nolint:gosec // faults must be repeatable
		usage:    usage{refused: map[string]time.Time{}},
	}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: time.Minute}
	go s.http.Serve(listener) //nolint:errcheck // it ends with Close
	return s, nil
}

// Close ends the server and whoever waits for it.
func (s *Server) Close() { _ = s.http.Close() }

// URL is what the bot takes as its API endpoint.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Token is the bot's.
func (s *Server) Token() string { return s.o.Token }

// ResetToken makes the server refuse the token from now on.
func (s *Server) ResetToken() { s.change(func() { s.reset = true }) }

// Calls gives how often a method was called, faults included.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

// Pollers gives how many polls waited at once at most. More than one split the messages.
func (s *Server) Pollers() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.peak
}

// Breaches gives every rule that the bot broke so far.
func (s *Server) Breaches() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.breaches)
}

// breach writes down a broken rule; the lock is held.
func (s *Server) breach(format string, args ...any) {
	s.breaches = append(s.breaches, fmt.Sprintf(format, args...))
}

// change does fn under the lock and wakes whoever waits.
func (s *Server) change(fn func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn()
	s.wake()
}

func (s *Server) wake() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// until waits for a condition that is looked at under the lock after each change.
func (s *Server) until(ctx context.Context, met func() bool) error {
	for {
		s.mu.Lock()
		ok, changed := met(), s.changed
		s.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
