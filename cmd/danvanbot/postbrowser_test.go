package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// visit goes to another page of the command post.
func (tb tab) visit(path string) {
	tb.t.Helper()
	tb.do(chromedp.Navigate(tb.eval("location.origin") + path))
	tb.until(`document.querySelector('main')`)
}

// postPages are one page of each kind, as a commander sees them.
var postPages = []string{
	"/bang", "/bang?unit=q-bo-y", "/bang?period=2026&view=was&against=last_year", "/bang/nguon?measure=tuyen_truyen.n",
	"/bang/nguon?measure=tuyen_truyen.n&reports=1", "/bang/bao-cao?id=1", "/bang/bat-thuong", "/bang?unit=nowhere", "/bang/vao",
}

// TestPostIsAccessible has axe-core look at every kind of page, on a large light screen and on a dark phone.
func TestPostIsAccessible(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	axe := axeCore(t)
	tb := screen(browser(t), t, "about:blank")
	enterPost(tb, linkTo(t, p.webOrigin()))
	for _, path := range postPages {
		tb.wantAccessible(path, axe)
	}
}

// wantAccessible has axe-core look at a page, on a large light screen and on a dark phone.
func (tb tab) wantAccessible(path, axe string) {
	tb.t.Helper()
	tb.do(chromedp.EmulateViewport(1920, 1080))
	tb.visit(path)
	if _, err := chromedp.Run(tb.ctx, chromedp.Evaluate[string](axe+"; axe.version")); err != nil {
		tb.t.Fatal("axe-core does not load")
	}
	tb.prefer("light")
	tb.wantNoFinding(path + " on a large screen")
	tb.do(chromedp.EmulateViewport(360, 740))
	tb.prefer("dark")
	tb.wantNoFinding(path + " on a phone in the dark")
}

// TestLongPost: with more units than one page shows, axe-core finds nothing either, and the keyboard leads to the others.
func TestLongPost(t *testing.T) {
	t.Parallel()
	const communes = 250
	units := []map[string]any{{"id": "tinh", "level": "province", "names": []any{map[string]any{"text": "Tỉnh Dài"}}}}
	for i := range communes {
		units = append(units, map[string]any{
			"id": fmt.Sprint("xa-", i), "level": "commune", "names": []any{map[string]any{"text": fmt.Sprint("Xã Số ", i+1)}},
			"parents": []any{map[string]any{"id": "tinh"}},
		})
	}
	config := demo()
	config["units"] = "units.json"
	p := newProgram(t, config)
	p.write("units.json", map[string]any{"source": "test", "units": units})
	p.start()
	axe := axeCore(t)
	tb := screen(browser(t), t, "about:blank")
	bytes := weigh(tb)
	enterPost(tb, linkTo(t, p.webOrigin()))
	t.Logf("first view of %d communes: %d bytes", communes, bytes.Load())
	if n := bytes.Load(); n == 0 || n > mostBytes {
		t.Errorf("the first view took %d bytes, want at most %d", n, mostBytes)
	}
	tb.eval(`(document.querySelector('.rows a').focus(), 1)`)
	tb.do(chromedp.KeyEvent("\r"))
	tb.until(`new URLSearchParams(location.search).get('offset') === '100' && document.querySelector('.rows a') && document.readyState === 'complete'`)
	tb.do(chromedp.KeyEvent("\t"))
	if got := tb.eval(`document.activeElement.closest('.rows') ? 'rows' : document.activeElement.outerHTML`); got != "rows" {
		t.Errorf("got the focus on %s after another page, want it to go on there", got)
	}
	if got := tb.eval(`document.querySelectorAll('tbody tr').length + ''`); got != "100" {
		t.Errorf("got %s rows, want 100", got)
	}
	for _, path := range []string{"/bang", "/bang?offset=200"} {
		tb.wantAccessible(path, axe)
	}
}

func (tb tab) prefer(scheme string) {
	tb.t.Helper()
	_, err := chromedp.Call(tb.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		tb.t.Fatal(err)
	}
}

