package conversation

import (
	"strconv"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
)

// askReturn: what is sent back, and why. Arg: see returnAsked.
const askReturn = "return"

// keyWhole stands for the whole report among the keys of its questions.
const keyWhole = "@all"

// The reasons that are offered for sending a report back; any other is typed.
var returnReasons = []string{"check", "typo", "twice"}

// returnAsked is a return that is being asked about; while Key is empty, what is sent back is to be chosen.
type returnAsked struct {
	sub     uint64
	version int
	key     string
}

// String is what an Ask keeps.
func (r returnAsked) String() string {
	return strings.Join([]string{strconv.FormatUint(r.sub, 10), itoa(r.version), r.key}, "|")
}

// parseReturn reads what String wrote.
func parseReturn(arg string) returnAsked {
	p := append(strings.SplitN(arg, "|", 3), "", "", "")
	id, _ := form.ParseCode(p[0])
	return returnAsked{sub: id, version: atoi(p[1]), key: p[2]}
}

// sendBack answers "/tralai": the list; "/tralai BY-0142": what was sent back to the person is opened, and what the
// person may send back is asked about; "/tralai BY-0142 người dự: 2.850?" sends back at once.
func (t *turn) sendBack(rest string) {
	if rest == "" {
		t.listReturns()
		return
	}
	code, why, _ := strings.Cut(rest, " ")
	s, ok := t.found(code)
	if !ok {
		return
	}
	if r, mine := t.returnedToMe(s); mine && why == "" {
		t.openReturned(r)
		return
	}
	t.askReturn(s, strings.TrimSpace(why))
}

// askReturn begins a return; with a reason it may be all that is needed.
func (t *turn) askReturn(s form.Submission, why string) {
	if !t.mayReturn(s) {
		return
	}
	asked := returnAsked{sub: s.ID, version: s.Version}
	if why == "" {
		t.ask(askReturn, asked.String())
		return
	}
	asked.key = keyWhole
	if key, rest, ok := matchPrefix(t.returnLines(s), why); ok {
		asked.key, why = key, strings.TrimLeft(rest, ": ")
	}
	t.s.Ask = &Ask{What: askReturn, Arg: asked.String()}
	if why == "" {
		t.again()
		return
	}
	t.doReturn(why)
}

// mayReturn tells whether a report can be sent back by the person, and says why not.
func (t *turn) mayReturn(s form.Submission) bool {
	code := s.Code(t.env.Tree)
	switch {
	case s.Gone:
		t.say("return.gone", "code", code)
	case t.env.Person.Answers(s.Reporter):
		t.say("return.own", "code", code)
	case !t.env.Person.MayReturn(t.env.Tree, s):
		t.say("return.not_you", "code", code)
	default:
		return true
	}
	return false
}

// returnLines are the lines of a report that can be sent back.
func (t *turn) returnLines(s form.Submission) []option {
	f := t.formOf(s)
	answers := answersOf(s, f)
	var list []option
	for _, q := range cardOrder(f) {
		if a := answers.Of(q.Key); !a.Skipped && (t.known(s) && s.Kind != form.Zero) {
			list = append(list, option{q.Key, t.label(f, q)})
		}
	}
	return list
}

func (t *turn) returnPrompt() prompt {
	asked := parseReturn(t.s.Ask.Arg)
	s, _ := t.env.Reports.Submission(asked.sub)
	f := t.formOf(s)
	p := prompt{control: []option{{wordCancel, t.msg("button.cancel")}}}
	if asked.key == "" {
		p.text = t.msg("return.which", "code", s.Code(t.env.Tree)) + "\n" + t.card(f, answersOf(s, f))
		p.options = append(t.returnLines(s), option{keyWhole, t.msg("return.whole")})
		return p
	}
	p.text = t.msg("return.why", "what", t.returnWhat(s, asked.key), "code", s.Code(t.env.Tree))
	for _, r := range returnReasons {
		p.options = append(p.options, option{r, t.msg("return.reason_" + r)})
	}
	return p
}

// returnWhat names what is sent back: "Người dự: 2.850".
func (t *turn) returnWhat(s form.Submission, key string) string {
	f := t.formOf(s)
	q, ok := f.Question(key)
	if !ok {
		return t.msg("return.whole")
	}
	return t.label(f, q) + ": " + t.printed(q, answersOf(s, f))
}

