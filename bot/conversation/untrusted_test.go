package conversation_test

import (
	"fmt"
	"strings"
	"testing"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// text joins what was answered last.
func (k *talk) text() string {
	var all []string
	for _, r := range k.last.Replies {
		all = append(all, r.Text)
	}
	return strings.Join(all, "\n")
}

// play takes typed messages in, and presses those in brackets, by label.
func (k *talk) play(t *testing.T, script ...string) {
	t.Helper()
	for _, line := range script {
		label, isPress := strings.CutPrefix(line, "[")
		if !isPress {
			k.say(line)
			continue
		}
		data := ""
		for _, b := range k.keys() {
			if strings.Contains(b.Label, strings.TrimSuffix(label, "]")) {
				data = b.Data
			}
		}
		if data == "" {
			t.Fatalf("there is no button %s among %v below %q", line, k.keys(), k.text())
		}
		k.press(data)
	}
}

// aReport is a sentence that is a whole report of the officer's commune.
const aReport = "Hôm qua xã Bờ Y tổ chức 1 buổi tuyên truyền ATGT, 85 người dự"

// TestForgedPresses: the data of a button is whatever a client sends. Values that the open prompt did not offer do nothing.
func TestForgedPresses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		before []string
		value  string
	}{
		"a reason that was never filtered": {[]string{aReport, "[Đúng, gửi]", "/huybaocao 1"}, "Nguyen Van A 0912345678"},
		"a form that was not offered":      {[]string{"/baocao"}, "ca_chinh_quy"},
		"a far day":                        {[]string{"/baocao", "tuyên truyền", "atgt"}, "d1900-01-01"},
		"an unknown role":                  {[]string{"/moi"}, "king"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := officer()
			p.Role = conversation.Admin
			k := newTalk(p)
			k.play(t, test.before...)
			got := k.press(fmt.Sprintf("q%d:%s", k.state.Seq, test.value))
			if len(got.Acts) != 0 || !strings.Contains(k.text(), "Nút này thuộc tin cũ") {
				t.Errorf("got acts %v and %q, want the answer to an old button", got.Acts, k.text())
			}
		})
	}
}

// TestForgedQueries: what is in no query's button is no query.
func TestForgedQueries(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"s|é|q-bo-y|2026-10|nd09|", "s|zn|q-bo-y|2026-10|nd09|", "s|tx|q-bo-y|2026-10|nd09|", "s|tn|q-bo-y|2026-10|nd09|-1"} {
		if q, ok := conversation.ParseQuery(data); ok {
			t.Errorf("%q: got %+v, want none", data, q)
		}
	}
}

// TestNoteIsNoAmount: an identity number stays out of a note, though it would do as an amount of money.
func TestNoteIsNoAmount(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.play(t, aReport, "sửa ghi chú", "233123456")
	if !strings.Contains(k.text(), "không lưu") {
		t.Errorf("got %q, want that it is not kept", k.text())
	}
}

// TestUnknownCommandIsFiltered: what is no command is not repeated, and so not stored in the outbox, unread.
func TestUnknownCommandIsFiltered(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.play(t, "/0912345678")
	if strings.Contains(k.text(), "0912345678") {
		t.Errorf("got %q, want no telephone number", k.text())
	}
}

// TestFixedDoubtIsAskedAgain: what is to be entered again is asked, also where nobody had asked.
func TestFixedDoubtIsAskedAgain(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.play(t, "Hôm qua xã Bờ Y tổ chức 1 buổi tuyên truyền ATGT, 50000 người dự")
	if !strings.Contains(k.text(), "xác nhận") {
		t.Fatalf("got %q, want a doubt about 50,000 people", k.text())
	}
	k.play(t, "[Nhập lại]", "500", "[Đúng, gửi]")
	if s, ok := k.reports.Submission(1); !ok || s.Values["luot_nguoi"].N != 500 {
		t.Errorf("got %+v, want 500 people", s)
	}
}

// TestDaysBeforeAllReports: nothing is reported about the time before every calendar.
func TestDaysBeforeAllReports(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.play(t, aReport, "sửa ngày", "1/1/1900")
	if !strings.Contains(k.text(), "Không có ngày này") {
		t.Errorf("got %q, want that there is no such day", k.text())
	}
}

// TestNothingBeforeAllReports: that there was nothing is not declared for the time before every calendar either.
func TestNothingBeforeAllReports(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.play(t, "/khongco 1/1/1900")
	if len(k.last.Acts) != 0 || !strings.Contains(k.text(), "Không có ngày này") {
		t.Errorf("got acts %v and %q, want that there is no such day", k.last.Acts, k.text())
	}
}

