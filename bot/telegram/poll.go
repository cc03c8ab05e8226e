package telegram

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/chat"
	"danvanbot/bot/line"
)

const (
	pollTimeout  = 30 * time.Second // how long Telegram holds a poll that finds nothing
	pollGrace    = 10 * time.Second // what the line may need beyond that
	pollLimit    = 100
	conflictWait = 5 * time.Second
	firstPause   = time.Second
	longestPause = time.Minute
)

// allowed is named on every poll, since Telegram otherwise keeps what some earlier program had set.
const allowed = `["message","edited_message","callback_query","my_chat_member"]`

// Run brings updates until ctx is done, deliver fails or Telegram refuses the token (ErrToken), and returns why it ended.
//
// It asks from the position on (0, or the position of another bot: from the oldest). deliver must return only after it has committed the batch; only then
// is the batch confirmed. A network that is down is waited for.
func (c *Client) Run(ctx context.Context, from int64, deliver func(context.Context, []chat.Update) error) error {
	if err := c.start(ctx); err != nil {
		return err
	}
	p := poller{Client: c, offset: c.of.offset(from)}
	for ctx.Err() == nil {
		if err := p.turn(ctx, deliver); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// poller is the state of the loop.
type poller struct {
	*Client
	offset int64
	pause  line.Backoff
}

// turn asks once, delivers what came, and moves on.
func (p *poller) turn(ctx context.Context, deliver func(context.Context, []chat.Update) error) error {
	asked := p.now()
	batch, err := p.ask(ctx)
	if err != nil {
		return p.endure(ctx, err, &p.pause)
	}
	p.recovered()
	p.answered.Store(p.now().Unix())
	p.pause = 0
	if len(batch) == 0 {
		if p.now().Sub(asked) < firstPause {
			p.sleep(ctx, firstPause) // a server that does not hold the poll must not be stormed
		}
		return nil
	}
	if err := deliver(ctx, batch); err != nil {
		return err
	}
	p.advance(ctx, batch)
	return nil
}

// advance moves the offset behind the batch, even to a lower one: Telegram starts ids anew after a quiet week.
func (p *poller) advance(ctx context.Context, batch []chat.Update) {
	offset := p.of.offset(batch[len(batch)-1].Position)
	if offset == p.offset {
		p.sleep(ctx, firstPause) // what was just confirmed came again: do not storm a server that takes no offset
	}
	p.offset = offset
}

func (p *poller) ask(ctx context.Context) ([]chat.Update, *callError) {
	params := tgbotapi.Params{
		"timeout":         strconv.Itoa(int(pollTimeout / time.Second)),
		"limit":           strconv.Itoa(pollLimit),
		"allowed_updates": allowed,
	}
	params.AddNonZero64("offset", p.offset)
	result, err := p.request(ctx, query{method: "getUpdates", params: params, timeout: pollTimeout + pollGrace})
	if err != nil {
		return nil, err
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(result, &raw); err != nil {
		return nil, p.failure("getUpdates", 0, errNotUpdates)
	}
	return p.decodeAll(raw)
}

const (
	errNotUpdates line.AnswerError = "is not a list of updates"
	errNoID       line.AnswerError = "has an update without a usable id"
)

// decodeAll reads each update alone. Ids grow by one, so an update whose id cannot be read has the one after its
// neighbour's.
func (p *poller) decodeAll(raw []json.RawMessage) ([]chat.Update, *callError) {
	batch := make([]chat.Update, 0, len(raw))
	next := p.offset
	d := decoder{bot: p.Username(), now: p.now(), of: p.of}
	for _, r := range raw {
		id, ok := updateID(r)
		if !ok {
			id = next
		}
		if id <= 0 || id >= maxUpdate {
			return nil, p.failure("getUpdates", 0, errNoID)
		}
		batch = append(batch, d.decode(id, r))
		next = id + 1
	}
	return batch, nil
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
	switch {
	case e.status == http.StatusConflict:
		c.log.Error("another instance polls with this token; stop one of them", "cause", e.Error())
	case e.said:
		c.log.Warn("telegram asks to wait", "cause", e.Error(), "after", e.after)
	default:
		c.log.Warn("telegram cannot be reached", "cause", e.Error(), "why", e.why, "hint", hint(e.why))
	}
}

func (c *Client) recovered() {
	if c.trouble.Over() {
		c.log.Info("telegram answers again")
	}
}

// pauseAfter is how long to wait after a call that failed.
func pauseAfter(pause *line.Backoff, e *callError) time.Duration {
	d := pause.Next(firstPause, longestPause)
	switch {
	case e.after > 0:
		return e.after + d/4
	case e.status == http.StatusConflict:
		return conflictWait + d
	default:
		return d
	}
}
