package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/bottest/zalod"
)

// gate is a program on one platform at which people stand.
type gate struct {
	*program

	t      *testing.T
	person func() goer // somebody new
}

// TestInvitationsThatNoLongerHold: on every platform nobody comes in by a code that was used, was revoked, is of a unit that was
// dissolved meanwhile, or was made by an administrator who is one no longer; whose unit was taken over comes in there.
func TestInvitationsThatNoLongerHold(t *testing.T) {
	t.Parallel()
	t.Run("Telegram", func(t *testing.T) {
		t.Parallel()
		srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
		n := int64(70)
		attackGate(t, forTelegram(srv), func(*program) goer {
			n++
			u := srv.User(n, fmt.Sprint("Người ", n))
			return goer{say: func(text string) { u.Send(text) }, next: func(ctx context.Context) (string, error) { m, err := u.Next(ctx); return m.Text, err }}
		})
		noBreach(t, srv)
	})
	t.Run("Zalo", func(t *testing.T) {
		t.Parallel()
		srv := zalod.New(t, zalod.Options{Now: time.Now})
		n := 0
		attackGate(t, forZalo(srv), func(*program) goer {
			n++
			u := srv.User(fmt.Sprintf("6ede9afa66b88fe6d6%02d", n), fmt.Sprint("Người ", n))
			return goer{say: func(text string) { u.Send(text) }, next: func(ctx context.Context) (string, error) { m, err := u.Next(ctx); return m.Text, err }}
		})
	})
	t.Run("web chat", func(t *testing.T) {
		t.Parallel()
		attackGate(t, map[string]any{"web": map[string]any{"listen": "127.0.0.1:0"}}, func(p *program) goer {
			b, _ := newVisitor(t, p.webOrigin())
			return goer{say: b.say, next: b.next}
		})
	})
}

func attackGate(t *testing.T, config map[string]any, person func(*program) goer) {
	t.Helper()
	p := newProgram(t, config)
	p.must("invite", "-role", "admin") // makes the data
	p.start().stderr.find(t, "started")
	g := gate{p, t, func() goer { return person(p) }}
	g.person().ask(t, "/start "+g.code("admin", "Quảng Ngãi"), "Chào đồng chí")
	first := g.person()
	first.ask(t, "/start "+g.code("admin", "Quảng Ngãi"), "Chào đồng chí")

	used := g.code("officer", "xã Bờ Y")
	g.person().ask(t, "/start "+used, "Chào đồng chí")
	g.refused(used, "Mã mời đã có người dùng")
	g.refused(strings.ToLower(used), "Mã mời đã có người dùng")

	revoked := g.madeBy(first, "/moi cán bộ xã Bờ Y")
	first.ask(t, "1", "Đã thu hồi lời mời")
	g.refused(revoked, "Mã mời đã bị thu hồi")

	dissolved, taken := g.code("head", "xã Sa Thầy"), g.code("head", "xã Đăk Tô")
	g.reorganise(
		map[string]any{"do": "close", "unit": "q-sa-thay"},
		map[string]any{"do": "merge", "units": []string{"q-dak-to"}, "into": "q-bo-y"},
	)
	g.refused(dissolved, "Mã mời đã bị thu hồi")
	g.person().ask(t, "/start "+taken, "xã Bờ Y")

	backdoors := []string{g.madeBy(first, "/moi quản trị Quảng Ngãi"), g.madeBy(first, "/moi lãnh đạo Quảng Ngãi"), g.madeBy(first, "/moi cán bộ xã Bờ Y")}
	for i, change := range [][]string{{"people", "-suspend", "2"}, {"people", "-role", "2", "-as", "officer"}, {"forget", "2"}} {
		g.must(change[0], change[1:]...)
		g.refused(backdoors[i], "Mã mời đã bị thu hồi")
		if i == 0 {
			g.must("people", "-resume", "2")
		}
	}
	if list := g.must("people"); strings.Count(list, "\n") != 4 {
		t.Errorf("got %q, want a heading and the three who came in and are left", list)
	}
	if code, _ := g.stop(); code != exitOK {
		t.Errorf("got exit code %d", code)
	}
	g.check(t, call{args: g.with("check"), out: `^clean: `})
}

// code is made by the operator.
func (g gate) code(role, unit string) string {
	g.t.Helper()
	return invitationCode(g.t, g.must("invite", "-role", role, "-unit", unit))
}

// madeBy is a code that an administrator makes in the chat.
func (g gate) madeBy(admin goer, command string) string {
	g.t.Helper()
	admin.say(command)
	return invitationCode(g.t, admin.await(g.t, "Mã: "))
}

// refused has somebody new try a code.
func (g gate) refused(code, want string) {
	g.t.Helper()
	g.person().ask(g.t, "/start "+code, want)
}

// reorganise carries operations out, from today on.
func (g gate) reorganise(operations ...map[string]any) {
	g.t.Helper()
	var lines []byte
	for _, op := range operations {
		op["on"] = time.Now().In(vietnam()).Format(time.DateOnly)
		line, err := json.Marshal(op)
		if err != nil {
			g.t.Fatal(err)
		}
		lines = append(append(lines, line...), '\n')
	}
	path := filepath.Join(g.dir, "operations.jsonl")
	writeAll(g.t, path, lines)
	g.must("units", path)
}
