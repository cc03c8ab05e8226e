package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"danvanbot/bot/bench"
	"danvanbot/bot/orgunit"
)

// turn is what one line of a chat leads to.
type turn struct {
	chat         int
	update       int64
	state, reply []byte
	done         *report // at the end of the dialogue
}

// store keeps rows of the same content as danvanbot's file: what was seen, states, an outbox, a journal with a chain of
// hashes, submissions with two indexes, the rows of files that were imported, and sums.
type store interface {
	// load begins a transaction and reads what chats remember. Only save may follow.
	load(ctx context.Context, chats []int) (map[int][]byte, error)
	// save writes turns, each of another chat, and ends the transaction durably. What was in the outbox before is sent.
	save(ctx context.Context, turns []turn) error
	takeIn(ctx context.Context, all []report) error
	month(ctx context.Context, granule int) (totals, error)
	size(ctx context.Context) (int64, error)
	close() error
}

// engine makes a turn of what a chat remembers.
type engine interface {
	// step is a chat's n-th line; the dialogue's last one gives a report.
	step(chat, n int, state []byte) (turn, error)
	state() int
}

// rival is a store with an engine and the same loop as danvanbot's: what waits is taken together and committed once.
type rival struct {
	title     string
	engine    engine
	openStore func(ctx context.Context) (store, error)
	units     units

	store  store
	asks   chan ask
	ended  sync.WaitGroup
	lines  map[int]int // how far each chat is
	update int64
}

// ask is a chat that waits for its turn.
type ask struct {
	ctx  context.Context
	chat int
	done chan error
}

func (r *rival) name() string { return r.title }

func (r *rival) takeIn(ctx context.Context, file []byte) error {
	all, err := r.units.read(file)
	if err != nil {
		return err
	}
	s, err := r.openStore(ctx)
	if err != nil {
		return err
	}
	return errors.Join(s.takeIn(ctx, all), s.close())
}

func (r *rival) open(ctx context.Context) (err error) {
	if r.store, err = r.openStore(ctx); err != nil {
		return err
	}
	r.asks, r.lines = make(chan ask), map[int]int{}
	r.ended.Go(r.loop)
	return nil
}

func (r *rival) turn(ctx context.Context, chat int) error {
	a := ask{ctx, chat, make(chan error, 1)}
	r.asks <- a
	return <-a.done
}

// most is how many turns a transaction takes.
const most = 512

func (r *rival) loop() {
	for first := range r.asks {
		batch := append(make([]ask, 0, most), first)
		for waits := true; waits && len(batch) < most; {
			select {
			case a, open := <-r.asks:
				if waits = open; open {
					batch = append(batch, a)
				}
			default:
				waits = false
			}
		}
		err := r.commit(batch)
		for _, a := range batch {
			a.done <- err
		}
	}
}

func (r *rival) commit(batch []ask) error {
	ctx, chats := batch[0].ctx, make([]int, 0, len(batch))
	for _, a := range batch {
		chats = append(chats, a.chat)
	}
	states, err := r.store.load(ctx, chats)
	if err != nil {
		return fmt.Errorf("loading: %w", err)
	}
	turns := make([]turn, 0, len(batch))
	for _, chat := range chats {
		t, err := r.engine.step(chat, r.lines[chat], states[chat])
		if err != nil {
			return err
		}
		r.lines[chat]++
		r.update++
		t.chat, t.update = chat, r.update
		turns = append(turns, t)
	}
	if err := r.store.save(ctx, turns); err != nil {
		return fmt.Errorf("saving: %w", err)
	}
	return nil
}

func (r *rival) month(ctx context.Context, granule int) (totals, error) {
	return r.store.month(ctx, granule)
}

func (r *rival) state() int { return r.engine.state() }

func (r *rival) size(ctx context.Context) (int64, error) { return r.store.size(ctx) }

func (r *rival) close() error {
	close(r.asks)
	r.ended.Wait()
	return r.store.close()
}

// given is an engine that does nothing but give what danvanbot's own kept and said.
type given struct{ *script }

func (g given) step(chat, n int, _ []byte) (turn, error) {
	t := turn{state: g.states[n%dialogue], reply: g.replies[n%dialogue]}
	if n%dialogue == dialogue-1 {
		t.done = donation(chat, n/dialogue)
	}
	return t, nil
}

func (g given) state() int { return g.largest() }

// donation is a chat's n-th report: the same that an officer makes to danvanbot.
func donation(chat, n int) *report {
	return &report{Unit: chatUnits + chat%provinceUnits(), Day: bench.Day(chat, n, provinceUnits()), Kind: blood, Reporter: chat, N: 1, A: 12, B: 14}
}

// chatUnits is the first number of the units of chats; those of files have lower ones.
const chatUnits = 10_000

// provinceUnits is how many units the officers are spread over.
var provinceUnits = sync.OnceValue(func() int { return len(orgunit.Sample().Communes(bench.Province, orgunit.Latest)) })
