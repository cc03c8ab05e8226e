package zalo

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/line"
)

const (
	pollTimeout  = 30 * time.Second // how long Zalo holds a poll that finds nothing
	pollGrace    = 15 * time.Second // what the line may need beyond that
	quickIdle    = time.Second      // a poll that finds nothing this soon was not held
	firstPause   = 500 * time.Millisecond
	longestPause = 20 * time.Second // short, since what is written while nobody polls may be lost
)

// Run brings messages until ctx is done, deliver fails or Zalo refuses the token (ErrToken), and returns why it ended.
//
// Zalo knows no position, so the argument counts for nothing. The next poll begins only after deliver has returned, and
// then at once. A network that is down is waited for.
func (c *Client) Run(ctx context.Context, _ int64, deliver func(context.Context, []chat.Update) error) error {
	if err := c.start(ctx); err != nil {
		return err
	}
	var pause line.Backoff
	for ctx.Err() == nil {
		if err := c.turn(ctx, &pause, deliver); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// turn asks once and delivers what came.
func (c *Client) turn(ctx context.Context, pause *line.Backoff, deliver func(context.Context, []chat.Update) error) error {
	asked := c.now()
	raw, err := c.ask(ctx)
	if err != nil {
		return c.endure(ctx, err, pause)
	}
	c.recovered()
	c.answered.Store(c.now().Unix())
	*pause = 0
	if raw == nil {
		if c.now().Sub(asked) < quickIdle {
			c.sleep(ctx, firstPause) // a server that does not hold the poll must not be stormed
		}
		return nil
	}
	u := decode(raw, c.now())
	if u.ID == "" {
		c.log.Warn("a zalo message that cannot be read", "cause", u.Cause)
		return nil
	}
	c.meter.count(received)
	return deliver(ctx, []chat.Update{u})
}

// ask polls once; nothing came is nil.
func (c *Client) ask(ctx context.Context) (json.RawMessage, *callError) {
	timeout := strconv.Itoa(int(pollTimeout / time.Second))
	raw, err := c.request(ctx, query{
		method: "getUpdates", params: map[string]string{"timeout": timeout}, timeout: pollTimeout + pollGrace,
	})
	switch {
	case err != nil && idle(err), err == nil && empty(raw):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return raw, nil
}

// empty tells whether a result holds nothing: it is missing, null, {} or [].
func empty(raw json.RawMessage) bool {
	var fields map[string]json.RawMessage
	var list []json.RawMessage
	return len(raw) == 0 || json.Unmarshal(raw, &fields) == nil && len(fields) == 0 || json.Unmarshal(raw, &list) == nil && len(list) == 0
}

// start makes ready for polling: a webhook would take the messages. It insists until Zalo was reached.
func (c *Client) start(ctx context.Context) error {
	for _, method := range []string{"getMe", "deleteWebhook"} {
		if err := c.insist(ctx, query{method: method}); err != nil {
			return err
		}
		c.known.Store(true)
	}
	return nil
}

// insist repeats a call until Zalo has answered it. An answer of no is let be, except to the token: deleteWebhook is
// refused where there is none.
func (c *Client) insist(ctx context.Context, q query) error {
	var pause line.Backoff
	for ctx.Err() == nil {
		_, failed := c.request(ctx, q)
		if failed == nil || failed.said && (failed.status == http.StatusBadRequest || failed.status == http.StatusNotFound) {
			c.recovered()
			return nil
		}
		if err := c.endure(ctx, failed, &pause); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// endure decides about a call that failed: stop, or wait and go on.
func (c *Client) endure(ctx context.Context, e *callError, pause *line.Backoff) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if fatal(e) {
		return ErrToken
	}
	c.complain(e)
	c.sleep(ctx, pauseAfter(pause, e))
	return nil
}

// complain logs a trouble once, not each time that it is met.
func (c *Client) complain(e *callError) {
	if !c.trouble.New(e.why, e.status) {
		return
	}
	if e.said {
		c.log.Warn("zalo refuses a call", "cause", e.Error())
		return
	}
	c.log.Warn("zalo cannot be reached", "cause", e.Error(), "why", e.why, "hint", hint(e.why))
}

func (c *Client) recovered() {
	if c.trouble.Over() {
		c.log.Info("zalo answers again")
	}
}

// pauseAfter is how long to wait after a call that failed.
func pauseAfter(pause *line.Backoff, e *callError) time.Duration {
	d := pause.Next(firstPause, longestPause)
	if e.status == http.StatusTooManyRequests {
		return max(e.after, longestPause) + d
	}
	return d
}
