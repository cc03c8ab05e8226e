package storage_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// filled makes a data folder with n submissions once per run of the benchmarks, under a name that later runs find.
var filled = sync.OnceValue(func() *fills { return &fills{} })

type fills struct{ mu sync.Mutex }

func (f *fills) dir(b *testing.B, n int) string {
	b.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("danvanbot-bench-%d-%d", n, os.Getpid()))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	db := openAsBot(b, dir)
	start := time.Now()
	if err := storagetest.Fill(db, n); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d submissions filled in within %v", n, time.Since(start))
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	return dir
}

func TestMain(m *testing.M) {
	code := m.Run()
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), fmt.Sprintf("danvanbot-bench-*-%d", os.Getpid())))
	for _, dir := range old {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

func open(b *testing.B, dir string) *storage.DB {
	b.Helper()
	db := openAsBot(b, dir)
	b.Cleanup(func() { _ = db.Close() })
	return db
}

// openAsBot opens with as many rows that wait as in life.
func openAsBot(b *testing.B, dir string) *storage.DB {
	b.Helper()
	o := storagetest.Options(dir)
	o.Waiting = 0
	db, err := storage.Open(o)
	if err != nil {
		b.Fatal(err)
	}
	return db
}

// percentiles reports the median and the 99th percentile of what was measured.
func percentiles(b *testing.B, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

func timed(b *testing.B, fn func()) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		fn()
		took = append(took, time.Since(start))
	}
	percentiles(b, took)
}

// turn is what the loop writes for one confirmed report.
func turn(tx *storage.Tx, n int) error {
	k := chat.Key{Platform: chat.Telegram, Chat: fmt.Sprint(n % 256)}
	if _, err := tx.MarkSeen(k.Platform, fmt.Sprint(n), int64(n)); err != nil {
		return err
	}
	if _, err := tx.State(k); err != nil {
		return err
	}
	return tx.Attempt(func() error {
		day := period.NewDate(2026, 11, 1+n%22)
		_, err := tx.Submit(form.Submission{
			Form: "tuyen_truyen", Kind: form.Event, N: 1, Unit: benchUnits[n%len(benchUnits)], Days: day.Day(), Reporter: uint64(n % 256),
			Values: map[string]form.Value{"luot_nguoi": {N: 85}}, Choices: map[string]string{"topic": "atgt"}, SentAt: storagetest.Now,
		})
		if err != nil {
			return err
		}
		if err := tx.SetState(k, conversation.State{V: 1, Seq: n}); err != nil {
			return err
		}
		l, err := tx.Queue(k, chat.Reply{Text: "Đã ghi nhận báo cáo."}, storagetest.Now)
		if err != nil {
			return err
		}
		return tx.Sent(l.Row - min(l.Row-1, 256))
	})
}

var benchUnits = orgunit.Sample().Communes(orgunit.Sample().Roots(period.NewDate(2026, 11, 1))[0], period.NewDate(2026, 11, 1))

// BenchmarkCommit is one chat alone: a whole report per commit. In turns with it goes the smallest commit that bbolt can
// do, so that both meet the same disk; x-p50 is how many times that the report takes.
func BenchmarkCommit(b *testing.B) {
	for _, submissions := range []int{0, 10_000, 1_000_000} {
		b.Run(fmt.Sprintf("in=%d", submissions), func(b *testing.B) {
			db, bare := open(b, filled().dir(b, submissions)), openBare(b)
			n := int(time.Now().UnixNano() % 1e15)
			var report, small []time.Duration
			for b.Loop() {
				n++
				start := time.Now()
				if err := db.Update(context.Background(), func(tx *storage.Tx) error { return turn(tx, n) }); err != nil {
					b.Fatal(err)
				}
				between := time.Now()
				if err := bare.Update(func(tx *bolt.Tx) error { return putSmall(tx, n) }); err != nil {
					b.Fatal(err)
				}
				report, small = append(report, between.Sub(start)), append(small, time.Since(between))
			}
			percentiles(b, report)
			slices.Sort(small)
			half := len(small) / 2
			b.ReportMetric(float64(report[half])/float64(small[half]), "x-p50")
			b.ReportMetric(float64(report[len(report)*99/100])/float64(small[len(small)*99/100]), "x-p99")
		})
	}
}

func openBare(b *testing.B) *bolt.DB {
	b.Helper()
	db, err := bolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, &bolt.Options{NoFreelistSync: true, FreelistType: bolt.FreelistMapType})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db
}

func putSmall(tx *bolt.Tx, n int) error {
	bucket, err := tx.CreateBucketIfNotExists([]byte("b"))
	if err != nil {
		return err
	}
	return bucket.Put(binary.BigEndian.AppendUint64(nil, uint64(n)), []byte("small"))
}

// BenchmarkGroup is 256 chats at once, one report of each in a commit.
func BenchmarkGroup(b *testing.B) {
	for _, submissions := range []int{0, 1_000_000} {
		b.Run(fmt.Sprintf("in=%d", submissions), func(b *testing.B) { benchTurns(b, submissions, 256) })
	}
}

func benchTurns(b *testing.B, submissions, group int) {
	b.Helper()
	db := open(b, filled().dir(b, submissions))
	n := int(time.Now().UnixNano() % 1e15)
	timed(b, func() {
		err := db.Update(context.Background(), func(tx *storage.Tx) error {
			for range group {
				n++
				if err := turn(tx, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	})
	b.ReportMetric(float64(group*b.N)/b.Elapsed().Seconds(), "reports/s")
}

// BenchmarkSum is what a summary of the whole province over ten years reads.
func BenchmarkSum(b *testing.B) {
	decade := period.Range{From: period.NewDate(2016, 12, 15), To: period.NewDate(2026, 11, 22)}
	for _, submissions := range []int{10_000, 1_000_000} {
		for _, v := range []rollup.View{rollup.Was, rollup.Now} {
			b.Run(fmt.Sprintf("in=%d/view=%d", submissions, v), func(b *testing.B) {
				db := open(b, filled().dir(b, submissions))
				root := db.Tree().Roots(decade.To)[0]
				var row rollup.Row
				timed(b, func() {
					err := db.View(context.Background(), func(r *storage.ReadTx) (err error) {
						row, err = r.Sum(root, v, decade)
						return err
					})
					if err != nil || len(row) == 0 {
						b.Fatalf("got %v, error %v", row, err)
					}
				})
			})
		}
	}
}

// BenchmarkOpen opens a file with a million submissions after a clean end.
func BenchmarkOpen(b *testing.B) {
	for _, submissions := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprintf("in=%d", submissions), func(b *testing.B) {
			dir := filled().dir(b, submissions)
			timed(b, func() {
				db := openAsBot(b, dir)
				if err := db.Close(); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}
