package post

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"danvanbot/bot/web/stream"
)

const (
	maxScreens = 512              // that are kept current at once
	lookEvery  = time.Second      // how soon a screen hears of something new, or of the end of its session
	heartbeat  = 15 * time.Second // keeps proxies from taking the line for dead
)

// news tells a screen, for as long as its session lasts, when there is something new. The screen then asks for its page
// again, so that there is one way only on which figures get out.
func (s *Server) news(w http.ResponseWriter, r *http.Request) {
	if err := s.read(r, func(ReadTx, visit) error { return nil }); err != nil {
		s.refuse(w, r, err)
		return
	}
	select {
	case s.live <- struct{}{}:
		defer func() { <-s.live }()
	default:
		w.Header().Set("Retry-After", "30")
		http.Error(w, "too many screens", http.StatusServiceUnavailable)
		return
	}
	out := stream.Open(w)
	last, beat := uint64(0), s.Now()
	for {
		head, err := s.headFor(r)
		switch {
		case errors.Is(err, errNoSession):
			_ = out.Send(r.Context(), "event: end\ndata:\n\n")
			return
		case err == nil && head != last:
			last, beat, err = head, s.Now(), out.Send(r.Context(), fmt.Sprintf("data: %d\n\n", head))
		case err == nil && s.Now().Sub(beat) >= heartbeat:
			beat, err = s.Now(), out.Send(r.Context(), ":\n\n")
		}
		if err != nil || !pause(r.Context()) {
			return
		}
	}
}

// headFor is the number of the last journal entry, for whoever still has a session.
func (s *Server) headFor(r *http.Request) (head uint64, err error) {
	err = s.Store.View(r.Context(), func(tx ReadTx) error {
		if _, err := s.who(tx, r); err != nil {
			return err
		}
		head, err = tx.Head()
		return err
	})
	return head, err
}

// pause waits until it is time to look again; false if the screen is gone.
func pause(ctx context.Context) bool {
	wait, cancel := context.WithTimeout(ctx, lookEvery)
	defer cancel()
	<-wait.Done()
	return ctx.Err() == nil
}
