package telegram

import (
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"danvanbot/bot/chat"
)

// decoder turns wire updates into chat.Updates.
type decoder struct {
	bot string    // our username, to know which commands are meant for us
	now time.Time // for what carries no date
	of  identity  // whose updates these are
}

// updateID reads nothing but the id, so that it is known even where the rest is unreadable.
func updateID(raw json.RawMessage) (int64, bool) {
	var u struct {
		ID *int64 `json:"update_id"`
	}
	if err := json.Unmarshal(raw, &u); err != nil || u.ID == nil {
		return 0, false
	}
	return *u.ID, *u.ID > 0
}

// decode never fails: what cannot be read or used becomes an Unknown update, so that the queue goes on.
func (d decoder) decode(id int64, raw json.RawMessage) chat.Update {
	u := chat.Update{ID: d.of.update(id), Position: d.of.position(id + 1), Sent: d.now}
	var w wireUpdate
	if err := json.Unmarshal(raw, &w); err != nil {
		u.Cause = unreadable(err)
		return u
	}
	switch {
	case w.Message != nil:
		d.message(&u, w.Message)
	case w.Edited != nil:
		d.edited(&u, w.Edited)
	case w.Press != nil:
		d.press(&u, w.Press)
	case w.Member != nil:
		d.member(&u, w.Member)
	default:
		u.Cause = "an update of a kind that is not used"
	}
	return u
}

// unreadable names the field, never the value.
func unreadable(err error) string {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return "a wrong type in " + wrong.Field
	}
	return "not an object"
}

func (d decoder) message(u *chat.Update, m *wireMessage) {
	if d.migrated(u, m) || !d.origin(u, m.From, m.Chat) {
		return
	}
	d.content(u, m)
	if u.Group {
		d.called(u)
	}
	switch {
	case u.Cause != "":
	case len(u.Photos) > 0:
		u.Kind = chat.Photo
	case u.Text != "":
		u.Kind = chat.Text
	default:
		u.Cause = "a message without text or photo"
	}
}

func (d decoder) edited(u *chat.Update, m *wireMessage) {
	if !d.origin(u, m.From, m.Chat) {
		return
	}
	d.content(u, m)
	switch {
	case u.Cause != "":
	case u.Text != "":
		u.Kind = chat.Edit
	default:
		u.Cause = "an edited message without text"
	}
}

// press takes the chat from the person where the message is missing: in a private chat both have one id.
func (d decoder) press(u *chat.Update, p *wirePress) {
	where := &wireChat{}
	if p.From != nil {
		where.ID = p.From.ID
	}
	if p.Message != nil && p.Message.Chat != nil {
		where = p.Message.Chat
	}
	if !d.origin(u, p.From, where) {
		return
	}
	if p.ID == "" {
		u.Cause = "a press without an id"
		return
	}
	u.Kind, u.Query, u.Data = chat.Press, p.ID, p.Data
	if p.Message != nil {
		u.Message = identifier(p.Message.ID)
	}
}

func (d decoder) member(u *chat.Update, m *wireMember) {
	if !d.origin(u, m.From, m.Chat) {
		return
	}
	u.Sent = d.date(m.Date)
	switch m.New.Status {
	case "kicked", "left":
		u.Kind = chat.Blocked
	case "member", "administrator", "creator", "restricted":
		u.Kind = chat.Unblocked
	default:
		u.Cause = "a membership that is not known"
	}
}

// origin fills in who and where; false means that nobody could be answered.
func (d decoder) origin(u *chat.Update, from *wireUser, where *wireChat) bool {
	switch {
	case from == nil || from.ID == 0:
		u.Cause = "no sender"
	case where == nil || where.ID == 0:
		u.Cause = "no chat"
	case from.IsBot:
		u.Cause = "sent by a bot"
	default:
		u.Key = chat.Key{Platform: chat.Telegram, Chat: decimal(where.ID)}
		u.User = decimal(from.ID)
		u.Name = strings.TrimSpace(from.First + " " + from.Last)
		u.Language = from.Language
		u.Group = where.Type == "group" || where.Type == "supergroup" || where.Type == "channel"
	}
	return u.Cause == ""
}

func (d decoder) content(u *chat.Update, m *wireMessage) {
	u.Sent = d.date(m.Date)
	u.Message = identifier(m.ID)
	u.Album = m.Album
	if m.InTopic {
		u.Thread = identifier(m.Thread)
	}
	if m.ReplyTo != nil {
		u.ReplyTo, u.Quoted = identifier(m.ReplyTo.ID), m.ReplyTo.Text
	}
	if file := picture(m); file != "" {
		u.Photos = []string{file}
	}
	text := m.Text
	if text == "" {
		text = m.Caption
	}
	var ours bool
	if u.Text, ours = d.command(text); !ours {
		u.Cause = "a command for another bot"
	}
}

// picture refers to the largest size of a photo, or to a picture that was sent as a file.
func picture(m *wireMessage) string {
	var best wirePhoto
	for _, p := range m.Photo {
		if p.File != "" && (best.File == "" || p.Width > best.Width) {
			best = p
		}
	}
	switch {
	case best.File != "":
		return photoRef(best.Unique, best.File)
	case m.Document != nil && m.Document.File != "" && strings.HasPrefix(m.Document.Type, "image/"):
		return photoRef(m.Document.Unique, asFile+m.Document.File)
	default:
		return ""
	}
}

var addressed = regexp.MustCompile(`^(/[A-Za-z0-9_]+)@([A-Za-z0-9_]+)(?:\s|$)`)

// command turns "/cmd@us" into "/cmd"; false means that another bot is addressed.
func (d decoder) command(text string) (string, bool) {
	m := addressed.FindStringSubmatch(text)
	if m == nil {
		return text, true
	}
	name, bot := m[1], m[2]
	if d.bot != "" && !strings.EqualFold(bot, d.bot) {
		return "", false
	}
	return name + text[len(name)+len("@")+len(bot):], true
}

func (d decoder) date(seconds int64) time.Time {
	if seconds <= 0 {
		return d.now
	}
	return time.Unix(seconds, 0).UTC()
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// identifier leaves a missing id empty.
func identifier(n int64) string {
	if n == 0 {
		return ""
	}
	return decimal(n)
}
