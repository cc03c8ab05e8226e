package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"danvanbot/bot/chat"
	"danvanbot/bot/web"
)

func TestBrowserConversation(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	newEcho(t, f)
	tb := newTab(browser(t), t)
	tb.do(chromedp.Navigate(f.url + "/"))
	tb.until(`document.querySelectorAll('[data-role=person]').length === 5`)
	tb.want("sample badge", `document.querySelector('[data-role=people] [data-role=badge]').textContent`, "Dữ liệu mẫu")
	noOverflow(tb)

	tb.click(`[data-role=person][data-user=canbo]`)
	tb.click(role("start"))
	tb.shows(byMe, "/start")
	tb.shows(byBot, "Chào Nguyễn Văn Mẫu.\nGõ /baocao để báo cáo.")
	noOverflow(tb)

	tb.click(`[data-role=button][data-data=edit]`)
	tb.shows(byBot, "Đã chọn edit")
	tb.until(`document.querySelector('[data-data=edit]').getAttribute('aria-pressed') === 'true' && !document.querySelector('[data-data=edit]').disabled`)
	tb.click(`[data-role=button][data-data=note]`)
	tb.until(`!document.querySelector('[data-role=toast]').hidden && document.querySelector('[data-role=toast]').textContent === 'Nút này đã cũ'`)
	tb.click(`[data-role=button][data-data=done]`)
	tb.shows(byBot, "✅ Đã nhận. Mã BY-0142")
	tb.want("place of the edited card", `[...document.querySelectorAll('[data-role=message]')].findIndex((e) => e.textContent.includes('BY-0142'))`, "1")
	tb.want("buttons after the edit", `document.querySelectorAll('[data-role=button]').length`, "0")

	tb.click(role("menu"))
	tb.click(`[data-role=menu-item][data-command="/cuatoi"]`)
	tb.shows(byBot, "Nghe: /cuatoi")
	tb.do(chromedp.Navigate(f.url + "/as/canbo"))
	tb.shows(byMe, "/cuatoi") // the history survives a reload
	tb.want("own messages after a reload", `document.querySelectorAll('[data-mine]').length`, "2")
}

func TestBrowserShowsTextAsText(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	newEcho(t, f)
	tb := newTab(browser(t), t)
	tb.do(chromedp.Navigate(f.url + "/as/canbo"))
	hostile := `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> &lt;b&gt; </div> <b onclick=x>`
	tb.say(hostile)
	tb.shows(byMe, hostile)
	tb.shows(byBot, "Nghe: "+hostile)

	f.send(t, "canbo", chat.Reply{Text: `a<b>b<i>c</b>d</i><a href="javascript:x">e</a><u>f</u><s>g</s><code>h &amp; i</code></p>`})
	tb.shows(byBot, `abcd<a href="javascript:x">e</a>fgh & i</p>`)
	tb.want("foreign elements", `document.querySelectorAll('[data-role=text] :not(b,i,u,s,code,button)').length`, "0")
	tb.want("attributes", `document.querySelectorAll('[data-role=text] :is(b,i)[onclick]').length`, "0")
	tb.want("script", `window.hacked`, "undefined")

	days := make([]chat.Button, 8)
	for i := range days {
		days[i] = chat.Button{Label: fmt.Sprintf("Thứ %d", i+1), Data: fmt.Sprint(i)}
	}
	programmes := []chat.Button{{Label: "Thứ bảy tình nguyện", Data: "x"}, {Label: "Chủ nhật xanh", Data: "y"}, {Label: "Tháng Ba biên giới", Data: "z"}}
	f.send(t, "canbo", chat.Reply{Text: strings.Repeat("ư", 900), Keyboard: chat.Keyboard{
		{{Label: strings.Repeat("Đ", 90), Data: "x"}}, days, programmes,
	}})
	tb.shows(byBot, strings.Repeat("ư", 900))
	noOverflow(tb)
	// A message that is taller than the screen is shown from its head, a shorter one at the end of the log.
	tb.want("the tall message begins on the screen", `(() => { const s = document.querySelector('[data-role=scroll]').getBoundingClientRect();
		const m = [...document.querySelectorAll('[data-role=message]')].at(-1).getBoundingClientRect(); return m.top >= s.top - 2 && m.top < s.bottom })()`, "true")
	f.send(t, "canbo", chat.Reply{Text: "ngắn"})
	tb.shows(byBot, "ngắn")
	tb.want("scrolled to the end", `(() => { const s = document.querySelector('[data-role=scroll]'); return s.scrollHeight - s.scrollTop - s.clientHeight < 2 })()`, "true")
}

