package web_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"danvanbot/bot/chat"
)

const asOfficer = "?as=canbo"

func TestPostBecomesUpdate(t *testing.T) {
	t.Parallel()
	base := chat.Update{
		Key: key("canbo"), User: "canbo", Name: "Nguyễn Văn Mẫu", Kind: chat.Text, Message: "aaa", Language: "vi-VN",
	}
	tests := map[string]struct {
		body string
		want func(*chat.Update)
	}{
		"text": {`{"id":"aaa","kind":"text","text":"hôm qua 85 người"}`, func(u *chat.Update) { u.Text = "hôm qua 85 người" }},
		"reply": {`{"id":"aaa","kind":"text","text":"95","replyTo":"x-1"}`, func(u *chat.Update) {
			u.Text, u.ReplyTo = "95", "x-1"
		}},
		"press": {`{"id":"aaa","kind":"press","data":"f:ok 1","message":"x-1"}`, func(u *chat.Update) {
			u.Kind, u.Data, u.Message = chat.Press, "f:ok 1", "x-1"
		}},
		"photos": {`{"id":"aaa","kind":"photo","text":"ảnh","photos":2}`, func(u *chat.Update) {
			u.Kind, u.Text, u.Photos = chat.Photo, "ảnh", []string{"web aaa-0 ", "web aaa-1 "}
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, demo())
			before := time.Now()
			wantStatus(t, f.post(t, "/api/updates"+asOfficer, test.body, header("Accept-Language", "vi-VN,vi;q=0.9")), http.StatusNoContent)
			want := base
			test.want(&want)
			got := f.taken()
			if diff := cmp.Diff([]chat.Update{want}, got, cmpopts.IgnoreFields(chat.Update{}, "Sent", "ID")); diff != "" {
				t.Fatalf("delivered (-want +got):\n%s", diff)
			}
			if id := got[0].ID; len(id) != 32 || strings.Contains(id, "canbo") {
				t.Errorf("got id %q, want a digest that says nothing of who wrote", id)
			}
			if got[0].Sent.Before(before) {
				t.Errorf("got sent %v, want not before %v", got[0].Sent, before)
			}
		})
	}
}

func TestPostIsRefused(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	text := `{"id":"aaa","kind":"text","text":"x"}`
	tests := map[string]struct {
		path, body string
		want       int
		edit       func(*http.Request)
	}{
		"unknown person":  {"?as=ai", text, http.StatusUnauthorized, nil},
		"nobody":          {"", text, http.StatusUnauthorized, nil},
		"other origin":    {asOfficer, text, http.StatusForbidden, header("Origin", "https://evil.example")},
		"other port":      {asOfficer, text, http.StatusForbidden, header("Origin", "http://127.0.0.1:1")},
		"null origin":     {asOfficer, text, http.StatusForbidden, header("Origin", "null")},
		"no origin":       {asOfficer, text, http.StatusForbidden, func(r *http.Request) { r.Header.Del("Origin") }},
		"cross site":      {asOfficer, text, http.StatusForbidden, header("Sec-Fetch-Site", "cross-site")},
		"same site":       {asOfficer, text, http.StatusForbidden, header("Sec-Fetch-Site", "same-site")},
		"form post":       {asOfficer, text, http.StatusBadRequest, header("Content-Type", "text/plain")},
		"rebound host":    {asOfficer, text, http.StatusMisdirectedRequest, func(r *http.Request) { r.Host = "evil.example" }},
		"no id":           {asOfficer, `{"kind":"text","text":"x"}`, http.StatusBadRequest, nil},
		"odd id":          {asOfficer, `{"id":"a:b","kind":"text","text":"x"}`, http.StatusBadRequest, nil},
		"long id":         {asOfficer, `{"id":"` + strings.Repeat("a", 65) + `","kind":"text","text":"x"}`, http.StatusBadRequest, nil},
		"blank text":      {asOfficer, `{"id":"aaa","kind":"text","text":" \n"}`, http.StatusBadRequest, nil},
		"long text":       {asOfficer, `{"id":"aaa","kind":"text","text":"` + strings.Repeat("ạ", 4097) + `"}`, http.StatusBadRequest, nil},
		"long body":       {asOfficer, `{"id":"aaa","kind":"text","text":"` + strings.Repeat("a", 40<<10) + `"}`, http.StatusRequestEntityTooLarge, nil},
		"long data":       {asOfficer, `{"id":"aaa","kind":"press","message":"m","data":"` + strings.Repeat("a", 65) + `"}`, http.StatusBadRequest, nil},
		"data not ASCII":  {asOfficer, `{"id":"aaa","kind":"press","message":"m","data":"ạ"}`, http.StatusBadRequest, nil},
		"press of what":   {asOfficer, `{"id":"aaa","kind":"press","data":"x"}`, http.StatusBadRequest, nil},
		"too many photos": {asOfficer, `{"id":"aaa","kind":"photo","photos":11}`, http.StatusBadRequest, nil},
		"no photos":       {asOfficer, `{"id":"aaa","kind":"photo"}`, http.StatusBadRequest, nil},
		"unknown kind":    {asOfficer, `{"id":"aaa","kind":"edit","text":"x"}`, http.StatusBadRequest, nil},
		"unknown field":   {asOfficer, `{"id":"aaa","kind":"text","text":"x","user":"quantri"}`, http.StatusBadRequest, nil},
		"two values":      {asOfficer, text + text, http.StatusBadRequest, nil},
		"no JSON":         {asOfficer, `id=aaa`, http.StatusBadRequest, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.edit == nil {
				test.edit = func(*http.Request) {}
			}
			wantStatus(t, f.post(t, "/api/updates"+test.path, test.body, test.edit), test.want)
		})
	}
	if got := f.taken(); len(got) != 0 {
		t.Errorf("got %d updates delivered, want none", len(got))
	}
}

