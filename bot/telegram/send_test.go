package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/telegram"
)

var to = chat.Key{Platform: chat.Telegram, Chat: "7"}

// TestRequests holds each reply against the request that it becomes.
func TestRequests(t *testing.T) {
	t.Parallel()
	const text = `parse_mode=HTML link_preview_options={"is_disabled":true} chat_id=7 `
	for _, c := range []struct {
		name  string
		reply chat.Reply
		want  string
	}{
		{"text", chat.Reply{Text: "<b>a</b>"}, "sendMessage " + text + "text=<b>a</b>"},
		{
			"keyboard",
			chat.Reply{Text: "a", Keyboard: chat.Keyboard{{{Label: "Gửi", Data: "s"}, {Label: "Sửa", Data: "e"}}, {}, {{Label: "<Hủy>", Data: "x"}}}},
			"sendMessage " + text + `text=a reply_markup={"inline_keyboard":[[{"text":"Gửi","callback_data":"s"},{"text":"Sửa","callback_data":"e"}],[{"text":"\u003cHủy\u003e","callback_data":"x"}]]}`,
		},
		{"no buttons", chat.Reply{Text: "a", Keyboard: chat.Keyboard{{}}}, "sendMessage " + text + "text=a"},
		{"edit", chat.Reply{Text: "a", Edit: "31"}, "editMessageText " + text + "text=a message_id=31"},
		{"answer", chat.Reply{Answer: "99"}, "answerCallbackQuery callback_query_id=99"},
		{"answer with text", chat.Reply{Answer: "99", Text: "<b>Đã nhận</b> &lt;3"}, "answerCallbackQuery callback_query_id=99 text=Đã nhận <3"},
		{"answer too long", chat.Reply{Answer: "99", Text: strings.Repeat("ạ", 201)}, "answerCallbackQuery callback_query_id=99 text=" + strings.Repeat("ạ", 199) + "…"},
	} {
		got := make(chan string, 1)
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			var line strings.Builder
			line.WriteString(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])
			for _, name := range []string{"parse_mode", "link_preview_options", "chat_id", "callback_query_id", "text", "message_id", "reply_markup"} {
				if r.PostForm.Has(name) {
					line.WriteString(" " + name + "=" + r.PostForm.Get(name))
				}
			}
			got <- line.String()
			_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":5}}`)
		}))
		t.Cleanup(srv.Close)
		r := newRig(t, telegram.Options{APIEndpoint: srv.URL})
		if _, err := r.Send(t.Context(), to, c.reply); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, <-got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// chatting gives a fake in which An has written, and a client.
func chatting(t *testing.T) (*telegramd.Server, *telegramd.User, *rig) {
	t.Helper()
	srv, r := against(t, telegramd.Options{})
	an := srv.User(7, "An")
	an.Send("/start")
	return srv, an, r
}

// failure gives what a send says, or 0.
func failure(t *testing.T, err error) *chat.SendError {
	t.Helper()
	if err == nil {
		return &chat.SendError{}
	}
	noSecrets(t, err.Error())
	send, ok := errors.AsType[*chat.SendError](err)
	if !ok {
		t.Fatalf("got %T, want *chat.SendError", err)
	}
	return send
}

