package zalod_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/zalod"
)

const anID = "6ede9afa66b88fe6d6a9"

// post calls a method and gives status and body.
func post(t *testing.T, address, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "cut"
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, "cut"
	}
	return resp.StatusCode, string(answer)
}

func method(srv *zalod.Server, name string) string {
	return srv.URL() + "/bot" + srv.Token() + "/" + name
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	date := time.UnixMilli(1750316131602)
	srv := zalod.New(t, zalod.Options{Now: func() time.Time { return date }, Hold: time.Millisecond})
	srv.User(anID, "An").Send("Xin chào")
	srv.User("0000", "Chi") // has never written
	long := strings.Repeat("ạ", 2000)
	for _, c := range []struct {
		name, method, body, want string
		status                   int
	}{
		{"me", "getMe", `{}`, `{"error_code":0,"ok":true,"result":{"account_name":"bot.VDKyGxQvc","account_type":"BASIC","can_join_groups":false,"display_name":"Bot Dân vận","id":"4242424242"}}`, 200},
		{"update", "getUpdates", `{"timeout":"30"}`, `{"error_code":0,"ok":true,"result":{"event_name":"message.text.received","message":{"chat":{"chat_type":"PRIVATE","id":"6ede9afa66b88fe6d6a9"},"date":1750316131602,"from":{"display_name":"An","id":"6ede9afa66b88fe6d6a9","is_bot":false},"message_id":"00002d758cb5e2220001","text":"Xin chào"}}}`, 200},
		{"idle", "getUpdates", `{"timeout":30}`, `{"description":"Request timeout","error_code":408,"ok":false}`, 200},
		{"timeout", "getUpdates", `{"timeout":"soon"}`, `{"description":"Bad request: The timeout is invalid","error_code":400,"ok":false}`, 400},
		{"case", "getme", `{}`, `{"description":"Bad request: API name is invalid","error_code":400,"ok":false}`, 400},
		{"send", "sendMessage", `{"chat_id":"` + anID + `","text":"` + long + `"}`, `{"error_code":0,"ok":true,"result":{"date":1750316131602,"message_id":"00002d758cb5e2220002"}}`, 200},
		{"too long", "sendMessage", `{"chat_id":"` + anID + `","text":"` + long + `a"}`, `{"description":"Bad request: The text must be between 1 and 2000 characters","error_code":400,"ok":false}`, 400},
		{"no text", "sendMessage", `{"chat_id":"` + anID + `"}`, `{"description":"Bad request: The text must not be empty","error_code":400,"ok":false}`, 400},
		{"no chat", "sendMessage", `{"text":"a"}`, `{"description":"Bad request: The chat_id must not be empty","error_code":400,"ok":false}`, 400},
		{"a number", "sendMessage", `{"chat_id":7,"text":"a"}`, `{"description":"Bad request: The chat_id must not be empty","error_code":400,"ok":false}`, 400},
		{"who never wrote", "sendMessage", `{"chat_id":"0000","text":"a"}`, `{"description":"Bad request: The chat_id is invalid","error_code":400,"ok":false}`, 400},
		{"typing", "sendChatAction", `{"chat_id":"` + anID + `","action":"typing"}`, `{"error_code":0,"ok":true,"result":true}`, 200},
		{"uploading", "sendChatAction", `{"chat_id":"` + anID + `","action":"upload_photo"}`, `{"description":"Bad request: The action is invalid","error_code":400,"ok":false}`, 400},
		{"no webhook", "getWebhookInfo", `{}`, `{"description":"Not Found","error_code":404,"ok":false}`, 404},
		{"no webhook to delete", "deleteWebhook", `{}`, `{"description":"Bad request: Webhook is not set","error_code":400,"ok":false}`, 400},
		{"hook", "setWebhook", `{"url":"https://a"}`, `{"error_code":0,"ok":true,"result":{"updated_at":1750316131602,"url":"https://a"}}`, 200},
		{"unhook", "deleteWebhook", `{}`, `{"error_code":0,"ok":true,"result":{"updated_at":1750316131602,"url":""}}`, 200},
		{"markup", "sendMessage", `{"chat_id":"` + anID + `","text":"a","parse_mode":"html"}`, `{"error_code":0,"ok":true,"result":{"date":1750316131602,"message_id":"00002d758cb5e2220003"}}`, 200},
		{"not JSON", "getMe", `a=b`, `{"description":"Bad request: can't read the request","error_code":400,"ok":false}`, 400},
	} {
		if status, got := post(t, method(srv, c.method), c.body); status != c.status || got != c.want {
			t.Errorf("%s: got %d %s, want %d %s", c.name, status, got, c.status, c.want)
		}
	}
	want := []string{
		`getUpdates: timeout "soon" is not a number of seconds`, "getme: unknown method", "sendMessage: chat_id 7 is not a string",
		`sendChatAction: "upload_photo" is not typing`, "sendMessage: unknown parameter parse_mode", "getMe: not a POST of a JSON object",
	}
	if diff := cmp.Diff(want, srv.Breaches()); diff != "" {
		t.Errorf("breaches (-want +got):\n%s", diff)
	}
	if status, _ := post(t, srv.URL()+"/bot4242424242:wrong/getMe", `{}`); status != 401 {
		t.Errorf("a wrong token: got %d, want 401", status)
	}
}

