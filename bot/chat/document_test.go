package chat_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"danvanbot/bot/chat"
)

func TestFileName(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"Công an xã Bờ Y tháng 10/2026":     "Công an xã Bờ Y tháng 10 2026.docx",
		"  ..\\..\\etc/hosts\x00\r\n\"a\" ": "etc hosts a.docx",
		"a\u202eb":                          "a b.docx",
	} {
		if got := chat.FileName(words, chat.Docx); got != want {
			t.Errorf("FileName(%q) = %q, want %q", words, got, want)
		}
	}
}

func TestFileNameIsNeverTooLong(t *testing.T) {
	t.Parallel()
	got := chat.FileName(strings.Repeat("Đắk ", 200), chat.Xlsx)
	if len(got) > 200 || !utf8.ValidString(got) || !strings.HasSuffix(got, ".xlsx") {
		t.Errorf("got %q of %d bytes, want at most 200 bytes of whole letters", got, len(got))
	}
}
