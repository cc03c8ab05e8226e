package telegram_test

import (
	"testing"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
)

// sent stores files by sending them, and gives their references.
func sent(t *testing.T, an *telegramd.User, r *rig, n int, photo bool) []string {
	t.Helper()
	var refs []string
	for range n {
		if _, err := r.SendDocument(t.Context(), to, chat.Document{Name: "a.png", Photo: photo, Data: picture(t, 4, 3)}); err != nil {
			t.Fatal(err)
		}
		all := an.Messages()
		file := all[len(all)-1].File
		mark := ""
		if !photo {
			mark = "file:"
		}
		refs = append(refs, chat.Picture{Platform: chat.Telegram, Same: "u" + file, File: mark + file}.Ref())
	}
	return refs
}

func TestSendPhotos(t *testing.T) {
	t.Parallel()
	_, an, r := chatting(t)
	photos, files := sent(t, an, r, 3, true), sent(t, an, r, 2, false)
	for name, c := range map[string]struct {
		refs []string
		want []string
	}{
		"one":             {photos[:1], []string{"a.png"}},
		"an album":        {photos, []string{"3 × a.png"}},
		"files":           {files, []string{"2 × a.png"}},
		"both":            {append([]string{files[0]}, photos...), []string{"3 × a.png", "a.png"}},
		"others' besides": {append([]string{"zalo u https://p/1.jpg", "web a-0 ", "junk"}, photos[0]), []string{"a.png"}},
		"none at all":     {[]string{"web a-0 "}, nil},
	} {
		before := len(an.Messages())
		if _, err := r.Send(t.Context(), to, chat.Reply{Photos: c.refs, Text: "<b>BY-0001</b>"}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		shown := an.Messages()[before:]
		if len(shown) != len(c.want) {
			t.Fatalf("%s: got %d messages, want %q", name, len(shown), c.want)
		}
		for i, m := range shown {
			if m.Name != c.want[i] || m.Text != "BY-0001" {
				t.Errorf("%s: got %q below %q, want %q", name, m.Text, m.Name, c.want[i])
			}
		}
	}
}

// TestSendPhotosAgain: where the second of two albums was refused for now, the first is not sent again.
func TestSendPhotosAgain(t *testing.T) {
	t.Parallel()
	srv, an, r := chatting(t)
	refs := append(sent(t, an, r, 2, true), sent(t, an, r, 1, false)...)
	before := len(an.Messages())
	srv.Fault(telegramd.Fault{Kind: telegramd.HTML502, Method: "sendDocument", Times: 1})
	if _, err := r.Send(t.Context(), to, chat.Reply{Photos: refs}); err == nil {
		t.Error("got no error")
	}
	if _, err := r.Send(t.Context(), to, chat.Reply{Photos: refs}); err != nil {
		t.Error(err)
	}
	if got := len(an.Messages()) - before; got != 2 {
		t.Errorf("got %d messages, want 2", got)
	}
}
