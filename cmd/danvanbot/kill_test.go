package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"danvanbot/bot/bottest/telegramd"
)

// longestLife is how long the bot lives at most before it is killed again.
const longestLife = 1500 * time.Millisecond

// TestKill: the bot is killed again and again while people report; nothing is lost and nothing is doubled.
func TestKill(t *testing.T) {
	t.Parallel()
	kills, people := 12, 60
	if *long {
		kills = 100
	}
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Seed: 3, Flood: patient})
	p := newProgram(t, forTelegram(srv))
	staff := recruit(p, srv, people)
	badWeather(srv)
	p.start()

	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(kills)*2*longestLife+2*time.Minute)
	defer cancel()
	book := newLedger()
	var over atomic.Bool
	at, ctx := errgroup.WithContext(ctx)
	for i, o := range staff {
		at.Go(func() error {
			for n := i; !over.Load(); n += people {
				if err := o.report(ctx, n/people+i, int64(1+n%97), book); err != nil {
					return err
				}
			}
			return nil
		})
	}
	replies := killOften(ctx, p, srv, kills)
	over.Store(true)
	if err := at.Wait(); err != nil {
		t.Fatalf("%v; the bot says:\n%s", err, p.running.stderr)
	}
	logReplies(t, replies, kills)
	srv.ClearFaults()
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	t.Logf("%d reports confirmed", book.size())
	audit(p, book)
	noBreach(t, srv)
}

// killOften kills and restarts the bot at random instants, and gives how long the first send took after each restart
// that lived to see one.
func killOften(ctx context.Context, p *program, srv *telegramd.Server, kills int) (first []time.Duration) {
	random := rand.New(rand.NewPCG(4, 1)) //nolint:gosec // must be repeatable
	for range kills {
		life, began := time.After(time.Duration(random.Int64N(int64(longestLife)))), time.Now()
		if at, ok := firstSend(ctx, srv, life); ok {
			first = append(first, at.Sub(began))
			select {
			case <-life:
			case <-ctx.Done():
			}
		}
		p.kill()
		srv.BotKilled()
		p.start()
	}
	return first
}

// firstSend looks out for the next message that the bot sends, until its life ends.
func firstSend(ctx context.Context, srv *telegramd.Server, life <-chan time.Time) (time.Time, bool) {
	before, look := srv.Calls("sendMessage"), time.NewTicker(time.Millisecond)
	defer look.Stop()
	for {
		select {
		case now := <-look.C:
			if srv.Calls("sendMessage") > before {
				return now, true
			}
		case <-life:
			return time.Time{}, false
		case <-ctx.Done():
			return time.Time{}, false
		}
	}
}

func logReplies(t *testing.T, first []time.Duration, kills int) {
	t.Helper()
	if len(first) == 0 {
		t.Fatal("the bot never lived long enough to answer")
	}
	slices.Sort(first)
	t.Logf("%d kills; first message after a restart (%d times): median %v, worst %v",
		kills, len(first), first[len(first)/2].Round(time.Millisecond), first[len(first)-1].Round(time.Millisecond))
}
