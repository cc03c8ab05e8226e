package zalod

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// User is a person who writes to the bot.
type User struct {
	ID   string
	Name string

	srv      *Server
	started  bool // has written, so that the bot may write
	messages []Message
	shown    []Message // what the bot wrote
	seen     int       // how many of them Next gave
	lines    []string  // of the transcript
}

// User gives the person with this id, a new one if need be. Real ids are 20 hex digits.
func (s *Server) User(id, name string) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.people[id] == nil {
		s.people[id] = &User{ID: id, Name: name, srv: s}
	}
	return s.people[id]
}

// Send writes a message, and gives its id.
func (u *User) Send(text string) string {
	return u.write("text", text, map[string]any{"text": text})
}

// Photo sends a picture.
func (u *User) Photo(caption string) string {
	return u.write("image", strings.TrimSpace("(ảnh) "+caption), map[string]any{
		"photo_url": fmt.Sprintf("%s/photo/%s-%d.jpg", u.srv.URL(), u.ID, len(u.messages)), "caption": caption, "message_type": "CHAT_PHOTO",
	})
}

// Sticker sends a sticker.
func (u *User) Sticker() string {
	return u.write("sticker", "(nhãn dán)", map[string]any{"sticker": "0e078a2e5d6bb435ed7a", "url": "https://zalo-api.zadn.vn/s.png"})
}

// Voice sends a voice message.
func (u *User) Voice() string {
	return u.write("voice", "(tin thoại)", map[string]any{"voice_url": "https://voice.zadn.vn/v.aac"})
}

// Unsupported sends something of which the platform passes no content on, such as a file.
func (u *User) Unsupported() string {
	return u.write("unsupported", "(tệp)", map[string]any{})
}

// SendInGroup writes a message that mentions the bot in a group chat.
func (u *User) SendInGroup(group, text string) string {
	return u.write("text", text, map[string]any{"text": text, "chat": map[string]any{"id": group, "chat_type": "GROUP"}})
}

// write puts a message of the person into the chat and queues its event.
func (u *User) write(event, shown string, content map[string]any) (id string) {
	u.srv.change(func() {
		u.started = true
		u.srv.turnOver()
		u.srv.usage.in++
		m := u.add(Message{Text: shown})
		w := map[string]any{
			"from": map[string]any{"id": u.ID, "display_name": u.Name, "is_bot": false},
			"chat": map[string]any{"id": u.ID, "chat_type": "PRIVATE"}, "message_id": m.ID, "date": m.Date.UnixMilli(),
		}
		maps.Copy(w, content)
		data, err := json.Marshal(map[string]any{"event_name": "message." + event + ".received", "message": w})
		if err != nil {
			panic(err)
		}
		u.srv.pending = append(u.srv.pending, data)
		u.log("> ", shown)
		id = m.ID
	})
	return id
}

// Messages gives the chat, both sides.
func (u *User) Messages() []Message {
	u.srv.mu.Lock()
	defer u.srv.mu.Unlock()
	return slices.Clone(u.messages)
}

// Wait waits until the bot has written n messages since the beginning, and gives all that it wrote.
func (u *User) Wait(ctx context.Context, n int) ([]Message, error) {
	err := u.srv.until(ctx, func() bool { return len(u.shown) >= n })
	u.srv.mu.Lock()
	defer u.srv.mu.Unlock()
	if err != nil {
		err = fmt.Errorf("waiting for message %d of the bot to %s, %d are there: %w", n, u.Name, len(u.shown), err)
	}
	return slices.Clone(u.shown), err
}

// Next waits for the next message of the bot.
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

// Unread is how many messages of the bot Next has not given yet.
func (u *User) Unread() int {
	u.srv.mu.Lock()
	defer u.srv.mu.Unlock()
	return len(u.shown) - u.seen
}

// add appends a message; the lock is held.
func (u *User) add(m Message) Message {
	u.srv.lastID++
	m.ID, m.Date = fmt.Sprintf("%020x", 0x2d758cb5e2220000+u.srv.lastID), u.srv.o.Now()
	u.messages = append(u.messages, m)
	return m
}

// log adds to the transcript; the lock is held. Each line of a text gets the mark.
func (u *User) log(mark, text string) {
	u.lines = append(u.lines, strings.TrimRight(mark+strings.ReplaceAll(text, "\n", "\n"+mark), " "))
}

// Transcript gives a chat as text, in the order in which it happened: "> " is the person, "< " the bot.
func (s *Server) Transcript(u *User) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(u.lines, "\n")
}
