package telegramd

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// press is a button that a person pressed.
type press struct {
	id        string
	user      *User
	made      time.Time
	delivered time.Time // to the bot, the last time; zero: not yet
	answered  bool
	excused   bool // a fault swallowed the answer's answer
}

const (
	textQuery = "query is too old and response timeout expired or query ID is invalid"
	maxNotice = 200
)

func (s *Server) answerCallbackQuery(a args) answer {
	p := s.queries[a.values["callback_query_id"]]
	if p == nil {
		s.breach("answerCallbackQuery: an unknown press was answered")
		return badRequest(textQuery)
	}
	text := a.values["text"]
	if utf8.RuneCountInString(text) > maxNotice {
		s.breach("answerCallbackQuery: the text is longer than 200 characters")
		return badRequest("MESSAGE_TOO_LONG")
	}
	if p.answered {
		if !p.excused {
			s.breach("answerCallbackQuery: press %s was answered twice", p.id)
		}
		return badRequest(textQuery)
	}
	p.answered = true
	if s.o.Now().Sub(p.made) > s.o.QueryLife {
		return badRequest(textQuery)
	}
	if text != "" {
		p.user.notices = append(p.user.notices, text)
		p.user.log("<!", text)
	}
	return ok(true)
}

// unanswered gives the presses that the bot has had for too long; the lock is held.
func (s *Server) unanswered() []string {
	var late []string
	for id, p := range s.queries {
		if !p.answered && !p.delivered.IsZero() && s.o.Now().Sub(p.delivered) > s.o.AnswerIn {
			late = append(late, fmt.Sprintf("answerCallbackQuery: press %s of chat %d was never answered", id, p.user.ID))
		}
	}
	slices.SortFunc(late, strings.Compare)
	return late
}
