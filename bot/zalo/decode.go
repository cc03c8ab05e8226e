package zalo

import (
	"cmp"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"danvanbot/bot/chat"
)

// The events that are used; all others become chat.Unknown.
const (
	textEvent  = "message.text.received"
	imageEvent = "message.image.received"
)

// decode never fails: what cannot be used becomes an Unknown update. Only one that nobody could be answered has no ID.
func decode(raw json.RawMessage, now time.Time) chat.Update {
	u := chat.Update{Key: chat.Key{Platform: chat.Zalo}, Sent: now}
	var w wireUpdate
	err := json.Unmarshal(raw, &w) // a wrong type leaves the other fields readable
	if w.Message == nil || w.Message.Chat == nil || w.Message.Chat.ID == "" {
		u.Cause = cmp.Or(unreadable(err), "no chat")
		return u
	}
	origin(&u, w.Message)
	if u.Cause = unreadable(err); u.Cause == "" {
		content(&u, w)
	}
	return u
}

// unreadable names the field, never the value.
func unreadable(err error) string {
	if err == nil {
		return ""
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		return "a wrong type in " + wrong.Field
	}
	return "not an object"
}

// origin fills in who, where and when. Zalo gives each message once, so one without an id is told by its time.
func origin(u *chat.Update, m *wireMessage) {
	u.Key.Chat, u.Message = m.Chat.ID, m.ID
	u.Group = m.Chat.Type == "GROUP"
	if m.Date > 0 {
		u.Sent = time.UnixMilli(m.Date).UTC()
	}
	u.ID = m.Chat.ID + "/" + cmp.Or(m.ID, "@"+strconv.FormatInt(u.Sent.UnixNano(), 10))
	u.User = m.Chat.ID
	if m.From != nil {
		u.User, u.Name = cmp.Or(m.From.ID, m.Chat.ID), m.From.Name
	}
}

func content(u *chat.Update, w wireUpdate) {
	m := w.Message
	switch photo := cmp.Or(m.PhotoURL, m.Photo); {
	case m.From != nil && m.From.IsBot:
		u.Cause = "sent by a bot"
	case w.Event == textEvent && m.Text != "":
		u.Kind, u.Text = chat.Text, m.Text
	case w.Event == imageEvent && photo != "":
		u.Kind, u.Text, u.Photos = chat.Photo, cmp.Or(m.Caption, m.Text), []string{photoRef(photo)}
	case w.Event == textEvent, w.Event == imageEvent:
		u.Cause = "a message without text or photo"
	default:
		u.Cause = "an event that is not used"
	}
}
