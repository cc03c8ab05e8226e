// Package fold brings Vietnamese text into comparable forms: NFC for keeping, a folded key for looking up.
//
// Promised: Key(a) == Key(b) for texts that differ only in accents, tone placement, case, NFC/NFD, đ or Ð, and
// amounts of space. Not promised: the reverse; "tháng sáu" and "tháng sau" share a key, so keep the accented form.
package fold

import (
	"strings"
	"sync"
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
	for _, r := range s {
		if r = Letter(r); r == 0 {
			continue
		}
		if r == ' ' {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Letter folds one letter, composed or not: 0 for an accent that stands alone, ' ' for every kind of space.
func Letter(r rune) rune {
	switch {
	case r >= tableEnd:
		return fold(r)
	case r < 'A' && r > ' ':
		return r
	default:
		return table()[r]
	}
}

// tableEnd is behind the last Vietnamese letter, ỹ.
const tableEnd = 0x1F00

// table holds what the letters fold to, since a normaliser is slow for a chat's many labels.
var table = sync.OnceValue(func() *[tableEnd]rune {
	var t [tableEnd]rune
	for r := range rune(tableEnd) {
		t[r] = fold(r)
	}
	return &t
})

// fold takes the accents off a letter by decomposing it.
func fold(r rune) rune {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case unicode.IsSpace(r):
		return ' '
	}
	for _, base := range norm.NFD.String(string(r)) {
		switch base = unicode.ToLower(base); {
		case unicode.Is(unicode.Mn, base): // as some Indic vowels begin
			continue
		case base == 'đ' || base == 'ð':
			return 'd'
		default:
			return base
		}
	}
	return 0
}
