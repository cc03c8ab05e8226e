package telegramd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// User is a person who writes to the bot in a private chat.
type User struct {
	ID   int64
	Name string

	srv        *Server
	started    bool // has written or pressed start, so that the bot may write
	blocked    bool
	group      bool  // it is a group chat
	migratedTo int64 // the group's new id
	refused    bool  // the bot was told that it is blocked
	messages   []*Message
	shown      []Message // what the bot showed, new and changed, in order
	seen       int       // how many of them Next gave
	notices    []string
	lines      []string // of the transcript
}

// ErrNoButton is returned by Press when no message of the bot has such a button.
var ErrNoButton = errors.New("no message has such a button")

// User gives the person with this id, a new one if need be.
func (s *Server) User(id int64, name string) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.people[id] == nil {
		s.people[id] = &User{ID: id, Name: name, srv: s}
	}
	return s.people[id]
}

// Known makes the person one who has started the bot before.
func (u *User) Known() {
	u.srv.change(func() { u.started = true })
}

// Send writes a message, and gives its id.
func (u *User) Send(text string) int64 { return u.write(text, 0) }

// Reply writes a message that answers another.
func (u *User) Reply(messageID int64, text string) int64 { return u.write(text, messageID) }

func (u *User) write(text string, replyTo int64) (id int64) {
	u.srv.change(func() {
		m := u.speak(Message{Text: text})
		w := u.srv.wire(u, m)
		if strings.HasPrefix(text, "/") {
			command, _, _ := strings.Cut(text, " ")
			w["entities"] = []any{map[string]any{"type": "bot_command", "offset": 0, "length": len(utf16.Encode([]rune(command)))}}
		}
		if to := u.find(replyTo); to != nil {
			w["reply_to_message"] = u.srv.wire(u, to)
		}
		u.srv.push("message", queued{raw: object("message", w)})
		u.log("> ", text)
		id = m.ID
	})
	return id
}

// Photo sends a picture; those with the same album id belong together.
func (u *User) Photo(caption, album string) (id int64) { return u.ReplyPhoto(0, caption, album) }

// ReplyPhoto sends a picture that answers another message.
func (u *User) ReplyPhoto(replyTo int64, caption, album string) (id int64) {
	u.srv.change(func() {
		large := u.srv.store("photo", upload{name: "photo.jpg", data: []byte("large picture of " + u.Name)})
		small := u.srv.store("photo", upload{name: "thumb.jpg", data: []byte("small")})
		m := u.speak(Message{Text: caption, File: large})
		w := u.srv.wire(u, m)
		delete(w, "document")
		w["photo"] = []any{photoSize(small, 90), photoSize(large, 1280)}
		if album != "" {
			w["media_group_id"] = album
		}
		if to := u.find(replyTo); to != nil {
			w["reply_to_message"] = u.srv.wire(u, to)
		}
		u.srv.push("message", queued{raw: object("message", w)})
		u.log("> ", strings.TrimSpace("(ảnh) "+caption))
		id = m.ID
	})
	return id
}

func photoSize(id string, width int) map[string]any {
	return map[string]any{"file_id": id, "file_unique_id": "u" + id, "width": width, "height": width * 3 / 4}
}

// Edit changes a message that the person wrote.
func (u *User) Edit(messageID int64, text string) {
	u.srv.change(func() {
		m := u.find(messageID)
		if m == nil || m.Bot {
			return
		}
		m.Text = text
		m.Edits++
		u.srv.push("edited_message", queued{raw: object("edited_message", u.srv.wire(u, m))})
		u.log(">~", text)
	})
}

// Press presses a button, on the newest message that has one with this label now.
func (u *User) Press(label string) error {
	u.srv.mu.Lock()
	for _, m := range slices.Backward(u.messages) {
		for _, row := range m.Buttons {
			if i := slices.IndexFunc(row, func(b Button) bool { return b.Label == label }); i >= 0 {
				id, data := m.ID, row[i].Data
				u.srv.mu.Unlock()
				u.PressData(id, data)
				return nil
			}
		}
	}
	u.srv.mu.Unlock()
	return fmt.Errorf("%w: %s", ErrNoButton, label)
}

