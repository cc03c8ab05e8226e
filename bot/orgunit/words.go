package orgunit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"danvanbot/bot/fold"
)

// levelWords are what stands before a proper name, folded, longest first where one begins another. Those with an
// empty kind say nothing about the unit.
var levelWords = []struct {
	words []string
	kind  string
}{
	{[]string{"cong", "an"}, ""},
	{[]string{"ca"}, ""},
	{[]string{"cax"}, "xa"},
	{[]string{"cap"}, "phuong"},
	{[]string{"catt"}, "thi tran"},
	{[]string{"cah"}, "huyen"},
	{[]string{"catp"}, "thanh pho"},
	{[]string{"cat"}, "tinh"},
	{[]string{"khu", "vuc"}, group},
	{[]string{"kv"}, group},
	{[]string{"thi", "tran"}, "thi tran"},
	{[]string{"tt"}, "thi tran"},
	{[]string{"thi", "xa"}, "thi xa"},
	{[]string{"tx"}, "thi xa"},
	{[]string{"thanh", "pho"}, "thanh pho"},
	{[]string{"tp"}, "thanh pho"},
	{[]string{"dac", "khu"}, "dac khu"},
	{[]string{"phuong"}, "phuong"},
	{[]string{"p"}, "phuong"},
	{[]string{"xa"}, "xa"},
	{[]string{"x"}, "xa"},
	{[]string{"huyen"}, "huyen"},
	{[]string{"h"}, "huyen"},
	{[]string{"tinh"}, "tinh"},
	{[]string{"t"}, "tinh"},
}

const group = "khu vuc"

// spelling brings the spellings of the Bahnar and Xơ Đăng words for water and mountain into one.
var spelling = strings.NewReplacer("dac", "dak", "ngoc", "ngok")

// proper is a name taken apart.
type proper struct {
	kind string   // the level word, folded; "" when there is none
	name []string // the rest, lower case
}

// properOf strips the level words of a name. Something always remains of a name that has a word.
func properOf(name string) proper {
	p := proper{name: words(name)}
	for p.kind == "" || p.kind == group {
		n, kind := leading(p.name)
		if n == 0 || n == len(p.name) {
			break
		}
		p.name = p.name[n:]
		if kind != "" {
			p.kind = kind
		}
	}
	return p
}

// words are the lower-case words of a text. Apostrophes vanish (H'Drai is one word), other signs part words.
func words(s string) []string {
	return strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("'’‘`ʼ´", r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			return unicode.ToLower(r)
		default:
			return ' '
		}
	}, fold.NFC(s)))
}

// leading tells how many words at the begin are a level word, and of which kind.
func leading(name []string) (int, string) {
	folded := foldAll(name[:min(2, len(name))])
	for _, l := range levelWords {
		if n := len(l.words); n <= len(folded) && slices.Equal(l.words, folded[:n]) {
			return n, l.kind
		}
	}
	return 0, ""
}

func foldAll(list []string) []string {
	folded := make([]string, len(list))
	for i, w := range list {
		folded[i] = fold.Key(w)
	}
	return folded
}

// exact is the name with its accents.
func (p proper) exact() string { return strings.Join(p.name, " ") }

// key is what names are compared by: without accents, spaces and differences of spelling.
func (p proper) key() string { return keyOf(p.name) }

func keyOf(list []string) string { return spelling.Replace(strings.Join(foldAll(list), "")) }

// Bare is a name without its level words: "Bờ Y" for "Xã Bờ Y".
func Bare(name string) string {
	fields := strings.Fields(fold.NFC(name))
	for len(fields) > 1 {
		n, kind := leading(fields)
		if n == 0 || n >= len(fields) {
			break
		}
		fields = fields[n:]
		if kind != "" && kind != group {
			break
		}
	}
	return strings.Join(fields, " ")
}

// Initials are one to three ASCII capitals or digits for a unit's name: BY for "Công an xã Bờ Y".
func Initials(name string) string {
	var b strings.Builder
	for _, w := range foldAll(properOf(name).name) {
		if w != "" && w[0] < utf8.RuneSelf && b.Len() < 3 {
			b.WriteString(strings.ToUpper(w[:1]))
		}
	}
	if b.Len() == 0 {
		return "DV" // đơn vị
	}
	return b.String()
}

func policeName(name string) string {
	switch p := properOf(name); {
	case p.kind == "" || p.kind == group || strings.HasPrefix(fold.Key(name), "cong an "):
		return name
	default:
		first, size := utf8.DecodeRuneInString(name)
		return "Công an " + string(unicode.ToLower(first)) + name[size:]
	}
}
