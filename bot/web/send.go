package web

import (
	"context"

	"danvanbot/bot/chat"
)

// Send shows a reply in the connected browsers of a chat. While there is none, it returns a *chat.SendError with Retry,
// or with Done for the answer to a press, which nobody waits for any more.
func (s *Server) Send(_ context.Context, to chat.Key, reply chat.Reply) (string, error) {
	id, sent := "", false
	s.hub.peek(to.Chat, func(r *room) {
		if sent = len(r.tabs) > 0; !sent {
			return
		}
		if reply.Answer != "" {
			r.notify(reply.Answer, reply.Text)
			return
		}
		id = r.show(s.hub.epoch, reply, s.options.Now())
	})
	if sent {
		return id, nil
	}
	failure := &chat.SendError{Failure: chat.Retry, Cause: "no browser is connected"}
	if reply.Answer != "" {
		failure.Failure = chat.Done
	}
	return "", failure
}
