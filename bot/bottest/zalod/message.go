package zalod

import (
	"strings"
	"time"
	"unicode/utf16"
)

// Message is one message of a chat as the person sees it.
type Message struct {
	ID   string
	Bot  bool // written by the bot
	Text string
	Date time.Time
}

const maxText = 2000

// sendMessage takes plain text only: neither parse_mode nor text_styles is known to this fake.
func (s *Server) sendMessage(a args) answer {
	text, _ := a.text("text")
	u, refused := s.recipient("sendMessage", a)
	switch {
	case refused.Code != 0:
		return refused
	case text == "":
		return badRequest("The text must not be empty")
	case len(utf16.Encode([]rune(text))) > maxText: // the strictest reading of "characters"
		return badRequest("The text must be between 1 and 2000 characters")
	}
	return s.post(u, text)
}

// sendPhoto takes the address of a picture; it cannot be uploaded.
func (s *Server) sendPhoto(a args) answer {
	address, _ := a.text("photo")
	caption, _ := a.text("caption")
	u, refused := s.recipient("sendPhoto", a)
	switch {
	case refused.Code != 0:
		return refused
	case !strings.HasPrefix(address, "http"):
		return badRequest("The photo is invalid")
	case len(utf16.Encode([]rune(caption))) > maxText:
		return badRequest("The caption must be between 1 and 2000 characters")
	}
	return s.post(u, strings.TrimSpace("(ảnh) "+caption))
}

// post puts a message of the bot into a chat.
func (s *Server) post(u *User, text string) answer {
	if refused := s.spend(u.ID); refused.Code != 0 {
		return refused
	}
	m := u.add(Message{Bot: true, Text: text})
	u.shown = append(u.shown, m)
	u.log("< ", text)
	return ok(map[string]any{"message_id": m.ID, "date": m.Date.UnixMilli()})
}

func (s *Server) sendChatAction(a args) answer {
	if _, refused := s.recipient("sendChatAction", a); refused.Code != 0 {
		return refused
	}
	if action, _ := a.text("action"); action != "typing" {
		s.breach("sendChatAction: %s is not typing", a["action"])
		return badRequest("The action is invalid")
	}
	return ok(true)
}

// recipient finds the chat of a call, which must have written before.
func (s *Server) recipient(method string, a args) (*User, answer) {
	id, isText := a.text("chat_id")
	if !isText && a["chat_id"] != nil {
		s.breach("%s: chat_id %s is not a string", method, a["chat_id"])
	}
	if id == "" {
		return nil, badRequest("The chat_id must not be empty")
	}
	u := s.people[id]
	if u == nil || !u.started {
		return nil, badRequest("The chat_id is invalid")
	}
	return u, answer{}
}
