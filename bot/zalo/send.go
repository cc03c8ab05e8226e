package zalo

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"danvanbot/bot/chat"
)

// partSpace is the time between the parts of one long text, so that they arrive in order.
const partSpace = time.Second

// Space says how far the parts of one long text are to be apart; less than a second is a second.
func (c *Client) Space(apart time.Duration) { c.space.Store(int64(apart)) }

func (c *Client) partSpace() time.Duration { return max(partSpace, time.Duration(c.space.Load())) }

// progress remembers how much of a long text a chat already has, so that sending it again goes on where it stopped.
type progress struct {
	parts []string
	sent  int
}

// Send brings one reply to a chat and gives the id of its (last) message. Zalo has no presses to answer, so a reply that
// answers one is nothing to send; it has no way to change a message, so r.Edit becomes a new one.
//
// Its error is always a *chat.SendError.
func (c *Client) Send(ctx context.Context, to chat.Key, r chat.Reply) (string, error) {
	if r.Answer != "" {
		return "", nil
	}
	if len(r.Photos) > 0 {
		return c.sendPhotos(ctx, to, r)
	}
	parts := Split(written(r), MaxText)
	c.resume(to, parts)
	message := ""
	for i := c.sentParts(to); i < len(parts); i++ {
		if i > 0 {
			c.sleep(ctx, c.partSpace())
		}
		var err *callError
		message, err = c.sendOne(ctx, query{method: "sendMessage", params: map[string]string{"chat_id": to.Chat, "text": parts[i]}})
		if err := c.note(to, c.outcome(err)); err != nil {
			return "", err
		}
	}
	return message, nil
}

// sendOne sends one message.
func (c *Client) sendOne(ctx context.Context, q query) (string, *callError) {
	result, err := c.request(ctx, q)
	if err != nil {
		return "", err
	}
	c.meter.count(sent)
	var m struct {
		ID string `json:"message_id"`
	}
	_ = json.Unmarshal(result, &m) // an id that cannot be read is no reason to send again
	return m.ID, nil
}

// outcome is what Send returns. That the quota is used up is logged once, and again after it was not.
func (c *Client) outcome(e *callError) error {
	if e == nil {
		c.spent.Store(false)
		return nil
	}
	if quotaSpent(e) && !c.spent.Swap(true) {
		c.log.Error("zalo says that the month's messages are used up; replies wait", "cause", e.Error(), "counted", c.Usage().Total())
	}
	return c.sendError(e)
}

// resume starts a chat's progress anew unless it is about the same text.
func (c *Client) resume(to chat.Key, parts []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !slices.Equal(c.partial[to].parts, parts) {
		delete(c.partial, to)
	}
	if len(parts) > 1 {
		c.partial[to] = progress{parts: parts, sent: c.partial[to].sent}
	}
}

func (c *Client) sentParts(to chat.Key) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.partial[to].sent
}

// note counts a part that was sent, and forgets a chat whose text is complete or given up.
func (c *Client) note(to chat.Key, err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.partial[to]
	if err == nil {
		p.sent++
	}
	switch failed, _ := err.(*chat.SendError); { //nolint:errorlint // outcome gives it unwrapped
	case p.sent >= len(p.parts), failed != nil && failed.Failure != chat.Retry && failed.Failure != chat.Throttled:
		delete(c.partial, to)
	default:
		c.partial[to] = p
	}
	return err
}
