package telegramd

import "strings"

// Transcript gives a chat as text, in the order in which it happened. "> " is the person, "< " the bot, ">~" and "<~"
// are changes of earlier messages, "<!" is the notice that answers a press; buttons are [labels], a row on each line.
func (s *Server) Transcript(u *User) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(u.lines, "\n")
}

// log adds to the transcript; the lock is held. Each line of a text gets the mark.
func (u *User) log(mark, text string) {
	u.lines = append(u.lines, strings.TrimRight(mark+strings.ReplaceAll(text, "\n", "\n"+mark), " "))
}

// show notes a message that the bot sent or changed.
func (u *User) show(m *Message, mark string) {
	u.shown = append(u.shown, m.clone())
	text := m.Text
	if m.File != "" {
		text = strings.TrimSpace("(" + m.Name + ") " + text)
	}
	for _, row := range m.Buttons {
		var labels []string
		for _, b := range row {
			labels = append(labels, "["+b.Label+"]")
		}
		text += "\n" + strings.Join(labels, " ")
	}
	u.log(mark, text)
}
