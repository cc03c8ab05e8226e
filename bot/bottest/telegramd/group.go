package telegramd

import (
	"strings"
	"unicode/utf16"
)

// Group is a group chat. A bot in it gets commands and what mentions it, and nothing else: its privacy mode is on.
type Group struct{ *User }

// Group gives the group with this id, a negative number; a new one is made by somebody who adds the bot.
func (s *Server) Group(id int64, title string, by *User) Group {
	s.mu.Lock()
	g, known := s.people[id]
	if !known {
		g = &User{ID: id, Name: title, srv: s, group: true}
		s.people[id] = g
	}
	s.mu.Unlock()
	if !known {
		s.change(func() { g.setMemberBy(by, "left", "member") })
	}
	return Group{g}
}

// Say writes a message into the group, and gives its id.
func (g Group) Say(from *User, text string) (id int64) { return g.SayIn(0, from, text) }

// SayIn writes a message into a thread of the group.
func (g Group) SayIn(thread int64, from *User, text string) (id int64) {
	g.srv.change(func() {
		m := g.add(Message{Text: text, Date: g.srv.o.Now(), from: from, Thread: thread})
		id = m.ID
		g.log("> ", from.Name+": "+text)
		command := strings.HasPrefix(text, "/")
		if g.blocked || !command && !strings.Contains(text, "@"+g.srv.o.Username) {
			return
		}
		w := g.srv.wire(g.User, m)
		if command {
			name, _, _ := strings.Cut(text, " ")
			w["entities"] = []any{map[string]any{"type": "bot_command", "offset": 0, "length": len(utf16.Encode([]rune(name)))}}
		}
		g.srv.push("message", queued{raw: object("message", w)})
	})
	return id
}

// Remove takes the bot out of the group.
func (g Group) Remove(by *User) { g.srv.change(func() { g.setMemberBy(by, "member", "kicked") }) }

// Migrate makes the group a supergroup with another id. What is sent to the old one is refused with the new one.
func (g Group) Migrate(to int64, by *User) (after Group) {
	g.srv.change(func() {
		g.migratedTo = to
		m := g.add(Message{Date: g.srv.o.Now(), from: by})
		w := g.srv.wire(g.User, m)
		delete(w, "text")
		w["migrate_to_chat_id"] = to
		g.srv.people[to] = &User{ID: to, Name: g.Name, srv: g.srv, group: true, started: true}
		after = Group{g.srv.people[to]}
		g.srv.push("message", queued{raw: object("message", w)})
	})
	return after
}
