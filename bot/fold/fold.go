// Package fold brings Vietnamese text into comparable forms: NFC for keeping, a folded key for looking up.
//
// Promised: Key(a) == Key(b) for texts that differ only in accents, tone placement, case, NFC/NFD, đ or Ð, and
// amounts of space. Not promised: the reverse; "tháng sáu" and "tháng sau" share a key, so keep the accented form.
package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// NFC composes the text, as it is stored and shown.
func NFC(s string) string { return norm.NFC.String(s) }

// Key folds the text: lower case, no accents, đ as d, every run of space as one, none at the ends.
func Key(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsSpace(r):
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(letter(r))
		}
	}
	return b.String()
}

// letter folds the letters that NFD leaves alone.
func letter(r rune) rune {
	switch r = unicode.ToLower(r); r {
	case 'đ', 'ð':
		return 'd'
	default:
		return r
	}
}
