package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/bench"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// tray is a messenger that takes files.
type tray struct {
	*desk

	files   []chat.Document
	refuses []error // the answers to the first sends of files
}

func (d *tray) SendDocument(_ context.Context, _ chat.Key, f chat.Document) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.refuses) > 0 {
		err := d.refuses[0]
		d.refuses = d.refuses[1:]
		return "", err
	}
	d.files = append(d.files, f)
	return "1", nil
}

func (d *tray) carried() []chat.Document {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]chat.Document(nil), d.files...)
}

// renderer makes files as it is told.
type renderer func(d report.Dossier) ([]byte, error)

func (r renderer) Render(d report.Dossier, _ chat.Format, _ i18n.Lang) ([]byte, error) { return r(d) }

func (renderer) Version() string { return "test" }

func (renderer) Layout() []byte { return nil }

// asJSON is a renderer that shows what it was given.
func asJSON(d report.Dossier) ([]byte, error) { return json.Marshal(d) }

// counter is an office whose messenger takes files.
type counter struct {
	*tray

	log  *syncBuffer
	stop func()
}

// syncBuffer is a log that is read while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// opened runs a bot over a data file until stop is called.
func opened(t *testing.T, db *storage.DB, r renderer) *counter {
	t.Helper()
	c := &counter{tray: &tray{desk: &desk{line: bench.NewLine()}}, log: &syncBuffer{}}
	o := bench.Options(plain(db), c.line)
	o.Messengers, o.Log = []bot.Messenger{c.tray}, slog.New(slog.NewTextHandler(c.log, nil))
	if r != nil {
		o.Renderer = r
	}
	o.Now = func() time.Time { return storagetest.Now }
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- bot.New(o).Run(ctx) }()
	c.stop = sync.OnceFunc(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(c.stop)
	<-c.Ready
	return c
}

// until waits for something to become so.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: it does not happen", what)
		}
	}
}

func (c *counter) say(t *testing.T, id string, k chat.Key, words string) {
	t.Helper()
	u := text(id, k, words)
	u.Sent = storagetest.Now
	if err := c.Deliver(t.Context(), []chat.Update{u}); err != nil {
		t.Fatal(err)
	}
}

// staffed is a data file with a commander of the province.
func staffed(t *testing.T) (*storage.DB, chat.Key) {
	t.Helper()
	db := storagetest.Open(t)
	k := (&office{db: db}).add(t, "commander", conversation.Commander, communes)
	return db, k
}

func gift(db *storage.DB) form.Submission {
	day := period.DateOf(storagetest.Now) - 1
	return form.Submission{
		Form: "tang_qua", Kind: form.Event, N: 1, Unit: db.Tree().Communes(communes, orgunit.Latest)[0], Days: day.Day(),
		Values: map[string]form.Value{"suat_qua": {N: 30}}, Reporter: 1, SentAt: storagetest.Now,
	}
}

// TestFileIsAsOfWhenAsked says that a file tells what was known when it was asked for, and that the dialogue does not
// wait for it.
func TestFileIsAsOfWhenAsked(t *testing.T) {
	t.Parallel()
	db, k := staffed(t)
	if err := db.Update(t.Context(), func(tx *storage.Tx) error { _, err := tx.Submit(gift(db)); return err }); err != nil {
		t.Fatal(err)
	}
	held, asked := make(chan struct{}), make(chan struct{}, 1)
	c := opened(t, db, func(d report.Dossier) ([]byte, error) {
		asked <- struct{}{}
		<-held
		return asJSON(d)
	})
	c.say(t, "1", k, "excel")
	<-asked
	other := (&office{db: db}).add(t, "other", conversation.Commander, communes)
	if err := db.Update(t.Context(), func(tx *storage.Tx) error { _, err := tx.Submit(gift(db)); return err }); err != nil {
		t.Fatal(err)
	}
	c.say(t, "2", other, "/tonghop") // is answered while the file is being made
	until(t, "an answer", func() bool { return len(c.got()) == 1 })
	if !strings.Contains(c.got()[0].Text, "60 suất") {
		t.Errorf("the summary says %q, want 60 gifts", c.got()[0].Text)
	}
	close(held)
	until(t, "a file", func() bool { return len(c.carried()) == 1 })
	var d struct {
		Summary struct{ Lines []report.Line }
		Made    report.Made
	}
	if err := json.Unmarshal(c.carried()[0].Data, &d); err != nil {
		t.Fatal(err)
	}
	if got := d.Summary.Lines[0].Figures[1].N; got != 30 || d.Made.Journal == 0 {
		t.Errorf("the file says %d gifts as known at %d, want 30", got, d.Made.Journal)
	}
}