// TestSmallLetterCode: a code may be typed in small letters.
func TestSmallLetterCode(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.env.Person = nil
	for _, text := range []string{"abcdefghjklmn234", "/start abcdefghjklmn234"} {
		got := k.say(text)
		if want := (conversation.Redeem{Code: "ABCDEFGHJKLMN234"}); len(got.Acts) != 1 || got.Acts[0] != want {
			t.Errorf("%s: got acts %v, want %v", text, got.Acts, want)
		}
	}
}

// TestStrangersPressIsAnswered: also the button of somebody who was erased stops waiting.
func TestStrangersPressIsAnswered(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.env.Person = nil
	if got := k.press("view:1"); len(got.Replies) == 0 || got.Replies[0].Answer != "1" {
		t.Errorf("got %+v, want an answer to the press first", got.Replies)
	}
}

// TestEditsLeaveTheStateSmall: mending the same line for ever does not make the state grow.
func TestEditsLeaveTheStateSmall(t *testing.T) {
	t.Parallel()
	k := newTalk(officer())
	k.play(t, aReport)
	for n := range 500 {
		k.play(t, fmt.Sprintf("người dự %d", 10+n))
	}
	if got := len(k.state.Draft.Back); got > 10 {
		t.Errorf("got %d steps back after 500 changes of one line, want few", got)
	}
}

// TestNameWithBar: a unit's name is asked back, whatever stands in it.
func TestNameWithBar(t *testing.T) {
	t.Parallel()
	p := officer()
	p.Role, p.Unit = conversation.Commander, province()
	k := newTalk(p)
	k.play(t, "/tonghop Đăk Hà|")
	if k.state.Ask == nil {
		t.Skip("no clash")
	}
	for _, b := range k.keys() {
		if _, value, _ := strings.Cut(b.Data, ":"); orgunit.ID(value) != "cancel" {
			k.press(b.Data)
			break
		}
	}
	if len(k.last.Acts) != 1 || k.last.Acts[0].(conversation.Summarise).Query.Period.Code() != "2026-12" {
		t.Errorf("got acts %+v, want the summary of 2026-12", k.last.Acts)
	}
}

// lesser is the catalogue without one form, or without one question of it.
func lesser(id, question string) *form.Catalogue {
	c := *form.Default()
	var forms []form.Form
	for _, f := range c.Forms {
		if f.ID == id && question == "" {
			continue
		}
		if f.ID == id {
			var kept []form.Question
			for _, q := range f.Questions {
				if q.Key != question {
					kept = append(kept, q)
				}
			}
			f.Questions = kept
		}
		forms = append(forms, f)
	}
	c.Forms = forms
	return &c
}

// TestFormsThatVanish: a draft outlives the catalogue that it was begun with, and nothing is stored that it does not have.
func TestFormsThatVanish(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		before         []string
		form, question string
		then           string
		want           string
	}{
		"the form of a card":       {[]string{aReport}, "tuyen_truyen", "", "đúng", "hiện không báo cáo được"},
		"the form of a question":   {[]string{"/baocao", "tuyên truyền"}, "tuyen_truyen", "", "atgt", "hiện không báo cáo được"},
		"the open question":        {[]string{"/baocao", "tuyên truyền"}, "tuyen_truyen", "topic", "atgt", "ngày"},
		"the form of a correction": {[]string{aReport, "[Đúng, gửi]", "/sua 1"}, "tuyen_truyen", "", "người dự 95", "hiện không báo cáo được"},
		"the form of a report":     {[]string{aReport, "[Đúng, gửi]"}, "tuyen_truyen", "", "/sua 1", "không còn dùng"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newTalk(officer())
			k.play(t, test.before...)
			k.env.Forms = lesser(test.form, test.question)
			got := k.say(test.then)
			if len(got.Acts) != 0 || !strings.Contains(strings.ToLower(k.text()), test.want) {
				t.Errorf("got acts %v and %q, want %q", got.Acts, k.text(), test.want)
			}
			hold(t, k)
		})
	}
}

// TestCorrectionOfWhatChanged: two who correct one report at a time do not undo each other unseen.
func TestCorrectionOfWhatChanged(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*form.Submission)
		want   string
	}{
		"corrected": {func(s *form.Submission) { s.Values = map[string]form.Value{"luot_nguoi": {N: 90}} }, "vừa được sửa ở nơi khác"},
		"withdrawn": {func(s *form.Submission) { s.Gone = true }, "đã rút"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newTalk(officer())
			k.play(t, aReport, "[Đúng, gửi]", "/sua 1", "người dự 95", "[Đúng, sửa]")
			s, _ := k.reports.Submission(1)
			test.change(&s)
			k.reports.keep(s)
			k.play(t, "[Nhập nhầm]")
			if now, _ := k.reports.Submission(1); now.Version != 2 || !strings.Contains(k.text(), test.want) {
				t.Errorf("got version %d and %q, want version 2 and %q", now.Version, k.text(), test.want)
			}
		})
	}
}
