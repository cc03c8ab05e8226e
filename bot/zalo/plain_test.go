package zalo_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/chat"
	"danvanbot/bot/zalo"
)

func keyboard(rows ...string) chat.Keyboard {
	var k chat.Keyboard
	for _, row := range rows {
		var buttons []chat.Button
		for label := range strings.SplitSeq(row, "|") {
			buttons = append(buttons, chat.Button{Label: label, Data: "d" + label})
		}
		k = append(k, buttons)
	}
	return k
}

func TestWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		reply chat.Reply
		want  string
	}{
		{"markup", chat.Reply{Text: "<b>Số</b> <i>a</i><u>b</u><s>c</s> <code>K7-0142</code>"}, "Số abc K7-0142"},
		{"what people typed", chat.Reply{Text: chat.Escape("a <b> & \"c\" &amp; 5 < 6")}, "a <b> & \"c\" &amp; 5 < 6"},
		{
			"buttons side by side",
			chat.Reply{Text: "Ngày?", Keyboard: keyboard("Hôm nay|Hôm qua", "Khác", "⬅️ Quay lại|✖️ Hủy")},
			"Ngày?\n1. Hôm nay   2. Hôm qua\n3. Khác\n4. ⬅️ Quay lại   5. ✖️ Hủy",
		},
		{
			"a row that is too wide",
			chat.Reply{Text: "?", Keyboard: keyboard("Xã Đăk Hà trước đây|Xã Tu Mơ Rông|b")},
			"?\n1. Xã Đăk Hà trước đây\n2. Xã Tu Mơ Rông   3. b",
		},
		{"empty rows", chat.Reply{Text: "?", Keyboard: chat.Keyboard{{}, {{Label: "a"}}, nil, {{Label: "<b>"}}}}, "?\n1. a\n2. <b>"},
		{
			"a number is an answer",
			chat.Reply{Text: "Bao nhiêu?", Keyboard: keyboard("Quay lại|Bỏ qua", "Hủy"), Unnumbered: true},
			"Bao nhiêu?\nQuay lại   Bỏ qua   Hủy",
		},
		{"buttons alone", chat.Reply{Keyboard: keyboard("a")}, "1. a"},
		{"nothing", chat.Reply{}, ""},
	} {
		if diff := cmp.Diff(c.want, zalo.WrittenForTest(c.reply)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestNumbers: the numbers count the buttons of all rows in order, which is how a dialogue reads a typed number.
func TestNumbers(t *testing.T) {
	t.Parallel()
	var k chat.Keyboard
	for i := range 17 {
		if i%3 == 0 {
			k = append(k, nil)
		}
		k[len(k)-1] = append(k[len(k)-1], chat.Button{Label: strings.Repeat("n", 1+i*7%19) + strconv.Itoa(i)})
	}
	text := "   " + strings.ReplaceAll(zalo.WrittenForTest(chat.Reply{Keyboard: k}), "\n", "   ") + "   "
	for i, b := range slices.Concat(k...) {
		if want := fmt.Sprintf("   %d. %s   ", i+1, b.Label); !strings.Contains(text, want) {
			t.Errorf("got %q, want%q", text, want)
		}
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"fits", "0123456789", []string{"0123456789"}},
		{"empty", "", nil},
		{"blank", " \n ", nil},
		{"at a line", "aa bb cc\ndd ee", []string{"aa bb cc", "dd ee"}},
		{"between words", "aaaa bbbb cccc", []string{"aaaa bbbb", "cccc"}},
		{"right before a space", "aaaa bbbbb cccc", []string{"aaaa bbbbb", "cccc"}},
		{"not at an early line", "a\nbbb ccc dddd", []string{"a\nbbb ccc", "dddd"}},
		{"inside a long word", "0123456789abc", []string{"0123456789", "abc"}},
		{"a mark stays with its letter", "012345678e\u0301x", []string{"012345678", "e\u0301x"}},
		{"letters, not bytes", strings.Repeat("ạ", 10), []string{strings.Repeat("ạ", 10)}},
		{"pairs count twice", strings.Repeat("📋", 6), []string{strings.Repeat("📋", 5), "📋"}},
		{"a heap of marks", "e" + strings.Repeat("\u0301", 11), []string{"e" + strings.Repeat("\u0301", 9), "\u0301\u0301"}},
	} {
		if diff := cmp.Diff(c.want, zalo.Split(c.in, 10)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// FuzzSplit: no part may be too long, blank or broken, and nothing but space may be lost.
func FuzzSplit(f *testing.F) {
	f.Add("xin chào đồng chí, đây là một câu dài 📋📋", 7)
	f.Add("a\nb\n\n\nc & d < e \u0301\u0301", 3)
	f.Add("\u0301\u0301\u0301", 1)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit = limit&63 + 2; !utf8.ValidString(text) {
			t.Skip()
		}
		parts := zalo.Split(text, limit)
		for _, part := range parts {
			if n := len(utf16.Encode([]rune(part))); n > limit || strings.TrimSpace(part) == "" || !utf8.ValidString(part) {
				t.Errorf("%q: a part %q of %d, limit %d", text, part, n, limit)
			}
		}
		if got, want := solid(strings.Join(parts, "")), solid(text); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
