package telegram

import (
	"context"
	"fmt"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/chat"
)

// The limits of the cloud Bot API.
const (
	maxUpload = 50 << 20
	maxPhoto  = 10 << 20
	// uploadTimeout allows the largest file on a slow line.
	uploadTimeout = 3 * time.Minute
	busyTimeout   = 5 * time.Second
)

// SendDocument brings one file to a chat and gives the id of its message. Its error is always a *chat.SendError. A picture
// that is too large to be shown goes as a file.
func (c *Client) SendDocument(ctx context.Context, to chat.Key, d chat.Document) (string, error) {
	if len(d.Data) > maxUpload {
		return "", &chat.SendError{Failure: chat.Permanent, Cause: fmt.Sprintf("a file of %d bytes, more than %d", len(d.Data), maxUpload)}
	}
	method, field := "sendDocument", "document"
	if d.Photo && len(d.Data) <= maxPhoto {
		method, field = "sendPhoto", "photo"
	}
	params := tgbotapi.Params{"chat_id": to.Chat, "parse_mode": tgbotapi.ModeHTML}
	params.AddNonEmpty("caption", d.Caption)
	file := tgbotapi.RequestFile{Name: field, Data: tgbotapi.FileBytes{Name: d.Name, Bytes: d.Data}}
	result, err := c.request(ctx, query{method: method, params: params, files: []tgbotapi.RequestFile{file}, timeout: uploadTimeout})
	return messageID(result), outcome(err)
}

// Busy shows for a few seconds that a file is coming. Telegram's refusal is of no account.
func (c *Client) Busy(ctx context.Context, to chat.Key) {
	params := tgbotapi.Params{"chat_id": to.Chat, "action": tgbotapi.ChatUploadDocument}
	_, _ = c.request(ctx, query{method: "sendChatAction", params: params, timeout: busyTimeout})
}
