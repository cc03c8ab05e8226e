package telegramd

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Options sets up a Server. Only Now is needed.
type Options struct {
	Now         func() time.Time
	Token       string        // empty: DefaultToken
	Username    string        // empty: danvan_test_bot
	Seed        uint64        // of the faults
	FirstUpdate int64         // the first update_id; 0: 700000001
	Flood       Flood         // the limits on sending
	QueryLife   time.Duration // how long a press can be answered, and fetched if that is longer; 0: 150 s
	AnswerIn    time.Duration // a delivered press that waits longer is a breach; 0: 10 s
}

// DefaultToken is the bot's token unless Options names another.
const DefaultToken = "4242424242:AAFake-Token_for-tests-only-0123456789"

// Server is the fake. All its methods may be used from several goroutines.
type Server struct {
	o        Options
	listener net.Listener
	http     *http.Server

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced on each change of what follows
	queue    queue
	people   map[int64]*User
	lastID   int64 // of messages
	queries  map[string]*press
	files    map[string]file
	commands map[string]json.RawMessage
	calls    map[string]int
	faults   []*fault
	random   *rand.Rand
	flood    limiter
	bans     map[string]ban // when a method must not be called again for a chat
	breaches []string
	revoked  bool

	connections int // that are open
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
	o.setDefaults()
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("starting the fake Bot API: %w", err)
	}
	s := &Server{
		o:        o,
		listener: listener,
		changed:  make(chan struct{}),
		queue:    newQueue(o.FirstUpdate),
		people:   map[int64]*User{},
		queries:  map[string]*press{},
		files:    map[string]file{},
		commands: map[string]json.RawMessage{},
		calls:    map[string]int{},
		random:   rand.New(rand.NewPCG(o.Seed, 1)), //nolint:gosec // faults must be repeatable
		flood:    newLimiter(o.Flood),
		bans:     map[string]ban{},
	}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: time.Minute, ConnState: s.count}
	go s.http.Serve(listener) //nolint:errcheck // it ends with Close
	return s, nil
}

func (o *Options) setDefaults() {
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.Username == "" {
		o.Username = "danvan_test_bot"
	}
	if o.FirstUpdate == 0 {
		o.FirstUpdate = 700_000_001
	}
	if o.QueryLife == 0 {
		o.QueryLife = 150 * time.Second
	}
	if o.AnswerIn == 0 {
		o.AnswerIn = 10 * time.Second
	}
}

// Close ends the server and whoever waits for it.
func (s *Server) Close() { _ = s.http.Close() }

// URL is what the bot takes as its API endpoint.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Token is the bot's.
func (s *Server) Token() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.o.Token
}

// Revoke makes the server refuse the token from now on.
func (s *Server) Revoke() {
	s.change(func() { s.revoked = true })
}

// Reissue gives the same bot another token, which has the bot's id before the colon; the old one is refused from now on.
func (s *Server) Reissue(token string) {
	s.change(func() { s.o.Token, s.revoked = token, false })
}

// Calls gives how often a method was called, faults included.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[strings.ToLower(method)]
}

// Commands gives the menu of a language ("" is the default) as the bot set it; "all_group_chats/vi" is that of groups.
func (s *Server) Commands(language string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.commands[language])
}

// Breaches gives every rule of the Bot API that the bot broke so far, presses that it left without an answer included.
func (s *Server) Breaches() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append(slices.Clone(s.breaches), s.unanswered()...)
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
