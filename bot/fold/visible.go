package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostMarks is how many accents a letter can carry: Vietnamese ones have two at most, where they are not composed.
const mostMarks = 3

// Visible is a text without what cannot be seen and yet changes what is seen or read: control characters but for line breaks and tabs,
// marks of direction, letters of no width, bytes that are no UTF-8, accents that stand on no letter, and those beyond the third.
// What is drawn of two characters joined, as some emoji, comes apart.
func Visible(s string) string {
	if !strings.ContainsFunc(s, doubtful) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	marks := mostMarks // none fits at the begin
	for _, r := range s {
		switch {
		case hidden(r):
			continue
		case selector(r):
		case unicode.Is(unicode.M, r):
			if marks++; marks > mostMarks {
				continue
			}
		case unicode.IsLetter(r):
			marks = 0
		default:
			marks = mostMarks
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Line is what is visible of a text in one line: every run of blanks is one, there are none at the ends, and what is beyond a
// number of characters is cut off.
func Line(s string, most int) string {
	line := strings.Join(strings.Fields(Visible(s)), " ")
	if runes := []rune(line); len(runes) > most {
		line = strings.TrimSpace(string(runes[:most]))
	}
	return line
}

// doubtful tells whether a character needs a closer look.
func doubtful(r rune) bool { return hidden(r) || unicode.Is(unicode.M, r) }

// selector tells whether a character chooses between a sign and its picture.
func selector(r rune) bool { return r == 0xFE0E || r == 0xFE0F }

// hidden tells whether a character is not to be seen.
func hidden(r rune) bool {
	switch {
	case r == '\n' || r == '\t' || r >= ' ' && r < 0x7F || selector(r):
		return false
	case r == utf8.RuneError || r == '\u2028' || r == '\u2029':
		return true
	default:
		return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
	}
}
