package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"danvanbot/bot/bottest/telegramd"
)

// What looks like something else: a name that turns the direction, breaks the line and piles accents up, and a telephone number that
// a reader sees whole.
var (
	deceptiveName = "Trung\u202e \u0301\u0301\u0301\u0301tá\n🏘 Công an tỉnh Quảng Ngãi\n• Giả\u200b Mạo" + strings.Repeat("x", 200)
	brokenPhone   = "09\u200b12\u2060345\u00ad6\u030378"
)

// TestDeceptiveTexts: names and notes are shown as they can be seen, in the line in which they stand; what cannot be seen hides nothing
// from the privacy filter, whether it is typed or imported; and no unit gets a name that looks like another or fills the screen.
func TestDeceptiveTexts(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
	p := newProgram(t, forTelegram(srv))
	codes := []string{invitationCode(t, p.must("invite", "-role", "officer", "-unit", "xã Bờ Y")), invitationCode(t, p.must("invite", "-role", "admin"))}
	p.start()
	people := []*officer{{User: srv.User(71, deceptiveName)}, {User: srv.User(72, "Quản trị")}}
	for i, o := range people {
		if err := o.talk(ctx, line{say: "/start " + codes[i], want: "Chào đồng chí"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := people[0].talk(ctx,
		line{say: "Hôm qua tuyên truyền ATGT, 85\u200b người dự", want: "Người dự: 85\n"},
		line{say: "thêm ghi chú", want: "chú"},
		line{say: "gọi " + brokenPhone, want: "số điện thoại"},
		line{say: "bà\u202e con\u200b hưởng ứng\x07", want: "bà con hưởng ứng"},
		line{say: "đúng", want: "Đã nhận"},
	); err != nil {
		t.Fatal(err)
	}
	if err := people[1].talk(ctx, line{say: "/nguoi xã Bờ Y", want: "Trung"}, line{say: "/xem 1", want: "bà con hưởng ứng"}); err != nil {
		t.Fatal(err)
	}
	for _, m := range people[1].Messages() {
		if i := strings.IndexFunc(m.Text, func(r rune) bool { return unicode.Is(unicode.Cf, r) || r < ' ' && r != '\n' }); m.Bot && i >= 0 {
			t.Errorf("%q holds %q", m.Text, m.Text[i:])
		}
		if m.Bot && strings.Contains(m.Text, "\n• Giả Mạo") {
			t.Errorf("a name makes a line of its own: %q", m.Text)
		}
	}
	writeAll(t, filepath.Join(p.dir, "notes.csv"), []byte("Đơn vị,Hoạt động,Ngày,Người dự,Ghi chú\n"+
		"Xã Bờ Y,tuyen_truyen,5/3/2026,7,\"bà\u202e con\x00 vui\"\nXã Bờ Y,tuyen_truyen,6/3/2026,7,"+brokenPhone+"\n"))
	p.check(t, call{args: p.with("import", "$DIR/notes.csv"), code: exitFailed, err: `^dòng 3, cột Ghi chú: .*số điện thoại`})
	writeAll(t, filepath.Join(p.dir, "note.csv"), []byte("Đơn vị,Hoạt động,Ngày,Người dự,Ghi chú\nXã Bờ Y,tuyen_truyen,5/3/2026,7,\"bà\u202e con\x00 vui\"\n"))
	p.must("import", filepath.Join(p.dir, "note.csv"))
	p.check(t, call{args: p.with("export"), out: `note=bà con vui`})
	p.deceptiveUnits(t)
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d", code)
	}
	p.check(t, call{args: p.with("check"), out: `^clean: `})
	noBreach(t, srv)
}

// deceptiveUnits tries names of units, by operations and by a table.
func (p *program) deceptiveUnits(t *testing.T) {
	t.Helper()
	for _, name := range []string{"Xã Bờ\u200b Y", "Xã \u202eY ờB", "Xã Bờ Y\nĐã nhận", "Xã " + strings.Repeat("a", 100), "Xã B\u0301\u0301\u0301\u0301", "Xã \x00"} {
		op, err := json.Marshal(map[string]any{"do": "rename", "on": "2026-11-01", "unit": "q-bo-y", "name": name})
		if err != nil {
			t.Fatal(err)
		}
		writeAll(t, filepath.Join(p.dir, "name.jsonl"), op)
		p.check(t, call{args: p.with("units", "$DIR/name.jsonl"), code: exitFailed, err: `some that cannot be shown in a line`})
	}
	writeAll(t, filepath.Join(p.dir, "name.csv"), []byte("Mã dòng,Việc,Từ ngày,Đơn vị,Tên mới\n1,đổi tên,1/11/2026,Xã Bờ Y,Xã "+strings.Repeat("a", 100)+"\n"))
	p.check(t, call{args: p.with("import", "$DIR/name.csv", "-kind", "units"), code: exitFailed, err: `^dòng 2`})
}
