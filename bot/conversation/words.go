package conversation

import (
	"strings"
	"unicode/utf8"

	"danvanbot/bot/form"
)

// maxWords is how many letters a free text may have: a note, not a document.
const maxWords = 500

// answerWords keeps a free text. It has passed the privacy filter, as everything typed.
func (t *turn) answerWords(q form.Question, text string) {
	if utf8.RuneCountInString(text) > maxWords {
		t.say("words.too_long", "max", itoa(maxWords))
		t.again()
		return
	}
	t.set(q.Key, Answer{Text: strings.Join(strings.Fields(text), " ")})
}

func contains(s, part string) bool { return strings.TrimSpace(part) != "" && strings.Contains(s, part) }
