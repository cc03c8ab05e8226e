package bot_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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

var (
	submissions = flag.Int("submissions", 1_000_000, "how many submissions the large file of the benchmarks holds")
	fullDir     = flag.String("full", "", "where the large file lies, so that the next run finds it; default: made anew")
)

// line is a messenger without a network: what is delivered comes from the benchmark, what is sent is accepted.
type line struct {
	deliver func(context.Context, []chat.Update) error
	ready   chan struct{}
	sent    atomic.Int64
	replied chan struct{} // may be nil: takes a token for a reply
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
	select {
	case l.replied <- struct{}{}:
	default:
	}
	return "1", nil
}

// counted is a store that counts its commits, and notes how long the last one took: from the end of the work to the end
// of Update.
type counted struct {
	stage.Store

	commits    atomic.Int64
	lastCommit atomic.Int64 // nanoseconds
}

func (c *counted) Start(ctx context.Context, fn func(bot.Tx) error) (wait func() error, err error) {
	c.commits.Add(1)
	var worked time.Time
	commit, err := c.Store.Start(ctx, func(tx bot.Tx) error {
		defer func() { worked = time.Now() }()
		return fn(tx)
	})
	return func() error {
		err := commit()
		c.lastCommit.Store(int64(time.Since(worked)))
		return err
	}, err
}

// rig is a bot over a real file, with a number of officers who were invited.
type rig struct {
	*line
	*counted

	db    *storage.DB
	next  atomic.Int64 // the last update's number
	lines [chats]int   // how far each officer is in the dialogue
	units int          // over how many the officers are spread
}

const province = orgunit.ID("p-quang-ngai")

func options(store bot.Store, l *line) bot.Options {
	return bot.Options{
		Store: store, Messengers: []bot.Messenger{l}, Forms: form.Default(), Texts: i18n.Default(),
		Calendar: period.ND09, Zone: stage.Zone, Lang: i18n.VI,
		Now: time.Now, NewCode: func() string { return "" }, Log: slog.New(slog.DiscardHandler),
	}
}

func newRig(b *testing.B, db *storage.DB, officers int) *rig {
	b.Helper()
	r := &rig{line: newLine(), counted: &counted{Store: stage.Store{DB: db}}, db: db}
	r.units = len(db.Tree().Communes(province, orgunit.Latest))
	r.next.Store(time.Now().UnixNano()) // a file that an earlier run used has seen its updates
	if err := db.Update(b.Context(), func(tx *storage.Tx) error { return invite(tx, db.Tree(), officers) }); err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- bot.New(options(r.counted, r.line)).Run(ctx) }()
	b.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			b.Error(err)
		}
	})
	<-r.ready
	return r
}

// invite lets officers in who are not yet in, with nothing open in their chats.
func invite(tx *storage.Tx, tree *orgunit.Tree, officers int) error {
	units := tree.Communes(province, orgunit.Latest)
	for i := range officers {
		if err := tx.SetState(officer(i), conversation.State{}); err != nil {
			return err
		}
		if _, known, err := tx.Person(officer(i)); known || err != nil {
			continue
		}
		_, err := tx.PutPerson(conversation.Person{
			Name: "x", Role: conversation.Officer, Unit: units[i%len(units)], Chats: []chat.Key{officer(i)}, Since: time.Now(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func officer(i int) chat.Key { return chat.Key{Platform: chat.Web, Chat: fmt.Sprintf("officer-%d", i)} }

// dialogue is one report: so many updates.
const dialogue = 5

// says is an officer's n-th. Officers of one unit report different days: nobody asks whether it was the same event.
func (r *rig) says(who, n int) string {
	if n%dialogue != 1 {
		return [...]string{"/baocao hiến máu", "", "12", "14", "đúng"}[n%dialogue]
	}
	const days = 84
	most := (chats + r.units - 1) / r.units // officers of a unit
	ago := 1 + (n/dialogue*most+who/r.units)%(days-days%most)
	return time.Now().In(stage.Zone).AddDate(0, 0, -ago).Format("2/1/2006")
}

// say delivers an officer's next line and waits until it is committed.
func (r *rig) say(b *testing.B, who int, text string) {
	id := r.next.Add(1)
	err := r.deliver(context.Background(), []chat.Update{{
		ID: fmt.Sprint(id), Position: id, Key: officer(who), User: "u", Kind: chat.Text, Text: text, Sent: time.Now(),
	}})
	if err != nil {
		b.Error(err)
	}
}

// openFile opens the data file of a folder.
func openFile(b *testing.B, dir string) *storage.DB {
	b.Helper()
	db, err := storage.Open(storage.Options{Dir: dir, Tree: orgunit.Sample(), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	return db
}

// filled gives the folder of the large file, which is filled in once a run.
func filled(b *testing.B) string {
	b.Helper()
	dir, err := fill()
	if err != nil {
		b.Fatal(err)
	}
	return dir
}

var fill = sync.OnceValues(func() (string, error) {
	dir := *fullDir
	if dir == "" {
		dir = filepath.Join(os.TempDir(), fmt.Sprintf("danvanbot-full-%d", os.Getpid()))
	}
	if _, err := os.Stat(filepath.Join(dir, storage.FileName)); err == nil {
		return dir, nil
	}
	return dir, fillDir(dir, *submissions)
})

// fillDir makes a data file with submissions and, for each hundred of them, an officer with an open draft.
func fillDir(dir string, submissions int) error {
	db, err := storage.Open(storage.Options{Dir: dir, Tree: orgunit.Sample(), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // a benchmark's file
	if err := storagetest.Fill(db, submissions); err != nil {
		return err
	}
	return db.Update(context.Background(), func(tx *storage.Tx) error { return openDrafts(tx, db.Tree(), submissions/100) })
}

// openDrafts leaves officers in the middle of a report.
func openDrafts(tx *storage.Tx, tree *orgunit.Tree, n int) error {
	if err := invite(tx, tree, n); err != nil {
		return err
	}
	for i := range n {
		if err := tx.SetState(officer(i), conversation.State{V: conversation.EngineVersion, Seq: 2, Draft: &conversation.Draft{
			Form: "hien_mau", Version: form.Default().Version, At: "don_vi_mau", Back: []string{"@form", form.KeyDays},
			Answers: conversation.AnswersOf(map[string]conversation.Answer{form.KeyDays: {Days: &period.Range{From: 20000, To: 20000}}}),
		}}); err != nil {
			return err
		}
	}
	return nil
}

// TestMain takes the large file away, or plays the part of a bot that is started anew, or of that of TestMonthEnd.
func TestMain(m *testing.M) {
	if dir := os.Getenv(startEnv); dir != "" {
		os.Exit(start(dir))
	}
	if given := os.Getenv(hourEnv); given != "" {
		os.Exit(serveHour(given))
	}
	code := m.Run()
	_ = os.RemoveAll(filepath.Join(os.TempDir(), fmt.Sprintf("danvanbot-full-%d", os.Getpid())))
	os.Exit(code)
}
