package web

import (
	"slices"
	"strconv"
	"time"

	"golang.org/x/time/rate"

	"danvanbot/bot/chat"
)

const (
	maxMessages = 200 // kept of one chat
	maxNotices  = 20
	postRate    = 5 // a second, over a longer time
	postBurst   = 40
)

// message is one bubble. Of a person's it holds what was typed, of the bot's the markup of chat.Reply.
type message struct {
	ID      string     `json:"id"`
	Order   int64      `json:"order"` // its place; stays when the message is replaced
	Mine    bool       `json:"mine,omitempty"`
	Text    string     `json:"text"`
	Buttons [][]button `json:"buttons,omitempty"`
	Pressed string     `json:"pressed,omitempty"` // data of the button pressed last
	Photos  int        `json:"photos,omitempty"`
	ReplyTo string     `json:"replyTo,omitempty"`

	File *attachment `json:"file,omitempty"`
	At   time.Time   `json:"at"`

	changed int64 // 0 until it is first shown
	pending bool  // being committed: holds its place before the replies, but is not shown yet
}

type button struct {
	Label string `json:"label"`
	Data  string `json:"data"`
}

// notice answers a press; it is shown for a moment and then gone.
type notice struct {
	Query string `json:"query"`
	Text  string `json:"text"`
	order int64
}

// batch is what a browser gets at once: everything that changed since it heard last.
type batch struct {
	Messages []message `json:"messages,omitempty"`
	Notices  []notice  `json:"notices,omitempty"`
	last     int64
}

// room is the memory of one chat. The hub's lock guards it.
type room struct {
	number   *int64
	messages []*message
	notices  []notice
	tabs     map[*tab]bool
	posts    *rate.Limiter
	opened   bool // the bot knows that somebody looks at it
	used     int64
}

func newRoom(number *int64) *room {
	return &room{number: number, tabs: map[*tab]bool{}, posts: rate.NewLimiter(postRate, postBurst)}
}

func (r *room) next() int64 { *r.number++; return *r.number }

func (r *room) find(id string, mine bool) *message {
	for _, m := range slices.Backward(r.messages) {
		if m.ID == id && m.Mine == mine {
			return m
		}
	}
	return nil
}

func (r *room) add(m *message) {
	m.Order = r.next()
	r.messages = append(r.messages, m)
	r.messages = r.messages[max(0, len(r.messages)-maxMessages):]
}

func (r *room) wake() {
	for t := range r.tabs {
		select {
		case t.wake <- struct{}{}:
		default:
		}
	}
}

// expect keeps the place of a message that is being committed; the same one again keeps the place it has.
func (r *room) expect(m message) {
	if r.find(m.ID, true) == nil {
		m.pending = true
		r.add(&m)
	}
}

// confirm shows a message that was committed. Of two posts of it that crossed, the other may have given up its place.
func (r *room) confirm(m message) {
	r.expect(m)
	if kept := r.find(m.ID, true); kept.pending {
		kept.pending, kept.changed = false, r.next()
		r.wake()
	}
}

// forget gives up the place of a message that was not committed.
func (r *room) forget(id string) {
	r.messages = slices.DeleteFunc(r.messages, func(m *message) bool { return m.ID == id && m.Mine && m.pending })
}

func (r *room) press(id, data string) {
	if m := r.find(id, false); m != nil {
		m.Pressed, m.changed = data, r.next()
		r.wake()
	}
}

// show adds a reply, or puts it in the place of the one that it replaces, and returns its id.
func (r *room) show(epoch string, reply chat.Reply, at time.Time) string {
	m := r.find(reply.Edit, false)
	if m == nil {
		m = &message{ID: reply.Edit, At: at}
		r.add(m)
		if m.ID == "" {
			m.ID = epoch + "-" + strconv.FormatInt(m.Order, 36)
		}
	}
	m.Text, m.Buttons, m.Pressed, m.changed = reply.Text, buttons(reply.Keyboard), "", r.next()
	r.wake()
	return m.ID
}

func (r *room) notify(query, text string) {
	if text == "" {
		return
	}
	r.notices = append(r.notices, notice{Query: query, Text: text, order: r.next()})
	r.notices = r.notices[max(0, len(r.notices)-maxNotices):]
	r.wake()
}

// since collects what changed after a number. A browser that comes new, with 0, gets no old notices.
func (r *room) since(after int64) batch {
	b := batch{last: *r.number}
	for _, m := range r.messages {
		if m.changed > after {
			b.Messages = append(b.Messages, *m)
		}
	}
	for _, n := range r.notices {
		if after > 0 && n.order > after {
			b.Notices = append(b.Notices, n)
		}
	}
	return b
}

func buttons(k chat.Keyboard) [][]button {
	var rows [][]button
	for _, row := range k {
		var out []button
		for _, b := range row {
			out = append(out, button(b))
		}
		rows = append(rows, out)
	}
	return rows
}
