package telegramd

import (
	"strings"
	"unicode/utf8"
)

const (
	maxText     = 4096
	maxCaption  = 1024
	maxRawBytes = 32768
)

// readText parses, cleans and measures a text; limit is in characters as read.
func (s *Server) readText(a args, field string, limit int) (string, answer) {
	raw := a.values[field]
	if len(raw) > maxRawBytes {
		return "", badRequest("text is too long")
	}
	text := raw
	switch mode := strings.ToLower(a.values["parse_mode"]); mode {
	case "":
	case "html":
		var err error
		if text, err = ParseHTML(raw); err != nil {
			return "", badRequest("can't parse entities: " + err.Error())
		}
	case "markdown", "markdownv2":
		s.breach("parse_mode %s: this fake reads HTML only", mode)
		return "", badRequest("unsupported parse_mode")
	default:
		return "", badRequest("unsupported parse_mode")
	}
	text = clean(text)
	if utf8.RuneCountInString(text) > limit {
		if limit == maxCaption {
			return "", badRequest("message caption is too long")
		}
		return "", badRequest("message is too long")
	}
	return text, answer{}
}

// clean takes out control characters and the space around, as the real server does.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < ' ' && r != '\n':
			return -1
		default:
			return r
		}
	}, text)
	return strings.TrimSpace(text)
}
