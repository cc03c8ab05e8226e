package bench

import (
	"context"
	"sync/atomic"

	"danvanbot/bot/chat"
)

// Line is a messenger without a network: what is delivered comes from its owner, what is sent is accepted.
type Line struct {
	Deliver func(context.Context, []chat.Update) error // may be used once Ready is closed
	Ready   chan struct{}
	Sent    atomic.Int64 // how many replies were accepted

	replied chan struct{} // may be nil: takes a token for a reply
}

// NewLine makes a Line for one Bot.
func NewLine() *Line { return &Line{Ready: make(chan struct{})} }

// Platform is that of the web chat, which needs no pace.
func (l *Line) Platform() chat.Platform { return chat.Web }

// Run lets its owner deliver until ctx ends.
func (l *Line) Run(ctx context.Context, _ int64, deliver func(context.Context, []chat.Update) error) error {
	l.Deliver = deliver
	close(l.Ready)
	<-ctx.Done()
	return nil
}

// Send accepts a reply.
func (l *Line) Send(context.Context, chat.Key, chat.Reply) (string, error) {
	l.Sent.Add(1)
	select {
	case l.replied <- struct{}{}:
	default:
	}
	return "1", nil
}
