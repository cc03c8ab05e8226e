package telegram_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/chat"
	"danvanbot/bot/telegram"
)

var (
	now  = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	date = time.Unix(1763884800, 0).UTC()
)

// wants says, for each file of testdata/decode, what differs from an Unknown update without origin.
var wants = map[string]func(u *chat.Update){
	"text":                 private(chat.Text, func(u *chat.Update) { u.Text = "Đắk Hà ủng hộ 3 triệu" }),
	"command":              private(chat.Text, func(u *chat.Update) { u.Text = "/start K7-0142" }),
	"command_ours":         grouped(chat.Text, func(u *chat.Update) { u.Text, u.Called = "/Summary tháng 10", true }),
	"command_ours_newline": private(chat.Text, func(u *chat.Update) { u.Text = "/baocao\ndòng hai" }),
	"command_other":        grouped(chat.Unknown, func(u *chat.Update) { u.Cause = "a command for another bot" }),
	"mail_address":         private(chat.Text, func(u *chat.Update) { u.Text = "/a@b.vn và /x@other_bot" }),
	"reply":                private(chat.Text, func(u *chat.Update) { u.Text, u.ReplyTo, u.Quoted = "12", "30", "Bao nhiêu?" }),
	"photo": private(chat.Photo, func(u *chat.Update) {
		u.Text, u.Album, u.Photos = "Ra quân", "9001", []string{"telegram l L"}
	}),
	"picture_as_file": private(chat.Photo, func(u *chat.Update) { u.Photos = []string{"telegram d file:D"} }),
	"pdf":             private(chat.Unknown, func(u *chat.Update) { u.Cause = "a message without text or photo" }),
	"sticker":         private(chat.Unknown, func(u *chat.Update) { u.Cause = "a message without text or photo" }),
	"edit":            private(chat.Edit, func(u *chat.Update) { u.Text = "13" }),
	"edit_caption":    private(chat.Edit, func(u *chat.Update) { u.Text, u.Photos = "Ra quân 2", []string{"telegram L L"} }),
	"edit_location":   private(chat.Unknown, func(u *chat.Update) { u.Cause = "an edited message without text" }),
	"press": private(chat.Press, func(u *chat.Update) {
		u.Query, u.Data, u.Sent = "4382bfdwdsb323b2d9", "f:3", now
	}),
	"press_inaccessible": private(chat.Press, func(u *chat.Update) { u.Query, u.Data, u.Sent = "5", "f:3", now }),
	"press_no_message": private(chat.Press, func(u *chat.Update) {
		u.Query, u.Data, u.Sent, u.Message = "5", "f:3", now, ""
	}),
	"press_no_id":       private(chat.Unknown, func(u *chat.Update) { u.Sent, u.Message, u.Cause = now, "", "a press without an id" }),
	"press_group":       grouped(chat.Press, func(u *chat.Update) { u.Query, u.Data, u.Sent = "5", "f:3", now }),
	"blocked":           private(chat.Blocked, func(u *chat.Update) { u.Message = "" }),
	"unblocked":         private(chat.Unblocked, func(u *chat.Update) { u.Message = "" }),
	"member_new_status": private(chat.Unknown, func(u *chat.Update) { u.Message, u.Cause = "", "a membership that is not known" }),
	"no_from":           func(u *chat.Update) { u.Cause = "no sender" },
	"no_chat":           func(u *chat.Update) { u.Cause = "no chat" },
	"from_bot":          func(u *chat.Update) { u.Cause = "sent by a bot" },
	"no_date":           private(chat.Text, func(u *chat.Update) { u.Text, u.Sent = "a", now }),
	"null_message":      func(u *chat.Update) { u.Cause = "an update of a kind that is not used" },
	"unknown_kind":      func(u *chat.Update) { u.Cause = "an update of a kind that is not used" },
	"poison_text":       func(u *chat.Update) { u.Cause = "a wrong type in message.text" },
	"poison_from":       func(u *chat.Update) { u.Cause = "a wrong type in message.from" },
	"poison_elsewhere":  private(chat.Text, func(u *chat.Update) { u.Text = "a" }),
	"migrated": func(u *chat.Update) {
		u.Kind, u.Group, u.Key, u.Data, u.Sent = chat.Migrated, true, chat.Key{Platform: chat.Telegram, Chat: "-5"}, "-1001234567890", date
	},
	"mention": grouped(chat.Text, func(u *chat.Update) {
		u.Text, u.Called, u.Thread = "Hôm qua 1 buổi  hiến máu, mail a@b.vn", true, "45"
	}),
	"chatter": grouped(chat.Text, func(u *chat.Update) { u.Text = "Chào cả nhà" }),
}

func private(kind chat.Kind, rest func(*chat.Update)) func(*chat.Update) {
	return func(u *chat.Update) {
		u.Kind, u.Key, u.User, u.Name = kind, chat.Key{Platform: chat.Telegram, Chat: "7"}, "7", "Nguyễn An"
		u.Language, u.Message, u.Sent = "vi", "31", date
		rest(u)
	}
}

func grouped(kind chat.Kind, rest func(*chat.Update)) func(*chat.Update) {
	return private(kind, func(u *chat.Update) {
		u.Group, u.Key.Chat = true, "-1001234567890"
		rest(u)
	})
}

func TestDecode(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/decode/*.json")
	if err != nil || len(files) != len(wants) {
		t.Fatalf("%d files for %d cases: %v", len(files), len(wants), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		want := chat.Update{ID: "7-700000001", Position: telegram.PositionForTest("7:x", 700_000_002), Sent: now}
		wants[name](&want)
		got, _ := telegram.DecodeForTest("danvan_test_bot", now, raw)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/decode/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"update_id":1,"callback_query":{"id":"1","from":{"id":1},"message":{}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, _ := telegram.DecodeForTest("danvan_test_bot", now, raw)
		switch {
		case u.Kind == chat.Unknown && u.Cause == "":
			t.Error("an unknown update without a cause")
		case u.Kind != chat.Unknown && (u.User == "" && u.Kind != chat.Migrated || u.Key.Chat == "" || u.Sent.IsZero()):
			t.Errorf("an update from nowhere: %+v", u)
		case u.Kind == chat.Press && u.Query == "":
			t.Error("a press that cannot be answered")
		case (u.Kind == chat.Text || u.Kind == chat.Edit) && u.Text == "":
			t.Error("no text")
		case !utf8.ValidString(u.Text + u.Name):
			t.Error("text that is not UTF-8")
		}
	})
}
