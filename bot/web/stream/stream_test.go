package stream_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"danvanbot/bot/web/stream"
)

// TestSend writes events that arrive at once, and fails once the browser is gone.
func TestSend(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := stream.Open(w)
		err := out.Send(r.Context(), "data: 1\n\n")
		<-r.Context().Done()                      // the browser has gone
		for n := 0; err == nil && n < 1000; n++ { // the first may still find room on the way
			err = out.Send(context.WithoutCancel(r.Context()), "data: 2\n\n")
		}
		ended <- err
	}))
	defer server.Close()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(resp.Body).ReadString('\n')
	if kind := resp.Header.Get("Content-Type"); line != "data: 1\n" || err != nil || kind != "text/event-stream" {
		t.Errorf("got %q of type %q and error %v", line, kind, err)
	}
	leave()
	_ = resp.Body.Close()
	if err := <-ended; err == nil {
		t.Error("sending to a browser that is gone: got no error")
	}
}
