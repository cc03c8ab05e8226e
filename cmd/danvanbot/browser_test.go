package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const chromium = "/usr/bin/chromium"

// TestBrowser: in the demo an officer reports by tapping and typing, and the commander's summary shows it.
func TestBrowser(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	origin, chrome := p.webOrigin(), browser(t)

	officer := newTab(chrome, t, origin+"/")
	officer.tap(`[data-role=person][data-user=can-bo-1]`)
	officer.say("/baocao")
	officer.shows("Đồng chí báo cáo hoạt động gì?")
	officer.tapLabel("🩸 Hiến máu")
	officer.shows("Hiến máu ngày nào?")
	officer.tapLabel("Hôm nay " + dayLabel(0))
	officer.shows("Hiến được bao nhiêu đơn vị máu?")
	officer.say("4321")
	officer.shows("4.321") // doubted: it is much
	officer.say("đúng vậy")
	officer.shows("tham gia hiến máu?")
	officer.tapLabel("⏭ Bỏ qua")
	officer.shows("Đơn vị máu: 4.321")
	officer.tapLabel("✅ Đúng, gửi")
	officer.shows("✅ Đã nhận. Mã BY-")

	commander := newTab(chrome, t, origin+"/")
	commander.tap(`[data-role=person][data-user=lanh-dao]`)
	commander.say("/tonghop Bờ Y")
	commander.shows("📊 Công an xã Bờ Y")
	blood := regexp.MustCompile(`🩸.*`).FindString(p.must("summary", "-unit", "Bờ Y"))
	if !regexp.MustCompile(`4\.[34]\d\d đơn vị máu`).MatchString(blood) { // the samples have some units of blood, too
		t.Errorf("the command's summary says %q, want at least 4.321 units of blood", blood)
	}
	commander.shows(blood)
	p.must("check")
}

// browser is a real Chromium of the size of a phone.
func browser(t *testing.T) context.Context {
	t.Helper()
	if _, err := os.Stat(chromium); err != nil {
		t.Fatalf("the demo is tested in a real browser, which is missing: apt-get install -y chromium (%v)", err)
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(chromium), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.WindowSize(390, 844), chromedp.Flag("lang", "vi"),
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

// tab is one tab of the browser: a phone in somebody's hand.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func newTab(parent context.Context, t *testing.T, url string) tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as the context of its first action
		t.Fatalf("opening a tab: %v", err)
	}
	tb := tab{t, ctx}
	tb.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate(url))
	return tb
}

func (tb tab) do(actions ...chromedp.Action[chromedp.Void]) {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		tb.t.Fatalf("in the browser: %v; the page shows:\n%s", err, tb.eval("document.body.innerText"))
	}
}

func (tb tab) eval(expression string) string {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, patience)
	defer cancel()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		tb.t.Fatalf("evaluating %s: %v", expression, err)
	}
	return out
}

// until waits for a JavaScript expression to hold.
func (tb tab) until(expression string) {
	tb.t.Helper()
	condition := "(() => { try { return Boolean(" + expression + ") } catch { return false } })()"
	for deadline := time.Now().Add(patience); tb.eval(condition) != "true"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			tb.t.Fatalf("waited in vain for %s; the page shows:\n%s", expression, tb.eval("document.body.innerText"))
		}
	}
}

// shows waits until the bot has said something with this text.
func (tb tab) shows(text string) {
	tb.t.Helper()
	tb.until(fmt.Sprintf(`[...document.querySelectorAll('[data-role=message]:not([data-mine]) [data-role=text]')].some((e) => e.textContent.includes(%q))`, text))
}

func (tb tab) tap(selector chromedp.CSS) {
	tb.t.Helper()
	tb.do(chromedp.Click(selector, chromedp.NodeVisible))
}

// tapLabel taps the newest button with a label, as soon as it is there.
func (tb tab) tapLabel(label string) {
	tb.t.Helper()
	data := fmt.Sprintf(`[...document.querySelectorAll('[data-role=button]')].filter((e) => e.textContent.trim() === %q && !e.disabled).at(-1)?.dataset.data`, label)
	tb.until(data)
	tb.tap(chromedp.CSS(fmt.Sprintf(`[data-role=button][data-data=%q]`, tb.eval(data))))
}

func (tb tab) say(text string) {
	tb.t.Helper()
	tb.do(chromedp.SendKeys(chromedp.CSS("[data-role=input]"), text+"\r"))
}
