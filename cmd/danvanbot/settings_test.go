package main

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
)

// TestSettings: what an administrator sets in the chat is in force for chat, commands and housekeeping at once, and after
// the process was killed.
func TestSettings(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
	p := newProgram(t, forTelegram(srv))
	code := strings.TrimSpace(p.must("invite", "-role", "admin"))
	p.start()
	admin := srv.User(71, "Quản trị")
	exchange(t, admin, "/start "+code, "Quảng Ngãi")
	exchange(t, admin, "/caidat lịch dương lịch", "Lịch mặc định của số liệu: dương lịch")
	exchange(t, admin, "/caidat lưu 5 ngày", "đã hết hạn: 5 ngày")
	plainMonth := func() {
		t.Helper()
		exchange(t, admin, "/tonghop", "\nTháng ")
		p.check(t, call{args: p.with("summary"), out: `\nTháng `})
		p.check(t, call{args: p.with("summary", "-calendar", "nd09"), out: `\nKỳ báo cáo tháng `})
	}
	plainMonth()
	p.kill()
	srv.BotKilled()
	p.start()
	plainMonth()
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("stopping: got exit code %d", code)
	}
	p.check(t, call{args: p.with("check"), out: `^clean: `})
	p.must("rebuild")
	p.check(t, call{args: p.with("summary"), out: `\nTháng `})
	dropsAfter(t, p, 5)
}

// dropsAfter holds that housekeeping drops letters older than so many days, and no others.
func dropsAfter(t *testing.T, p *program, days int) {
	t.Helper()
	a, err := newApp(console{getenv: func(string) string { return "" }}, p.config)
	if err != nil {
		t.Fatal(err)
	}
	a.log = slog.New(slog.DiscardHandler)
	db := p.open()
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	err = db.Update(t.Context(), func(tx *storage.Tx) error {
		for _, age := range []int{days + 1, days - 1} {
			to := chat.Key{Platform: chat.Telegram, Chat: "9"}
			if _, err := tx.Queue(to, chat.Reply{Text: "x"}, time.Now().AddDate(0, 0, -age)); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = a.cleanUp(t.Context(), db)
	}
	if err != nil {
		t.Fatal(err)
	}
	var left []conversation.Letter
	err = db.View(t.Context(), func(tx *storage.ReadTx) error {
		left, err = tx.Pending(0, 10)
		return err
	})
	if err != nil || len(left) != 1 || time.Since(left[0].At) > time.Duration(days)*24*time.Hour {
		t.Errorf("got %d letters and error %v, want the younger one", len(left), err)
	}
}

// TestPlanByCommand: what is due can differ by unit and form, as data; the chat shows it, and what makes no sense is refused.
func TestPlanByCommand(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	p.webOrigin() // it is up
	p.check(t, call{args: p.with("settings", "plan"), out: `"every": "month"`})
	for value, want := range map[string]string{
		`{"owed":[{"every":"month","calendar":"nd09","days":2,"units":["nowhere"]}],"remind_at":480,"quiet_at":1260,"wake_at":390}`: `there is no unit "nowhere"`,
		`{"owed":[{"every":"month","calendar":"nd09","days":2,"forms":["nothing"]}],"remind_at":480,"quiet_at":1260,"wake_at":390}`: `there is no form "nothing"`,
		`{"owed":[{"every":"day"}]}`: `plan of what is due`,
	} {
		p.check(t, call{args: p.with("settings", "plan", value), code: exitUsage, err: want})
	}
	plan := strings.Replace(p.must("settings", "plan"), `"days": 2`, `"days": 4, "units": ["q-bo-y"]`, 1)
	p.must("settings", "plan", plan)
	if got := p.must("settings", "plan"); !strings.Contains(got, "q-bo-y") || !strings.Contains(got, `"days": 4`) {
		t.Errorf("got the plan %s, want it for q-bo-y in 4 days", got)
	}
	p.must("settings", "plan", "standard")
	if got := p.must("settings", "plan"); strings.Contains(got, "q-bo-y") {
		t.Errorf("got the plan %s, want the usual one", got)
	}
}