func TestBrowserReconnects(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	newEcho(t, f)
	tb := newTab(browser(t), t)
	tb.do(chromedp.Navigate(f.url + "/as/canbo"))
	tb.say("trước")
	tb.shows(byBot, "Nghe: trước")
	if err := f.stop(); err != nil {
		t.Fatal(err)
	}
	tb.until(`!document.querySelector('[data-role=banner]').hidden && document.querySelector('[data-role=banner]').textContent.includes('đang nối lại')`)
	tb.say("khi mất mạng")
	tb.until(`document.querySelector('[data-role=state][data-state=pending]') !== null`)

	again := startAt(t, demo(), f.Addr())
	newEcho(t, again)
	tb.shows(byBot, "Nghe: khi mất mạng")
	tb.until(`document.querySelector('[data-role=banner]').hidden`)
	tb.want("order after a restart", `[...document.querySelectorAll('[data-role=text]')].map((e) => e.textContent).join('|')`,
		"trước|Nghe: trước|khi mất mạng|Nghe: khi mất mạng")
	tb.do(chromedp.Navigate(f.url + "/as/canbo"))
	tb.until(`document.querySelectorAll('[data-role=message]').length >= 4`)
	tb.want("what was said before the restart, after a reload", `[...document.querySelectorAll('[data-role=text]')].map((e) => e.textContent).join('|')`,
		"trước|Nghe: trước|khi mất mạng|Nghe: khi mất mạng")
	if got := again.taken(); len(got) == 0 || slices.ContainsFunc(got, func(u chat.Update) bool { return u.ID != got[0].ID }) {
		t.Errorf("got %+v after the restart, want one update, perhaps repeated", got)
	}
}

func TestBrowserOffersToSendAgain(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	tb := newTab(browser(t), t)
	tb.do(chromedp.Navigate(f.url + "/as/canbo"))
	refuse := `window.realFetch ??= window.fetch; window.fetch = async () => new Response('', { status: 400 });`
	tb.eval(`(() => { ` + refuse + ` return 1 })()`)
	tb.say("không qua")
	tb.until(`document.querySelector('[data-state=failed]') !== null`)
	tb.eval(`window.fetch = window.realFetch`)
	newEcho(t, f)
	tb.click(role("retry"))
	tb.shows(byBot, "Nghe: không qua")
	tb.until(`document.querySelectorAll('[data-mine]').length === 1 && document.querySelector('[data-mine] [data-state=sent]') !== null`)
}

func TestBrowserPhotosStayOnThePhone(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	newEcho(t, f)
	tb := newTab(browser(t), t)
	picture := filepath.Join(t.TempDir(), "Nguyễn Văn A.png")
	if err := os.WriteFile(picture, []byte("\x89PNG\r\n\x1a\nsecret pixels"), 0o600); err != nil {
		t.Fatal(err)
	}
	tb.do(chromedp.Navigate(f.url+"/as/canbo"), chromedp.WaitVisible(role("input")),
		chromedp.SetUploadFiles(role("file"), []string{picture}))
	tb.until(`!document.querySelector('[data-role=photos]').hidden && document.querySelector('[data-role=photos]').textContent.includes('nằm trên máy')`)
	tb.say("ảnh buổi sáng")
	tb.shows(byBot, "Có 1 ảnh")
	tb.want("pictures shown on the phone", `document.querySelectorAll('[data-role=picture][src^="blob:"]').length`, "1")
	if got := f.taken()[0]; len(got.Photos) != 1 || got.Text != "ảnh buổi sáng" || strings.Contains(got.Photos[0], "Nguy") {
		t.Errorf("got %+v, want one reference that does not tell the file's name", got)
	}
}

func TestBrowserTabsAreDifferentPeople(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	newEcho(t, f)
	chrome := browser(t)
	officer, head := newTab(chrome, t), newTab(chrome, t)
	officer.do(chromedp.Navigate(f.url + "/as/canbo"))
	head.do(chromedp.Navigate(f.url + "/as/chihuy"))
	officer.say("của cán bộ")
	head.say("của chỉ huy")
	officer.shows(byBot, "Nghe: của cán bộ")
	head.shows(byBot, "Nghe: của chỉ huy")
	head.want("the head's messages", `document.querySelectorAll('[data-role=message]').length`, "2")
	head.want("reply", `document.querySelector('[data-role=me]').textContent.startsWith('Trần Thị Mẫu')`, "true")
	head.do(chromedp.Click(role("switch")), chromedp.WaitVisible(chromedp.CSS(`[data-user=nguoila]`)))
}

func TestBrowserRepliesWithSeveralLines(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	tb := newTab(browser(t), t)
	tb.do(chromedp.Navigate(f.url + "/as/canbo"))
	tb.until(`!document.querySelector('[data-role=empty]').hidden`)
	id := f.send(t, "canbo", chat.Reply{Text: "Đã nhận. Mã BY-0142."})
	tb.click(role("reply"))
	tb.do(chromedp.SendKeys(role("input"), "95 người"), chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierShift)))
	tb.say("hôm qua")
	tb.until(`document.querySelector('[data-mine] [data-role=quoted]')?.textContent === 'Đã nhận. Mã BY-0142.'`)
	tb.until(`document.querySelector('[data-mine] [data-state=sent]') !== null`)
	if got := f.taken()[0]; got.ReplyTo != id || got.Text != "95 người\nhôm qua" {
		t.Errorf("got %+v, want a reply to %s", got, id)
	}
}

func TestBrowserOutsideDemo(t *testing.T) {
	t.Parallel()
	f := start(t, web.Options{})
	newEcho(t, f)
	tb := newTab(browser(t), t)
	tb.do(chromedp.Navigate(f.url + "/#start=K7-ABCD"))
	tb.click(role("start"))
	tb.shows(byBot, "Nghe: /start K7-ABCD")
	tb.want("code in the address", `location.hash`, "")
	tb.want("demo marks", `document.querySelector('[data-role=demo]').hidden`, "true")
	tb.do(chromedp.Reload())
	tb.shows(byBot, "Nghe: /start K7-ABCD")
	tb.want("cookie for scripts", `document.cookie`, "")
}
