// Package stream writes server-sent events to a browser.
//
// Promised: no write waits for longer than Timeout, so that a browser that takes nothing holds nobody up. Not promised:
// that a browser has got what was written.
package stream

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// Timeout is how long one event may take to be written.
const Timeout = 10 * time.Second

// Stream is one open answer.
type Stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// Open begins an answer of events, which proxies are not to keep back.
func Open(w http.ResponseWriter) Stream {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	return Stream{w, http.NewResponseController(w)}
}

// Send writes one event, which ends with an empty line, and flushes it.
func (s Stream) Send(ctx context.Context, event string) error {
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	deadline, _ := ctx.Deadline()
	if err := s.control.SetWriteDeadline(deadline); err != nil {
		return fmt.Errorf("bounding a write: %w", err)
	}
	if _, err := s.w.Write([]byte(event)); err != nil {
		return fmt.Errorf("writing an event: %w", err)
	}
	if err := s.control.Flush(); err != nil {
		return fmt.Errorf("flushing an event: %w", err)
	}
	return nil
}
