package web_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"danvanbot/bot/chat"
)

const (
	chromium = "/usr/bin/chromium"
	patience = 20 * time.Second
)

// browser is a real Chromium of the size of a phone.
func browser(t *testing.T) context.Context {
	t.Helper()
	if _, err := os.Stat(chromium); err != nil {
		t.Fatalf("the page is tested in a real browser, which is missing: apt-get install -y chromium (%v)", err)
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(chromium), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.WindowSize(390, 844), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "vi"),
	)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting Chromium: %v", err)
	}
	return ctx
}

// tab is one tab of the browser; what goes wrong inside the page fails the test.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func newTab(parent context.Context, t *testing.T) tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	err := chromedp.Listen(ctx, func(ev any) {
		switch e := ev.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("the page threw: %s %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
		case *log.EventEntryAdded:
			if e.Entry.Source == log.EntrySourceSecurity || e.Entry.Source == log.EntrySourceJavascript {
				t.Errorf("the browser complains: %s", e.Entry.Text)
			}
		}
	})
	if err != nil {
		t.Fatalf("opening a tab: %v", err)
	}
	tb := tab{t, ctx}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatalf("watching a tab: %v", err)
	}
	tb.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch))
	return tb
}

func (tb tab) do(actions ...chromedp.Action[chromedp.Void]) {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		tb.t.Fatalf("in the browser: %v; the page shows:\n%s", err, tb.page())
	}
}

func (tb tab) page() string {
	text, _ := chromedp.Run(tb.ctx, chromedp.Evaluate[string](`document.body.innerText`))
	return text
}

// until waits for a JavaScript expression to hold. It asks from outside: the page's policy allows no script but its own.
func (tb tab) until(expression string) {
	tb.t.Helper()
	condition := "(() => { try { return Boolean(" + expression + ") } catch { return false } })()" // a page may be half there
	for deadline := time.Now().Add(patience); tb.eval(condition) != "true"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			tb.t.Fatalf("waited in vain for %s; the page shows:\n%s", expression, tb.page())
		}
	}
}

func (tb tab) eval(expression string) string {
	tb.t.Helper()
	out, err := chromedp.Run(tb.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		tb.t.Fatalf("evaluating %s: %v", expression, err)
	}
	return out
}

func (tb tab) want(what, expression, want string) {
	tb.t.Helper()
	if got := tb.eval(expression); got != want {
		tb.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func (tb tab) click(selector chromedp.CSS) {
	tb.t.Helper()
	tb.do(chromedp.Click(selector, chromedp.NodeVisible))
}

func (tb tab) say(text string) {
	tb.t.Helper()
	tb.do(chromedp.SendKeys(role("input"), text+"\r"))
}

// shows waits for a bubble with a text; side is [data-mine] or :not([data-mine]).
func (tb tab) shows(side, text string) {
	tb.t.Helper()
	tb.until(fmt.Sprintf(`[...document.querySelectorAll('[data-role=message]%s [data-role=text]')].some((e) => e.textContent === %q)`, side, text))
}

func role(name string) chromedp.CSS { return chromedp.CSS("[data-role=" + name + "]") }

const (
	byMe  = "[data-mine]"
	byBot = ":not([data-mine])"
)

// echo is a small bot: it keeps each update once, and its replies in an outbox until they are sent.
type echo struct {
	mu     sync.Mutex
	server *fixture
	seen   map[string]bool
	outbox []chat.Update
	more   chan struct{}
}

func newEcho(t *testing.T, f *fixture) {
	t.Helper()
	e := &echo{server: f, seen: map[string]bool{}, more: make(chan struct{}, 1)}
	f.Connected(func(chat.Key) { e.wake() })
	f.react(e.take)
	var running sync.WaitGroup
	stop := make(chan struct{})
	running.Go(func() {
		for {
			select {
			case <-e.more:
				e.flush()
			case <-stop:
				return
			}
		}
	})
	t.Cleanup(func() { close(stop); running.Wait() })
}

func (e *echo) wake() {
	select {
	case e.more <- struct{}{}:
	default:
	}
}

func (e *echo) take(u chat.Update) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.seen[u.ID] {
		e.seen[u.ID] = true
		e.outbox = append(e.outbox, u)
		e.wake()
	}
	return nil
}

func (e *echo) flush() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.outbox = slices.DeleteFunc(e.outbox, func(u chat.Update) bool {
		_, err := e.server.Send(context.Background(), u.Key, answer(u))
		return err == nil
	})
}

func answer(u chat.Update) chat.Reply {
	switch {
	case u.Kind == chat.Press && u.Data == "done":
		return chat.Reply{Text: "✅ <b>Đã nhận.</b> Mã <code>BY-0142</code>", Edit: u.Message}
	case u.Kind == chat.Press && u.Data == "note":
		return chat.Reply{Text: "Nút này đã cũ", Answer: "x"}
	case u.Kind == chat.Press:
		return chat.Reply{Text: "Đã chọn " + chat.Escape(u.Data)}
	case u.Kind == chat.Photo:
		return chat.Reply{Text: fmt.Sprintf("Có %d ảnh", len(u.Photos))}
	case u.Text == "/start":
		return chat.Reply{Text: "Chào <b>" + chat.Escape(u.Name) + "</b>.\nGõ /baocao để báo cáo.", Keyboard: chat.Keyboard{
			{{Label: "✅ Đúng, gửi", Data: "done"}, {Label: "✏️ Sửa", Data: "edit"}, {Label: "✖️ Hủy", Data: "note"}},
			{{Label: "Xã Tu Mơ Rông (trước là xã Đăk Hà)", Data: "long"}},
		}}
	}
	return chat.Reply{Text: "Nghe: " + chat.Escape(u.Text)}
}

// noOverflow holds the page to phones down to 360 pixels wide.
func noOverflow(tb tab) {
	tb.t.Helper()
	for _, width := range []int64{360, 390} {
		tb.do(chromedp.EmulateViewport(width, 740, chromedp.EmulateMobile, chromedp.EmulateTouch))
		tb.want(fmt.Sprintf("what is wider than %d pixels", width),
			`[...document.querySelectorAll('body *')].filter((e) => { const r = e.getBoundingClientRect(); return r.width > 1 && (r.right > innerWidth + 0.5 || r.left < -0.5) }).map((e) => e.dataset.role || e.localName).join()`, "")
		tb.want("width of the page", `document.documentElement.scrollWidth`, fmt.Sprint(width))
	}
}
