package telegramd

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

var updateKinds = []string{
	"message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result",
	"callback_query", "shipping_query", "pre_checkout_query", "poll", "poll_answer", "my_chat_member", "chat_member",
	"chat_join_request", "message_reaction", "message_reaction_count",
}

const (
	textWebhook  = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
	textTwoPolls = "terminated by other getUpdates request; make sure that only one bot instance is running"
	textSetHook  = "terminated by setWebhook request"
)

// getUpdates answers at once when there is something, and otherwise waits.
func (s *Server) getUpdates(ctx context.Context, a args) answer {
	timeout := time.Duration(a.number("timeout", 0, 0, 50)) * time.Second
	updates, waiting, refused := s.poll(a, timeout > 0)
	if refused.Code != 0 || waiting == nil {
		return s.deliver(updates, refused)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return s.await(ctx, waiting, a.number("limit", 100, 1, 100))
}

// poll confirms, and takes what there is. Finding nothing, it ends an older poll and registers this one as waiting.
func (s *Server) poll(a args, long bool) ([]queued, chan string, answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.webhook != "" {
		return nil, nil, conflict(textWebhook)
	}
	s.allow(a)
	s.queue.expire(s.o.Now())
	s.queue.seek(a.offset())
	s.wake() // Drained looks at the queue
	taken := s.queue.take(a.number("limit", 100, 1, 100))
	if len(taken) > 0 || !long {
		return taken, nil, answer{}
	}
	s.endPoll(textTwoPolls)
	s.queue.waiting = make(chan string, 1)
	return nil, s.queue.waiting, answer{}
}

// offset is from where a poll asks on.
func (a args) offset() int64 { return a.number("offset", 0, -1<<40, 1<<40) }

// endPoll ends the long poll that waits with a conflict.
func (s *Server) endPoll(text string) {
	if s.queue.waiting != nil {
		s.queue.waiting <- text
		s.queue.waiting = nil
	}
}

// await is the long part of a long poll.
func (s *Server) await(ctx context.Context, waiting chan string, limit int64) answer {
	for {
		s.mu.Lock()
		mine, changed := s.queue.waiting == waiting, s.changed
		var taken []queued
		if mine {
			taken = s.queue.take(limit)
		}
		if len(taken) > 0 {
			s.queue.waiting = nil
		}
		s.mu.Unlock()
		if len(taken) > 0 {
			return s.deliver(taken, answer{})
		}
		select {
		case text := <-waiting:
			return conflict(text)
		case <-ctx.Done():
			s.leave(waiting)
			return ok([]any{})
		case <-changed:
		}
	}
}

func (s *Server) leave(waiting chan string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.waiting == waiting {
		s.queue.waiting = nil
	}
}

// deliver notes when a press was given to the bot: from then on it must be answered.
func (s *Server) deliver(updates []queued, refused answer) answer {
	if refused.Code != 0 {
		return refused
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	result := make([]json.RawMessage, len(updates))
	for i, u := range updates {
		result[i] = withID(u.id, u.raw)
		if p := s.queries[u.query]; p != nil {
			p.delivered = s.o.Now()
		}
	}
	return ok(result)
}

func withID(id int64, raw json.RawMessage) json.RawMessage {
	if string(raw) == "{}" {
		return fmt.Appendf(nil, `{"update_id":%d}`, id)
	}
	return fmt.Appendf(nil, `{"update_id":%d,%s`, id, raw[1:])
}

// allow keeps the filter of earlier polls unless this one names another, as the real server does.
func (s *Server) allow(a args) {
	if !a.has("allowed_updates") {
		s.breach("getUpdates: allowed_updates is missing, so that an earlier program's setting stays")
		return
	}
	var kinds []string
	if json.Unmarshal([]byte(a.values["allowed_updates"]), &kinds) != nil {
		s.breach("getUpdates: allowed_updates is not an array of strings")
		return
	}
	s.queue.allowed = slices.DeleteFunc(kinds, func(k string) bool { return !slices.Contains(updateKinds, k) })
}

func (s *Server) setWebhook(a args) answer {
	s.queue.webhook = a.values["url"]
	if s.queue.webhook == "" {
		return s.deleteWebhook(a)
	}
	s.endPoll(textSetHook)
	return answer{Result: true, Description: "Webhook was set"}
}

func (s *Server) deleteWebhook(a args) answer {
	text := "Webhook is already deleted"
	if s.queue.webhook != "" {
		text = "Webhook was deleted"
	}
	s.queue.webhook = ""
	if a.values["drop_pending_updates"] == "true" {
		s.breach("deleteWebhook: pending updates were dropped")
		s.queue.drop(len(s.queue.pending))
	}
	return answer{Result: true, Description: text}
}

// SetWebhook is somebody else's setWebhook: polls are refused until the bot deletes it.
func (s *Server) SetWebhook(url string) {
	s.change(func() { s.setWebhook(args{values: map[string]string{"url": url}}) })
}

// ResetIDs makes the next update's id to, as soon as all pending ones are confirmed.
func (s *Server) ResetIDs(to int64) {
	s.change(func() { s.queue.reset = to; s.queue.applyReset() })
}

// Redeliver makes the server give the last n confirmed updates again, and tells how many there are.
func (s *Server) Redeliver(n int) int {
	var back int
	s.change(func() { back = s.queue.redeliver(n) })
	return back
}

// Inject queues an update of any content, such as {"message":{"text":5}}; update_id is added. Kind is for allowed_updates.
func (s *Server) Inject(kind, content string) {
	s.change(func() { s.push(kind, queued{raw: json.RawMessage(content)}) })
}

// Pending gives how many updates are not confirmed yet.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue.pending)
}

// Drained waits until the bot has confirmed every update.
func (s *Server) Drained(ctx context.Context) error {
	return s.until(ctx, func() bool { return len(s.queue.pending) == 0 })
}

// push queues an update; the lock is held.
func (s *Server) push(kind string, u queued) {
	life := messageLife
	if kind == "callback_query" {
		life = max(pressLife, s.o.QueryLife) // what can still be answered can still be fetched
	}
	u.expires = s.o.Now().Add(life)
	s.queue.add(kind, u)
}