// PressData sends the press of a button with this data on a message, whether or not it has one, and gives the press's id.
func (u *User) PressData(messageID int64, data string) (query string) {
	u.srv.change(func() {
		query = fmt.Sprintf("%d%06d", u.ID, len(u.srv.queries)+1)
		u.srv.queries[query] = &press{id: query, user: u, made: u.srv.o.Now()}
		w := map[string]any{"id": query, "from": u.from(), "chat_instance": "-1", "data": data}
		w["message"] = map[string]any{"message_id": messageID, "chat": u.chat(), "date": 0}
		if m := u.find(messageID); m != nil {
			w["message"] = u.srv.wire(u, m)
		}
		u.srv.push("callback_query", queued{raw: object("callback_query", w), query: query})
		u.log("> ", "["+u.label(messageID, data)+"]")
	})
	return query
}

// label gives the label of a button, else its data.
func (u *User) label(messageID int64, data string) string {
	if m := u.find(messageID); m != nil {
		for _, b := range slices.Concat(m.Buttons...) {
			if b.Data == data {
				return b.Label
			}
		}
	}
	return data
}

// Block blocks the bot.
func (u *User) Block() { u.srv.change(func() { u.setMember("member", "kicked") }) }

// Unblock lets the bot write again.
func (u *User) Unblock() { u.srv.change(func() { u.setMember("kicked", "member") }) }

func (u *User) setMember(from, to string) { u.setMemberBy(u, from, to) }

func (u *User) setMemberBy(by *User, from, to string) {
	u.started, u.refused, u.blocked = true, false, to == "kicked"
	bot := u.srv.getMe(args{}).Result
	u.srv.push("my_chat_member", queued{raw: object("my_chat_member", map[string]any{
		"chat": u.chat(), "from": by.from(), "date": u.srv.o.Now().Unix(),
		"old_chat_member": map[string]any{"user": bot, "status": from},
		"new_chat_member": map[string]any{"user": bot, "status": to, "until_date": 0},
	})})
}

// Messages gives the chat as it looks now, both sides, edits applied.
func (u *User) Messages() []Message {
	u.srv.mu.Lock()
	defer u.srv.mu.Unlock()
	all := make([]Message, len(u.messages))
	for i, m := range u.messages {
		all[i] = m.clone()
	}
	return all
}

// Notices gives the short texts with which the bot answered presses.
func (u *User) Notices() []string {
	u.srv.mu.Lock()
	defer u.srv.mu.Unlock()
	return slices.Clone(u.notices)
}

// Wait waits until the bot has shown n messages since the beginning, changed ones included, and gives all that it showed.
func (u *User) Wait(ctx context.Context, n int) ([]Message, error) {
	err := u.srv.until(ctx, func() bool { return len(u.shown) >= n })
	u.srv.mu.Lock()
	defer u.srv.mu.Unlock()
	if err != nil {
		err = fmt.Errorf("waiting for message %d of the bot to %s, %d are there: %w", n, u.Name, len(u.shown), err)
	}
	return slices.Clone(u.shown), err
}

// Next waits for the next message that the bot shows, a new or a changed one.
func (u *User) Next(ctx context.Context) (Message, error) {
	u.srv.mu.Lock()
	n := u.seen
	u.srv.mu.Unlock()
	shown, err := u.Wait(ctx, n+1)
	if err != nil {
		return Message{}, err
	}
	u.srv.mu.Lock()
	u.seen = n + 1
	u.srv.mu.Unlock()
	return shown[n], nil
}

// Unread is how many messages the bot shows that Next has not given yet.
func (u *User) Unread() int {
	u.srv.mu.Lock()
	defer u.srv.mu.Unlock()
	return len(u.shown) - u.seen
}

// speak puts a message of the person into the chat; the lock is held. Who writes to a blocked bot unblocks it by that.
func (u *User) speak(m Message) *Message {
	if u.blocked {
		u.setMember("kicked", "member")
	}
	u.started, u.refused = true, false
	m.Date = u.srv.o.Now()
	return u.add(m)
}

func (u *User) add(m Message) *Message {
	u.srv.lastID++
	m.ID = u.srv.lastID
	u.messages = append(u.messages, &m)
	return &m
}

func (u *User) find(id int64) *Message {
	i := slices.IndexFunc(u.messages, func(m *Message) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return u.messages[i]
}

func (u *User) chat() map[string]any {
	if u.group {
		return map[string]any{"id": u.ID, "type": "supergroup", "title": u.Name}
	}
	return map[string]any{"id": u.ID, "type": "private", "first_name": u.Name}
}

func (u *User) from() map[string]any {
	return map[string]any{"id": u.ID, "is_bot": false, "first_name": u.Name, "language_code": "vi"}
}

func object(name string, content any) json.RawMessage {
	data, err := json.Marshal(map[string]any{name: content})
	if err != nil {
		panic(err)
	}
	return data
}
