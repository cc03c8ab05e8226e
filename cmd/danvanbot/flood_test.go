package main

import (
	"context"
	"flag"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"danvanbot/bot/bottest/telegramd"
)

var (
	floodFor    = flag.Duration("flood", 3*time.Second, "how long TestFloodKeepsOthersFast floods, and rests, each time")
	floodRounds = flag.Int("floods", 1, "how often it does")
)

// TestFloodKeepsOthersFast: while one officer writes hundreds of messages a second, others are answered as fast as without that, or
// nearly, and the flooder no faster than the platform's pace. It prints how fast, in the same run without and with the flood:
// go test ./cmd/danvanbot -run FloodKeeps -flood 20s -floods 5 -v
func TestFloodKeepsOthersFast(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
	p := newProgram(t, forTelegram(srv))
	crowd := recruit(p, srv, 13)
	p.start()
	flooder, others := crowd[0], crowd[1:]
	askAll(t, crowd, "/trogiup") // the connections are there
	var without, with []time.Duration
	sent := 0
	for range *floodRounds {
		without = append(without, askOften(t, others)...)
		ctx, stop := context.WithCancel(t.Context())
		var flood sync.WaitGroup
		flood.Go(func() { sent += flooder.flood(ctx) })
		with = append(with, askOften(t, others)...)
		stop()
		flood.Wait()
	}
	slices.Sort(without)
	slices.Sort(with)
	at := func(list []time.Duration, percent int) time.Duration {
		return list[(len(list)-1)*percent/100].Round(100 * time.Microsecond)
	}
	t.Logf("%d messages of one chat in %v; others without and with that: p50 %v and %v, p99 %v and %v, %d and %d answers", sent, time.Duration(*floodRounds)**floodFor,
		at(without, 50), at(with, 50), at(without, 99), at(with, 99), len(without), len(with))
	if most := max(5*at(without, 50), time.Second); at(with, 50) > most {
		t.Errorf("beside a flood the middle answer took %v, want at most %v", at(with, 50), most)
	}
	noBreach(t, srv)
}

// flood writes without a pause to speak of, until ctx ends, and tells how much.
func (o *officer) flood(ctx context.Context) (sent int) {
	for ; ctx.Err() == nil; sent++ {
		o.Send("/trogiup")
		pause(ctx, 2*time.Millisecond)
	}
	return sent
}

// askOften has people ask, each no faster than the platform's pace, for a while, and gives how long the answers took.
func askOften(t *testing.T, people []*officer) (took []time.Duration) {
	t.Helper()
	const apart = 1200 * time.Millisecond
	until := time.Now().Add(*floodFor)
	var mu sync.Mutex
	at, ctx := errgroup.WithContext(t.Context())
	for i, o := range people {
		at.Go(func() error {
			pause(ctx, apart*time.Duration(1+i)/time.Duration(len(people))) // not all at the same moment
			for time.Now().Before(until) {
				begin := time.Now()
				o.Send("/trogiup")
				if _, err := o.Next(ctx); err != nil {
					return err
				}
				mu.Lock()
				took = append(took, time.Since(begin))
				mu.Unlock()
				pause(ctx, apart-time.Since(begin))
			}
			return nil
		})
	}
	if err := at.Wait(); err != nil {
		t.Fatal(err)
	}
	return took
}
