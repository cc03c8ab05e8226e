package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
)

// day is one of the clock's.
const day = 24 * time.Hour

// relic is a text that grows old in the data file: of a letter that cannot be sent, of an update that failed, of an
// announcement, or the code of an invitation.
type relic struct {
	text string
	keep func(tx *storage.Tx, text string, at time.Time) error
}

// relics are one of each kind. Their texts are such that the name tells which one is meant: "THO-…" is the letter.
func relics(name string) []relic {
	return []relic{
		{"THO-" + name, func(tx *storage.Tx, text string, at time.Time) error {
			_, err := tx.Queue(chat.Key{Platform: chat.Zalo, Chat: "9"}, chat.Reply{Text: text}, at) // nobody sends over Zalo here
			return err
		}},
		{"LOI-" + name, func(tx *storage.Tx, text string, at time.Time) error {
			_, err := tx.Bury(conversation.DeadLetter{Platform: chat.Telegram, Update: "1", Cause: text, At: at})
			return err
		}},
		{"MOI-" + name, func(tx *storage.Tx, text string, at time.Time) error {
			return tx.PutInvitation(conversation.Invitation{
				Code: text, Role: conversation.Officer, Unit: "kt-bo-y", Made: at.Add(-day), Expires: at, UsedBy: 77,
			})
		}},
	}
}

// found are those of some texts that are anywhere in a file.
func found(content []byte, texts []string) (list []string) {
	for _, text := range texts {
		if bytes.Contains(content, []byte(text)) {
			list = append(list, text)
		}
	}
	return list
}

// ageing is what is in the file on a day at noon, and how long things are kept from then on, if that is set then.
var ageing = []struct {
	day, keep int
	want      []string
}{
	{29, 0, []string{"AHEAD", "FIRST", "SECOND", "LATER"}},
	{30, 0, []string{"AHEAD", "SECOND", "LATER"}},
	{31, 0, []string{"AHEAD", "LATER"}},
	{32, 60, []string{"AHEAD", "LATER"}},
	{46, 0, []string{"AHEAD", "LATER"}}, // with 30 days it would be gone
	{47, 2, []string{"AHEAD", "LATER"}},
	{48, 0, []string{"AHEAD"}},
	{401, 0, []string{"AHEAD"}},
	{403, 0, nil},
}