func TestPostOfLongestTextIsTaken(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	body := `{"id":"aaa","kind":"text","text":"` + strings.Repeat("ạ", 4096) + `"}`
	wantStatus(t, f.post(t, "/api/updates"+asOfficer, body), http.StatusNoContent)
}

func TestRetryKeepsIDAndShowsOnce(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	f.react(func(chat.Update) error { return errCommit })
	body := `{"id":"aaa","kind":"text","text":"một"}`
	wantStatus(t, f.post(t, "/api/updates"+asOfficer, body), http.StatusServiceUnavailable)

	e := f.listen(t, asOfficer, "")
	if got := e.next(t); len(got.Messages) != 0 {
		t.Errorf("got %q shown before it was kept, want nothing", got.texts())
	}
	f.react(nil)
	wantStatus(t, f.post(t, "/api/updates"+asOfficer, body), http.StatusNoContent)
	wantStatus(t, f.post(t, "/api/updates"+asOfficer, body), http.StatusNoContent)
	if got, want := e.next(t).texts(), "> một"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := f.listen(t, asOfficer, "").next(t).texts(), "> một"; got != want {
		t.Errorf("got history %q, want %q", got, want)
	}
	taken := f.taken()
	for _, u := range taken {
		if u.ID != taken[0].ID {
			t.Errorf("got update id %q, want %q each time", u.ID, taken[0].ID)
		}
	}
}

func TestPostAnswersAfterDeliver(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	release, entered := make(chan struct{}), make(chan struct{})
	f.react(func(chat.Update) error { close(entered); <-release; return nil })
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		f.post(t, "/api/updates"+asOfficer, `{"id":"aaa","kind":"text","text":"x"}`)
	}()
	<-entered
	select {
	case <-answered:
		t.Error("the post was answered before deliver returned")
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	<-answered
}

func TestFloodIsThrottledPerChat(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	status := 0
	for i := range 200 {
		body := fmt.Sprintf(`{"id":"m%d","kind":"text","text":"x"}`, i)
		if status = f.post(t, "/api/updates"+asOfficer, body).StatusCode; status != http.StatusNoContent {
			break
		}
	}
	if status != http.StatusTooManyRequests {
		t.Errorf("got status %d after a flood, want %d", status, http.StatusTooManyRequests)
	}
	wantStatus(t, f.post(t, "/api/updates?as=chihuy", `{"id":"m","kind":"text","text":"x"}`), http.StatusNoContent)
}

func TestDeliveryOutlivesTheBrowser(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	entered, ended := make(chan struct{}), make(chan error, 1)
	f.watch(func(ctx context.Context) {
		close(entered)
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
		ended <- ctx.Err()
	})
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, f.url+"/api/updates"+asOfficer, strings.NewReader(`{"id":"aaa","kind":"text","text":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", f.url)
	go func() { <-entered; cancel() }()
	if resp, err := http.DefaultClient.Do(r); err == nil {
		_ = resp.Body.Close()
		t.Errorf("got status %d, want the request cut", resp.StatusCode)
	}
	if err := <-ended; err != nil {
		t.Errorf("got %v inside deliver after the browser went, want it to go on", err)
	}
}
