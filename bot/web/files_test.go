package web_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"danvanbot/bot/chat"
)

// TestFileIsForOnePerson says that a file can be fetched by its address, by the person for whom it is alone.
func TestFileIsForOnePerson(t *testing.T) {
	t.Parallel()
	f := start(t, demo())
	d := chat.Document{Name: "Công an xã Bờ Y.docx", Caption: "<b>Tháng 10</b>", Data: []byte("PK docx")}
	people := samplePeople()
	me, other := people[0].User, people[1].User
	_, err := f.SendDocument(t.Context(), key(me), d)
	if refusal, ok := errors.AsType[*chat.SendError](err); !ok || refusal.Failure != chat.Retry {
		t.Errorf("without a browser: got %v, want a try later", err)
	}
	e := f.listen(t, "?as="+me, "")
	e.next(t)
	if _, err := f.SendDocument(t.Context(), key(me), d); err != nil {
		t.Fatal(err)
	}
	b := e.next(t)
	if len(b.Messages) != 1 || b.Messages[0].File.Name != d.Name {
		t.Fatalf("got %+v", b)
	}
	url := b.Messages[0].File.URL
	resp := f.get(t, url)
	wantStatus(t, resp, 200)
	body, err := io.ReadAll(resp.Body)
	h := resp.Header
	if err != nil || string(body) != string(d.Data) || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment; filename*=utf-8''") ||
		h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("got %q, headers %v, error %v", body, h, err)
	}
	wantStatus(t, f.get(t, strings.Replace(url, "as="+me, "as="+other, 1)), 404)
	wantStatus(t, f.get(t, strings.Replace(url, "/api/file/", "/api/file/0", 1)), 404)
}
