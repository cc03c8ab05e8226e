package main

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// mostBytes is what the first view of the command post may take over the network.
const mostBytes = 100_000

// linkTo asks the bot, as the commander, for a link to the command post.
func linkTo(t *testing.T, origin string) string {
	t.Helper()
	said := newBrowserless(t, origin, "lanh-dao").ask("/bangdieuhanh", "/bang/vao#")
	return regexp.MustCompile(`http://\S+/bang/vao#\S+`).FindString(said)
}

// enterPost follows a link as a person does.
func enterPost(tb tab, link string) {
	tb.t.Helper()
	tb.do(chromedp.Navigate(link))
	tb.tap("#enter")
	tb.until(`location.pathname === '/bang' && document.querySelector('#main') && document.readyState === 'complete'`)
}

// screen is a tab of a large screen.
func screen(parent context.Context, t *testing.T, url string) tab {
	t.Helper()
	tb := newTab(parent, t, url)
	tb.do(chromedp.EmulateViewport(1920, 1080))
	return tb
}

// TestPostShowsTheSummary: what a commander sees on a large screen is what the summary says, without a reload.
func TestPostShowsTheSummary(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	origin, chrome := p.webOrigin(), browser(t)
	tb := screen(chrome, t, "about:blank")
	bytes := weigh(tb)
	enterPost(tb, linkTo(t, origin))
	tb.until(`document.querySelector('#state').textContent === document.querySelector('#state').dataset.liveText`)
	t.Logf("first view, with the door: %d bytes", bytes.Load())
	if n := bytes.Load(); n == 0 || n > mostBytes {
		t.Errorf("the first view took %d bytes, want at most %d", n, mostBytes)
	}
	wantSummary(tb, p)

	before := tb.eval(`document.querySelector('[data-key="hien_mau.don_vi_mau"]').value`)
	tb.eval(`window.sameDocument = 1`)
	officer := newBrowserless(t, origin, "can-bo-1")
	officer.ask("Hôm nay hiến máu 17 đơn vị, 17 người tham gia", "Đồng chí xem lại")
	officer.ask("đúng", "Đã nhận")
	was, _ := strconv.Atoi(before)
	tb.until(fmt.Sprintf(`document.querySelector('[data-key="hien_mau.don_vi_mau"]').value === '%d'`, was+17))
	if tb.eval(`window.sameDocument`) != "1" {
		t.Error("the page was loaded anew, want it changed in place")
	}
	wantSummary(tb, p)
	p.must("check")
}

// weigh counts the bytes that a tab gets over the network.
func weigh(tb tab) *atomic.Int64 {
	tb.t.Helper()
	var n atomic.Int64
	err := chromedp.Listen(tb.ctx, func(ev any) {
		if e, ok := ev.(*network.EventLoadingFinished); ok {
			n.Add(int64(e.EncodedDataLength))
		}
	})
	if err != nil {
		tb.t.Fatal(err)
	}
	return &n
}

// wantSummary compares every figure of the page with what `danvanbot summary` says.
func wantSummary(tb tab, p *program) {
	tb.t.Helper()
	var s struct {
		Lines, Stocks []struct {
			Form    string
			Figures []struct {
				Key   string
				Value int64
			}
		}
		Completeness struct{ Due, Reported int }
	}
	if err := json.Unmarshal([]byte(p.must("summary", "-format", "json")), &s); err != nil {
		tb.t.Fatal(err)
	}
	want := map[string]int64{}
	for _, l := range append(s.Lines, s.Stocks...) {
		for _, f := range l.Figures {
			want[l.Form+"."+f.Key] = f.Value
		}
	}
	var got map[string]int64
	shown := tb.eval(`JSON.stringify(Object.fromEntries([...document.querySelectorAll('.card data')].map((e) => [e.dataset.key, Number(e.value)])))`)
	if err := json.Unmarshal([]byte(shown), &got); err != nil {
		tb.t.Fatal(err)
	}
	if len(want) == 0 || len(got) == 0 {
		tb.t.Fatalf("got %d figures on the page and %d in the summary, want some", len(got), len(want))
	}
	for key, n := range want {
		if got[key] != n {
			tb.t.Errorf("%s: got %d on the page, want %d as in the summary", key, got[key], n)
		}
		delete(got, key)
	}
	if len(got) > 0 {
		tb.t.Errorf("the page has figures that the summary has not: %v", got)
	}
	if text := tb.eval(`document.querySelector('[data-key=complete]').textContent`); !strings.Contains(text, fmt.Sprintf("%d/%d", s.Completeness.Reported, s.Completeness.Due)) {
		tb.t.Errorf("got %q, want %d of %d", text, s.Completeness.Reported, s.Completeness.Due)
	}
}
