package zalo

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"danvanbot/bot/chat"
)

var tags = regexp.MustCompile(`</?[a-z]+>`)

// plain takes the markup out of a Reply's text and turns its entities into letters: Zalo shows no HTML.
func plain(text string) string {
	return strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(text, "")))
}

// lineWidth is how many characters of choices stand side by side on a small phone.
const lineWidth = 38

const gap = "   "

// choices writes a keyboard out below a text, each button with its number in the order of the keyboard, since that is the
// number that can be typed. Buttons that stand side by side do so here, as far as the line goes. Where a number that
// is typed is an answer, the labels have none and stand in one run: they can be typed as words.
func choices(k chat.Keyboard, numbered bool) string {
	if !numbered {
		k = chat.Keyboard{slices.Concat(k...)}
	}
	var lines []string
	n := 0
	for _, row := range k {
		line := ""
		for _, b := range row {
			n++
			choice := b.Label
			if numbered {
				choice = fmt.Sprintf("%d. %s", n, b.Label)
			}
			if line != "" && utf8.RuneCountInString(line+gap+choice) > lineWidth {
				lines, line = append(lines, line), ""
			}
			line += gap + choice
			line = strings.TrimPrefix(line, gap)
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// written is a whole reply as one text.
func written(r chat.Reply) string {
	return strings.TrimSpace(plain(r.Text) + "\n" + choices(r.Keyboard, !r.Unnumbered))
}