// wantNoFinding runs all rules of axe-core on the page, those that are no more than good practice included.
func (tb tab) wantNoFinding(where string) {
	tb.t.Helper()
	tb.eval(`(() => { window.found = undefined; axe.run().then((r) => { window.found = r; }, (e) => { window.found = { error: String(e) }; }); return 1 })()`)
	tb.until(`window.found`)
	var found struct {
		Error  string
		Passes int
		List   []string
	}
	text := tb.eval(`JSON.stringify({ error: found.error, passes: found.passes?.length, list: found.violations?.map((v) => v.id + ': ' + v.help + ' at ' + v.nodes.map((n) => n.html).join(' | ')) })`)
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		tb.t.Fatal(err)
	}
	if found.Error != "" || found.Passes < 10 {
		tb.t.Errorf("%s: axe-core passed %d rules (%s), want it to look at more", where, found.Passes, found.Error)
	}
	for _, f := range found.List {
		tb.t.Errorf("%s: axe-core finds %s", where, f)
	}
}

// The version of axe-core that is run, and what npm says of its package.
const (
	axeVersion   = "4.14.1"
	axeIntegrity = "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
)

// axeCore is the source of axe-core (MPL-2.0), which is neither part of the product nor of its source: npm brings it.
func axeCore(t *testing.T) string {
	t.Helper()
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Fatalf("the accessibility check is made with axe-core, which npm brings, and npm is missing: apt-get install -y npm (%v)", err)
	}
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), npm, "pack", "--json", "--silent", "axe-core@"+axeVersion) //nolint:gosec // a fixed package
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("npm pack axe-core@%s: %v (the registry must be reachable, or in npm's cache)", axeVersion, err)
	}
	if !strings.Contains(string(out), axeIntegrity) {
		t.Fatalf("npm brought another axe-core %s than is pinned here: %s", axeVersion, out)
	}
	untar := exec.CommandContext(t.Context(), "tar", "xzf", "axe-core-"+axeVersion+".tgz", "package/axe.min.js")
	untar.Dir = dir
	if out, err := untar.CombinedOutput(); err != nil {
		t.Fatalf("unpacking axe-core: %v: %s", err, out)
	}
	source, err := os.ReadFile(filepath.Join(dir, "package", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// TestPostOnAPhone: nothing is wider than a small phone but tables, which scroll by themselves.
func TestPostOnAPhone(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	tb := screen(browser(t), t, "about:blank")
	enterPost(tb, linkTo(t, p.webOrigin()))
	tb.do(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulateTouch))
	for _, path := range postPages {
		tb.visit(path)
		if got := tb.eval(`document.documentElement.scrollWidth`); got != "360" {
			t.Errorf("%s: got a page %s pixels wide, want 360", path, got)
		}
		wider := tb.eval(`[...document.querySelectorAll('body *')].filter((e) => !e.closest('table, .skip, .heard') && e.getBoundingClientRect().right > 360.5).map((e) => e.outerHTML.slice(0, 80)).join()`)
		if wider != "" {
			t.Errorf("%s: wider than the phone: %s", path, wider)
		}
	}
}

// TestPostByKeyboard: everything that can be done can be done without a mouse, in the order in which it is read.
func TestPostByKeyboard(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	tb := screen(browser(t), t, "about:blank")
	enterPost(tb, linkTo(t, p.webOrigin()))
	tb.until(`!document.querySelector('#print').hidden`)
	want := strings.Split(tb.named(`[...document.querySelectorAll('a[href], button, select, .scroll')].map(name).join('\n')`), "\n")
	var got []string
	for range len(want) {
		tb.do(chromedp.KeyEvent("\t"))
		got = append(got, tb.named(`name(document.activeElement)`))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got the focus on\n%q\nwant\n%q", got, want)
	}
	tb.visit("/bang")
	tb.do(chromedp.KeyEvent("\t"))
	if got := tb.eval(`document.activeElement.className`); got != "skip" {
		t.Errorf("got the focus on %q first, want the way to the figures", got)
	}
	if got := tb.eval(`getComputedStyle(document.activeElement).outlineStyle`); got != "solid" {
		t.Errorf("got an outline of style %q, want the focus to be seen", got)
	}
	tb.do(chromedp.KeyEvent("\r"))
	tb.until(`document.activeElement.id === 'main'`)
	tb.do(chromedp.KeyEvent("\t"), chromedp.KeyEvent("\r"))
	tb.until(`location.pathname === '/bang/nguon'`)

	// A new report changes the page below the focus, which stays.
	tb.visit("/bang")
	tb.until(`document.querySelector('#state').textContent === document.querySelector('#state').dataset.liveText`)
	tb.eval(`(document.querySelector('tbody a').focus(), 1)`)
	before := tb.named(`name(document.activeElement)`)
	stamp := tb.eval(`document.querySelector('[data-live=stamp]').dataset.number`)
	officer := newBrowserless(t, p.webOrigin(), "can-bo-1")
	officer.ask("Hôm nay hiến máu 17 đơn vị, 17 người tham gia", "Đồng chí xem lại")
	officer.ask("đúng", "Đã nhận")
	tb.until(`document.querySelector('[data-live=stamp]').dataset.number !== '` + stamp + `'`)
	if got := tb.named(`name(document.activeElement)`); got != before {
		t.Errorf("got the focus on %q after an update, want it to stay on %q", got, before)
	}
}

// nameOf tells elements apart.
const nameOf = `const name = (e) => e.localName + ' ' + (e.getAttribute('href') || e.name || e.id || e.textContent.trim()).slice(0, 120).replaceAll(/\s+/g, ' ');`

// named evaluates an expression in which name(e) tells an element.
func (tb tab) named(expression string) string {
	tb.t.Helper()
	return tb.eval(`(() => { ` + nameOf + ` return ` + expression + ` })()`)
}

// TestPostOnPaper: the print view is a few pages of A4 with everything that counts.
func TestPostOnPaper(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	tb := screen(browser(t), t, "about:blank")
	enterPost(tb, linkTo(t, p.webOrigin()))
	yes := true
	pdf, err := chromedp.Call(tb.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "post.pdf")
	if err := os.WriteFile(name, pdf.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", name, "-").Output() //nolint:gosec // our own file
	if err != nil {
		t.Fatalf("reading the pages needs pdftotext: apt-get install -y poppler-utils (%v)", err)
	}
	if pages := strings.Count(string(out), "\f"); pages < 1 || pages > 3 {
		t.Errorf("got %d pages, want one to three", pages)
	}
	text := strings.Join(strings.Fields(string(out)), " ")
	for _, want := range []string{"Công an tỉnh Quảng Ngãi", "Tuyên truyền", "Chưa báo cáo (13)", "Ya Ly", "Số liệu đến mục nhật ký"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper lacks %q", want)
		}
	}
	for _, foreign := range []string{"Đóng phiên này", "In trang này", "Kỳ trước ", "Xem"} {
		if strings.Contains(text, foreign) {
			t.Errorf("the paper shows %q, which can only be pressed on a screen", foreign)
		}
	}
}

// TestPostLinkInTheChat: the link can be followed where the bot says it, works once, and "đóng mọi phiên" ends what came of it.
func TestPostLinkInTheChat(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	origin, chrome := p.webOrigin(), browser(t)
	head := newTab(chrome, t, origin+"/as/chi-huy")
	head.tap("[data-role=input]")
	head.say("bảng điều hành")
	head.until(`document.querySelector('[data-role=link]')`)
	link := head.eval(`document.querySelector('[data-role=link]').href`)

	tb := screen(chrome, t, "about:blank")
	enterPost(tb, link)
	if got := tb.eval(`location.href + document.cookie`); strings.Contains(got, "#") || strings.Contains(got, "bang=") {
		t.Errorf("got %q in reach of scripts, want no secret", got)
	}
	again := screen(chrome, t, link)
	again.tap("#enter")
	again.until(`document.body.textContent.includes('không còn hiệu lực')`)

	head.say("đóng mọi phiên")
	head.shows("Đã đóng 1 phiên")
	tb.until(`document.body.textContent.includes('phiên đã kết thúc')`)
}
