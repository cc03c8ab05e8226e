package export

import (
	"fmt"
	"strings"

	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

// sentence tells a line's figures: by the template's sentence for its form, and what that does not name behind it.
func (l letter) sentence(line report.Line) string {
	rest := map[string]report.Figure{}
	for _, f := range line.Figures {
		if f.N != 0 || f.Hidden == report.Small {
			rest[f.Key] = f
		}
	}
	text := ""
	if pattern, ok := l.template.Sentences[line.Form]; ok {
		text = l.fill(line.Form, pattern, rest)
	}
	var more []string
	for _, f := range line.Figures {
		if left, ok := rest[f.Key]; ok {
			more = append(more, l.figure(line.Form, left))
		}
	}
	switch {
	case text == "" && len(more) == 0:
		return ""
	case text == "":
		return line.Label.In(i18n.VI) + ": " + strings.Join(more, ", ") + "."
	case len(more) > 0:
		return strings.TrimSuffix(text, ".") + "; " + strings.Join(more, ", ") + "."
	default:
		return text
	}
}

// fill puts figures into a pattern and takes those that it used out of the map. It is "" when a figure outside brackets
// is missing: then the pattern does not fit.
func (l letter) fill(form, pattern string, figures map[string]report.Figure) string {
	var b strings.Builder
	var used []string
	for part := range brackets(pattern) {
		text, keys, ok := l.replace(form, part.text, figures)
		switch {
		case ok:
			b.WriteString(text)
			used = append(used, keys...)
		case !part.optional:
			return ""
		}
	}
	for _, key := range used {
		delete(figures, key)
	}
	return b.String()
}

type piece struct {
	text     string
	optional bool
}

// brackets cuts a pattern at its brackets. The pattern was checked when it was loaded.
func brackets(pattern string) func(func(piece) bool) {
	return func(yield func(piece) bool) {
		for pattern != "" {
			before, inside, found := strings.Cut(pattern, "[")
			if !yield(piece{text: before}) || !found {
				return
			}
			inside, pattern, _ = strings.Cut(inside, "]")
			if !yield(piece{text: inside, optional: true}) {
				return
			}
		}
	}
}

// replace puts figures in the place of their keys; it is false when one is missing.
func (l letter) replace(form, text string, figures map[string]report.Figure) (filled string, keys []string, ok bool) {
	var b strings.Builder
	for text != "" {
		before, after, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			break
		}
		key, rest, _ := strings.Cut(after, "}")
		f, known := figures[key]
		if !known {
			return "", nil, false
		}
		b.WriteString(l.figure(form, f))
		keys, text = append(keys, key), rest
	}
	return b.String(), keys, true
}

// figure is a number with its noun and its hedge, as offices write it: "hơn 1.000 đợt", "03 mô hình".
func (l letter) figure(form string, f report.Figure) string {
	if f.Hidden != "" {
		return l.w.msg("report.hidden_"+f.Hidden) + " " + f.Noun.In(i18n.VI)
	}
	text := l.w.hedge(form, f)
	if text != "" {
		text += " "
	}
	if f.Money {
		return text + i18n.Default().MoneyShort(i18n.VI, f.N)
	}
	return strings.TrimSpace(text + padded(f.N) + " " + f.Noun.In(i18n.VI))
}

// padded writes a number with a 0 before a single digit.
func padded(n int64) string {
	if n >= 0 && n < 10 {
		return fmt.Sprintf("%02d", n)
	}
	return i18n.Number(i18n.VI, n)
}
