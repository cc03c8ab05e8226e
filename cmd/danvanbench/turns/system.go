package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"danvanbot/bot/bench"
)

// system is one that keeps reports and takes turns.
type system interface {
	name() string
	// takeIn takes the rows of a CSV file in, all or none. It is called while the system is not open.
	takeIn(ctx context.Context, file []byte) error
	// open makes it ready for turns.
	open(ctx context.Context) error
	// turn is the next line of a chat. It returns once it is kept durably; chats call it at once, each one at a time.
	turn(ctx context.Context, chat int) error
	// month sums up the whole in the month of a granule.
	month(ctx context.Context, granule int) (totals, error)
	// state is how many bytes are kept of a chat in the middle of a report, at most.
	state() int
	// size is how many bytes its files take.
	size(ctx context.Context) (int64, error)
	close() error
}

// talk lets so many chats go on until n turns are done.
func talk(ctx context.Context, s system, chats, n int) error {
	failed := make([]error, chats)
	var said atomic.Int64
	var all sync.WaitGroup
	for chat := range chats {
		all.Go(func() {
			for failed[chat] == nil && said.Add(1) <= int64(n) {
				failed[chat] = s.turn(ctx, chat)
			}
		})
	}
	all.Wait()
	return errors.Join(failed...)
}

// dialogue is how many turns a report takes.
const dialogue = bench.Dialogue
