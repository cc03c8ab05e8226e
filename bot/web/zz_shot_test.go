package web_test

import (
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"danvanbot/bot/chat"
)

var _ = cdp.Empty{}

func shot(tb tab, name string) {
	time.Sleep(300 * time.Millisecond)
	b, err := chromedp.Run(tb.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		tb.t.Fatal(err)
	}
	os.WriteFile("/tmp/web-"+name+".png", b, 0o644)
}

func TestZZShot(t *testing.T) {
	f := start(t, demo())
	newEcho(t, f)
	tb := newTab(t, browser(t))
	tb.do(chromedp.Navigate(f.url + "/"))
	shot(tb, "people")
	tb.click(`[data-role=person][data-user=canbo]`)
	tb.until(`!document.querySelector('[data-role=empty]').hidden`)
	shot(tb, "empty")
	tb.click(role("start"))
	tb.shows(byMe, "/start")
	tb.say("Hôm qua xã Bờ Y tổ chức 1 buổi tuyên truyền ATGT, 85 người dự")
	f.send(t, "canbo", chat.Reply{Text: "📋 Đồng chí xem lại giúp:\nHoạt động: <b>Tuyên truyền pháp luật</b> · an toàn giao thông\nĐơn vị: <b>Công an xã Bờ Y</b>\nNgày: <b>Chủ nhật, 22/11/2026</b>\nSố buổi: <b>1</b> · Người dự: <b>85</b>", Keyboard: chat.Keyboard{
		{{Label: "✅ Đúng, gửi", Data: "a"}, {Label: "✏️ Sửa", Data: "b"}, {Label: "✖️ Hủy", Data: "c"}}}})
	f.send(t, "canbo", chat.Reply{Text: "Đồng chí báo cáo hoạt động gì?", Keyboard: chat.Keyboard{
		{{Label: "📣 Phát động phong trào", Data: "1"}, {Label: "📚 Tuyên truyền", Data: "2"}},
		{{Label: "🤝 Tình nguyện", Data: "3"}, {Label: "🎁 Tặng quà", Data: "4"}},
		{{Label: "🩸 Hiến máu", Data: "5"}, {Label: "➕ Xem thêm", Data: "6"}},
		{{Label: "Xã Tu Mơ Rông (trước là xã Đăk Hà)", Data: "long"}},
	}})
	tb.click(`[data-data=a]`)
	tb.until(`document.querySelector('[data-data=a]')?.getAttribute('aria-pressed')`)
	shot(tb, "chat")
	tb.do(chromedp.EmulateViewport(360, 640, chromedp.EmulateMobile, chromedp.EmulateTouch))
	tb.click(role("menu"))
	shot(tb, "menu360")
	tb.click(role("sheet-close"))
	tb.click("[data-role=message]:last-child [data-role=reply]")
	tb.eval(`(window.realFetch ??= window.fetch, window.fetch = async () => new Response('', { status: 400 }), 1)`)
	tb.say("không gửi được đâu")
	f.send(t, "canbo", chat.Reply{Text: "Nút này đã cũ", Answer: "x"})
	tb.eval(`(window.fetch = () => new Promise(() => {}), 1)`)
	tb.say("đang gửi")
	dark := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}
	chromedp.Call(tb.ctx, emulation.SetEmulatedMedia, dark)
	f.stop()
	tb.until(`!document.querySelector('[data-role=banner]').hidden`)
	shot(tb, "dark360")
	tb.do(chromedp.EmulateViewport(1280, 800))
	shot(tb, "desktop")
}
