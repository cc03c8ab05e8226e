package conversation_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/i18n"
)

// screen is how much of a text fits on a phone: characters, and lines of up to 45 of them.
const (
	screen      = 800
	screenLines = 28
)

// helpText is what a person of a role is told about a page.
func helpText(lang i18n.Lang, role conversation.Role, page string) string {
	p := officer()
	p.Role = role
	k := newTalk(p)
	k.env.Lang = lang
	out := k.step(chat.Update{Kind: chat.Text, Text: "/trogiup " + page})
	return out.Replies[0].Text
}

// TestHelp names each command on the page of the first role that may use it; each page fits on a screen and names the pages of
// the roles below it.
func TestHelp(t *testing.T) {
	t.Parallel()
	words := map[conversation.Role]string{
		conversation.Officer: "cán bộ", conversation.Head: "chỉ huy", conversation.Commander: "lãnh đạo", conversation.Admin: "quản trị",
	}
	for _, lang := range i18n.Langs() {
		pages := map[conversation.Role]string{}
		for role, word := range words {
			pages[role] = helpText(lang, role, "")
			if got := helpText(lang, conversation.Admin, word); got != pages[role] && role != conversation.Admin {
				t.Errorf("%s: an administrator is told\n%s\nabout %q, want\n%s", lang, got, word, pages[role])
			}
			lines := 0
			for line := range strings.Lines(pages[role]) {
				lines += 1 + utf8.RuneCountInString(line)/45
			}
			if n := utf8.RuneCountInString(pages[role]); n > screen || lines > screenLines {
				t.Errorf("%s: the page of %s has %d characters in %d lines, at most %d and %d fit on a screen", lang, role, n, lines, screen, screenLines)
			}
		}
		for _, c := range append(conversation.Commands, conversation.Command{Name: "nhom", Role: conversation.Head}) {
			if c.Name != "trogiup" && !strings.Contains(pages[c.Role], "/"+c.Name) {
				t.Errorf("%s: the page of %s does not name /%s", lang, c.Role, c.Name)
			}
		}
		if got := helpText(lang, conversation.Officer, "quản trị"); got != pages[conversation.Officer] {
			t.Errorf("%s: an officer is told\n%s\nabout administrators", lang, got)
		}
	}
}
