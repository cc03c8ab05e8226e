package zalo_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/chat"
	"danvanbot/bot/zalo"
)

var (
	now  = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	date = time.UnixMilli(1750316131602).UTC()
)

const (
	ted    = `"from":{"id":"6ede9afa66b88fe6d6a9","display_name":"Ted","is_bot":false}`
	where  = `"chat":{"id":"6ede9afa66b88fe6d6a9","chat_type":"PRIVATE"}`
	stamp  = `"message_id":"2d758cb5e222177a4e35","date":1750316131602`
	origin = ted + "," + where + "," + stamp
)

func event(name, message string) string {
	return `{"event_name":"message.` + name + `.received","message":{` + message + `}}`
}

// usual is what most messages have in common, changed by rest.
func usual(rest func(*chat.Update)) chat.Update {
	u := chat.Update{
		ID: "6ede9afa66b88fe6d6a9/2d758cb5e222177a4e35", Key: chat.Key{Platform: chat.Zalo, Chat: "6ede9afa66b88fe6d6a9"},
		User: "6ede9afa66b88fe6d6a9", Name: "Ted", Message: "2d758cb5e222177a4e35", Sent: date,
	}
	rest(&u)
	return u
}

func lost(cause string) chat.Update {
	return chat.Update{Key: chat.Key{Platform: chat.Zalo}, Sent: now, Cause: cause}
}

// picture is the reference of a photo, whose address stands for both what it is and where it is.
func picture(url string) string { return "zalo " + url + " " + url }

func TestDecode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, raw string
		want      chat.Update
	}{
		{"text", event("text", `"text":"Xin chào",`+origin), usual(func(u *chat.Update) { u.Kind, u.Text = chat.Text, "Xin chào" })},
		{"more fields than are known", `{"new":[1],` + event("text", `"text":"a","message_type":"CHAT","new":{"a":1},`+origin)[1:], usual(func(u *chat.Update) {
			u.Kind, u.Text = chat.Text, "a"
		})},
		{"photo_url", event("image", `"photo_url":"https://p/1.jpg","caption":"Ra quân",`+origin), usual(func(u *chat.Update) {
			u.Kind, u.Text, u.Photos = chat.Photo, "Ra quân", []string{picture("https://p/1.jpg")}
		})},
		{"photo", event("image", `"photo":"https://p/2.jpg",`+origin), usual(func(u *chat.Update) {
			u.Kind, u.Photos = chat.Photo, []string{picture("https://p/2.jpg")}
		})},
		{"image without photo", event("image", `"caption":"a",`+origin), usual(func(u *chat.Update) { u.Cause = "a message without text or photo" })},
		{"empty text", event("text", `"text":"",`+origin), usual(func(u *chat.Update) { u.Cause = "a message without text or photo" })},
		{"sticker", event("sticker", `"sticker":"0e07","url":"https://s",`+origin), usual(func(u *chat.Update) { u.Cause = "an event that is not used" })},
		{"voice", event("voice", `"voice_url":"https://v.aac",`+origin), usual(func(u *chat.Update) { u.Cause = "an event that is not used" })},
		{"unsupported", event("unsupported", origin), usual(func(u *chat.Update) { u.Cause = "an event that is not used" })},
		{"unknown event", event("reaction", `"text":"a",`+origin), usual(func(u *chat.Update) { u.Cause = "an event that is not used" })},
		{"group", event("text", `"text":"@Bot a",`+ted+`,"chat":{"id":"g1","chat_type":"GROUP"},`+stamp), usual(func(u *chat.Update) {
			u.Kind, u.Text, u.Group, u.Key.Chat, u.ID = chat.Text, "@Bot a", true, "g1", "g1/2d758cb5e222177a4e35"
		})},
		{"a bot", event("text", `"text":"a","from":{"id":"b","is_bot":true},`+where+","+stamp), usual(func(u *chat.Update) {
			u.User, u.Name, u.Cause = "b", "", "sent by a bot"
		})},
		{"no sender", event("text", `"text":"a",`+where+","+stamp), usual(func(u *chat.Update) { u.Kind, u.Text, u.Name = chat.Text, "a", "" })},
		{"no id", event("text", `"text":"a","date":1750316131602,`+ted+","+where), usual(func(u *chat.Update) {
			u.Kind, u.Text, u.Message, u.ID = chat.Text, "a", "", "6ede9afa66b88fe6d6a9/@1750316131602000000"
		})},
		{"no date", event("text", `"text":"a","message_id":"2d758cb5e222177a4e35",`+ted+","+where), usual(func(u *chat.Update) {
			u.Kind, u.Text, u.Sent = chat.Text, "a", now
		})},
		{"poison in the text", event("text", `"text":5,`+origin), usual(func(u *chat.Update) { u.Cause = "a wrong type in message.text" })},
		{"no chat", event("text", `"text":"a",`+ted+","+stamp), lost("no chat")},
		{"no message", `{"event_name":"message.text.received"}`, lost("no chat")},
		{"poison in the chat", event("text", `"text":"a","chat":5,`+ted), lost("a wrong type in message.chat")},
		{"poison in the event", `{"event_name":5}`, lost("a wrong type in event_name")},
		{"a list", `[{}]`, lost("not an object")},
		{"nothing", `null`, lost("no chat")},
	} {
		if diff := cmp.Diff(c.want, zalo.DecodeForTest(now, []byte(c.raw))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// FuzzDecode: whatever comes, an update without an id says why, and never what was in it.
func FuzzDecode(f *testing.F) {
	f.Add(event("text", `"text":"Xin chào",`+origin))
	f.Add(event("image", `"photo":{},`+origin))
	f.Add(`{"message":{"chat":{"id":"1"},"date":-9223372036854775808}}`)
	f.Fuzz(func(t *testing.T, raw string) {
		u := zalo.DecodeForTest(now, []byte(raw))
		if u.Key.Platform != chat.Zalo || (u.Kind == chat.Unknown) == (u.Cause == "") {
			t.Errorf("%q: got %+v", raw, u)
		}
		if u.ID == "" && u.Kind != chat.Unknown || u.ID != "" && !strings.HasPrefix(u.ID, u.Key.Chat+"/") {
			t.Errorf("%q: got id %q", raw, u.ID)
		}
		if len(u.Cause) > 60 {
			t.Errorf("%q: the cause holds content: %s", raw, u.Cause)
		}
	})
}
