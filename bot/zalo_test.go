package bot_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"danvanbot/bot"
	"danvanbot/bot/bottest/stage"
	"danvanbot/bot/chat"
	"danvanbot/bot/form"
)

// sentences are ten reports as officers type them, one of each for the form that it must become.
var sentences = []struct{ text, form string }{
	{"Hôm qua xã Bờ Y tổ chức 1 buổi tuyên truyền ATGT, 85 người dự", "tuyen_truyen"},
	{"sang nay tuyen truyen phong chong ma tuy cho 120 hoc sinh", "tuyen_truyen"},
	{"20/11 tổ chức 2 buổi tuyên truyền PCCC, 164 lượt người dự", "tuyen_truyen"},
	{"Hôm nay tặng 30 suất quà cho học sinh nghèo vượt khó, trị giá 15 triệu đồng", "tang_qua"},
	{"Thứ bảy tình nguyện 21/11, 15 đoàn viên tham gia", "tinh_nguyen"},
	{"Chủ nhật xanh 22/11: 20 đoàn viên, 40 người dân tham gia", "tinh_nguyen"},
	{"Ngày 19/11 hiến máu được 25 đơn vị", "hien_mau"},
	{"Hôm kia phát động phong trào toàn dân bảo vệ ANTQ, 210 người dự", "phat_dong_dia_ban"},
	{"tối qua tuyên truyền phòng, chống mua bán người 1 buổi, 47 người dự", "tuyen_truyen"},
	{"Ngày 18/11 tặng 12 suất quà cho hộ nghèo, mỗi suất 500k", "tang_qua"},
}

// TestZaloSparesMessages: a free Zalo bot has 3,000 messages a month, both directions together.
func TestZaloSparesMessages(t *testing.T) {
	t.Parallel()
	s := stage.New(t, stage.Options{Platform: chat.Zalo})
	officer := s.Person(t.Context(), "officer xã Bờ Y")
	in, out := s.Zalo.Used()
	for _, c := range sentences {
		for _, text := range []string{c.text, "1"} {
			officer.Send(text)
			lines, err := officer.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if want := map[string]string{c.text: "📋", "1": "✅ Đã nhận."}[text]; !strings.HasPrefix(lines[0], want) {
				t.Errorf("%s: %s: got %q, want %s …", c.text, text, lines, want)
			}
		}
	}
	officer.Send("/cuatoi")
	if _, err := officer.Next(t.Context()); err != nil { // whatever else was sent was sent before it
		t.Fatal(err)
	}
	nowIn, nowOut := s.Zalo.Used()
	t.Logf("%d reports: %d messages from the officer, %d to the officer", len(sentences), nowIn-in-1, nowOut-out-1)
	if most := 2*len(sentences) + 1; nowIn-in > most || nowOut-out > most {
		t.Errorf("got %d messages from the officer and %d to the officer, want at most %d each", nowIn-in, nowOut-out, most)
	}
	checkStored(t, s, officer.Key())
}

// checkStored holds that each sentence has become a submission of its form.
func checkStored(t *testing.T, s *stage.Stage, officer chat.Key) {
	t.Helper()
	var stored []form.Submission
	err := bot.StoreOf(s.DB).View(t.Context(), func(tx bot.ReadTx) error {
		p, _, err := tx.Person(officer)
		if err != nil {
			return err
		}
		stored, err = tx.Recent(p.ID, len(sentences)+1)
		return err
	})
	if err != nil || len(stored) != len(sentences) {
		t.Fatalf("got %d submissions, %v, want %d", len(stored), err, len(sentences))
	}
	for i, c := range sentences {
		if got := stored[len(stored)-1-i].Form; got != c.form {
			t.Errorf("%s: got form %s, want %s", c.text, got, c.form)
		}
	}
}

// TestZaloSaysTheSame plays the transcripts of Telegram over Zalo, as far as Zalo can do what they do: each answer must be
// the same text, with every button's label below it. Pressing an old button (nut-cu) is not possible with numbers, nor is that
// of an announcement (thong-bao).
func TestZaloSaysTheSame(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	played := 0
	for _, file := range files {
		script, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if platformOf(file) != chat.Telegram || strings.Contains(file, "nut-cu") || strings.Contains(file, "thong-bao") || needsTelegram(string(script)) {
			continue
		}
		played++
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			over := stage.New(t, stage.Options{Platform: chat.Zalo}).Play(t.Context(), string(script))
			want, got := answers(string(script)), answers(over)
			if len(got) != len(want) {
				t.Fatalf("got %d answers, want %d", len(got), len(want))
			}
			for i := range want {
				sameAnswer(t, got[i], want[i])
			}
		})
	}
	if played < 8 {
		t.Errorf("only %d transcripts were played", played)
	}
}

// needsTelegram tells whether a script does what Zalo cannot: answer or change a message, get a file.
func needsTelegram(script string) bool {
	return strings.Contains(script, "\n< 📎") || strings.Contains(script, "\n> (sửa ") || strings.Contains(script, "\n> (trả lời) ") ||
		strings.Contains(script, "(nhóm) ")
}

// answers are the bot's messages of a transcript, without the mark.
func answers(transcript string) []string {
	var all []string
	open := false
	for line := range strings.Lines(transcript) {
		text, ok := strings.CutPrefix(line, "<")
		switch {
		case ok && open:
			all[len(all)-1] += strings.TrimPrefix(text, " ")
		case ok:
			all = append(all, strings.TrimPrefix(text, " "))
		}
		open = ok
	}
	return all
}

// fileLabels are the buttons of files, which are not offered over Zalo.
var fileLabels = []string{"Excel", "Word", "Biểu đồ", "CSV"}

func sameAnswer(t *testing.T, zalo, telegram string) {
	t.Helper()
	text, buttons, _ := strings.Cut(telegram, "  [")
	if !strings.HasPrefix(zalo, strings.TrimRight(text, "\n")) {
		t.Errorf("got %q, want %q", zalo, text)
	}
	for part := range strings.SplitSeq(buttons, "[") {
		if label, _, ok := strings.Cut(part, "]"); ok && !slices.Contains(fileLabels, label) && !strings.Contains(zalo, label) {
			t.Errorf("got %q, want %q in it", zalo, label)
		}
	}
}
