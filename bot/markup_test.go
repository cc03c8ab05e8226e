package bot_test

import (
	"strings"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// hostile are texts that would be markup, break it, or fill the screen.
var hostile = []string{
	"<b>đậm", "</code>đóng", "&amp;", "&lt;b&gt;", "<a href=\"http://x\">bấm</a>", "<", "&", "\"'>", "<script>alert(1)</script>", "*_`[x](y)",
	strings.Repeat("dàinhưmộttừ", 300), "\u202eđảo ngược", "<tg-spoiler>",
}

// TestMarkupIsShownAsTyped: whatever people call themselves and type, in whichever dialogue, Telegram takes the reply, and
// what is shown of it is what was typed. The name of a unit is changed to such a text as well.
func TestMarkupIsShownAsTyped(t *testing.T) {
	t.Parallel()
	for _, evil := range hostile {
		s := newSiege(t)
		officer := s.add(t, "officer"+evil, conversation.Officer, s.theirs)
		head := s.add(t, "head"+evil, conversation.Head, s.theirs)
		admin := s.add(t, "admin"+evil, conversation.Admin, "p-quang-ngai")
		for _, line := range []string{
			"Hôm qua xã Bờ Y tổ chức 1 buổi tuyên truyền ATGT, 85 người dự", "sửa ghi chú", evil, "sửa địa điểm", evil, "sửa phối hợp", evil, "đúng", "khác", "đúng",
			"/cuatoi", "/xem 2", evil, "/xem " + evil, "/sua " + evil, "/huybaocao 2", evil, "1", "/tonghop " + evil, "/thieu " + evil, "/" + evil, "/baocao " + evil,
			"/mohinh", "/mohinh " + evil, "/ngonngu " + evil, "/khongco " + evil, "tổng hợp " + evil, "/xoatoi",
		} {
			s.takes(t, evil, s.said(t, officer, line))
		}
		for _, line := range []string{
			"/tralai 1", "1", evil, "/tralai 1 người dự: " + evil, "1", "/xem 1", "/chot " + evil, "/xuat " + evil, "/mohinh thêm", evil, "1", "1", "1",
		} {
			s.takes(t, evil, s.said(t, head, line))
		}
		for _, line := range []string{
			"/moi " + evil, "/moi", "1", evil, "/huy", "/thumoi", "/donvi", "/donvi đổi tên xã Bờ Y thành xã " + evil + " từ 1/1/2027", "1", "đúng",
			"/donvi đổi tên xã " + evil, "/tonghop xã " + evil, "/tonghop", "/thieu",
		} {
			s.takes(t, evil, s.said(t, admin, line))
		}
	}
}

// said gives the replies to a line.
func (s *siege) said(t *testing.T, k chat.Key, line string) []chat.Reply {
	t.Helper()
	before := len(s.replies)
	s.hears(t, text("", k, line))
	return s.replies[before:]
}

// takes holds that Telegram takes the replies, and that what was typed is no markup in them.
func (s *siege) takes(t *testing.T, evil string, replies []chat.Reply) {
	t.Helper()
	for _, r := range replies {
		seen, err := telegramd.ParseHTML(r.Text)
		if err != nil {
			t.Fatalf("Telegram refuses %q: %v", r.Text, err)
		}
		if len(evil) > 2 && strings.ContainsAny(evil, "<&") && strings.Contains(r.Text, evil) && !strings.Contains(seen, evil) {
			t.Fatalf("%q is shown as %q", r.Text, seen)
		}
	}
}

// TestNamesOfUnitsAreShownAsTheyAre plays summaries over units that are called like markup.
func TestNamesOfUnitsAreShownAsTheyAre(t *testing.T) {
	t.Parallel()
	s := newSiege(t)
	k := s.add(t, "<i>x", conversation.Admin, "p-quang-ngai")
	rename := orgunit.Operation{Do: orgunit.Rename, Unit: string(s.theirs), On: period.DateOf(time.Now()) - 5, New: orgunit.New{Name: "xã <b>&amp;</b> <i>"}}
	err := s.db.Update(t.Context(), func(tx *storage.Tx) error {
		next, changes, err := orgunit.Apply(tx.Tree(), []orgunit.Operation{rename})
		if err != nil {
			return err
		}
		_, err = tx.Reorganise(0, next, changes.People)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"/tonghop", "/tonghop " + string(s.theirs), "/thieu", "/donvi", "/xem 1", "/baocao", "/chitieu"} {
		s.takes(t, "<b>&amp;</b> <i>", s.said(t, k, line))
	}
	if got := s.hears(t, text("", k, "/xem 1")); !strings.Contains(got, "xã &lt;b&gt;&amp;amp;&lt;/b&gt; &lt;i&gt;") {
		t.Errorf("got %q, want the name as it is", got)
	}
}