// poll polls once and gives the text that came, "" for none.
func poll(t *testing.T, srv *zalod.Server, timeout string) string {
	t.Helper()
	_, body := post(t, method(srv, "getUpdates"), `{"timeout":"`+timeout+`"}`)
	var a struct {
		Result struct{ Message struct{ Text string } }
	}
	if err := json.Unmarshal([]byte(body), &a); err != nil && body != "cut" {
		return "garbage"
	}
	return a.Result.Message.Text
}

// TestAtMostOnce: what was answered is gone, also when the answer did not arrive; what was not reached is kept.
func TestAtMostOnce(t *testing.T) {
	t.Parallel()
	srv := zalod.New(t, zalod.Options{Now: time.Now})
	an := srv.User(anID, "An")
	for i := range 4 {
		an.Send(fmt.Sprint(i))
	}
	for _, kind := range []zalod.FaultKind{zalod.CutBefore, zalod.HTML, zalod.Garbage, zalod.CutAfter} {
		srv.Fault(zalod.Fault{Method: "getUpdates", Kind: kind, Times: 1})
	}
	var got []string
	for range 8 {
		got = append(got, poll(t, srv, "0"))
	}
	if diff := cmp.Diff([]string{"", "garbage", "garbage", "", "1", "2", "3", ""}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLongPoll(t *testing.T) {
	t.Parallel()
	srv := zalod.New(t, zalod.Options{Now: time.Now})
	an := srv.User(anID, "An")
	came := make(chan string, 2)
	var polls sync.WaitGroup
	for range 2 {
		polls.Go(func() { came <- poll(t, srv, "20") })
	}
	if err := srv.Polled(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	an.Send("a")
	an.Send("b")
	polls.Wait()
	got := []string{<-came, <-came}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"a", "b"}, got); diff != "" || srv.Pollers() != 2 {
		t.Errorf("two pollers split the messages (-want +got), %d waited:\n%s", srv.Pollers(), diff)
	}
	start := time.Now()
	if got := poll(t, srv, "1"); got != "" || time.Since(start) < time.Second {
		t.Errorf("got %q after %v, want nothing after a second", got, time.Since(start))
	}
	srv.SetWebhook("https://a")
	an.Send("c")
	if got := poll(t, srv, "0"); got != "" || srv.Pending() != 1 {
		t.Errorf("with a webhook: got %q, %d left", got, srv.Pending())
	}
}

// TestAPollThatHungUp takes no message with it.
func TestAPollThatHungUp(t *testing.T) {
	t.Parallel()
	srv := zalod.New(t, zalod.Options{Now: time.Now})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		req, _ := http.NewRequestWithContext(ctx, http.MethodPost, method(srv, "getUpdates"), strings.NewReader(`{"timeout":30}`))
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			_ = resp.Body.Close()
		}
		ended <- err
	}()
	if err := srv.Drained(t.Context()); err != nil { // it waits
		t.Fatal(err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if err := srv.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	srv.User(anID, "An").Send("a")
	if got := poll(t, srv, "5"); got != "a" {
		t.Errorf("got %q", got)
	}
}

func TestQuota(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 30, 23, 0, 0, 0, time.UTC)
	srv := zalod.New(t, zalod.Options{Now: func() time.Time { return now }, Quota: 3})
	an := srv.User(anID, "An")
	an.Send("a")
	an.Send("b")
	send := `{"chat_id":"` + anID + `","text":"c"}`
	refused := `{"description":"Quota exceeded","error_code":429,"ok":false}`
	for i, want := range []int{200, 429} {
		if status, body := post(t, method(srv, "sendMessage"), send); status != want || (want == 429) != (body == refused) {
			t.Errorf("message %d: got %d %s, want %d", i, status, body, want)
		}
	}
	if got := srv.Breaches(); len(got) > 0 {
		t.Errorf("breaches: %v", got)
	}
	_, _ = post(t, method(srv, "sendMessage"), send)
	if got := srv.Breaches(); len(got) != 1 || !strings.Contains(got[0], "tried again") {
		t.Errorf("trying again at once is a breach, got %v", got)
	}
	now = now.Add(time.Hour)
	if status, _ := post(t, method(srv, "sendMessage"), send); status != 200 {
		t.Errorf("in the new month: got %d", status)
	}
}

func TestTranscript(t *testing.T) {
	t.Parallel()
	srv := zalod.New(t, zalod.Options{Now: time.Now})
	an := srv.User(anID, "An")
	an.Send("một\nhai")
	an.Photo("Ra quân")
	_, _ = post(t, method(srv, "sendMessage"), `{"chat_id":"`+anID+`","text":"1. a\n2. b"}`)
	m, err := an.Next(t.Context())
	if err != nil || m.Text != "1. a\n2. b" || !m.Bot {
		t.Errorf("got %+v, %v", m, err)
	}
	if all, err := an.Wait(t.Context(), 1); err != nil || len(all) != 1 || len(an.Messages()) != 3 {
		t.Errorf("got %v, %v, %d in all", all, err, len(an.Messages()))
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := an.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want a deadline", err)
	}
	if diff := cmp.Diff("> một\n> hai\n> (ảnh) Ra quân\n< 1. a\n< 2. b", srv.Transcript(an)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
