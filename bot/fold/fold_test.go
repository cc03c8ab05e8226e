package fold_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"danvanbot/bot/fold"
)

func TestKey(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"  Đăk\u00a0 Tờ\tKan ", "dak to kan"},
		{"ÐẮK HÀ", "dak ha"},
		{"hoà thuỷ Uỷ hòa thủy Ủy", "hoa thuy uy hoa thuy uy"},
		{norm.NFD.String("Ngày 7 tháng 2"), "ngay 7 thang 2"},
		{"1.714 tổ – 85%", "1.714 to – 85%"},
		{"📚 Tuyên truyền", "📚 tuyen truyen"},
	} {
		if got := fold.Key(tt.in); got != tt.want {
			t.Errorf("Key(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestLetter holds for every letter there is that what is folded stays as it is: U+0CCB begins with an accent when
// it is taken apart, and so was folded to one.
func TestLetter(t *testing.T) {
	t.Parallel()
	for r := range unicode.MaxRune + 1 {
		folded := fold.Letter(r)
		if again := fold.Letter(folded); folded != 0 && again != folded {
			t.Errorf("Letter(Letter(%U)) = %U, want %U", r, again, folded)
		}
	}
}

func FuzzKey(f *testing.F) {
	f.Add("Đăk Tờ Kan")
	f.Add(norm.NFD.String("Ủy ban"))
	f.Fuzz(func(t *testing.T, s string) {
		key := fold.Key(s)
		if again := fold.Key(key); again != key {
			t.Errorf("Key(Key(%q)) = %q, want %q", s, again, key)
		}
		if nfc := fold.Key(fold.NFC(s)); isLatin(s) && nfc != key {
			t.Errorf("Key(NFC(%q)) = %q, want %q", s, nfc, key)
		}
		if strings.Contains(key, "  ") || strings.TrimSpace(key) != key {
			t.Errorf("Key(%q) = %q has spaces too many", s, key)
		}
	})
}

// isLatin tells whether a text is of letters that the promise is about.
func isLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r > 0x1EFF || unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r)
	})
}

func BenchmarkKey(b *testing.B) {
	for b.Loop() {
		fold.Key("Công an xã Đăk Tờ Kan")
	}
}
