package telegram

import (
	"regexp"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/chat"
)

// place puts a chat, and the thread of a group, into a call's parameters.
func place(params tgbotapi.Params, chatID string) {
	id, thread, inThread := strings.Cut(chatID, "/")
	params["chat_id"] = id
	if inThread {
		params["message_thread_id"] = thread
	}
}

var mention = regexp.MustCompile(`@[A-Za-z0-9_]+`)

// called tells whether a group's message speaks to the bot, by a command or by its name, which is taken out of the text. A
// bot whose privacy mode is off is sent everything.
func (d decoder) called(u *chat.Update) {
	u.Called = strings.HasPrefix(u.Text, "/")
	text := mention.ReplaceAllStringFunc(u.Text, func(name string) string {
		if d.bot == "" || !strings.EqualFold(name[1:], d.bot) {
			return name
		}
		u.Called = true
		return ""
	})
	if u.Called {
		u.Text = strings.TrimSpace(text)
	}
}

// migrated takes the news that a group has got a new id: the old chat and the new one both tell it, whoever did it.
func (d decoder) migrated(u *chat.Update, m *wireMessage) bool {
	if m.Chat == nil || m.MigrateTo == 0 && m.MigrateFrom == 0 {
		return false
	}
	before, after := m.Chat.ID, m.MigrateTo
	if after == 0 {
		before, after = m.MigrateFrom, m.Chat.ID
	}
	u.Kind, u.Group, u.Data, u.Sent = chat.Migrated, true, decimal(after), d.date(m.Date)
	u.Key = chat.Key{Platform: chat.Telegram, Chat: decimal(before)}
	return true
}
