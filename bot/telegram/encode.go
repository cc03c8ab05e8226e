package telegram

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/chat"
)

const noticeLimit = 200 // characters of an answer to a press

// textParams are those of sendMessage and editMessageText.
func textParams(chatID, text string) tgbotapi.Params {
	params := tgbotapi.Params{
		"text":                 text,
		"parse_mode":           tgbotapi.ModeHTML,
		"link_preview_options": `{"is_disabled":true}`,
	}
	place(params, chatID)
	return params
}

// addKeyboard leaves reply_markup out when there are no buttons: Telegram refuses {"inline_keyboard":null}.
func addKeyboard(params tgbotapi.Params, k chat.Keyboard) {
	var rows [][]tgbotapi.InlineKeyboardButton
	for _, row := range k {
		var buttons []tgbotapi.InlineKeyboardButton
		for _, b := range row {
			buttons = append(buttons, tgbotapi.NewInlineKeyboardButtonData(b.Label, b.Data))
		}
		if len(buttons) > 0 {
			rows = append(rows, buttons)
		}
	}
	if len(rows) > 0 {
		params["reply_markup"] = asJSON(tgbotapi.NewInlineKeyboardMarkup(rows...))
	}
}

func answerParams(r chat.Reply) tgbotapi.Params {
	params := tgbotapi.Params{"callback_query_id": r.Answer}
	params.AddNonEmpty("text", notice(r.Text))
	return params
}

var tags = regexp.MustCompile(`<[^>]*>`)

// notice makes HTML plain, since an answer to a press shows no markup, and short.
func notice(text string) string {
	plain := []rune(strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(text, ""))))
	if len(plain) > noticeLimit {
		plain = append(plain[:noticeLimit-1], '…')
	}
	return string(plain)
}

// asJSON is for values that always have a JSON form.
func asJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}
