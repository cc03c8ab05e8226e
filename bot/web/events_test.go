package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"danvanbot/bot/chat"
)

func TestReplyFollowsTheMessageThatItAnswers(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	e := f.listen(t, asOfficer, "")
	e.next(t)
	f.react(func(chat.Update) error {
		_, err := f.Send(context.Background(), key("canbo"), chat.Reply{Text: "trả lời"}) // before the post is answered
		return err
	})
	wantStatus(t, f.post(t, "/api/updates"+asOfficer, `{"id":"aaa","kind":"text","text":"hỏi"}`), http.StatusNoContent)
	if got, want := f.listen(t, asOfficer, "").next(t).texts(), "> hỏi\n< trả lời"; got != want {
		t.Errorf("got history %q, want %q", got, want)
	}
}

// TestOpeningAnEmptyChat: the bot is told of it once, whatever the tabs, and not of a chat that has something to show.
func TestOpeningAnEmptyChat(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	wantOpened := func(want int) {
		t.Helper()
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.opened != want {
			t.Errorf("the bot was told %d times of an open chat, want %d", f.opened, want)
		}
	}
	f.listen(t, asOfficer, "").next(t)
	wantOpened(1)
	f.listen(t, asOfficer, "").next(t)
	wantOpened(1)
	wantStatus(t, f.post(t, "/api/updates?as=chihuy", `{"id":"aaa","kind":"text","text":"chào"}`), http.StatusNoContent)
	f.listen(t, "?as=chihuy", "").next(t)
	wantOpened(1)
}

func TestReconnectGetsWhatWasMissed(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	e := f.listen(t, asOfficer, "")
	e.next(t)
	f.send(t, "canbo", chat.Reply{Text: "một"})
	first := e.next(t)
	keep := f.listen(t, asOfficer, "") // another tab, so that Send finds somebody
	e.close()
	f.send(t, "canbo", chat.Reply{Text: "hai"})
	f.send(t, "canbo", chat.Reply{Text: "ba"})
	again := f.listen(t, asOfficer, first.id)
	if got, want := again.next(t).texts(), "< hai\n< ba"; got != want {
		t.Errorf("got %q after %s, want %q", got, first.id, want)
	}
	if got, want := f.listen(t, asOfficer, "0a0b0c0d-9000000000000000000").next(t).texts(), "< một\n< hai\n< ba"; got != want {
		t.Errorf("got %q after a restart, want %q", got, want)
	}
	if got, want := f.listen(t, asOfficer+"&after="+first.id, "").next(t).texts(), "< hai\n< ba"; got != want {
		t.Errorf("got %q with after=, want %q", got, want)
	}
	keep.close()
}

func TestSendWithoutBrowserIsRetried(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	came := make(chan chat.Key, 8)
	f.Connected(func(k chat.Key) { came <- k })

	for reply, want := range map[string]chat.Failure{"": chat.Retry, "query": chat.Done} {
		_, err := f.Send(t.Context(), key("canbo"), chat.Reply{Text: "x", Answer: reply})
		refused, ok := errors.AsType[*chat.SendError](err)
		if !ok || refused.Failure != want {
			t.Errorf("Send with nobody connected, answer %q: got %v, want %v", reply, err, want)
		}
	}
	e := f.listen(t, asOfficer, "")
	if got := <-came; got != key("canbo") {
		t.Errorf("got connected %v, want %v", got, key("canbo"))
	}
	if got := e.next(t); len(got.Messages) != 0 {
		t.Errorf("got %q, want nothing: what was refused is not shown", got.texts())
	}
	f.send(t, "canbo", chat.Reply{Text: "x"})
	if got, want := e.next(t).texts(), "< x"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	e.close()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if _, err := f.Send(t.Context(), key("canbo"), chat.Reply{Text: "y"}); err != nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("Send goes on accepting after the browser left")
		}
	}
}

