package telegram_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/telegram"
)

func TestOptions(t *testing.T) {
	t.Parallel()
	good := func() telegram.Options {
		return telegram.Options{Token: telegramd.DefaultToken, Now: time.Now}
	}
	for _, c := range []struct {
		name   string
		change func(*telegram.Options)
		want   string // in the error; empty: none
	}{
		{"defaults", func(*telegram.Options) {}, ""},
		{"relay", func(o *telegram.Options) { o.APIEndpoint = "https://relay.example/tg%20x/" }, ""},
		{"http proxy", func(o *telegram.Options) { o.Proxy = "http://u:geheim@10.0.0.1:3128" }, ""},
		{"socks", func(o *telegram.Options) { o.Proxy = "socks5h://10.0.0.1:1080" }, ""},
		{"no token", func(o *telegram.Options) { o.Token = "" }, "token"},
		{"token with a space", func(o *telegram.Options) { o.Token += " " }, "token"},
		{"token without a number", func(o *telegram.Options) { o.Token = "bot" + o.Token }, "token"},
		{"endpoint without scheme", func(o *telegram.Options) { o.APIEndpoint = "api.telegram.org" }, "API endpoint"},
		{"endpoint with a query", func(o *telegram.Options) { o.APIEndpoint = "https://x/?a=" + o.Token }, "API endpoint"},
		{"endpoint that is none", func(o *telegram.Options) { o.APIEndpoint = "https://geheim:%zz" }, "API endpoint"},
		{"file endpoint", func(o *telegram.Options) { o.FileEndpoint = "file" }, "file endpoint"},
		{"proxy", func(o *telegram.Options) { o.Proxy = "mtproto://geheim@10.0.0.1" }, "proxy"},
		{"proxy that is none", func(o *telegram.Options) { o.Proxy = "http://u:geheim@%" }, "proxy"},
		{"no clock", func(o *telegram.Options) { o.Now = nil }, "Now"},
		{"command", func(o *telegram.Options) {
			o.Commands = []telegram.Command{{Name: "Báo", Description: map[string]string{"vi": "Báo cáo"}}}
		}, "command"},
		{"description", func(o *telegram.Options) { o.Commands = []telegram.Command{{Name: "huy"}} }, "description"},
	} {
		o := good()
		c.change(&o)
		_, err := telegram.New(o)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: got %v", c.name, err)
		case c.want != "" && (!errors.Is(err, telegram.ErrOptions) || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
		if err != nil {
			noSecrets(t, err.Error())
		}
	}
}

func TestThroughAnHTTPProxy(t *testing.T) {
	t.Parallel()
	srv, _ := against(t, telegramd.Options{})
	var used atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		used.Add(1)
		(&httputil.ReverseProxy{Rewrite: func(*httputil.ProxyRequest) {}}).ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	talk(t, srv, newRig(t, telegram.Options{APIEndpoint: srv.URL(), Proxy: proxy.URL}))
	if used.Load() == 0 {
		t.Error("the proxy was not used")
	}
}

func TestThroughASOCKS5Proxy(t *testing.T) {
	t.Parallel()
	srv, _ := against(t, telegramd.Options{})
	proxy, used := socks(t)
	talk(t, srv, newRig(t, telegram.Options{APIEndpoint: srv.URL(), Proxy: "socks5://" + proxy}))
	if used.Load() == 0 {
		t.Error("the proxy was not used")
	}
}

// talk sends one message each way.
func talk(t *testing.T, srv *telegramd.Server, r *rig) {
	t.Helper()
	an := srv.User(7, "An")
	an.Send("a")
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 1)
	if _, err := r.Send(t.Context(), chat.Key{Platform: chat.Telegram, Chat: "7"}, chat.Reply{Text: "b"}); err != nil {
		t.Error(err)
	}
	_ = stop()
	if got := srv.Transcript(an); got != "> a\n< b" {
		t.Errorf("got %q", got)
	}
}

