package main

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"danvanbot/bot/bottest/telegramd"
)

// officers is how many people report at once.
const officers = 200

// patient takes more at once than Telegram: on a machine that stalls, messages that left in good time arrive together.
// That the bot keeps to 25 a second is measured over the whole test instead.
var patient = telegramd.Flood{Overall: 90}

// wantPace holds the bot to its pace.
func wantPace(t *testing.T, sends int, in time.Duration) {
	t.Helper()
	if most := int(25*in.Seconds()) + 1; sends > most {
		t.Errorf("got %d sends in %v, want at most %d", sends, in, most)
	}
}

// badWeather makes one call in twenty fail, in all the ways in which one can.
func badWeather(srv *telegramd.Server) {
	for _, f := range []telegramd.Fault{
		{Kind: telegramd.HTML502, Rate: 0.01},
		{Kind: telegramd.CutBefore, Rate: 0.01},
		{Kind: telegramd.CutAfter, Rate: 0.01},
		{Kind: telegramd.Garbage, Rate: 0.01},
		{Kind: telegramd.Slow, Rate: 0.005, Delay: 300 * time.Millisecond},
		{Kind: telegramd.TooMany, Rate: 0.005, RetryAfter: 1},
	} {
		srv.Fault(f)
	}
}

// redeliver gives the bot updates again that it has confirmed, until ctx ends.
func redeliver(ctx context.Context, srv *telegramd.Server) (again int) {
	random, tick := rand.New(rand.NewPCG(2, 1)), time.NewTicker(500*time.Millisecond) //nolint:gosec // must be repeatable
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			again += srv.Redeliver(1 + random.IntN(5))
		case <-ctx.Done():
			return again
		}
	}
}

// TestLoad: 200 officers report at once over a bad line; each report is stored once and has its receipt.
func TestLoad(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Seed: 1, Flood: patient})
	p := newProgram(t, forTelegram(srv))
	people := recruit(p, srv, officers)
	badWeather(srv)
	p.start()

	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	began, again := time.Now(), make(chan int, 1)
	stormy, calm := context.WithCancel(ctx)
	go func() { again <- redeliver(stormy, srv) }()
	book := newLedger()
	at, ctx := errgroup.WithContext(ctx)
	for i, o := range people {
		at.Go(func() error { return o.report(ctx, i, int64(1+i), book) })
	}
	if err := at.Wait(); err != nil {
		t.Fatalf("%v; the bot says:\n%s", err, p.running.stderr)
	}
	calm()
	took, sends := time.Since(began), srv.Calls("sendMessage")+srv.Calls("editMessageText")
	t.Logf("%d reports in %v, %d updates redelivered, %d sends", book.size(), took.Round(time.Millisecond), <-again, sends)
	wantPace(t, sends, time.Since(began))

	srv.ClearFaults()
	if err := srv.Drained(t.Context()); err != nil {
		t.Errorf("updates are left: %v", err)
	}
	if out := p.must("check"); out == "" {
		t.Error("check says nothing while the bot runs")
	}
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	if got := book.size(); got != officers {
		t.Errorf("got %d receipts, want %d", got, officers)
	}
	audit(p, book)
	noBreach(t, srv)
}