func TestConversation(t *testing.T) {
	t.Parallel()
	srv, an, r := chatting(t)
	keyboard := chat.Keyboard{{{Label: "Gửi", Data: "s"}}}
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 1)
	id, err := r.Send(t.Context(), to, chat.Reply{Text: "<b>Bao nhiêu?</b>", Keyboard: keyboard})
	if err != nil || id == "" {
		t.Fatalf("got %q, %v", id, err)
	}
	if err := an.Press("Gửi"); err != nil {
		t.Fatal(err)
	}
	b.wait(t, 1)
	_ = stop()
	_, updates := b.all()
	press := updates[1]
	if press.Kind != chat.Press || press.Data != "s" || press.Message != id {
		t.Errorf("got %+v", press)
	}
	for _, reply := range []chat.Reply{
		{Answer: press.Query, Text: "Đã nhận"},
		{Edit: id, Text: "12", Keyboard: keyboard},
		{Edit: id, Text: "12", Keyboard: keyboard}, // not modified
		{Edit: id, Text: "13"},
		{Edit: "424242", Text: "anew"}, // gone
		{Edit: "?", Text: "anew too"},  // never was
	} {
		if _, err := r.Send(t.Context(), to, reply); err != nil {
			t.Errorf("%+v: %v", reply, err)
		}
	}
	want := "> /start\n< Bao nhiêu?\n< [Gửi]\n> [Gửi]\n<!Đã nhận\n<~12\n<~[Gửi]\n<~13\n< anew\n< anew too"
	if diff := cmp.Diff(want, srv.Transcript(an)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := srv.Breaches(); len(got) > 0 {
		t.Errorf("breaches: %v", got)
	}
	if _, err := r.Send(t.Context(), to, chat.Reply{Answer: "123"}); err != nil {
		t.Errorf("a press that is too old: got %v, want it to count as done", err)
	}
}

