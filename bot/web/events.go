package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/web/stream"
)

// heartbeat is how often something is sent at least: the page reconnects when it hears nothing for longer than two of them.
const heartbeat = 20 * time.Second

// getEvents streams a chat as server-sent events.
func (s *Server) getEvents(w http.ResponseWriter, r *http.Request) {
	v, ok := s.who(r)
	if !ok {
		http.Error(w, "no session", http.StatusUnauthorized)
		return
	}
	t, err := s.hub.join(v.user)
	if err != nil {
		w.Header().Set("Retry-After", "5")
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	defer s.hub.leave(v.user, t)
	out := events{stream.Open(w), s.hub.epoch}
	if f := s.connected.Load(); f != nil {
		(*f)(key(v.user))
	}
	s.open(r, v)
	s.follow(r.Context(), v.user, t, out, s.hub.after(r))
}

// open tells the bot once of a chat that has nothing to show, as all have after a restart.
func (s *Server) open(r *http.Request, v visitor) {
	deliver, first := s.deliver.Load(), false
	s.hub.peek(v.user, func(r *room) {
		first = deliver != nil && !r.opened && len(r.messages) == 0
		r.opened = true
	})
	if !first {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), deliverTimeout)
	defer cancel()
	err := (*deliver)(ctx, []chat.Update{{
		ID: digest(v.user + ":opened:" + s.hub.epoch), Key: key(v.user), User: v.user, Name: v.name, Kind: chat.Opened, Language: language(r), Sent: s.options.Now(),
	}})
	if err != nil && ctx.Err() == nil {
		s.options.Log.Warn("the bot was not told of an open chat", "err", err)
	}
}

// follow writes what is new until the browser or the server goes.
func (s *Server) follow(ctx context.Context, user string, t *tab, out events, after int64) {
	var b batch
	s.hub.peek(user, func(r *room) { b = r.since(after) })
	for out.write(ctx, b) == nil {
		for !wait(ctx, t) {
			if ctx.Err() != nil || out.beat(ctx) != nil {
				return
			}
		}
		s.hub.peek(user, func(r *room) { b = r.since(b.last) })
	}
}

// wait reports whether there is something new before the next heartbeat is due.
func wait(ctx context.Context, t *tab) bool {
	ctx, cancel := context.WithTimeout(ctx, heartbeat)
	defer cancel()
	select {
	case <-t.wake:
		return true
	case <-ctx.Done():
		return false
	}
}

// after reads where the browser left off; a number of an earlier process means nothing here.
func (h *hub) after(r *http.Request) int64 {
	id := r.Header.Get("Last-Event-ID")
	if id == "" {
		id = r.URL.Query().Get("after")
	}
	epoch, number, _ := strings.Cut(id, "-")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || epoch != h.epoch {
		return 0
	}
	return n
}

// events are what a chat's browser gets.
type events struct {
	stream.Stream

	epoch string
}

func (o events) write(ctx context.Context, b batch) error {
	data, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("encoding an event: %w", err)
	}
	return o.Send(ctx, fmt.Sprintf("id: %s-%d\ndata: %s\n\n", o.epoch, b.last, data))
}

func (o events) beat(ctx context.Context) error { return o.Send(ctx, "event: beat\ndata:\n\n") }
