package telegramd_test

import (
	"testing"

	"danvanbot/bot/bottest/telegramd"
)

func TestParseHTML(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want, err string }{
		{in: "a", want: "a"},
		{in: "<b>a</b>", want: "a"},
		{in: "<B>a</b>", want: "a"},
		{in: "<b>a<i>b</i></b> c", want: "ab c"},
		{in: "<b>a</>", want: "a"},
		{in: `<a href="x">a</a>`, want: "a"},
		{in: `<a href='x' title=y>a</a>`, want: "a"},
		{in: "<blockquote expandable>a</blockquote>", want: "a"},
		{in: "&lt;&gt;&amp;&quot;&#39;&#x1F600;", want: "<>&\"'😀"},
		{in: "a & b &nbsp; &x; &#0; &", want: "a & b &nbsp; &x; &#0; &"},
		{in: "1 > 0", want: "1 > 0"},
		{in: "ạ <x>", err: `Unsupported start tag "x" at byte offset 4`},
		{in: "1 < 2", err: `Unsupported start tag "" at byte offset 2`},
		{in: "1 < 2>", err: `Unsupported start tag "" at byte offset 2`},
		{in: "<b", err: `Unclosed start tag at byte offset 0`},
		{in: "<a href", err: `Unclosed start tag "a" at byte offset 0`},
		{in: `<a ="x">`, err: `Empty attribute name in the tag "a" at byte offset 0`},
		{in: "<b>a", err: `Can't find end tag corresponding to start tag "b"`},
		{in: "a</b>", err: `Unexpected end tag at byte offset 1`},
		{in: "<b>a</i>", err: `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`},
		{in: "<b>a</b", err: `Unclosed end tag at byte offset 4`},
	} {
		got, err := telegramd.ParseHTML(c.in)
		text := ""
		if err != nil {
			text = err.Error()
		}
		if got != c.want || text != c.err {
			t.Errorf("%q: got %q, %q, want %q, %q", c.in, got, text, c.want, c.err)
		}
	}
}

func FuzzParseHTML(f *testing.F) {
	for _, seed := range []string{"<b>a</b>", "&lt", "&#x;", "<a href=\"", "</", "<", "&"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out, err := telegramd.ParseHTML(in)
		if err != nil && out != "" {
			t.Errorf("%q: text %q with an error", in, out)
		}
		if len(out) > len(in) {
			t.Errorf("%q grew to %q", in, out)
		}
	})
}
