package telegram_test

import (
	"html"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/bot/telegram"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"fits", "<b>0123456789</b>", []string{"<b>0123456789</b>"}},
		{"empty", "", []string{""}},
		{"entities count once", "&lt;&amp;&gt;&lt;&amp;&gt;&lt;&amp;&gt;&#9;", []string{"&lt;&amp;&gt;&lt;&amp;&gt;&lt;&amp;&gt;&#9;"}},
		{"at a line", "aa bb cc\ndd ee", []string{"aa bb cc", "dd ee"}},
		{"between words", "aaaa bbbb cccc", []string{"aaaa bbbb", "cccc"}},
		{"not at an early line", "a\nbbb ccc dddd", []string{"a\nbbb ccc", "dddd"}},
		{"inside a long word", "0123456789abc", []string{"0123456789", "abc"}},
		{"tags go on", "<b>aaaa <i>bbbb cccc</i></b> d", []string{"<b>aaaa <i>bbbb</i></b>", "<b><i>cccc</i></b> d"}},
		{"attributes go on", `<a href="x">aaaa bbbb cccc</a>`, []string{`<a href="x">aaaa bbbb</a>`, `<a href="x">cccc</a>`}},
		{"a mark stays with its letter", "012345678e\u0301x", []string{"012345678", "e\u0301x"}},
		{"letters, not bytes", strings.Repeat("ạ", 10), []string{strings.Repeat("ạ", 10)}},
		{"blank parts are left out", "a" + strings.Repeat(" ", 30) + "b", []string{"a" + strings.Repeat(" ", 9), "b"}},
		{"a bare < is a letter", "a < b & c d e f g", []string{"a < b & c", "d e f g"}},
	} {
		if diff := cmp.Diff(c.want, telegram.Split(c.in, 10)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// FuzzSplit builds correct markup from any text: no part may be too long or broken, and nothing may be lost.
func FuzzSplit(f *testing.F) {
	f.Add("xin chào đồng chí, đây là một câu dài", 7)
	f.Add("a\nb\n\n\nc & d < e \u0301\u0301", 3)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit = limit&63 + 20; !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			t.Skip()
		}
		parts := telegram.Split(markup(text), limit)
		var all strings.Builder
		for _, part := range parts {
			plain, err := telegramd.ParseHTML(part)
			if err != nil {
				t.Fatalf("%q: part %q: %v", text, part, err)
			}
			if n := utf8.RuneCountInString(plain); n > limit {
				t.Errorf("%q: a part of %d, limit %d", text, n, limit)
			}
			all.WriteString(plain)
		}
		if got, want := solid(all.String()), solid(text); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// markup makes every third word bold and every fifth one italic within it.
func markup(text string) string {
	words := strings.Split(text, " ")
	for i, w := range words {
		words[i] = html.EscapeString(w)
		if i%5 == 0 {
			words[i] = "<i>" + words[i] + "</i>"
		}
		if i%3 == 0 {
			words[i] = "<b>" + words[i] + "</b>"
		}
	}
	return "<u>" + strings.Join(words, " ") + "</u>"
}

func solid(s string) string {
	return string(slices.DeleteFunc([]rune(s), unicode.IsSpace))
}
