package telegram

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxText is the longest text of a message: characters as read, after the markup was taken out.
const MaxText = 4096

// maxRaw keeps below the 32,768 bytes that Telegram takes with markup, leaving room for tags that are closed and reopened.
const maxRaw = 30_000

// Split cuts HTML into parts of at most limit visible characters each. It cuts at the end of a line, else between words,
// and inside a word only where one is longer than a part; never inside a tag or an entity. Tags that are open at a cut
// are closed there and opened again in the next part. Text that fits is returned as it is; blank parts are left out.
func Split(text string, limit int) []string {
	tokens := tokenize(text)
	if fit(tokens, limit) == len(tokens) {
		return []string{text}
	}
	var parts []string
	var open []string
	for len(tokens) > 0 {
		n := cut(tokens, fit(tokens, limit))
		var part strings.Builder
		part.WriteString(strings.Join(open, ""))
		for _, t := range tokens[:n] {
			part.WriteString(t.raw)
		}
		open = openTags(open, tokens[:n])
		part.WriteString(closing(open))
		if visible(tokens[:n]) {
			parts = append(parts, part.String())
		}
		tokens = skipSpace(tokens[n:])
	}
	return parts
}

// maxMarks keeps a letter under a heap of marks from outgrowing a part.
const maxMarks = 16

// token is a tag, an entity or a character with its marks.
type token struct {
	raw   string
	width int // visible characters
}

func (t token) tag() bool     { return t.width == 0 }
func (t token) closing() bool { return strings.HasPrefix(t.raw, "</") }
func (t token) newline() bool { return t.raw == "\n" }
func (t token) space() bool {
	r, size := utf8.DecodeRuneInString(t.raw)
	return size == len(t.raw) && unicode.IsSpace(r) && r != '\u00a0'
}

func tokenize(s string) []token {
	tokens := make([]token, 0, len(s))
	for s != "" {
		n := length(s)
		t := token{raw: s[:n], width: 1}
		if s[0] == '<' && n > 1 {
			t.width = 0
		}
		r, _ := utf8.DecodeRuneInString(s)
		if last := len(tokens) - 1; unicode.Is(unicode.M, r) && last >= 0 && tokens[last].width > 0 && tokens[last].width < maxMarks {
			tokens[last].raw += t.raw // a mark stays with its letter
			tokens[last].width++
		} else {
			tokens = append(tokens, t)
		}
		s = s[n:]
	}
	return tokens
}

// length gives the bytes of the first tag, entity or character.
func length(s string) int {
	end := -1
	switch s[0] {
	case '<':
		end = strings.IndexByte(s, '>')
	case '&':
		if end = strings.IndexByte(s, ';'); end > len("&#1114111") || strings.ContainsAny(s[:max(end, 0)], " \n<") {
			end = -1
		}
	}
	if end > 0 {
		return end + 1
	}
	_, size := utf8.DecodeRuneInString(s)
	return size
}

// fit gives how many tokens one message can hold; at least one.
func fit(tokens []token, limit int) int {
	width, raw := 0, 0
	for i, t := range tokens {
		width += t.width
		raw += len(t.raw)
		if (width > limit || raw > maxRaw) && i > 0 {
			return i
		}
	}
	return len(tokens)
}

// cut moves the end of a part of n tokens back to the last newline in its second half, else behind the last space.
func cut(tokens []token, n int) int {
	if n == len(tokens) {
		return n
	}
	word := 0
	for i := n; i > 0; i-- {
		switch t := tokens[i]; {
		case t.newline() && i > n/2:
			return i
		case t.space() && word == 0:
			word = i
		}
	}
	if word > 0 {
		return word
	}
	return n
}

// openTags gives the tags that are open after tokens.
func openTags(open []string, tokens []token) []string {
	open = append([]string(nil), open...)
	for _, t := range tokens {
		switch {
		case !t.tag():
		case !t.closing():
			open = append(open, t.raw)
		case len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	return open
}

func closing(open []string) string {
	var b strings.Builder
	for _, tag := range slices.Backward(open) {
		name, _, _ := strings.Cut(strings.Trim(tag, "<>"), " ")
		b.WriteString("</" + name + ">")
	}
	return b.String()
}

func visible(tokens []token) bool {
	for _, t := range tokens {
		if !t.tag() && !t.space() {
			return true
		}
	}
	return false
}

func skipSpace(tokens []token) []token {
	for len(tokens) > 0 && tokens[0].space() {
		tokens = tokens[1:]
	}
	return tokens
}
