package telegramd_test

import (
	"context"
	"net/http"
	"testing"

	"danvanbot/bot/bottest/telegramd"
)

func TestHang(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, quick())
	an := srv.User(7, "An")
	an.Send("/start")
	ask := func(method, query string, f telegramd.Fault) {
		t.Helper()
		ctx, hangUp := context.WithCancel(t.Context())
		defer hangUp()
		f.Method, f.Times, f.Hit = method, 1, hangUp
		srv.Fault(f)
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL()+"/bot"+srv.Token()+"/"+method+"?"+query, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			_ = resp.Body.Close()
			t.Errorf("%s got an answer, want none", method)
		}
		srv.ClearFaults()
	}
	ask("sendmessage", "chat_id=7&text=a", telegramd.Fault{Kind: telegramd.HangBefore})
	if got := len(an.Messages()); got != 1 {
		t.Errorf("hang before: got %d messages, want 1", got)
	}
	ask("sendmessage", "chat_id=7&text=a", telegramd.Fault{Kind: telegramd.HangAfter})
	if got := len(an.Messages()); got != 2 {
		t.Errorf("hang after: got %d messages, want 2", got)
	}
	confirming := telegramd.Fault{Method: "getUpdates", Kind: telegramd.HangBefore, Times: 1, Confirming: true}
	srv.Fault(confirming)
	if got := poll(t, srv, "offset=0"); got != "700000001:/start" {
		t.Errorf("a poll that confirms nothing: got %s, want the update", got)
	}
	srv.ClearFaults()
	ask("getupdates", all+"offset=700000002", confirming)
	if got := srv.Pending(); got != 1 {
		t.Errorf("hang before a confirmation: got %d pending, want 1", got)
	}
}
