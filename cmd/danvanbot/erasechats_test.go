package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/bottest/zalod"
)

// goer is somebody who comes in, reports, leaves a draft open, and goes, on any platform.
type goer struct {
	role   string
	traces []string                              // what is known of the person
	say    func(text string)                     //
	next   func(context.Context) (string, error) // the bot's next message
	report func()                                // says a report elsewhere than in the private chat; nil: there
}

const (
	// leftNote is a note that stands in the open draft alone.
	leftNote = "Vết tích ở nhà rông"
	// oldBackup is the name of a backup after which the next is due.
	oldBackup = "danvanbot-20260101T020000Z.db"
)

// TestErasedWhereverTheyWrote: who is erased over Zalo, over the web chat, or after reporting from a unit's group, leaves no
// byte in the data, nor in the backups once the next one has taken the place of those that were made before.
func TestErasedWhereverTheyWrote(t *testing.T) {
	t.Parallel()
	t.Run("Zalo", func(t *testing.T) {
		t.Parallel()
		srv := zalod.New(t, zalod.Options{Now: time.Now})
		u := srv.User("6ede9afa66b88fe6d6a9", "Vết Tích Thứ Hai")
		newLeaving(t, forZalo(srv)).leave(t, goer{
			role: "officer", traces: []string{u.ID, u.Name}, say: func(text string) { u.Send(text) },
			next: func(ctx context.Context) (string, error) { m, err := u.Next(ctx); return m.Text, err },
		})
	})
	t.Run("web chat", func(t *testing.T) {
		t.Parallel()
		p := newLeaving(t, map[string]any{"web": map[string]any{"listen": "127.0.0.1:0"}})
		b, chat := newVisitor(t, p.webOrigin())
		p.leave(t, goer{role: "officer", traces: []string{chat}, say: b.say, next: b.next})
	})
	t.Run("group", func(t *testing.T) {
		t.Parallel()
		srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
		u := srv.User(776655443322, "Vết Tích Thứ Ba")
		next := func(ctx context.Context) (string, error) { m, err := u.Next(ctx); return m.Text, err }
		newLeaving(t, forTelegram(srv)).leave(t, goer{
			role: "head", traces: []string{fmt.Sprint(u.ID), u.Name}, say: func(text string) { u.Send(text) }, next: next,
			report: func() { reportInGroup(t, srv.Group(-9988, "Tổ dân vận", u), u) },
		})
		noBreach(t, srv)
	})
}

// reportInGroup makes a group the person's unit's, and begins a report there.
func reportInGroup(t *testing.T, g telegramd.Group, u *telegramd.User) {
	t.Helper()
	g.Say(u, "/nhom")
	if m, err := g.Next(t.Context()); err != nil || !strings.HasPrefix(m.Text, "✅ Nhóm này") {
		t.Fatalf("got %q, %v, want the group to be the unit's", m.Text, err)
	}
	g.Say(u, "@danvan_test_bot Hôm qua tuyên truyền ATGT, 85 người dự")
}

// newLeaving starts a program that keeps one backup, and lets its last one be long ago.
func newLeaving(t *testing.T, config map[string]any) *program {
	t.Helper()
	p := newProgram(t, config)
	config["backup"] = map[string]any{"dir": p.backups(), "every": "24h", "keep": 1}
	p.write("config.json", config)
	p.start()
	made := p.running.stderr.find(t, `backup made.* file=(\S+)`)[1]
	if err := os.Remove(filepath.Join(p.backups(), made)); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *program) backups() string { return filepath.Join(p.dir, "backups") }

// leave lets somebody come, report and go, and searches every file.
func (p *program) leave(t *testing.T, who goer) {
	t.Helper()
	who.ask(t, "/start "+invitationCode(t, p.must("invite", "-role", who.role, "-unit", "xã Bờ Y")), "Chào đồng chí")
	if who.report == nil {
		who.report = func() { who.say("Hôm qua tuyên truyền ATGT, 85 người dự") }
	}
	who.report()
	who.await(t, "Người dự: 85")
	who.ask(t, "đúng", "✅ Đã nhận. Mã ")
	who.ask(t, "Hôm qua tuyên truyền ma túy, 765 người dự", "Người dự: 765")
	who.ask(t, "thêm ghi chú", "chú")
	who.ask(t, leftNote, leftNote)
	p.must("backup", filepath.Join(p.backups(), oldBackup))
	who.traces = append(who.traces, leftNote)
	for _, trace := range who.traces {
		if in := p.holding(trace); !slices.Contains(in, oldBackup) || len(in) < 2 {
			t.Errorf("%q is only in %v before, so that this test finds nothing", trace, in)
		}
	}
	who.ask(t, "/xoatoi", "Xóa tên")
	who.ask(t, "1", "Đã xóa")
	p.wantGone(t, who.traces, oldBackup)
	p.stop()
	p.start() // the next backup is due
	p.wantGone(t, who.traces)
	p.stop()
	p.wantGone(t, who.traces)
	if made, err := madeBackups(p.backups()); err != nil || len(made) != 1 || filepath.Base(made[0].path) == oldBackup {
		t.Errorf("got backups %v, error %v, want a new one alone", made, err)
	}
	p.must("check")
}

func (g goer) ask(t *testing.T, text, want string) {
	t.Helper()
	g.say(text)
	g.await(t, want)
}

// await passes over messages until one has a text in it.
func (g goer) await(t *testing.T, want string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for last := ""; ; {
		m, err := g.next(ctx)
		if err != nil {
			t.Fatalf("want %q, the last message is %q: %v", want, last, err)
		}
		if last = m; strings.Contains(m, want) {
			return m
		}
	}
}
