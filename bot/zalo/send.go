package zalo

import (
	"context"
	"encoding/json"
	"time"

	"danvanbot/bot/chat"
)

// Space says how far the parts of one long text are to be apart; less than a second is a second.
func (c *Client) Space(apart time.Duration) { c.parts.Space(apart) }

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
	message := ""
	for i := c.parts.Resume(to, parts); i < len(parts); i++ {
		if i > 0 {
			c.sleep(ctx, c.parts.Apart())
		}
		var err *callError
		message, err = c.sendOne(ctx, query{method: "sendMessage", params: map[string]string{"chat_id": to.Chat, "text": parts[i]}})
		if err := c.parts.Note(to, c.outcome(err)); err != nil {
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
