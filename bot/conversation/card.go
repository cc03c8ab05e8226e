package conversation

import (
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/viet"
)

// What can be done with a finished card.
const (
	valueSend = "send"
	valueEdit = "edit"
	valueMore = "more"
)

// cardPrompt shows every value, and asks whether it is right.
func (t *turn) cardPrompt() prompt {
	d := t.s.Draft
	p := prompt{text: t.msg("card.title") + "\n" + t.card(t.form(), d.Answers)}
	if len(d.Unread) > 0 {
		p.text += "\n" + t.msg("card.unread", "what", strings.Join(d.Unread, ", "))
	}
	if d.Sub != 0 {
		p.text = t.changes()
	}
	p.options = t.cardOptions()
	p.control = []option{{wordCancel, t.msg("button.cancel")}}
	return p
}

func (t *turn) cardOptions() []option {
	send := "button.send"
	if t.s.Draft.Sub != 0 {
		send = "button.mend"
	}
	options := []option{{valueSend, t.msg(send)}, {valueEdit, t.msg("button.edit")}}
	if t.hasMore() {
		options = append(options, option{valueMore, t.msg("button.more")})
	}
	return options
}

// card prints the lines of a report: what, who, when, how many, and then what else was answered.
func (t *turn) card(f form.Form, answers Answers) string {
	lines := []string{t.line(t.msg("card.form"), t.title(f, answers))}
	for _, q := range cardOrder(f) {
		if a, ok := answers.Get(q.Key); ok && !a.Skipped && !inTitle(q) {
			lines = append(lines, t.line(t.label(f, q), t.printed(q, answers)+t.assumed(a)))
		} else if q.Key == form.KeyN {
			lines = append(lines, t.line(t.label(f, q), "1"))
		}
	}
	return strings.Join(lines, "\n")
}

// assumed marks what the bot filled in itself.
func (t *turn) assumed(a Answer) string {
	if !a.Assumed {
		return ""
	}
	return " " + t.msg("card.assumed")
}

// sharedKeys are the questions that nearly every form has, in the order in which a card shows them.
var sharedKeys = [...]string{form.KeyUnit, form.KeyDays, form.KeyN}

// cardOrder puts the questions that every form shares before the others.
func cardOrder(f form.Form) []form.Question {
	list := make([]form.Question, 0, len(f.Questions))
	for _, key := range sharedKeys {
		if q, ok := f.Question(key); ok {
			list = append(list, q)
		}
	}
	for _, q := range f.Questions {
		if !slices.Contains(sharedKeys[:], q.Key) {
			list = append(list, q)
		}
	}
	return list
}

func (t *turn) line(label, value string) string {
	return chat.Escape(label) + ": <b>" + chat.Escape(value) + "</b>"
}

// title is the form's name with its first choice: "Tuyên truyền pháp luật · an toàn giao thông".
func (t *turn) title(f form.Form, answers Answers) string {
	parts := []string{strings.TrimSpace(f.Icon + " " + f.Label.In(t.lang()))}
	for _, q := range f.Questions {
		if a := answers.Of(q.Key); inTitle(q) && a.Text != "" {
			parts = append(parts, t.choiceLabel(q, a.Text))
		}
	}
	return strings.Join(parts, " · ")
}

func inTitle(q form.Question) bool { return q.Type == form.Choose }

// label is a question's name; the number of events is named by what the form counts: "Số buổi".
func (t *turn) label(f form.Form, q form.Question) string {
	if q.Key == form.KeyN {
		return t.msg("card.n", "noun", f.Noun.In(t.lang()))
	}
	return q.Label.In(t.lang())
}

// printed is an answer as it is shown back.
func (t *turn) printed(q form.Question, answers Answers) string {
	a := answers.Of(q.Key)
	switch {
	case a.Skipped:
		return t.msg("card.none")
	case q.Type == form.Days && a.Days != nil:
		return t.days(*a.Days)
	case q.Type == form.Unit:
		return t.unitName(a.Unit, t.shownDay(answers))
	case q.Type == form.Choose || q.Type == form.YesNo:
		return t.choiceLabel(q, a.Text)
	case q.Type == form.Photos:
		if t.in.Album != "" {
			return t.msg("photos.some") // the others of the album are on their way
		}
		return itoa(len(a.Photos))
	case q.Type == form.Words:
		return a.Text
	default:
		q.Noun = nil // the label says it
		return t.value(q, a)
	}
}

// hasMore tells whether there are details that were not given.
func (t *turn) hasMore() bool {
	return slices.ContainsFunc(t.form().Questions, t.isMore)
}