// TestFileOfTheLastProcess says that what was asked for is made by the next process, and sent once.
func TestFileOfTheLastProcess(t *testing.T) {
	t.Parallel()
	db, k := staffed(t)
	asked, never := make(chan struct{}, 1), make(chan struct{})
	defer close(never)
	c := opened(t, db, func(report.Dossier) ([]byte, error) {
		asked <- struct{}{}
		<-never
		return nil, nil
	})
	c.say(t, "1", k, "excel")
	<-asked
	go c.stop()
	time.Sleep(20 * time.Millisecond)
	never <- struct{}{}
	c.stop()
	for range 2 {
		c = opened(t, db, asJSON)
		if pendingRows(t, db) > 0 {
			until(t, "a file", func() bool { return len(c.carried()) == 1 && pendingRows(t, db) == 0 })
		}
		c.stop()
	}
	if n := len(c.carried()); n != 0 {
		t.Errorf("the third process sent %d files, want none", n)
	}
}

func pendingRows(t *testing.T, db *storage.DB) (n int) {
	t.Helper()
	err := db.View(t.Context(), func(tx *storage.ReadTx) error {
		rows, err := tx.Pending(0, 10)
		n = len(rows)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestFileFails says that whoever asked for a file that cannot be made is told so once, with the number under which the
// cause was noted.
func TestFileFails(t *testing.T) {
	t.Parallel()
	const said = "Nguyễn Văn A"
	for name, r := range map[string]renderer{
		"error": func(report.Dossier) ([]byte, error) { return nil, errors.New("no font") },
		"panic": func(report.Dossier) ([]byte, error) { panic(said) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, k := staffed(t)
			c := opened(t, db, r)
			c.say(t, "1", k, "excel")
			until(t, "an apology", func() bool { return len(c.got()) == 1 && pendingRows(t, db) == 0 })
			if got := c.got()[0].Text; !strings.Contains(got, "chưa lập được tệp Excel (số 1)") {
				t.Errorf("got %q", got)
			}
			c.stop()
			if log := c.log.String(); strings.Count(log, "a file was not made") != 1 || strings.Contains(log, said) {
				t.Errorf("the log: %s", log)
			}
		})
	}
}

// TestFileRefused says what becomes of a file that the platform does not take at once, or never.
func TestFileRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		refuses      []error
		files, texts int
	}{
		{"throttled", []error{&chat.SendError{Failure: chat.Throttled, After: time.Millisecond}, errors.New("cut")}, 1, 0},
		{"for good", []error{&chat.SendError{Failure: chat.Permanent, Cause: "too large"}}, 0, 1},
		{"gone", []error{&chat.SendError{Failure: chat.Gone}}, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			db, k := staffed(t)
			made := 0
			o := opened(t, db, func(d report.Dossier) ([]byte, error) { made++; return asJSON(d) })
			o.mu.Lock()
			o.refuses = c.refuses
			o.mu.Unlock()
			o.say(t, "1", k, "excel")
			until(t, "the end", func() bool { return len(o.carried()) == c.files && len(o.got()) == c.texts && pendingRows(t, db) == 0 })
			o.stop()
			if made != 1 {
				t.Errorf("the file was made %d times, want once", made)
			}
		})
	}
}
