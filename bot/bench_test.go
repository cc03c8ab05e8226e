package bot_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot"
	"danvanbot/storage"
)

// chats is how many chats write at once.
const chats = 256

// round is how many updates BenchmarkTurns measures at a time.
const round = 5000

// BenchmarkTurns is the whole turn of an update (load, Step, apply, durable group commit, outbox and its removal) with
// 256 chats at once, each of which waits for its answer's commit. A fresh file and one with many submissions take
// rounds in turns, so that both meet the same machine. CPU is of the whole process, officers and messenger included.
func BenchmarkTurns(b *testing.B) {
	bot.SpareCollector() // as the program does
	fresh, full := newRig(b, openFile(b, b.TempDir()), chats), newRig(b, openFile(b, filled(b)), chats)
	var quick, slow pace
	for b.Loop() {
		quick.note(fresh, func() { fresh.talk(b, round) })
		slow.note(full, func() { full.talk(b, round) })
	}
	quick.report(b, "fresh")
	slow.report(b, "full")
	b.ReportMetric(slow.perSecond()/quick.perSecond(), "full/fresh")
	b.ReportMetric(0, "ns/op")
}

// talk lets all officers go on with their dialogues until n updates are committed.
func (r *rig) talk(b *testing.B, n int64) {
	var said atomic.Int64
	var all sync.WaitGroup
	for who := range chats {
		all.Go(func() {
			for said.Add(1) <= n {
				r.say(b, who, r.says(who, r.lines[who]))
				r.lines[who]++
			}
		})
	}
	all.Wait()
}

// pace is what rounds of updates took.
type pace struct{ took, cpu, commits []float64 }

func (p *pace) note(r *rig, fn func()) {
	commits, cpu, start := r.commits.Load(), cpuTime(), time.Now()
	fn()
	p.took = append(p.took, time.Since(start).Seconds())
	p.cpu = append(p.cpu, (cpuTime() - cpu).Seconds())
	p.commits = append(p.commits, float64(r.commits.Load()-commits))
}

func (p *pace) perSecond() float64 { return round / quantile(p.took, 0.5) }

func (p *pace) report(b *testing.B, name string) {
	b.ReportMetric(p.perSecond(), name+"-updates/s")
	b.ReportMetric(round/quantile(p.took, 0.9), name+"-p10-updates/s")
	b.ReportMetric(round/quantile(p.took, 0.1), name+"-p90-updates/s")
	b.ReportMetric(quantile(p.cpu, 0.5)*1e6/round, name+"-cpu-µs/update")
	b.ReportMetric(round/quantile(p.commits, 0.5), name+"-updates/commit")
}

// Whose usage getrusage tells: those of package syscall, which lacks the second.
const (
	processUsage = 0
	threadUsage  = 1
)

// cpuTime is the CPU time that the process has taken, which other processes disturb less than the clock's.
func cpuTime() time.Duration {
	u := usage(processUsage)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func usage(of int) (u syscall.Rusage) {
	if err := syscall.Getrusage(of, &u); err != nil {
		panic(err)
	}
	return u
}

// BenchmarkAlone is one chat alone, in turns with a bare bbolt Update of one small put, both after the same pause.
func BenchmarkAlone(b *testing.B) {
	r := newRig(b, openFile(b, b.TempDir()), 1)
	bare, err := bolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, &bolt.Options{FreelistType: bolt.FreelistMapType})
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close() //nolint:errcheck // a benchmark's file
	var ours, commits, theirs []float64
	for i := 0; b.Loop(); i++ {
		r.idle(b, int64(i))
		ours = append(ours, seconds(func() { r.say(b, 0, r.says(0, i)) }))
		commits = append(commits, time.Duration(r.lastCommit.Load()).Seconds())
		r.idle(b, int64(i+1))
		theirs = append(theirs, seconds(func() { err = put(bare, i) }))
		if err != nil {
			b.Fatal(err)
		}
	}
	for _, q := range []float64{0.5, 0.99} {
		turn, commit, small := quantile(ours, q), quantile(commits, q), quantile(theirs, q)
		b.ReportMetric(commit*1e6, fmt.Sprintf("commit-p%g-µs", q*100))
		b.ReportMetric(commit/small, fmt.Sprintf("commit/bare-p%g", q*100))
		b.ReportMetric(turn*1e6, fmt.Sprintf("turn-p%g-µs", q*100))
		b.ReportMetric(small*1e6, fmt.Sprintf("bare-p%g-µs", q*100))
		b.ReportMetric(turn/small, fmt.Sprintf("turn/bare-p%g", q*100))
	}
	b.ReportMetric(0, "ns/op")
}

// idle waits until n receipts are sent and their rows removed, and the disk is at rest.
func (r *rig) idle(b *testing.B, n int64) {
	for r.sent.Load() < n || r.pending(b) {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(2 * time.Millisecond)
}

func put(db *bolt.DB, i int) error {
	return db.Update(func(tx *bolt.Tx) error {
		bucket, err := tx.CreateBucketIfNotExists([]byte("b"))
		if err != nil {
			return err
		}
		return bucket.Put(fmt.Appendf(nil, "%08d", i), []byte("a small value"))
	})
}

func seconds(fn func()) float64 {
	start := time.Now()
	fn()
	return time.Since(start).Seconds()
}

func quantile(list []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// pending tells whether the outbox has rows.
func (r *rig) pending(b *testing.B) (waiting bool) {
	err := r.db.View(context.Background(), func(tx *storage.ReadTx) error {
		rows, err := tx.Pending(0, 1)
		waiting = len(rows) > 0
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return waiting
}
