package conversation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/chat"
)

// photo sends one photo, of an album if it has a name. Photos with the same number are one photo, sent anew.
func (k *talk) photo(album string, n int) string {
	ref := chat.Picture{Platform: chat.Telegram, Same: fmt.Sprint("u", n), File: fmt.Sprint("f", n, len(k.offered))}.Ref()
	k.step(chat.Update{Kind: chat.Photo, Album: album, Photos: []string{ref}})
	return k.text()
}

func TestAlbumIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.say(aReport)
	if got := k.photo("a", 1); !strings.Contains(got, "Ảnh: <b>có") {
		t.Errorf("got %q for the first photo, want the card", got)
	}
	for n := range 9 {
		if got := k.photo("a", n+1); got != "" {
			t.Errorf("got %q for photo %d of the album, want nothing", got, n+1)
		}
	}
	k.say("đúng, gửi")
	if got := len(k.reports.all[0].Photos); got != 9 {
		t.Errorf("got %d photos, want 9: one was sent twice", got)
	}
}

func TestTooManyPhotosAreToldOnce(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.say(aReport)
	told := 0
	for n := range 14 {
		if strings.Contains(k.photo("a", n), "nhiều nhất 10 ảnh") {
			told++
		}
	}
	k.say("đúng, gửi")
	if got := len(k.reports.all[0].Photos); got != chat.MaxPhotos || told != 1 {
		t.Errorf("got %d photos and %d warnings, want %d and 1", got, told, chat.MaxPhotos)
	}
}

func TestLatePhotos(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		after time.Duration
		album string // of the photo that comes when the question was answered
		asks  string
		keeps int
	}{
		"soon":       {time.Minute, "", "Ảnh này của báo cáo BY-0001?", 1},
		"too late":   {time.Hour, "", "Ảnh chưa được giữ", 0},
		"two albums": {time.Minute, "b", "Ảnh này của báo cáo BY-0001?", 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newTalk(officer())
			k.play(t, aReport, "[Đúng, gửi]")
			k.now = k.now.Add(test.after)
			if got := k.photo("", 1); !strings.Contains(got, test.asks) {
				t.Errorf("got %q, want %q", got, test.asks)
			}
			if test.album != "" {
				k.photo(test.album, 2)
			}
			k.say("ok")
			if got := len(k.reports.all[0].Photos); got != test.keeps {
				t.Errorf("got %d photos, want %d", got, test.keeps)
			}
		})
	}
}

func TestPhotosOfOthersReports(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.play(t, aReport, "[Đúng, gửi]")
	other := officer()
	other.ID = 2
	k.env.Person, k.state.Opts = &other, nil
	k.step(chat.Update{Kind: chat.Photo, Photos: []string{"telegram u f"}, Quoted: "✅ Đã nhận. Mã BY-0001."})
	if got := k.text(); !strings.Contains(got, "Ảnh chưa được giữ") || k.state.Ask != nil {
		t.Errorf("got %q, want that the photo was not kept", got)
	}
	k.press("pics:1")
	if got := k.text(); !strings.Contains(got, "Không thấy báo cáo") {
		t.Errorf("got %q, want that there is no such report", got)
	}
}
