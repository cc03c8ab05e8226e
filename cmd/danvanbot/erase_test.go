package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/bottest/telegramd"
)

// refusedPhone is in a message that the filter refuses.
const refusedPhone = "0987654321"

// TestErasedPeopleLeaveNoTrace: somebody is invited, reports, leaves a draft open, and is erased, by /xoatoi or by the
// operator. Soon after, nothing of the person is in any byte of any file in the program's folder, in its log or its
// metrics, but for what was counted.
func TestErasedPeopleLeaveNoTrace(t *testing.T) {
	t.Parallel()
	t.Run("by /xoatoi", func(t *testing.T) {
		t.Parallel()
		erased(t, func(ctx context.Context, _ *program, who *officer) error {
			return who.talk(ctx, line{say: "/xoatoi", want: "Xóa tên"}, line{say: "1", want: "Đã xóa"})
		})
	})
	t.Run("by the operator", func(t *testing.T) {
		t.Parallel()
		erased(t, func(_ context.Context, p *program, who *officer) error {
			p.must("forget", fmt.Sprint(who.person))
			p.check(t, call{args: p.with("forget", fmt.Sprint(who.person)), code: exitUsage, err: `nobody with that number`})
			return nil
		})
	})
}

func erased(t *testing.T, erase func(context.Context, *program, *officer) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Seed: 6, Flood: patient})
	config := forTelegram(srv)
	config["metrics"] = map[string]any{"listen": "127.0.0.1:0"}
	p, book := newProgram(t, config), newLedger()
	p.start()
	log := p.running.stderr
	metrics := log.find(t, `metrics.* address=(\S+)`)[1]

	who := &officer{User: srv.User(776655443322, "Vết Tích Thứ Nhất"), person: 1, receipts: map[string]bool{}}
	code := invitationCode(t, p.must("invite", "-role", "officer", "-unit", "Bờ Y"))
	if err := who.leaveTraces(ctx, code, book); err != nil {
		t.Fatal(err)
	}
	traces := who.traces(t)
	if missing := slices.DeleteFunc(slices.Clone(traces), func(s string) bool { return len(p.holding(s)) > 0 }); len(missing) > 0 {
		t.Errorf("not in the files before, so that this test finds nothing: %q", missing)
	}
	if !strings.Contains(p.must("people"), who.Name) {
		t.Errorf("people does not name %q before", who.Name)
	}
	if err := erase(ctx, p, who); err != nil {
		t.Fatal(err)
	}
	if list := p.must("people"); strings.Contains(list, who.Name) {
		t.Errorf("people: got %q, want nobody of that name", list)
	}
	traces = append(traces, refusedPhone, "vắng mặt", code)
	p.wantNoTrace(t, traces)
	if told := log.String() + get(t, "http://"+metrics+"/metrics"); containsAny(told, traces) != "" {
		t.Errorf("%q is in the log or the metrics", containsAny(told, traces))
	}
	p.stop()
	p.wantNoTrace(t, traces)
	audit(p, book)
	p.check(t, call{args: p.with("check", "-chain"), out: `clean chain`})
	noBreach(t, srv)
}

// leaveTraces comes in by an invitation, makes a report, is refused for a phone number, and leaves a draft with a note and a photo.
func (o *officer) leaveTraces(ctx context.Context, code string, book *ledger) error {
	if err := o.talk(ctx, line{say: "/start " + code, want: "Chào đồng chí"}); err != nil {
		return err
	}
	if err := o.report(ctx, 1, 432, book); err != nil {
		return err
	}
	if err := o.talk(ctx,
		line{say: "Hôm nay vắng mặt, gọi cho tôi số " + refusedPhone, want: "số điện thoại"},
		line{say: "Hôm qua tuyên truyền ma túy, 765 người dự", want: "Người dự: 765\n"},
		line{press: "➕ Thêm chi tiết", want: "chi tiết nào"},
		line{press: "Ghi chú", want: "chú"},
		line{say: "Vết tích ở nhà rông Đắk Vết", want: "Đắk Vết"},
	); err != nil {
		return err
	}
	o.Photo("", "")
	_, err := o.await(ctx, "Ảnh: ")
	return err
}

// talk says or presses one line after the other, and waits for what answers it.
func (o *officer) talk(ctx context.Context, lines ...line) error {
	for _, l := range lines {
		if err := o.speak(l); err != nil {
			return err
		}
		if _, err := o.await(ctx, l.want); err != nil {
			return fmt.Errorf("after %+v: %w", l, err)
		}
	}
	return nil
}