func TestEditPressAndNotice(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	e := f.listen(t, asOfficer, "")
	e.next(t)
	id := f.send(t, "canbo", chat.Reply{Text: "thẻ", Keyboard: chat.Keyboard{{{Label: "Đúng", Data: "ok"}, {Label: "Hủy", Data: "no"}}}})
	card := e.next(t).Messages[0]
	if card.ID != id || len(card.Buttons[0]) != 2 || card.Buttons[0][1].Data != "no" {
		t.Errorf("got card %+v, want id %s and its two buttons", card, id)
	}
	wantStatus(t, f.post(t, "/api/updates"+asOfficer, `{"id":"p1","kind":"press","data":"ok","message":"`+id+`"}`), http.StatusNoContent)
	if got := e.next(t).Messages[0]; got.Pressed != "ok" || got.Order != card.Order {
		t.Errorf("got %+v after the press, want it marked in its place", got)
	}
	f.send(t, "canbo", chat.Reply{Text: "sau"})
	e.next(t)
	if got := f.send(t, "canbo", chat.Reply{Text: "đã gửi", Edit: id}); got != id {
		t.Errorf("got id %q of an edit, want %q", got, id)
	}
	if got := e.next(t).Messages[0]; got.Text != "đã gửi" || got.Order != card.Order || got.Pressed != "" || got.Buttons != nil {
		t.Errorf("got %+v after the edit, want the new text alone in the old place", got)
	}
	f.send(t, "canbo", chat.Reply{Answer: "q"}) // empty: nothing to show
	f.send(t, "canbo", chat.Reply{Answer: "q", Text: "Đã lưu"})
	if got := e.next(t); len(got.Notices) != 1 || got.Notices[0].Text != "Đã lưu" || len(got.Messages) != 0 {
		t.Errorf("got %+v, want one notice", got)
	}
	if got := f.listen(t, asOfficer, "").next(t); len(got.Notices) != 0 || got.texts() != "< đã gửi\n< sau" {
		t.Errorf("got %+v on a reload, want the messages and no notice", got)
	}
	if got := f.send(t, "canbo", chat.Reply{Text: "cũ", Edit: "gone-1"}); got != "gone-1" {
		t.Errorf("got id %q for an edit of a forgotten message, want gone-1", got)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	keep := f.listen(t, asOfficer, "")
	keep.next(t)
	for i := range 230 {
		f.send(t, "canbo", chat.Reply{Text: fmt.Sprint(i)})
	}
	got := f.listen(t, asOfficer, "").next(t).Messages
	if len(got) != 200 || got[0].Text != "30" || got[199].Text != "229" {
		t.Errorf("got %d messages from %s, want the last 200", len(got), got[0].Text)
	}
}

func TestChatsAreApart(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	officer, head := f.listen(t, asOfficer, ""), f.listen(t, "?as=chihuy", "")
	officer.next(t)
	head.next(t)
	f.send(t, "canbo", chat.Reply{Text: "cho cán bộ"})
	f.send(t, "chihuy", chat.Reply{Text: "cho chỉ huy"})
	if got, want := head.next(t).texts(), "< cho chỉ huy"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEventsAreRefused(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	wantStatus(t, f.get(t, "/api/events?as=ai"), http.StatusUnauthorized)
	wantStatus(t, f.get(t, "/api/events"+asOfficer, header("Sec-Fetch-Site", "cross-site")), http.StatusForbidden)
	wantStatus(t, f.get(t, "/api/events"+asOfficer, header("Origin", "https://evil.example")), http.StatusForbidden)
	for range 12 {
		f.listen(t, asOfficer, "")
	}
	wantStatus(t, f.get(t, "/api/events"+asOfficer), http.StatusServiceUnavailable)
	wantStatus(t, f.get(t, "/api/events?as=chihuy"), http.StatusOK)
}

func TestShutdownEndsStreamsAndFinishesPosts(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	e := f.listen(t, asOfficer, "")
	e.next(t)
	entered := make(chan struct{})
	f.react(func(chat.Update) error { close(entered); time.Sleep(100 * time.Millisecond); return nil })
	status := make(chan int, 1)
	go func() {
		status <- f.post(t, "/api/updates"+asOfficer, `{"id":"aaa","kind":"text","text":"x"}`).StatusCode
	}()
	<-entered
	began := time.Now()
	if err := f.stop(); err != nil {
		t.Errorf("Run: got %v, want nil", err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("shutdown took %v, want it not to wait for open streams", took)
	}
	if got := <-status; got != http.StatusNoContent {
		t.Errorf("got status %d for a post during shutdown, want %d", got, http.StatusNoContent)
	}
}

// The server's own time limits are shorter than the pauses of a conversation.
func TestIdleStreamLives(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	e := f.listen(t, asOfficer, "")
	e.next(t)
	for e.in.Scan() && e.in.Text() != "event: beat" {
	}
	f.send(t, "canbo", chat.Reply{Text: "còn đây"})
	if got, want := e.next(t).texts(), "< còn đây"; got != want {
		t.Errorf("got %q after an idle while, want %q", got, want)
	}
}
