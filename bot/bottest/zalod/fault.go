package zalod

import (
	"cmp"
	"context"
	"net/http"
	"time"
)

// FaultKind is a way in which a call can go wrong.
type FaultKind uint8

// The kinds of faults.
const (
	HTML      FaultKind = iota + 1 // nothing is done; a proxy's HTML page answers, with Code (0: 502)
	CutBefore                      // nothing is done; the connection is cut
	CutAfter                       // the call is done, and a message taken away; the connection is cut before the answer
	Garbage                        // nothing is done; the answer is broken JSON with status 200
	Slow                           // the call waits for Delay and is then done
	Code                           // nothing is done; Code and Description answer, with the HTTP status Status (0: Code)
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
	Status      int
	Quoted      bool // the error code is a string
}

type fault struct{ Fault }

// Fault adds a fault; those added first come first.
func (s *Server) Fault(f Fault) { s.change(func() { s.faults = append(s.faults, &fault{f}) }) }

// ClearFaults ends all faults.
func (s *Server) ClearFaults() { s.change(func() { s.faults = nil }) }

// pickFault counts a call and says what shall happen to it.
func (s *Server) pickFault(c call) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[c.method]++
	s.wake()
	for _, f := range s.faults {
		if (f.Method == "" || f.Method == c.method) && s.strikes(f) {
			return f.Fault
		}
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
	case HTML:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(cmp.Or(f.Code, http.StatusBadGateway))
		_, _ = w.Write([]byte("<html>\r\n<head><title>Error</title></head>\r\n<body><hr><center>nginx</center></body>\r\n</html>\r\n"))
	case CutBefore:
		panic(http.ErrAbortHandler)
	case Garbage:
		_, _ = w.Write([]byte(`{"ok":true,"resu`))
	case Code:
		answer{Code: f.Code, Description: f.Description, Status: f.Status, Quoted: f.Quoted}.write(w)
	case Slow:
		ctx, cancel := context.WithTimeout(ctx, f.Delay)
		defer cancel()
		<-ctx.Done()
		return false
	default:
		return false
	}
	return true
}
