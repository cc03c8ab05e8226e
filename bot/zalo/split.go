package zalo

import (
	"strings"
	"unicode"
)

// MaxText is the longest text of a message. Zalo does not say what a character is, so a pair of UTF-16 counts as two.
const MaxText = 2000

// Split cuts a text into parts of at most limit UTF-16 units each: at the end of a line, else between words, and inside a
// word only where one is longer than a part. Blank parts are left out; a blank text has none.
func Split(text string, limit int) []string {
	var parts []string
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		n := cut(text, fit(text, limit))
		parts = append(parts, strings.TrimRightFunc(text[:n], unicode.IsSpace))
		text = text[n:]
	}
	return parts
}

// fit gives how many bytes of a text one part can hold: at least one letter, and no letter without its marks unless it
// has very many.
func fit(text string, limit int) int {
	width, whole := 0, 0
	for i, r := range text {
		if !unicode.Is(unicode.M, r) {
			whole = i
		}
		if width += units(r); width > limit && i > 0 {
			if whole == 0 {
				return i
			}
			return whole
		}
	}
	return len(text)
}

// units is how many UTF-16 units a character has.
func units(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// cut moves the end of a part of n bytes back to the last newline in its second half, else to the last space.
func cut(text string, n int) int {
	if n == len(text) {
		return n
	}
	head := text[:n]
	if i := strings.LastIndexByte(head, '\n'); i > n/2 {
		return i
	}
	if strings.ContainsAny(text[n:n+1], " \n") {
		return n
	}
	if i := strings.LastIndexAny(head, " \n"); i > 0 {
		return i
	}
	return n
}