// traces are what the data file knows of the person beside the report: the name, the chat, as text and as a number, what the
// open draft says, and its photo.
func (o *officer) traces(t *testing.T) []string {
	t.Helper()
	messages := o.Messages()
	i := slices.IndexFunc(messages, func(m telegramd.Message) bool { return !m.Bot && m.File != "" })
	if i < 0 {
		t.Fatal("no photo was sent")
	}
	return []string{o.Name, fmt.Sprint(o.ID), "Vết tích ở nhà rông", messages[i].File}
}

func invitationCode(t *testing.T, printed string) string {
	t.Helper()
	code := regexp.MustCompile(`[A-Z2-9]{16}`).FindString(printed)
	if code == "" {
		t.Fatalf("no code in %q", printed)
	}
	return code
}

// holding are the files of the program's folder with a text in them.
func (p *program) holding(text string) (files []string) {
	p.t.Helper()
	err := filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a working file, which the program has just removed
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // the test's own folder
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if bytes.Contains(content, []byte(text)) {
			files = append(files, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return files
}

// wantNoTrace searches every byte of every file until nothing is found, also of the chat's number in binary.
func (p *program) wantNoTrace(t *testing.T, texts []string) {
	t.Helper()
	chat := uint64(776655443322)
	p.wantGone(t, append(slices.Clone(texts), string(binary.BigEndian.AppendUint64(nil, chat)), string(binary.LittleEndian.AppendUint64(nil, chat))))
}

// wantGone searches every byte of every file, but for some, until none of the texts is found.
func (p *program) wantGone(t *testing.T, texts []string, but ...string) {
	t.Helper()
	var found []string
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		found = found[:0]
		for _, text := range texts {
			for _, file := range p.holding(text) {
				if !slices.Contains(but, file) {
					found = append(found, fmt.Sprintf("%q in %s", text, file))
				}
			}
		}
		if len(found) == 0 {
			return
		}
	}
	t.Errorf("still there: %v", found)
}

func containsAny(text string, parts []string) string {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return part
		}
	}
	return ""
}

func get(t *testing.T, url string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // only read
	var body bytes.Buffer
	if _, err := body.ReadFrom(resp.Body); err != nil {
		t.Fatal(err)
	}
	return body.String()
}

// TestBackupsHoldNobodyErased: a backup that is made at once after somebody was erased holds no byte of the person, also while the
// platform takes no goodbye, which comes when it does, and where the operator erased somebody while the bot did not run.
func TestBackupsHoldNobodyErased(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
	p, book := newProgram(t, forTelegram(srv)), newLedger()
	p.start().stderr.find(t, "started")
	who := [2]*officer{}
	for i := range who {
		who[i] = &officer{User: srv.User(int64(776655443322+i), fmt.Sprint("Vết Tích Thứ ", i)), person: uint64(1 + i), receipts: map[string]bool{}}
		if err := who[i].leaveTraces(ctx, invitationCode(t, p.must("invite", "-role", "officer", "-unit", "Bờ Y")), book); err != nil {
			t.Fatal(err)
		}
	}
	wantIn := func(file string, of *officer, want bool) {
		t.Helper()
		p.must("backup", filepath.Join(p.dir, file))
		for _, trace := range of.traces(t) {
			if trace != "Vết tích ở nhà rông" && slices.Contains(p.holding(trace), file) != want { // both noted that
				t.Errorf("%s: %q is in it: %v, want %v", file, trace, !want, want)
			}
		}
	}
	wantIn("before.db", who[0], true)
	if err := who[0].talk(ctx, line{say: "/xoatoi", want: "Xóa tên"}); err != nil {
		t.Fatal(err)
	}
	srv.Fault(telegramd.Fault{Method: "sendMessage", Kind: telegramd.HTML502, Rate: 1})
	who[0].Send("1")
	for strings.Contains(p.must("people"), who[0].Name) {
		pause(ctx, 10*time.Millisecond)
	}
	wantIn("after.db", who[0], false)
	srv.ClearFaults()
	if _, err := who[0].await(ctx, "Đã xóa"); err != nil {
		t.Errorf("no goodbye: %v", err)
	}
	wantIn("other.db", who[1], true)
	p.kill()
	p.must("forget", "2")
	wantIn("offline.db", who[1], false)
	for _, trace := range []string{"Vết tích ở nhà rông", refusedPhone} {
		if in := p.holding(trace); slices.Contains(in, "offline.db") {
			t.Errorf("%q is in %v", trace, in)
		}
	}
	noBreach(t, srv)
}
