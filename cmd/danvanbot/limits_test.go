package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"danvanbot/bot/bottest/telegramd"
)

// TestLimits: what an administrator sets for the pace is kept from the next message on, by a server that takes no more, also
// after the process was killed; so is what the command line sets while the bot runs, and the limit at the door.
func TestLimits(t *testing.T) {
	t.Parallel()
	const people, pace = 10, 4
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: telegramd.Flood{Overall: pace + 1}})
	p := newProgram(t, forTelegram(srv))
	crowd := recruit(p, srv, people)
	code := strings.TrimSpace(p.must("invite", "-role", "admin"))
	p.start()
	admin := srv.User(71, "Quản trị")
	exchange(t, admin, "/start "+code, "Quảng Ngãi")
	exchange(t, admin, "/caidat telegram 31", "từ 1 đến 30 tin mỗi giây")
	exchange(t, admin, "/caidat telegram 4 tin mỗi giây", "tốc độ gửi qua Telegram: 4 tin mỗi giây")
	rush := func(when string) {
		t.Helper()
		begin := time.Now()
		askAll(t, crowd, "/trogiup")
		if took, least := time.Since(begin), (people-1)*time.Second/pace; took < least {
			t.Errorf("%s: %d answers took %v, want at least %v", when, people, took, least)
		}
	}
	rush("once set")
	p.kill()
	srv.BotKilled()
	p.start()
	rush("after a restart")
	noBreach(t, srv)

	p.check(t, call{args: p.with("settings", "telegram_second", "0"), code: exitUsage, err: `telegram_second is 1 to 30, not 0`})
	p.check(t, call{args: p.with("settings", "telegram_chat", "3")})
	p.check(t, call{args: p.with("settings", "code_tries", "1")})
	p.check(t, call{args: p.with("settings"), out: `(?m)^telegram_second\t4\tset\t1-30\ntelegram_chat\t3\tset\t1-30\ntelegram_group\t3\tstandard\t3-60$`})
	pause(t.Context(), 2*time.Second) // the clock's look brings it into force
	exchange(t, admin, "/caidat giới hạn", "một người: 3 giây")
	begin := time.Now()
	exchange(t, admin, "/nhatky", "máy chủ: đặt giãn cách tin Telegram cho một người: 3 giây")
	if took := time.Since(begin); took < 2900*time.Millisecond {
		t.Errorf("the next message to the same person came after %v, want 3s", took)
	}
	guest := srv.User(72, "Khách")
	exchange(t, guest, "/start AAAAAAAAAAAAAAA2", "Mã mời không đúng")
	exchange(t, guest, "/start AAAAAAAAAAAAAAA3", "quá nhiều lần")
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("stopping: got exit code %d", code)
	}
	p.check(t, call{args: p.with("settings", "telegram_chat", "standard")})
	p.check(t, call{args: p.with("settings"), out: `(?m)^telegram_chat\t1\tstandard\t1-30$`})
	p.check(t, call{args: p.with("check"), out: `^clean: `})
	noBreach(t, srv)
}

// exchange says something and wants a part of the answer.
func exchange(t *testing.T, u *telegramd.User, text, want string) {
	t.Helper()
	u.Send(text)
	m, err := u.Next(t.Context())
	if err != nil || !strings.Contains(m.Text, want) {
		t.Fatalf("%s: got %q and error %v, want %q", text, m.Text, err, want)
	}
}

// askAll has many people write at the same time, and waits until each has an answer.
func askAll(t *testing.T, people []*officer, text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	at, ctx := errgroup.WithContext(ctx)
	for _, o := range people {
		at.Go(func() error {
			o.Send(text)
			_, err := o.Next(ctx)
			return err
		})
	}
	if err := at.Wait(); err != nil {
		t.Fatal(err)
	}
}
