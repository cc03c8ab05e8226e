package telegram

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"danvanbot/bot/chat"
)

// Space says how far the parts of one long text are to be apart; less than a second is a second.
func (c *Client) Space(apart time.Duration) { c.parts.Space(apart) }

// Send brings one reply to a chat and gives the id of its (last) message. It answers a press when r.Answer is set and
// changes a message when r.Edit is set; a message that cannot be changed any more is sent anew. A text that is too long
// for one message becomes several, with the keyboard below the last.
//
// Its error is always a *chat.SendError. What needs no further care, such as a text that did not change, is no error.
func (c *Client) Send(ctx context.Context, to chat.Key, r chat.Reply) (string, error) {
	if r.Answer != "" {
		_, err := c.request(ctx, query{method: "answerCallbackQuery", params: answerParams(r)})
		return "", outcome(err)
	}
	if len(r.Photos) > 0 {
		return c.sendPhotos(ctx, to, r)
	}
	parts := Split(r.Text, MaxText)
	for i := c.parts.Resume(to, parts); i < len(parts); i++ {
		if i > 0 {
			c.sleep(ctx, c.parts.Apart())
		}
		one := chat.Reply{Text: parts[i]}
		if i == 0 {
			one.Edit = r.Edit
		}
		if i == len(parts)-1 {
			one.Keyboard = r.Keyboard
		}
		message, err := c.sendOne(ctx, to, one)
		if err := c.parts.Note(to, outcome(err)); err != nil {
			return "", err
		}
		if i == len(parts)-1 {
			return message, nil
		}
	}
	return "", nil
}

// sendOne sends or edits one message that is short enough.
func (c *Client) sendOne(ctx context.Context, to chat.Key, r chat.Reply) (string, *callError) {
	params := textParams(to.Chat, r.Text)
	addKeyboard(params, r.Keyboard)
	if r.Edit != "" {
		edit := query{method: "editMessageText", params: maps.Clone(params)}
		edit.params["message_id"] = r.Edit
		if _, err := c.request(ctx, edit); err == nil || !uneditable(err) {
			return r.Edit, err
		}
	}
	result, err := c.request(ctx, query{method: "sendMessage", params: params})
	return messageID(result), err
}

// uneditable tells whether the message to change is gone or cannot hold text, so that a new one is due.
func uneditable(e *callError) bool {
	texts := []string{"message to edit not found", "message can't be edited", "there is no text in the message", "message identifier"}
	return e.said && e.status == 400 && slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(e.text, t) })
}

// outcome gives what Send returns; chat.Done is a success.
func outcome(e *callError) error {
	if e == nil {
		return nil
	}
	if s := sendError(e); s.Failure != chat.Done {
		return s
	}
	return nil
}

// messageID reads what was accepted. An id that cannot be read is no reason to send again.
func messageID(result json.RawMessage) string {
	var m struct {
		ID int64 `json:"message_id"`
	}
	if err := json.Unmarshal(result, &m); err != nil {
		return ""
	}
	return identifier(m.ID)
}