// socks is a SOCKS5 proxy without passwords, for IPv4 only.
func socks(t *testing.T) (address string, used *atomic.Int32) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	used = new(atomic.Int32)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			used.Add(1)
			go relay(conn)
		}
	}()
	return listener.Addr().String(), used
}

func relay(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	greeting := make([]byte, 2)
	if _, err := io.ReadFull(conn, greeting); err != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, conn, int64(greeting[1]))
	_, _ = conn.Write([]byte{5, 0})
	request := make([]byte, 10)
	if _, err := io.ReadFull(conn, request); err != nil {
		return
	}
	to := fmt.Sprintf("%s:%d", net.IP(request[4:8]), binary.BigEndian.Uint16(request[8:]))
	up, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", to)
	if err != nil {
		return
	}
	defer func() { _ = up.Close() }()
	_, _ = conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
	go func() { _, _ = io.Copy(up, conn) }()
	_, _ = io.Copy(conn, up)
}

// A redirect would carry the token to another address.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	var followed atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed.Add(1) }))
	t.Cleanup(elsewhere.Close)
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusTemporaryRedirect) //nolint:gosec // what is tested
	}))
	t.Cleanup(portal.Close)
	srv, sound := against(t, telegramd.Options{})
	srv.User(7, "An").Photo("ảnh", "")
	b := newInbox()
	stop := sound.run(b)
	b.wait(t, 1)
	_ = stop()
	_, updates := b.all()
	whole := newRig(t, telegram.Options{APIEndpoint: portal.URL})
	files := newRig(t, telegram.Options{APIEndpoint: srv.URL(), FileEndpoint: portal.URL})
	to := chat.Key{Platform: chat.Telegram, Chat: "7"}
	for name, call := range map[string]func() error{
		"a text": func() error { _, err := whole.Send(t.Context(), to, chat.Reply{Text: "a"}); return err },
		"an upload": func() error {
			_, err := whole.SendDocument(t.Context(), to, chat.Document{Name: "a.txt", Data: []byte("a")})
			return err
		},
		"getFile":    func() error { _, err := whole.File(t.Context(), updates[0].Photos[0]); return err },
		"a download": func() error { _, err := files.File(t.Context(), updates[0].Photos[0]); return err },
	} {
		if err := call(); err == nil || followed.Load() > 0 {
			t.Errorf("%s: got %v, followed %d times", name, err, followed.Load())
		}
	}
}

func TestFile(t *testing.T) {
	t.Parallel()
	srv, r := against(t, telegramd.Options{})
	srv.User(7, "An").Photo("ảnh", "")
	b := newInbox()
	stop := r.run(b)
	b.wait(t, 1)
	_ = stop()
	_, updates := b.all()
	if got, err := r.File(t.Context(), updates[0].Photos[0]); err != nil || string(got) != "large picture of An" {
		t.Errorf("got %q, %v", got, err)
	}
	_, err := r.File(t.Context(), "zzz")
	if !errors.Is(err, telegram.ErrFile) {
		t.Errorf("got %v", err)
	}
	noSecrets(t, err.Error())
	relocated := newRig(t, telegram.Options{APIEndpoint: srv.URL(), FileEndpoint: srv.URL() + "/elsewhere"})
	_, err = relocated.File(t.Context(), updates[0].Photos[0])
	if !errors.Is(err, telegram.ErrFile) || !strings.Contains(err.Error(), "404") {
		t.Errorf("the file endpoint is not used: %v", err)
	}
	gone := newRig(t, telegram.Options{APIEndpoint: srv.URL(), FileEndpoint: "http://127.0.0.1:1"})
	_, err = gone.File(t.Context(), updates[0].Photos[0])
	if !errors.Is(err, telegram.ErrFile) {
		t.Errorf("got %v", err)
	}
	noSecrets(t, err.Error())
}