func TestSendFailures(t *testing.T) {
	t.Parallel()
	code := func(code int, text string) telegramd.Fault {
		return telegramd.Fault{Kind: telegramd.Code, Code: code, Description: text}
	}
	moved := code(400, "Bad Request: group chat was upgraded to a supergroup chat")
	moved.MigrateTo = -1005
	throttled := code(420, "FLOOD_WAIT")
	throttled.RetryAfter = 6
	for _, c := range []struct {
		name  string
		fault telegramd.Fault
		want  chat.SendError
	}{
		{"blocked", code(403, "Forbidden: bot was blocked by the user"), chat.SendError{Failure: chat.Gone}},
		{"deactivated", code(403, "Forbidden: user is deactivated"), chat.SendError{Failure: chat.Gone}},
		{"429", telegramd.Fault{Kind: telegramd.TooMany, RetryAfter: 7}, chat.SendError{Failure: chat.Throttled, After: 7 * time.Second}},
		{"429 without a time", code(429, "Too Many Requests"), chat.SendError{Failure: chat.Throttled, After: time.Second}},
		{"another code with a time", throttled, chat.SendError{Failure: chat.Throttled, After: 6 * time.Second}},
		{"500", code(500, "Internal Server Error: restart"), chat.SendError{Failure: chat.Retry}},
		{"html", telegramd.Fault{Kind: telegramd.HTML502}, chat.SendError{Failure: chat.Retry}},
		{"garbage", telegramd.Fault{Kind: telegramd.Garbage}, chat.SendError{Failure: chat.Retry}},
		{"cut", telegramd.Fault{Kind: telegramd.CutBefore}, chat.SendError{Failure: chat.Retry}},
		{"cut after the effect", telegramd.Fault{Kind: telegramd.CutAfter}, chat.SendError{Failure: chat.Retry}},
		{"token", code(401, "Unauthorized"), chat.SendError{Failure: chat.Retry}},
		{"moved", moved, chat.SendError{Failure: chat.Moved, NewChat: "-1005"}},
		{"markup", code(400, `Bad Request: can't parse entities: Unsupported start tag "geheim" at byte offset 0`), chat.SendError{Failure: chat.Permanent}},
		{"too long", code(400, "Bad Request: message is too long"), chat.SendError{Failure: chat.Permanent}},
		{"token in the answer", code(400, "Bad Request: /bot"+telegramd.DefaultToken+"/sendMessage"), chat.SendError{Failure: chat.Permanent}},
		{"not modified", code(400, "Bad Request: message is not modified: specified new message content"), chat.SendError{}},
		{"too old", code(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"), chat.SendError{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			srv, _, r := chatting(t)
			c.fault.Times = 2
			srv.Fault(c.fault)
			_, err := r.Send(t.Context(), to, chat.Reply{Text: "geheim"})
			got := *failure(t, err)
			got.Cause = ""
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			_, err = r.SendDocument(t.Context(), to, chat.Document{Name: "a.txt", Data: []byte("geheim")})
			got = *failure(t, err) // the library drops the code of uploads
			got.Cause = ""
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("document (-want +got):\n%s", diff)
			}
			srv.ClearFaults()
			if _, err := r.Send(t.Context(), to, chat.Reply{Text: "again"}); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

func TestBlocked(t *testing.T) {
	t.Parallel()
	srv, an, r := chatting(t)
	an.Block()
	_, err := r.Send(t.Context(), to, chat.Reply{Text: "a"})
	if got := failure(t, err); got.Failure != chat.Gone {
		t.Errorf("got %v", got)
	}
	an.Unblock()
	if _, err := r.Send(t.Context(), to, chat.Reply{Text: "b"}); err != nil {
		t.Error(err)
	}
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 3)
	_ = stop()
	_, updates := b.all()
	if updates[1].Kind != chat.Blocked || updates[2].Kind != chat.Unblocked || updates[2].Key != to {
		t.Errorf("got %+v", updates)
	}
	if got := srv.Breaches(); len(got) > 0 {
		t.Errorf("breaches: %v", got)
	}
}

func TestCancelledSend(t *testing.T) {
	t.Parallel()
	_, _, r := chatting(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := r.Send(ctx, to, chat.Reply{Text: "a"})
	if got := failure(t, err); got.Failure != chat.Retry {
		t.Errorf("got %v, want to try again", got)
	}
}

// longText has three parts of bold lines.
func longText() string {
	var b strings.Builder
	b.WriteString("<b>")
	for i := range 300 {
		fmt.Fprintf(&b, "Dòng thứ %03d của một báo cáo rất dài &amp; đầy đủ\n", i)
	}
	return b.String() + "</b>"
}

func TestLongText(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]telegramd.Fault{
		"smooth":         {Kind: telegramd.Slow, Times: 1},
		"cut in between": {Kind: telegramd.CutBefore, Times: 1},
		"502 in between": {Kind: telegramd.HTML502, Times: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, an, r := chatting(t)
			reply := chat.Reply{Text: longText(), Keyboard: chat.Keyboard{{{Label: "Tiếp", Data: "n"}}}}
			srv.Fault(telegramd.Fault{Method: "sendMessage", Kind: telegramd.Slow, Times: 1}) // the first part arrives
			fault.Method = "sendMessage"
			srv.Fault(fault)
			id, err := r.Send(t.Context(), to, reply)
			if err != nil {
				if got := failure(t, err); got.Failure != chat.Retry {
					t.Fatal(err)
				}
				id, err = r.Send(t.Context(), to, reply)
			}
			if err != nil {
				t.Fatal(err)
			}
			parts := an.Messages()[1:]
			var lines []string
			for i, m := range parts {
				lines = append(lines, strings.Split(m.Text, "\n")...)
				if last := i == len(parts)-1; last != (len(m.Buttons) > 0) || last && fmt.Sprint(m.ID) != id {
					t.Errorf("part %d: id %d of %s, buttons %v", i, m.ID, id, m.Buttons)
				}
			}
			if len(parts) != 4 || len(lines) != 300 || !slices.IsSorted(lines) {
				t.Errorf("%d parts, %d lines; no part may be lost or come twice", len(parts), len(lines))
			}
			if got := slices.Min(r.paused()); len(r.paused()) < 3 || got < time.Second {
				t.Errorf("pauses %v between the parts", r.paused())
			}
		})
	}
}

func TestLongEdit(t *testing.T) {
	t.Parallel()
	_, an, r := chatting(t)
	id, err := r.Send(t.Context(), to, chat.Reply{Text: "short"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Send(t.Context(), to, chat.Reply{Edit: id, Text: longText()}); err != nil {
		t.Fatal(err)
	}
	messages := an.Messages()
	if len(messages) != 5 || messages[1].Edits != 1 || !strings.HasPrefix(messages[1].Text, "Dòng thứ 000") {
		t.Errorf("%d messages, the first: %+.60v", len(messages), messages[1])
	}
}
