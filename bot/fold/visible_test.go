package fold_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"danvanbot/bot/fold"
)

func TestVisible(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ in, want string }{
		{"Xã Bờ Y, 85 người\n\tdự", "Xã Bờ Y, 85 người\n\tdự"},
		{fold.NFC("Trường") + " nfd: ê\u0323", "Trường nfd: ê\u0323"},
		{"Quản trị \u202eiảk nàoT\u202c", "Quản trị iảk nàoT"},
		{"\u2066a\u2069\u200e\u200f\u061cb", "ab"},
		{"0912\u200b345\u2060678\ufeff", "0912345678"},
		{"M\u00adẬT", "MẬT"},
		{"09\u0301123\u030345", "0912345"},
		{"\u0301a", "a"},
		{"a\u0301\u0302\u0303\u0304\u0305\u0306b\u0301", "a\u0301\u0302\u0303b\u0301"},
		{"a\x00b\x1b[31mc\r\n\x7f", "ab[31mc\n"},
		{"a\xffb\u2028c", "abc"},
		{"⚠️ 👁 ☑️", "⚠️ 👁 ☑️"},
		{"\u3164\u115f\uffa0\U000e0041", ""},
	} {
		if got := fold.Visible(tc.in); got != tc.want {
			t.Errorf("%q: got %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ in, want string }{
		{" An \n\n Bo\t ", "An Bo"},
		{"\u200b \u202e", ""},
		{strings.Repeat("ệ", 9), "ệệệệệ"},
		{"abcd efg", "abcd"},
	} {
		if got := fold.Line(tc.in, 5); got != tc.want {
			t.Errorf("%q: got %q, want %q", tc.in, got, tc.want)
		}
	}
}

// FuzzVisible: what is visible is valid, no longer than what was given, and stays as it is.
func FuzzVisible(f *testing.F) {
	f.Add("Xã \u202eBờ\u200b Y\u0301\u0302\u0303\u0304\xff\x00")
	f.Fuzz(func(t *testing.T, s string) {
		got := fold.Visible(s)
		if !utf8.ValidString(got) || len(got) > len(s) || fold.Visible(got) != got || strings.ContainsAny(got, "\u202e\u200b\x00") {
			t.Errorf("%q: got %q", s, got)
		}
	})
}
