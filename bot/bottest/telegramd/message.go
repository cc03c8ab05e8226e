package telegramd

import (
	"reflect"
	"slices"
	"time"
)

// Message is one message of a chat as the person sees it.
type Message struct {
	ID      int64
	Bot     bool       // written by the bot
	Text    string     // without markup; the caption of a file
	HTML    string     // with markup, as it was sent
	Buttons [][]Button // now below it
	File    string     // the file_id of what hangs on it
	Name    string     // the file's name
	Edits   int
	Date    time.Time
	Thread  int64 // of a group

	from *User // in a group
}

// recipient finds the chat of a call, and refuses chats that cannot be written to.
func (s *Server) recipient(method string, a args) (*User, answer) {
	if a.values["chat_id"] == "" {
		return nil, badRequest("chat_id is empty")
	}
	u := s.person(a)
	switch {
	case u == nil:
		return nil, badRequest("chat not found")
	case u.migratedTo != 0:
		return nil, answer{
			Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: u.migratedTo,
		}
	case u.group && u.blocked:
		return nil, forbidden("bot was kicked from the supergroup chat")
	case !u.started:
		return nil, forbidden("bot can't initiate conversation with a user")
	case u.blocked && u.refused:
		s.breach("%s: chat %d was written to again after 403", method, u.ID)
		fallthrough
	case u.blocked:
		u.refused = true
		return nil, forbidden("bot was blocked by the user")
	}
	return u, answer{}
}

func (s *Server) person(a args) *User {
	return s.people[a.number("chat_id", 0, -1<<62, 1<<62)]
}

func (s *Server) sendMessage(a args) answer {
	if a.values["text"] == "" {
		return badRequest("message text is empty")
	}
	text, refused := s.readText(a, "text", maxText)
	if refused.Code != 0 {
		return refused
	}
	if text == "" {
		return badRequest("text must be non-empty")
	}
	return s.post("sendmessage", a, Message{Text: text, HTML: a.values["text"]})
}

// post puts a new message of the bot into its chat.
func (s *Server) post(method string, a args, m Message) answer {
	keyboard, refused := readMarkup(a)
	if refused.Code != 0 {
		return refused
	}
	u, refused := s.recipient(method, a)
	if refused.Code != 0 {
		return refused
	}
	if refused, ok := s.limit(call{method: method, args: a}, u.ID); !ok {
		return refused
	}
	m.Bot, m.Buttons, m.Date = true, keyboard.rows, s.o.Now()
	if m.Thread = a.number("message_thread_id", 0, 0, 1<<62); m.Thread != 0 && !u.knows(m.Thread) {
		return badRequest("message thread not found")
	}
	posted := u.add(m)
	u.show(posted, "< ")
	return ok(s.wire(u, posted))
}

// target finds the bot's message that a call wants to change.
func (s *Server) target(method string, a args) (*User, *Message, answer) {
	u, refused := s.recipient(method, a)
	if refused.Code != 0 {
		return nil, nil, refused
	}
	m := u.find(a.number("message_id", 0, 0, 1<<62))
	switch {
	case m == nil:
		return nil, nil, badRequest("message to edit not found")
	case !m.Bot:
		return nil, nil, badRequest("message can't be edited")
	}
	return u, m, answer{}
}

func (s *Server) editMessageText(a args) answer {
	if a.values["text"] == "" {
		return badRequest("message text is empty")
	}
	text, refused := s.readText(a, "text", maxText)
	if refused.Code != 0 {
		return refused
	}
	if text == "" {
		return badRequest("text must be non-empty")
	}
	u, m, refused := s.target("editmessagetext", a)
	if refused.Code != 0 {
		return refused
	}
	if m.File != "" {
		return badRequest("there is no text in the message to edit")
	}
	changed := *m
	changed.Text, changed.HTML = text, a.values["text"]
	return s.edit(u, m, changed, a)
}

func (s *Server) editMessageReplyMarkup(a args) answer {
	u, m, refused := s.target("editmessagereplymarkup", a)
	if refused.Code != 0 {
		return refused
	}
	return s.edit(u, m, *m, a)
}

const textNotModified = "message is not modified: specified new message content and reply markup are exactly the same " +
	"as a current content and reply markup of the message"

// edit gives a message its new content; without a reply_markup its buttons go.
func (s *Server) edit(u *User, m *Message, changed Message, a args) answer {
	keyboard, refused := inlineOnly(a)
	if refused.Code != 0 {
		return refused
	}
	changed.Buttons = keyboard.rows
	if reflect.DeepEqual(*m, changed) {
		return badRequest(textNotModified)
	}
	changed.Edits++
	*m = changed
	u.show(m, "<~")
	return ok(s.wire(u, m))
}

// wire gives a message as the Bot API shows it.
func (s *Server) wire(u *User, m *Message) map[string]any {
	w := map[string]any{"message_id": m.ID, "date": m.Date.Unix(), "chat": u.chat()}
	w["from"] = u.from()
	if m.from != nil {
		w["from"] = m.from.from()
	}
	if m.Thread != 0 {
		w["message_thread_id"], w["is_topic_message"] = m.Thread, true
	}
	if m.Bot {
		w["from"] = s.getMe(args{}).Result
	}
	switch {
	case m.File == "":
		w["text"] = m.Text
	case m.Text != "":
		w["caption"] = m.Text
	}
	if m.Edits > 0 {
		w["edit_date"] = s.o.Now().Unix()
	}
	if len(m.Buttons) > 0 {
		w["reply_markup"] = map[string]any{"inline_keyboard": wireButtons(m.Buttons)}
	}
	if m.File != "" {
		w["document"] = map[string]any{"file_id": m.File, "file_unique_id": "u" + m.File, "file_name": m.Name}
	}
	return w
}

func wireButtons(rows [][]Button) [][]map[string]string {
	wired := make([][]map[string]string, len(rows))
	for i, row := range rows {
		for _, b := range row {
			wired[i] = append(wired[i], map[string]string{"text": b.Label, "callback_data": b.Data})
		}
	}
	return wired
}

func (m *Message) clone() Message {
	c := *m
	c.Buttons = slices.Clone(m.Buttons)
	return c
}

// knows tells whether somebody wrote in a thread of a group.
func (u *User) knows(thread int64) bool {
	return u.group && slices.ContainsFunc(u.messages, func(m *Message) bool { return m.Thread == thread })
}