// TestRetention lets the days pass over the housekeeping: what is exactly as old as the setting says stays, what is older by
// an instant is in no byte of the file any more. A setting that is changed counts from the next round on, also for what was
// there before; a letter of a clock that was ahead keeps none of the others.
func TestRetention(t *testing.T) {
	t.Parallel()
	p := newProgram(t, map[string]any{"web": map[string]any{"listen": ""}, "retention_days": 30})
	synctest.Test(t, func(t *testing.T) {
		a, err := newApp(console{getenv: func(string) string { return "" }}, p.config)
		if err != nil {
			t.Fatal(err)
		}
		a.log = slog.New(slog.DiscardHandler)
		db, err := a.open()
		if err != nil {
			t.Fatal(err)
		}
		o := old{t: t, db: db}
		start := time.Now()
		o.put("AHEAD", start.Add(400*day))
		o.put("FIRST", start.Add(firstKeepHouse-time.Nanosecond)) // the rounds are so long after the start, and then every day
		o.put("SECOND", start.Add(firstKeepHouse))
		o.put("LATER", start.Add(15*day))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			a.keepHouse(ctx, db, prometheus.NewGauge(prometheus.GaugeOpts{Name: "wiped"}))
			close(done)
		}()
		for _, step := range ageing {
			time.Sleep(time.Until(start.Add(time.Duration(step.day)*day + day/2)))
			synctest.Wait()
			o.want(step.day, step.want)
			o.keep(step.keep)
		}
		stop()
		<-done
		if differences, err := db.Check(t.Context(), nil); err != nil || len(differences) > 0 {
			t.Errorf("check: got %v, error %v, want nothing", differences, err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

// old is a data file in which things grow old.
type old struct {
	t     *testing.T
	db    *storage.DB
	texts []string
}

func (o *old) update(fn func(tx *storage.Tx) error) {
	o.t.Helper()
	if err := o.db.Update(o.t.Context(), fn); err != nil {
		o.t.Fatal(err)
	}
}

// put puts one of each kind there, from a moment.
func (o *old) put(name string, at time.Time) {
	o.t.Helper()
	for _, r := range relics(name) {
		o.texts = append(o.texts, r.text)
		o.update(func(tx *storage.Tx) error { return r.keep(tx, r.text, at) })
	}
}

// want searches every byte.
func (o *old) want(day int, names []string) {
	o.t.Helper()
	var want []string
	for _, name := range names {
		for _, r := range relics(name) {
			want = append(want, r.text)
		}
	}
	if diff := gocmp.Diff(want, found(readAll(o.t, o.db.Path()), o.texts)); diff != "" {
		o.t.Errorf("day %d: what is in the file (-want +got):\n%s", day, diff)
	}
}

// keep sets for how many days things are kept; 0 sets nothing.
func (o *old) keep(days int) {
	o.t.Helper()
	if days == 0 {
		return
	}
	value, err := json.Marshal(days)
	if err != nil {
		o.t.Fatal(err)
	}
	o.update(func(tx *storage.Tx) error {
		return tx.PutSetting(conversation.Setting{Key: conversation.SettingKeep, Value: value})
	})
}

// TestRetentionThroughCrashes: the program is killed while it drops and overwrites what is too old. After the next start
// nothing of it is in any byte, what is young enough is there, and the journal says that there were invitations.
func TestRetentionThroughCrashes(t *testing.T) {
	t.Parallel()
	var interrupted atomic.Int64 // strace counts the calls of each thread, so that some kills come too late
	t.Run("killed", func(t *testing.T) {
		for _, death := range []string{"fdatasync:signal=KILL:when=1", "fdatasync:signal=KILL:when=2", "fdatasync:signal=KILL:when=3", "pwrite64:signal=KILL:when=9", "pwrite64:signal=KILL:when=14"} {
			t.Run(death, func(t *testing.T) {
				t.Parallel()
				if killedWhileDropping(t, death) {
					interrupted.Add(1)
				}
			})
		}
	})
	if got := interrupted.Load(); got < 2 {
		t.Errorf("%d kills left something to wipe, want 2 at least", got)
	}
}

// killedWhileDropping kills the program once, and tells whether that left something to wipe.
func killedWhileDropping(t *testing.T, death string) (left bool) {
	t.Helper()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now})
	p := newProgram(t, forTelegram(srv))
	file := filepath.Join(p.data(), storage.FileName)
	old, young := p.ages(t)
	p.startTraced(death)
	select {
	case <-p.running.ended:
		p.running = nil
	case <-time.After(2 * firstKeepHouse):
		p.kill()
	}
	srv.BotKilled()
	left = len(found(readAll(t, file), old)) > 0
	p.start()
	p.running.stderr.find(t, "started")
	for end := time.Now().Add(patience); len(found(readAll(t, file), old)) > 0 && time.Now().Before(end); {
		pause(t.Context(), 100*time.Millisecond)
	}
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	texts := slices.Concat(old, young)
	if diff := gocmp.Diff(young, found(readAll(t, file), texts)); diff != "" {
		t.Errorf("what is in the file (-want +got):\n%s", diff)
	}
	p.check(t, call{args: p.with("check"), out: `^clean: `})
	p.check(t, call{args: p.with("check", "-chain"), out: `clean chain`})
	return left
}

// ages fills the file with what is too old and what is not, among other things.
func (p *program) ages(t *testing.T) (old, young []string) {
	t.Helper()
	p.fill(20)
	db := p.open()
	for n := range 12 {
		for age, into := range map[int]*[]string{29: &young, 31: &old} {
			for _, r := range relics(fmt.Sprintf("%d-NGAY-%d%s", age, n, strings.Repeat("x", 20*n))) {
				*into = append(*into, r.text)
				if err := db.Update(t.Context(), func(tx *storage.Tx) error { return r.keep(tx, r.text, time.Now().AddDate(0, 0, -age)) }); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return old, young
}
