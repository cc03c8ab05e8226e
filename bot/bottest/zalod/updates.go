package zalod

import (
	"context"
	"encoding/json"
	"strconv"
	"time"
)

const (
	defaultTimeout = 30
	maxTimeout     = 50
)

// getUpdates takes one message away, at once when there is one, and otherwise waits.
func (s *Server) getUpdates(ctx context.Context, a args) answer {
	timeout, valid := seconds(a["timeout"])
	if !valid {
		s.change(func() { s.breach("getUpdates: timeout %s is not a number of seconds", a["timeout"]) })
		return badRequest("The timeout is invalid")
	}
	if s.o.Hold > 0 {
		timeout = min(timeout, s.o.Hold)
	}
	waiting, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	s.change(func() { s.polls++; s.peak = max(s.peak, s.polls) })
	defer s.change(func() { s.polls-- })
	var taken []byte
	err := s.until(waiting, func() bool {
		taken = s.take(ctx)
		return taken != nil
	})
	if err != nil {
		return s.nothing()
	}
	return ok(json.RawMessage(taken))
}

// take gives the oldest message, which is then gone; the lock is held. A poll whose caller has hung up takes nothing.
func (s *Server) take(ctx context.Context) []byte {
	if len(s.pending) == 0 || s.webhook != nil && *s.webhook != "" || ctx.Err() != nil {
		return nil
	}
	first := s.pending[0]
	s.pending = s.pending[1:]
	s.wake() // Drained looks at what is left
	return first
}

// nothing is the idle answer.
func (s *Server) nothing() answer {
	switch s.o.Idle {
	case IdleEmpty:
		return ok(struct{}{})
	case IdleStatus:
		return answer{Code: 408, Description: "Request timeout"}
	default:
		return answer{Code: 408, Description: "Request timeout", Status: 200}
	}
}

// seconds reads a timeout, which is a string by the documentation's type and a number in its example.
func seconds(raw json.RawMessage) (time.Duration, bool) {
	if raw == nil {
		return defaultTimeout * time.Second, true
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		text = string(raw)
	}
	n, err := strconv.Atoi(text)
	return time.Duration(min(n, maxTimeout)) * time.Second, err == nil && n >= 0
}

func (s *Server) setWebhook(a args) answer {
	url, _ := a.text("url")
	if url == "" {
		return badRequest("The url must not be empty")
	}
	s.webhook = &url
	return s.hook()
}

// deleteWebhook is refused where there never was one.
func (s *Server) deleteWebhook(args) answer {
	if s.webhook == nil {
		return badRequest("Webhook is not set")
	}
	*s.webhook = ""
	return s.hook()
}

func (s *Server) getWebhookInfo(args) answer {
	if s.webhook == nil {
		return answer{Code: 404, Description: "Not Found"}
	}
	return s.hook()
}

func (s *Server) hook() answer {
	return ok(map[string]any{"url": *s.webhook, "updated_at": s.o.Now().UnixMilli()})
}

// SetWebhook is somebody else's setWebhook: polls stay idle until the bot deletes it.
func (s *Server) SetWebhook(url string) { s.change(func() { s.webhook = &url }) }

// Inject queues a result of any content, such as {"event_name":5}.
func (s *Server) Inject(content string) {
	s.change(func() { s.pending = append(s.pending, []byte(content)) })
}

// Pending gives how many messages nobody has polled for.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pending)
}

// Polled waits until the bot has polled n times since the beginning.
func (s *Server) Polled(ctx context.Context, n int) error {
	return s.until(ctx, func() bool { return s.calls["getUpdates"] >= n })
}

// Idle waits until nobody polls.
func (s *Server) Idle(ctx context.Context) error {
	return s.until(ctx, func() bool { return s.polls == 0 })
}

// Drained waits until every message was polled for and the bot, having dealt with the last one, polls again.
func (s *Server) Drained(ctx context.Context) error {
	return s.until(ctx, func() bool { return len(s.pending) == 0 && s.polls > 0 })
}
