package telegramd

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseHTML takes the markup out of a text like the real server. Its error is the real one, without
// "Bad Request: can't parse entities: ".
func ParseHTML(text string) (string, error) {
	p := htmlParser{in: text}
	for p.at < len(p.in) {
		if err := p.step(); err != nil {
			return "", err
		}
	}
	if n := len(p.open); n > 0 {
		return "", refuse("Can't find end tag corresponding to start tag \"%s\"", p.open[n-1])
	}
	return p.out.String(), nil
}

// refuse makes an error in Telegram's words, which begin with a capital letter.
func refuse(format string, args ...any) error { return fmt.Errorf(format, args...) }

type htmlParser struct {
	in   string
	at   int
	out  strings.Builder
	open []string
}

var htmlTags = []string{
	"a", "b", "strong", "i", "em", "s", "strike", "del", "u", "ins", "tg-spoiler", "tg-emoji", "tg-time", "span", "pre",
	"code", "blockquote",
}

func (p *htmlParser) step() error {
	switch c := p.in[p.at]; {
	case c == '&':
		p.entity()
		return nil
	case c != '<':
		p.out.WriteByte(c)
		p.at++
		return nil
	case strings.HasPrefix(p.in[p.at:], "</"):
		return p.endTag()
	default:
		return p.startTag()
	}
}

func isSpace(c byte) bool { return strings.IndexByte(" \t\r\n\v\f\x00", c) >= 0 }

// until gives what stands before the first byte that stop accepts, and goes there.
func (p *htmlParser) until(stop func(byte) bool) string {
	from := p.at
	for p.at < len(p.in) && !stop(p.in[p.at]) {
		p.at++
	}
	return p.in[from:p.at]
}

func (p *htmlParser) spaces() { p.until(func(c byte) bool { return !isSpace(c) }) }

func (p *htmlParser) next() byte {
	if p.at < len(p.in) {
		return p.in[p.at]
	}
	return 0
}

func endOfName(c byte) bool { return isSpace(c) || c == '>' }

func (p *htmlParser) startTag() error {
	begin := p.at
	p.at++
	name := strings.ToLower(p.until(endOfName))
	if p.at >= len(p.in) {
		return refuse("Unclosed start tag at byte offset %d", begin)
	}
	if !slices.Contains(htmlTags, name) {
		return refuse("Unsupported start tag \"%s\" at byte offset %d", name, begin)
	}
	for p.spaces(); p.next() != '>'; p.spaces() {
		if err := p.attribute(name, begin); err != nil {
			return err
		}
	}
	p.at++
	p.open = append(p.open, name)
	return nil
}

func (p *htmlParser) attribute(tag string, begin int) error {
	if p.at >= len(p.in) {
		return refuse("Unclosed start tag \"%s\" at byte offset %d", tag, begin)
	}
	name := p.until(func(c byte) bool { return endOfName(c) || c == '=' })
	if name == "" {
		return refuse("Empty attribute name in the tag \"%s\" at byte offset %d", tag, begin)
	}
	p.spaces()
	if p.next() != '=' {
		return nil
	}
	p.at++
	p.spaces()
	if quote := p.next(); quote == '"' || quote == '\'' {
		p.at++
		p.until(func(c byte) bool { return c == quote })
		p.at = min(p.at+1, len(p.in))
		return nil
	}
	p.until(endOfName)
	return nil
}

func (p *htmlParser) endTag() error {
	begin := p.at
	if len(p.open) == 0 {
		return refuse("Unexpected end tag at byte offset %d", begin)
	}
	p.at += len("</")
	name := strings.ToLower(p.until(endOfName))
	p.spaces()
	if p.next() != '>' {
		return refuse("Unclosed end tag at byte offset %d", begin)
	}
	p.at++
	want := p.open[len(p.open)-1]
	if name != "" && name != want {
		return refuse("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, want, name)
	}
	p.open = p.open[:len(p.open)-1]
	return nil
}

// entity decodes what is known and passes on everything else as it is.
func (p *htmlParser) entity() {
	rest := p.in[p.at+1:]
	var char rune
	var n int
	if strings.HasPrefix(rest, "#") {
		char, n = numericEntity(rest)
	} else {
		n = len(rest) - len(strings.TrimLeft(rest, letters))
		char = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}[rest[:n]]
	}
	if char == 0 {
		p.out.WriteByte('&')
		p.at++
		return
	}
	p.out.WriteRune(char)
	if strings.HasPrefix(rest[n:], ";") {
		n++
	}
	p.at += 1 + n
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// numericEntity reads "#10" or "#xA" and gives the bytes that it takes.
func numericEntity(s string) (rune, int) {
	digits, base, from := "0123456789", 10, len("#")
	if strings.HasPrefix(s, "#x") {
		digits, base, from = "0123456789abcdefABCDEF", 16, len("#x")
	}
	n := len(s) - len(strings.TrimLeft(s[from:], digits))
	code, err := strconv.ParseInt(s[from:n], base, 32)
	if err != nil || code >= utf8.MaxRune || n >= 10 {
		return 0, 0
	}
	return rune(code), n
}
