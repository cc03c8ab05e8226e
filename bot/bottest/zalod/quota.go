package zalod

import "time"

// usage counts the month's messages.
type usage struct {
	month   time.Time
	in, out int
	refused map[string]time.Time // when a chat's message was refused for the quota
}

// patience is how soon after a refusal for the quota the same chat must not be tried again.
const patience = time.Minute

// turnOver starts anew in a new month; the lock is held.
func (s *Server) turnOver() {
	now := s.o.Now()
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location())
	if !month.Equal(s.usage.month) {
		s.usage = usage{month: month, refused: map[string]time.Time{}}
	}
}

// spend counts a message of the bot, or refuses it.
func (s *Server) spend(chat string) answer {
	s.turnOver()
	now := s.o.Now()
	if s.usage.in+s.usage.out < s.o.Quota {
		s.usage.out++
		return answer{}
	}
	if last, again := s.usage.refused[chat]; again && now.Sub(last) < patience {
		s.breach("sendMessage: chat %s was tried again %v after the quota was used up", chat, now.Sub(last))
	}
	s.usage.refused[chat] = now
	return answer{Code: 429, Description: "Quota exceeded"}
}

// Used gives the month's messages: from people, and from the bot.
func (s *Server) Used() (in, out int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turnOver()
	return s.usage.in, s.usage.out
}
