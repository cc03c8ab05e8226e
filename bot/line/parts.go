package line

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"danvanbot/bot/chat"
)

// minApart keeps the parts of one text in order; Telegram also takes no more of one chat.
const minApart = time.Second

// Parts remembers how much of a long text each chat already has, so that sending it again goes on where it stopped. Its zero
// value is ready; its methods may be used from several goroutines.
type Parts struct {
	apart atomic.Int64 // nanoseconds

	mu   sync.Mutex
	left map[chat.Key]progress
}

type progress struct {
	parts []string
	sent  int
}

// Space says how far the parts of one text are to be apart; less than a second is a second.
func (p *Parts) Space(apart time.Duration) { p.apart.Store(int64(apart)) }

// Apart is how far the parts of one text are to be apart.
func (p *Parts) Apart() time.Duration { return max(minApart, time.Duration(p.apart.Load())) }

// Resume tells how many parts of a text a chat already has: none, unless the last text that it was sent is the same.
func (p *Parts) Resume(to chat.Key, parts []string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Equal(p.left[to].parts, parts) {
		delete(p.left, to)
	}
	sent := p.left[to].sent
	if len(parts) > 1 {
		p.keep(to, progress{parts, sent})
	}
	return sent
}

// Note counts a part that was sent (no error), and forgets a chat whose text is complete or given up. It gives the error back.
func (p *Parts) Note(to chat.Key, err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	left := p.left[to]
	if err == nil {
		left.sent++
	}
	switch failed, _ := errors.AsType[*chat.SendError](err); {
	case left.sent >= len(left.parts), failed != nil && failed.Failure != chat.Retry && failed.Failure != chat.Throttled:
		delete(p.left, to)
	default:
		p.keep(to, left)
	}
	return err
}

func (p *Parts) keep(to chat.Key, left progress) {
	if p.left == nil {
		p.left = map[chat.Key]progress{}
	}
	p.left[to] = left
}
