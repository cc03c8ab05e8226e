package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/storage"
)

var kills = flag.Int("kills", 0, "how often TestCrashes kills the program; 0: as often as it takes to hit each named point")

// Limits of a life of the program between two kills.
const (
	longestLife  = time.Second     // at a random instant
	longestQuiet = 5 * time.Second // to the named point, which is then given up
	firstReply   = time.Second     // what is promised from the start to the first message
)

// TestCrashes: the program is killed at random instants and at each named point while people report, by buttons and by
// text and over a bad line. Nothing is lost or doubled, no total is wrong, and the next life answers within a second.
// go test ./cmd/danvanbot -run Crashes -kills 1000 -v -timeout 40m
func TestCrashes(t *testing.T) {
	t.Parallel()
	const people = 30
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Seed: 3, Flood: patient})
	c := &crashes{t: t, srv: srv, p: newProgram(t, forTelegram(srv)), book: newLedger(), hits: map[string]int{}}
	c.random = rand.New(rand.NewPCG(4, 1)) //nolint:gosec // must be repeatable
	staff := recruit(c.p, srv, people)

	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(*kills)*3*time.Second+3*time.Minute)
	defer cancel()
	var over atomic.Bool
	at, ctx := errgroup.WithContext(ctx)
	for i, o := range staff {
		at.Go(func() error {
			for n := i; !over.Load(); n += people {
				if err := o.report(ctx, n/people+i, int64(1+n%97), c.book); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for n := 0; ctx.Err() == nil && c.goesOn(n); n++ {
		c.die(ctx, c.next(n))
		c.look(ctx, n)
	}
	over.Store(true)
	c.srv.ClearFaults()
	c.p.start()
	defer time.AfterFunc(patience, cancel).Stop() // somebody whose message was lost waits for an answer
	if err := at.Wait(); err != nil {
		t.Fatalf("%v; the bot says:\n%s", err, c.p.running.stderr)
	}
	c.finish()
}

// point is where the program is killed: at a call to Telegram, at a call to the kernel, or, without either, anywhere.
type point struct {
	name  string
	call  telegramd.Fault // hangs; then the program is killed
	trace string          // system call on the data file at which strace kills; what it was about to do is found out after
	most  int             // the call of a thread, counted from 1, is drawn up to this one
}

// A press may be answered twice at them, by two lives, and that is all: the mark that it was seen and the row of its answer are
// committed together, so a press that is delivered again, before or after the commit, makes no second row; but the one row is sent
// again if the kill comes between the platform's acceptance and the row's deletion. The platform refuses the second answer, which
// settles the row. So a press that was answered when the bot died is excused, once all is in that the dead bot had sent
// (telegramd's BotKilled); within one life a second answer is a breach.
var pointsOfDeath = []point{
	{name: "anywhere"},
	{name: "between the commit and the send", call: telegramd.Fault{Method: "sendMessage", Kind: telegramd.HangBefore}},
	{trace: "fdatasync", most: 4},
	{name: "between the commit and the confirmation", call: telegramd.Fault{Method: "getUpdates", Kind: telegramd.HangBefore, Confirming: true}},
	{trace: "pwrite64", most: 9},
	{name: "between the send and the row's deletion", call: telegramd.Fault{Method: "sendMessage", Kind: telegramd.HangAfter}},
	{name: "anywhere"},
	{name: "after the confirmation, before new updates arrive", call: telegramd.Fault{Method: "getUpdates", Kind: telegramd.HangAfter, Confirming: true}},
	{trace: "fdatasync", most: 4},
	{name: "between the answer to a press and the row's deletion", call: telegramd.Fault{Method: "answerCallbackQuery", Kind: telegramd.HangAfter}},
	{trace: "pwrite64", most: 30},
}

// named are the points at which each run must have killed the program.
func named() []string {
	list := slices.Clone(pointsOfCommit)
	for _, at := range pointsOfDeath {
		if at.name != "" && !slices.Contains(list, at.name) {
			list = append(list, at.name)
		}
	}
	return list
}

// crashes is a run: one data file, many lives.
type crashes struct {
	t      *testing.T
	srv    *telegramd.Server
	p      *program
	book   *ledger
	random *rand.Rand
	hits   map[string]int
	first  []time.Duration // from each start to the first message of that life, where one was seen and nothing slowed it down
	looks  int
	again  int // updates that were confirmed and are delivered once more
}

// goesOn tells whether more kills are wanted: the number asked for, and each named point once, but not for ever.
func (c *crashes) goesOn(n int) bool {
	return n < *kills || len(c.missing()) > 0 && n < *kills+200
}

// missing are the points at which the program was not killed yet.
func (c *crashes) missing() []string {
	return slices.DeleteFunc(named(), func(name string) bool { return c.hits[name] > 0 })
}

// next goes through all points. After some rounds only those are tried that chance missed: which write of a commit is the
// meta page's is known afterwards only.
func (c *crashes) next(n int) point {
	const rounds = 3
	byChance := !slices.ContainsFunc(c.missing(), func(name string) bool { return !slices.Contains(pointsOfCommit, name) })
	if n < *kills || n < rounds*len(pointsOfDeath) || !byChance {
		return pointsOfDeath[n%len(pointsOfDeath)]
	}
	if c.hits[beforePage] == 0 || c.hits[beforeMeta] == 0 {
		return point{trace: "pwrite64", most: 12}
	}
	return point{trace: "fdatasync", most: 4}
}

// die starts the program and kills it.
func (c *crashes) die(ctx context.Context, at point) {
	c.srv.ClearFaults()
	badWeather(c.srv)
	name := at.name
	switch {
	case at.trace != "":
		name = c.dieInKernel(ctx, at)
	case at.call.Kind != 0:
		c.p.start()
		c.timeFirst(ctx, longestQuiet)
		if !c.dieInCall(ctx, at.call) {
			name = "anywhere"
		}
	default:
		c.p.start()
		life := time.Duration(c.random.Int64N(int64(longestLife)))
		if took, sent := c.timeFirst(ctx, life); sent {
			pause(ctx, life-took)
		}
		c.p.kill()
	}
	c.hits[name]++
	c.srv.BotKilled()
	c.again += c.srv.Redeliver(c.random.IntN(50)) // as Telegram does at times, confirmed or not
}

// timeFirst waits for the first message of a life, and gives how long it took.
func (c *crashes) timeFirst(ctx context.Context, most time.Duration) (took time.Duration, sent bool) {
	began, before := time.Now(), c.srv.Calls("sendMessage")
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for ctx.Err() == nil {
		if c.srv.Calls("sendMessage") > before {
			took = time.Since(began)
			c.first = append(c.first, took)
			return took, true
		}
		pause(ctx, time.Millisecond)
	}
	return most, false
}

// dieInCall lets the next such call hang and kills the program in it.
func (c *crashes) dieInCall(ctx context.Context, f telegramd.Fault) (hit bool) {
	ctx, cancel := context.WithTimeout(ctx, longestQuiet)
	defer cancel()
	reached := make(chan struct{}, 1)
	f.Times, f.Hit = 1, func() { reached <- struct{}{} }
	c.srv.ClearFaults() // this one comes first
	c.srv.Fault(f)
	select {
	case <-reached:
		hit = true
	case <-ctx.Done():
	}
	c.p.kill()
	if f.Kind == telegramd.HangBefore && f.Confirming && hit && c.srv.Pending() == 0 {
		c.t.Error("killed before a confirmation: got no pending update, want some")
	}
	return hit
}

// dieInKernel lets strace kill the program at one of its calls, and tells which point that was.
func (c *crashes) dieInKernel(ctx context.Context, at point) string {
	tr := c.p.startTraced(fmt.Sprintf("%s:signal=KILL:when=%d", at.trace, 1+c.random.IntN(at.most)))
	select {
	case <-c.p.running.ended:
		c.p.running = nil
		return tr.pointOfCommit()
	case <-time.After(longestQuiet):
	case <-ctx.Done():
	}
	c.p.kill()
	return "anywhere"
}

// look holds the dead program's file against the receipts given so far: none may be missing in it.
func (c *crashes) look(ctx context.Context, n int) {
	const every = 10
	if *kills > 0 && n%every != 0 || ctx.Err() != nil {
		return
	}
	c.looks++
	file := filepath.Join(c.p.data(), storage.FileName)
	have, got := c.book.copy(), c.p.must("check", "-file", file)
	if !strings.HasPrefix(got, "clean: ") {
		c.t.Fatalf("check after kill %d: got %q, want clean", n+1, got)
	}
	kept := storedIn(c.t, file)
	for code, want := range have {
		if got := kept[code]; got != want {
			c.t.Fatalf("kill %d, report %s: got %+v in the file, want %+v, as its receipt says", n+1, code, got, want)
		}
	}
}

// finish holds everything against the model, and reports the figures.
func (c *crashes) finish() {
	c.t.Helper()
	if err := c.srv.Drained(c.t.Context()); err != nil {
		c.t.Errorf("updates are left: %v", err)
	}
	if code, _ := c.p.stop(); code != exitOK {
		c.t.Errorf("got exit code %d, want 0", code)
	}
	total := 0
	for _, name := range slices.Sorted(maps.Keys(c.hits)) {
		c.t.Logf("%4d × killed %s", c.hits[name], name)
		total += c.hits[name]
	}
	for _, name := range named() {
		if c.hits[name] == 0 {
			c.t.Errorf("never killed %s", name)
		}
	}
	c.t.Logf("%d kills, %d updates redelivered, %d reports with receipts, the file looked at %d times in between", total, c.again, c.book.size(), c.looks)
	c.logReplies()
	audit(c.p, c.book)
	noBreach(c.t, c.srv)
}

// logReplies reports the first messages; a machine that stalls may make some late, but not one in twenty.
func (c *crashes) logReplies() {
	c.t.Helper()
	if len(c.first) == 0 {
		c.t.Fatal("the bot never lived long enough to answer")
	}
	slices.Sort(c.first)
	at := func(share float64) time.Duration { return c.first[int(share*float64(len(c.first)-1))] }
	c.t.Logf("first message after a start (%d times): median %v, p95 %v, longest %v",
		len(c.first), at(0.5).Round(time.Millisecond), at(0.95).Round(time.Millisecond), at(1).Round(time.Millisecond))
	if got := at(0.95); got > firstReply {
		c.t.Errorf("first message after a start: p95 is %v, want at most %v", got, firstReply)
	}
}

// copy is what was confirmed so far.
func (l *ledger) copy() map[string]reported {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.entries)
}

// storedIn reads all submissions of a file that nobody writes to.
func storedIn(t testing.TB, path string) map[string]reported {
	t.Helper()
	db, err := storage.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all, err := submissions(t.Context(), db)
	if err := cmp.Or(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return all
}