// chooseReturn takes what is sent back, or one of the reasons that are offered.
func (t *turn) chooseReturn(value string) {
	asked := parseReturn(t.s.Ask.Arg)
	if asked.key != "" {
		t.doReturn(t.env.Texts.T(t.env.Lang, "return.reason_"+value))
		return
	}
	asked.key = value
	t.ask(askReturn, asked.String())
}

// answerReturn takes a typed reason; while a line is to be chosen, "người dự: 2.850?" is both.
func (t *turn) answerReturn(text string) {
	asked := parseReturn(t.s.Ask.Arg)
	s, ok := t.env.Reports.Submission(asked.sub)
	switch {
	case !ok:
		t.s.Ask = nil
		t.stale()
	case asked.key != "":
		t.doReturn(text)
	default:
		t.askReturn(s, text)
	}
}

// doReturn sends back, if the report is still what it was when the person saw it.
func (t *turn) doReturn(reason string) {
	asked := parseReturn(t.s.Ask.Arg)
	t.s.Ask = nil
	s, ok := t.env.Reports.Submission(asked.sub)
	switch {
	case !ok:
		t.stale()
		return
	case !t.mayReturn(s):
		return
	case s.Version != asked.version:
		t.say("return.changed", "code", s.Code(t.env.Tree))
		t.ask(askReturn, returnAsked{sub: s.ID, version: s.Version}.String())
		return
	}
	if asked.key == keyWhole {
		asked.key = ""
	}
	t.act(SendBack{Return: Return{Sub: s.ID, Version: s.Version, Key: asked.key, Reason: shorten(reason), By: t.env.Person.ID}})
}

// shorten makes one line of a reason, as long as a note may be.
func shorten(text string) string {
	letters := []rune(strings.Join(strings.Fields(text), " "))
	return string(letters[:min(len(letters), maxWords)])
}

// maxListed is how many returns a list shows of each kind: one screen.
const maxListed = 8

// listReturns shows what was sent back to the person, and what the person sent back.
func (t *turn) listReturns() {
	if t.onlyReturn() {
		t.again() // all that the list would say
		return
	}
	if t.untouchedReturn() {
		t.s.Draft = nil // a number of the list is no answer to it
	}
	var mine, theirs []string
	var keys []chat.Button
	for _, r := range t.returns(0) {
		s, ok := t.env.Reports.Submission(r.Sub)
		switch {
		case !ok:
		case r.By == t.env.Person.ID:
			if len(theirs) < maxListed {
				theirs = append(theirs, t.returnLine(s, r))
				keys = append(keys, chat.Button{Label: t.msg("return.take_back_n", "code", s.Code(t.env.Tree)), Data: takeBackData(r)})
			}
		case t.env.Person.MayMend(t.env.Tree, s) && len(mine) < maxListed:
			mine = append(mine, t.returnLine(s, r))
			keys = append(keys, chat.Button{Label: t.fixLabel(s, r), Data: fixData(r)})
		}
	}
	if len(keys) == 0 {
		t.say("return.none")
		if t.env.Person.Role.AtLeast(Head) {
			t.say("return.example")
		}
		return
	}
	var lines []string
	if len(mine) > 0 {
		lines = append(append(lines, t.msg("return.to_me")), mine...)
	}
	if len(theirs) > 0 {
		lines = append(append(lines, t.msg("return.by_me")), theirs...)
	}
	t.offered(chat.Reply{Text: strings.Join(lines, "\n"), Keyboard: rows(keys)})
}

// onlyReturn tells whether the open draft answers the one return that would be listed.
func (t *turn) onlyReturn() bool {
	r, _, ok := t.draftReturn()
	for _, o := range t.returns(0) {
		if !ok || o.Entry == r.Entry {
			continue
		}
		s, known := t.env.Reports.Submission(o.Sub)
		if known && (o.By == t.env.Person.ID || t.env.Person.MayMend(t.env.Tree, s)) {
			return false
		}
	}
	return ok
}

// returnLine is one return: "BY-0139 · 22/11 · Người dự: 2.850 · «Có đúng không?»".
func (t *turn) returnLine(s form.Submission, r Return) string {
	return t.msg("return.line", "code", s.Code(t.env.Tree), "unit", t.env.Tree.Name(s.Unit, s.Day()), "day", shortDay(s.Day()),
		"what", t.returnWhat(s, r.Key), "reason", r.Reason)
}
