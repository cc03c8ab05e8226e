package telegramd

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// FaultKind is a way in which a call can go wrong.
type FaultKind uint8

// The kinds of faults.
const (
	HTML502    FaultKind = iota + 1 // nothing is done; a proxy's HTML page answers
	CutBefore                       // nothing is done; the connection is cut
	CutAfter                        // the call is done; the connection is cut before the answer
	Garbage                         // nothing is done; the answer is broken JSON with status 200
	Slow                            // the call waits for Delay and is then done
	TooMany                         // nothing is done; 429 with RetryAfter (at least 1)
	Code                            // nothing is done; Code and Description answer, with RetryAfter and MigrateTo if set
	HangBefore                      // nothing is done, and no answer comes until the bot hangs up or dies
	HangAfter                       // the call is done, and no answer comes until the bot hangs up or dies
)

// Fault makes calls fail: the next Times ones, or each with the probability Rate.
type Fault struct {
	Method      string // empty: all
	Kind        FaultKind
	Times       int
	Rate        float64
	Delay       time.Duration
	Code        int
	Description string
	RetryAfter  int
	MigrateTo   int64
	Confirming  bool   // strikes only polls that confirm updates
	Hit         func() // may be nil: called when a call hangs
}

type fault struct{ Fault }

// Fault adds a fault; those added first come first.
func (s *Server) Fault(f Fault) {
	f.Method = strings.ToLower(f.Method)
	s.change(func() { s.faults = append(s.faults, &fault{f}) })
}

// ClearFaults ends all faults.
func (s *Server) ClearFaults() {
	s.change(func() { s.faults = nil })
}

// pickFault counts a call and says what shall happen to it.
func (s *Server) pickFault(c call) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[c.method]++
	s.checkBan(c)
	for _, f := range s.faults {
		if f.Method != "" && f.Method != c.method || f.Confirming && s.queue.confirms(c.args.offset()) == 0 || !s.strikes(f) {
			continue
		}
		if f.Kind == TooMany {
			s.ban(c, max(f.RetryAfter, 1))
		}
		return f.Fault
	}
	return Fault{}
}

func (s *Server) strikes(f *fault) bool {
	if f.Rate > 0 {
		return s.random.Float64() < f.Rate
	}
	f.Times--
	return f.Times >= 0
}

// before does what a fault does before the effect; true means that the call has its answer.
func (f Fault) before(ctx context.Context, w http.ResponseWriter) bool {
	switch f.Kind {
	case HTML502:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"))
	case CutBefore:
		panic(http.ErrAbortHandler)
	case Garbage:
		_, _ = w.Write([]byte(`{"ok":true,"resu`))
	case TooMany:
		tooMany(max(f.RetryAfter, 1)).write(w)
	case Code:
		answer{Code: f.Code, Description: f.Description, RetryAfter: f.RetryAfter, MigrateTo: f.MigrateTo}.write(w)
	case Slow:
		ctx, cancel := context.WithTimeout(ctx, f.Delay)
		defer cancel()
		<-ctx.Done()
		return false
	case HangBefore:
		f.hang(ctx)
	default:
		return false
	}
	return true
}

// after does what a fault does between the effect and the answer; only what it returns from is answered.
func (f Fault) after(ctx context.Context) {
	switch f.Kind {
	case HangAfter:
		f.hang(ctx)
	case CutAfter:
		panic(http.ErrAbortHandler)
	default:
	}
}

// hang gives no answer.
func (f Fault) hang(ctx context.Context) {
	if f.Hit != nil {
		f.Hit()
	}
	<-ctx.Done()
	panic(http.ErrAbortHandler)
}

// excuse takes back what a bot cannot be blamed for, since it never got the answer.
func (s *Server) excuse(c call, a answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.queries[c.args.values["callback_query_id"]]; p != nil {
		p.excused = true
	}
	if u := s.person(c.args); u != nil && a.Code == http.StatusForbidden {
		u.refused = false
	}
}

// BotKilled is to be called when the bot was killed, before it starts anew: it may have lost what it was told, so it is no
// breach if it now answers a press again, writes again to somebody who blocked it, does not wait out retry_after, or does
// not know when it last wrote to a chat. What the dead bot had still sent is taken first.
func (s *Server) BotKilled() {
	ctx, cancel := context.WithTimeout(context.Background(), hangUpWithin)
	defer cancel()
	s.acceptAll(ctx)
	_ = s.until(ctx, func() bool { return s.connections == 0 })
	s.change(func() {
		clear(s.bans)
		clear(s.flood.chats)
		for _, p := range s.queries {
			p.excused = p.excused || p.answered
		}
		for _, u := range s.people {
			u.refused = false
		}
	})
}

// acceptAll waits until all connections are accepted that were opened before: one behind them is answered, with a refusal. Until
// then a dead bot's last call may wait in the kernel, where nobody counts it.
func (s *Server) acceptAll(ctx context.Context) {
	last, err := new(net.Dialer).DialContext(ctx, "tcp", s.listener.Addr().String())
	if err != nil {
		return
	}
	defer last.Close() //nolint:errcheck // it has done its work
	defer context.AfterFunc(ctx, func() { _ = last.Close() })()
	if _, err := last.Write([]byte("no request\r\n\r\n")); err == nil {
		_, _ = io.Copy(io.Discard, last)
	}
}

// hangUpWithin is how long the connections of a dead bot may take to be found dead; those of others may go on.
const hangUpWithin = 2 * time.Second

// count counts the connections that are open.
func (s *Server) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.change(func() { s.connections++ })
	case http.StateClosed, http.StateHijacked:
		s.change(func() { s.connections-- })
	default:
	}
}
