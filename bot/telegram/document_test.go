package telegram_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/chat"
)

// picture is a PNG of a size.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSendDocument(t *testing.T) {
	t.Parallel()
	srv, an, r := chatting(t)
	for i, d := range []chat.Document{
		{Name: "báo cáo.xlsx", Caption: "<b>Quý 3</b>", Data: []byte("PK")},
		{Name: `một "tên" lạ.docx`, Data: []byte("PK")},
		{Name: "biểu đồ.png", Photo: true, Data: picture(t, 40, 30)},
		{Name: "to.png", Photo: true, Data: make([]byte, 11<<20)}, // too large to be shown, so it goes as a file
	} {
		id, err := r.SendDocument(t.Context(), to, d)
		if err != nil {
			t.Fatal(err)
		}
		m := an.Messages()[i+1]
		if id != fmt.Sprint(m.ID) || m.Name != d.Name || !bytes.Equal(srv.File(m.File), d.Data) || strings.Contains(m.Text, "<") {
			t.Errorf("got %+v", m)
		}
	}
}

func TestSendDocumentRefused(t *testing.T) {
	t.Parallel()
	small := chat.Document{Name: "a.csv", Data: []byte("a")}
	for _, c := range []struct {
		name  string
		fault telegramd.Fault
		d     chat.Document
		want  chat.Failure
	}{
		{"empty", telegramd.Fault{}, chat.Document{Name: "trống.csv"}, chat.Permanent},
		{"too large", telegramd.Fault{}, chat.Document{Name: "a.xlsx", Data: make([]byte, 50<<20+1)}, chat.Permanent},
		{"no picture", telegramd.Fault{}, chat.Document{Name: "a.png", Photo: true, Data: []byte("PNG")}, chat.Permanent},
		{"long picture", telegramd.Fault{}, chat.Document{Name: "a.png", Photo: true, Data: picture(t, 900, 10)}, chat.Permanent},
		{"long caption", telegramd.Fault{}, chat.Document{Name: "a.csv", Caption: strings.Repeat("ă", 1025), Data: []byte("a")}, chat.Permanent},
		{"429", telegramd.Fault{Kind: telegramd.TooMany, RetryAfter: 7, Times: 1}, small, chat.Throttled},
		{"blocked", telegramd.Fault{Kind: telegramd.Code, Code: 403, Description: "Forbidden: bot was blocked by the user", Times: 1}, small, chat.Gone},
		{"cut", telegramd.Fault{Kind: telegramd.CutBefore, Times: 1}, small, chat.Retry},
		{"proxy page", telegramd.Fault{Kind: telegramd.HTML502, Times: 1}, small, chat.Retry},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			srv, _, r := chatting(t)
			if c.fault.Kind != 0 {
				srv.Fault(c.fault)
			}
			_, err := r.SendDocument(t.Context(), to, c.d)
			got := failure(t, err)
			if got.Failure != c.want || c.want == chat.Throttled && got.After != 7*time.Second {
				t.Errorf("got %v after %v, want %v", err, got.After, c.want)
			}
		})
	}
}

func TestBusy(t *testing.T) {
	t.Parallel()
	srv, _, r := chatting(t)
	r.Busy(t.Context(), to)
	if got := srv.Calls("sendChatAction"); got != 1 {
		t.Errorf("%d chat actions, want 1", got)
	}
}
