package conversation

import (
	"strconv"
	"time"
	"unicode/utf8"

	"danvanbot/bot/chat"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// turn is one step at work.
type turn struct {
	env     Env
	s       State
	in      chat.Update
	now     time.Time
	replies []chat.Reply
	acts    []Act

	format chat.Format // the file as which the figures that are asked for go out, or one of the format… words; empty: as a text
	sought viet.Wish   // what a question for figures wants
}

// option is one button: the value it stands for and what is written on it.
type option struct{ value, label string }

// prompt is one question with its buttons.
type prompt struct {
	text    string
	options []option
	control []option // back, skip, cancel
}

func (t *turn) lang() i18n.Lang { return t.env.Person.Language(t.env.Lang) }

// msg is a text of the catalogue in the person's language. Values are escaped.
func (t *turn) msg(key string, args ...any) string {
	for i := 1; i < len(args); i += 2 {
		if s, ok := args[i].(string); ok {
			args[i] = chat.Escape(s)
		}
	}
	return t.env.Texts.T(t.lang(), key, args...)
}

// say answers with a text of the catalogue.
func (t *turn) say(key string, args ...any) { t.reply(chat.Reply{Text: t.msg(key, args...)}) }

func (t *turn) reply(r chat.Reply) { t.replies = append(t.replies, r) }

func (t *turn) act(a Act) { t.acts = append(t.acts, a) }

// show asks a prompt. Its buttons carry the prompt's number, so that a press of an older one is known.
func (t *turn) show(p prompt) {
	t.s.Seq++
	prefix := promptPrefix + strconv.Itoa(t.s.Seq) + ":"
	keyboard := append(rows(buttons(prefix, p.options)), rows(buttons(prefix, p.control))...)
	t.s.offer(keyboard)
	t.reply(chat.Reply{Text: p.text, Keyboard: keyboard, Unnumbered: t.takesNumbers()})
}

const promptPrefix = "q"

func buttons(prefix string, options []option) []chat.Button {
	list := make([]chat.Button, 0, len(options))
	for _, o := range options {
		list = append(list, chat.Button{Label: o.label, Data: prefix + o.value})
	}
	return list
}

// Offer remembers the buttons of a message that is sent outside of a step, so that their numbers can be typed.
func (s *State) Offer(k chat.Keyboard) { s.offer(k) }

func (s *State) offer(k chat.Keyboard) {
	s.Opts = nil
	for _, row := range k {
		for _, b := range row {
			s.Opts = append(s.Opts, b.Data)
		}
	}
}

// rowWidth is how many letters of buttons fit side by side on a small phone. The buttons of a row are equally wide.
const rowWidth = 36

// rows lays buttons out: as many in a row as fit, at most three.
func rows(list []chat.Button) chat.Keyboard {
	var k chat.Keyboard
	widest := 0
	for _, b := range list {
		widest = max(widest, utf8.RuneCountInString(b.Label)+2)
		n := len(k)
		if n == 0 || len(k[n-1]) == 3 || (len(k[n-1])+1)*widest > rowWidth {
			k, widest = append(k, nil), utf8.RuneCountInString(b.Label)+2
		}
		k[len(k)-1] = append(k[len(k)-1], b)
	}
	return k
}

// Rows lays buttons out as the prompts do.
func Rows(list []chat.Button) chat.Keyboard { return rows(list) }

// today is the day on which the person wrote.
func (t *turn) today() period.Date { return period.DateOf(t.in.Sent.In(t.env.Zone)) }

// unitName is a unit's name as police unit on a day.
func (t *turn) unitName(u orgunit.ID, on period.Date) string { return t.env.Tree.PoliceName(u, on) }

// atoi reads a small number of digits only; -1 for anything else.
func atoi(s string) int {
	if s == "" {
		return 0
	}
	n, err := strconv.ParseUint(s, 10, 31)
	if err != nil {
		return -1
	}
	return int(n)
}

func itoa(n int) string { return strconv.Itoa(n) }
