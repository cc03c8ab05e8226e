package bot

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
)

// pacer keeps messages within the paces in force.
type pacer struct {
	options Options
	overall map[chat.Platform]*gate
	bulk    map[chat.Platform]*gate // of replies that nobody waits for, before overall

	mu      sync.Mutex
	set     conversation.Limits
	changed chan struct{} // closed when something else is set
}

func newPacer(o Options) *pacer {
	p := &pacer{options: o, overall: map[chat.Platform]*gate{}, bulk: map[chat.Platform]*gate{}, changed: make(chan struct{})}
	for _, m := range o.Messengers {
		p.overall[m.Platform()], p.bulk[m.Platform()] = newGate(), newGate()
	}
	p.tune()
	return p
}

// obey puts limits in force, also for what waits already.
func (p *pacer) obey(set conversation.Limits) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if set == p.set {
		return
	}
	p.set = set
	p.tune()
	close(p.changed)
	p.changed = make(chan struct{})
}

// tune sets the gates.
func (p *pacer) tune() {
	share := float64(p.set.Or(p.options.Standard().Limits).BulkPercent) / 100
	for platform, g := range p.overall {
		pace := p.options.paceUnder(platform, p.set)
		g.open(pace.PerSecond)
		p.bulk[platform].open(pace.PerSecond * share)
		if s, ok := p.messenger(platform).(Spacer); ok {
			s.Space(pace.PerChat)
		}
	}
}

func (p *pacer) messenger(platform chat.Platform) Messenger {
	for _, m := range p.options.Messengers {
		if m.Platform() == platform {
			return m
		}
	}
	return nil
}

// rest is how long a chat has to wait that was sent to last at a time, and what says that this may have changed.
func (p *pacer) rest(k chat.Key, last time.Time) (time.Duration, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.options.paceUnder(k.Platform, p.set).of(k) - p.options.Now().Sub(last), p.changed
}

// await waits until a letter may go to a chat that was sent to last at a time.
func (p *pacer) await(ctx context.Context, l conversation.Letter, last time.Time) error {
	for {
		rest, changed := p.rest(l.To, last)
		if rest <= 0 {
			break
		}
		over, cancel := context.WithTimeout(ctx, rest)
		select {
		case <-over.Done():
		case <-changed:
		}
		cancel()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if l.Reply.Bulk {
		if err := p.bulk[l.To.Platform].pass(ctx); err != nil {
			return err
		}
	}
	return p.overall[l.To.Platform].pass(ctx)
}

// gate lets messages through at a rate. They wait in line, and only the first is promised a time: another rate counts for
// all behind it.
type gate struct {
	first   chan struct{}
	limiter *rate.Limiter
}

func newGate() *gate {
	return &gate{first: make(chan struct{}, 1), limiter: rate.NewLimiter(rate.Inf, 1)}
}

// open sets how many messages a second pass; 0: all.
func (g *gate) open(perSecond float64) {
	limit := rate.Inf
	if perSecond > 0 {
		limit = rate.Limit(perSecond)
	}
	g.limiter.SetLimit(limit)
}

// pass waits in line.
func (g *gate) pass(ctx context.Context) error {
	select {
	case g.first <- struct{}{}:
		defer func() { <-g.first }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := g.limiter.Wait(ctx); err != nil {
		return err
	}
	return ctx.Err()
}
