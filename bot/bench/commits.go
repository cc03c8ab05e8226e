package bench

import (
	"context"
	"sync/atomic"
	"time"

	"danvanbot/bot"
)

// commits is a store that counts its commits, and notes how long the last one took: from the end of the work to the end
// of the wait.
type commits struct {
	bot.Store

	made atomic.Int64
	last atomic.Int64 // nanoseconds
}

// Start begins a batch and notes how long its commit takes.
func (c *commits) Start(ctx context.Context, fn func(bot.Tx) error) (wait func() error, err error) {
	c.made.Add(1)
	var worked time.Time
	commit, err := c.Store.Start(ctx, func(tx bot.Tx) error {
		defer func() { worked = time.Now() }()
		return fn(tx)
	})
	return func() error {
		err := commit()
		c.last.Store(int64(time.Since(worked)))
		return err
	}, err
}