func (t *turn) isMore(q form.Question) bool {
	a, ok := t.s.Draft.Answers.Get(q.Key)
	return (!ok || a.Skipped) && q.Key != form.KeyUnit && q.Key != form.KeyN && relevant(q.Relevant, t.s.Draft.Answers)
}

// linesPrompt offers the lines of the card to change, or the details to add.
func (t *turn) linesPrompt() prompt {
	d, key := t.s.Draft, "card.which"
	if d.At == atMore {
		key = "card.which_more"
	}
	return prompt{text: t.msg(key), options: t.lines(d.At == atMore), control: t.controls(false)}
}

// lines are the questions that have no answer (more), or those that have one.
func (t *turn) lines(more bool) []option {
	var list []option
	for _, q := range t.form().Questions {
		if !relevant(q.Relevant, t.s.Draft.Answers) || t.isMore(q) != more {
			continue
		}
		list = append(list, option{q.Key, t.label(t.form(), q)})
	}
	return list
}

func (t *turn) chooseCard(value string) {
	switch value {
	case valueSend:
		t.send()
	case valueEdit:
		t.s.Draft.At = atEdit
		t.again()
	case valueMore:
		t.s.Draft.At = atMore
		t.again()
	default:
		t.stale()
	}
}

// edit opens one line of the card.
func (t *turn) edit(key string) {
	q, ok := t.form().Question(key)
	if !ok {
		t.stale()
		return
	}
	d := t.s.Draft
	if a, done := d.Answers.Get(key); done && a.Sure {
		a.Sure = false
		d.put(key, a)
	}
	d.At, d.Edit = q.Key, true
	t.again()
}

// answerCard takes what is typed on an open card: yes, no, or a line with or without its new value.
func (t *turn) answerCard(text string) {
	if value := cardWord(text); value != "" {
		t.chooseCard(value)
		return
	}
	key, rest, ok := lineNamed(t.allLines(), trimVerb(text))
	switch {
	case ok && (rest == "" || !t.anotherReport(text)):
		t.editTo(key, rest)
	case t.amend(text):
		t.next()
	case len(t.read(text)) > 0:
		t.say("draft.busy", "what", t.draftTitle())
		t.again()
	default:
		t.say("card.help", "example", t.cardExample(text))
		t.again()
	}
}

// cardExample is a line that can be typed, of what is not told yet if that is a number: the person was perhaps about to tell it.
func (t *turn) cardExample(typed string) string {
	f := t.form()
	i := slices.IndexFunc(f.Questions, func(q form.Question) bool { return q.Type == form.Integer && t.isMore(q) })
	if i < 0 {
		return t.msg("card.example")
	}
	n := "45"
	if _, err := strconv.ParseUint(typed, 10, 16); err == nil {
		n = typed
	}
	return strings.ToLower(t.label(f, f.Questions[i])) + " " + n
}

// lineNamed is matchPrefix for the lines of a card. Before a number a part of a name is enough, if it is of one line alone,
// and "số" may stand before it: "số suất 20" is about "Suất quà".
func lineNamed(lines []option, text string) (key, rest string, ok bool) {
	if key, rest, ok = matchPrefix(lines, text); ok {
		return key, rest, true
	}
	words := strings.Fields(text)
	if len(words) > 0 && labelKey(words[0]) == "so" {
		words = words[1:]
	}
	for n := len(words) - 1; n > 0; n-- {
		rest = strings.Join(words[n:], " ")
		part := " " + labelKeys(words[:n]) + " "
		named := slices.DeleteFunc(slices.Clone(lines), func(l option) bool { return !contains(" "+labelKey(l.label)+" ", part) })
		if _, number := viet.Number(rest); number && len(named) == 1 {
			return named[0].value, rest, true
		}
	}
	return "", "", false
}

// cardWord is the button that a typed word stands for.
func cardWord(text string) string {
	switch key := labelKey(text); {
	case isYes(text):
		return valueSend
	case isNo(text), key == "sua", key == "edit", key == "sai":
		return valueEdit
	case key == "them", key == "chi tiet", key == "them chi tiet":
		return valueMore
	default:
		return ""
	}
}

// editTo opens a line, or changes it at once to what was typed behind its name.
func (t *turn) editTo(key, rest string) {
	if rest == "" {
		t.edit(key)
		return
	}
	t.s.Draft.At, t.s.Draft.Edit = key, true
	t.answerDraft(rest)
}

// trimVerb drops "sửa" from "sửa ngày".
func trimVerb(text string) string {
	if verb, rest, ok := strings.Cut(text, " "); ok && (labelKey(verb) == "sua" || labelKey(verb) == "them") {
		return rest
	}
	return text
}
