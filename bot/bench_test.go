package bot_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot"
	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

var submissions = flag.Int("submissions", 1_000_000, "how many submissions the large file of the benchmarks holds")

// line is a messenger without a network: what is delivered comes from the benchmark, what is sent is accepted.
type line struct {
	deliver func(context.Context, []chat.Update) error
	ready   chan struct{}
	sent    atomic.Int64
	onSend  func()
}

func newLine() *line { return &line{ready: make(chan struct{})} }

func (l *line) Platform() chat.Platform { return chat.Web }

func (l *line) Run(ctx context.Context, _ int64, deliver func(context.Context, []chat.Update) error) error {
	l.deliver = deliver
	close(l.ready)
	<-ctx.Done()
	return nil
}

func (l *line) Send(context.Context, chat.Key, chat.Reply) (string, error) {
	l.sent.Add(1)
	if l.onSend != nil {
		l.onSend()
	}
	return "1", nil
}

// rig is a bot over a real file, with a number of officers who were invited.
type rig struct {
	*line

	db   *storage.DB
	next atomic.Int64
}

func options(db *storage.DB, l *line) bot.Options {
	forms := form.Default()
	return bot.Options{
		Store: stage.Store{DB: db}, Messengers: []bot.Messenger{l}, Forms: forms, Tree: orgunit.Sample(), Texts: i18n.Default(),
		Words: conversation.Vocabulary(forms, db.Tree()), Calendar: period.ND09, Zone: stage.Zone, Lang: i18n.VI,
		Now: time.Now, NewCode: func() string { return "" }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
}

func newRig(b *testing.B, db *storage.DB, officers int) *rig {
	b.Helper()
	r := &rig{line: newLine(), db: db}
	units := db.Tree().Communes("p-quang-ngai", orgunit.Latest)
	err := db.Update(b.Context(), func(tx *storage.Tx) error {
		for i := range officers {
			p := conversation.Person{
				Name: "x", Role: conversation.Officer, Unit: units[i%len(units)], Chats: []chat.Key{officer(i)}, Since: time.Now(),
			}
			if _, known, err := tx.Person(officer(i)); known || err != nil {
				return err
			}
			if _, err := tx.PutPerson(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- bot.New(options(db, r.line)).Run(ctx) }()
	b.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			b.Error(err)
		}
	})
	<-r.ready
	return r
}

func officer(i int) chat.Key { return chat.Key{Platform: chat.Web, Chat: fmt.Sprintf("officer-%d", i)} }

// dialogue is one report: five updates.
var dialogue = []string{"/baocao hiến máu", "hôm qua", "12", "14", "đúng"}

// say delivers an officer's next line and waits until it is committed.
func (r *rig) say(b *testing.B, who int, text string) {
	id := r.next.Add(1)
	err := r.deliver(b.Context(), []chat.Update{{
		ID: fmt.Sprintf("%s-%d", b.Name(), id), Position: id, Key: officer(who), User: "u", Kind: chat.Text, Text: text, Sent: time.Now(),
	}})
	if err != nil {
		b.Error(err)
	}
}

// openFile opens a data file with a number of submissions in it.
func openFile(b *testing.B, n int) *storage.DB {
	b.Helper()
	db, err := storage.Open(storage.Options{Dir: b.TempDir(), Tree: orgunit.Sample(), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	if err := storagetest.Fill(db, n); err != nil {
		b.Fatal(err)
	}
	return db
}

// BenchmarkTurns is the whole turn of an update (load, Step, apply, durable group commit, outbox and its removal) with
// 256 chats at once, each of which waits for its answer's commit.
func BenchmarkTurns(b *testing.B) {
	for _, n := range []int{0, *submissions} {
		b.Run(fmt.Sprintf("submissions=%d", n), func(b *testing.B) {
			const chats = 256
			r := newRig(b, openFile(b, n), chats)
			var turn atomic.Int64
			b.ResetTimer()
			var all sync.WaitGroup
			for who := range chats {
				all.Go(func() {
					for k := 0; turn.Add(1) <= int64(b.N); k++ {
						r.say(b, who, dialogue[k%len(dialogue)])
					}
				})
			}
			all.Wait()
			b.StopTimer()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
		})
	}
}

// BenchmarkAlone is one chat alone, beside a bare bbolt Update of one small put in the same run.
func BenchmarkAlone(b *testing.B) {
	r := newRig(b, openFile(b, 0), 1)
	bare, err := bolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, &bolt.Options{FreelistType: bolt.FreelistMapType})
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close() //nolint:errcheck // a benchmark's file
	var ours, theirs []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		r.say(b, 0, dialogue[i%len(dialogue)])
		ours = append(ours, time.Since(start))
		for r.sent.Load() <= int64(i) { // let the receipt's own commit pass
			time.Sleep(50 * time.Microsecond)
		}
		time.Sleep(2 * time.Millisecond)
		start = time.Now()
		if err := put(bare, i); err != nil {
			b.Fatal(err)
		}
		theirs = append(theirs, time.Since(start))
	}
	report(b, "turn", ours)
	report(b, "bare", theirs)
	b.ReportMetric(quantile(ours, 0.5).Seconds()/quantile(theirs, 0.5).Seconds(), "p50-ratio")
	b.ReportMetric(quantile(ours, 0.99).Seconds()/quantile(theirs, 0.99).Seconds(), "p99-ratio")
	b.ReportMetric(0, "ns/op")
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

func quantile(list []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

func report(b *testing.B, name string, list []time.Duration) {
	b.ReportMetric(float64(quantile(list, 0.5).Microseconds()), name+"-p50-µs")
	b.ReportMetric(float64(quantile(list, 0.99).Microseconds()), name+"-p99-µs")
}
