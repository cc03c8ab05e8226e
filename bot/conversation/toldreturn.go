package conversation

import (
	"slices"
	"strings"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
)

// Bring tells who answers for a report that it was sent back, and gives what the chat remembers then. While nothing else
// is open there, what was sent back is asked at once; otherwise a button leads to it.
func Bring(env Env, s State, r Return, now time.Time) (State, chat.Reply) {
	t := &turn{env: env, s: s.clone(), now: now}
	t.in.Sent = now
	sub, _ := env.Reports.Submission(r.Sub)
	if t.s.Draft != nil && !t.untouchedReturn() || t.s.Ask != nil {
		text := t.returnedText(sub, r) + "\n" + t.msg("return.when_free", "code", sub.Code(env.Tree))
		return t.s, chat.Reply{Text: text, Keyboard: t.fixButton(sub, r)}
	}
	t.openReturned(r)
	t.s.V = EngineVersion
	return t.s, t.replies[0]
}

func (t *turn) fixButton(s form.Submission, r Return) chat.Keyboard {
	return rows([]chat.Button{{Label: t.fixLabel(s, r), Data: fixData(r)}})
}

// LetGo forgets an open draft that answers a return which was settled.
func LetGo(s State, r Return) State {
	s = s.clone()
	if s.Draft != nil && s.Draft.Ret == r.Entry {
		s.Draft = nil
	}
	return s
}

// SentBack confirms a return to who made it; told says to how many it was told.
func SentBack(env Env, r Return, told int) chat.Reply {
	t := &turn{env: env}
	s, _ := env.Reports.Submission(r.Sub)
	text := t.msg("return.done", "code", s.Code(env.Tree), "what", t.returnWhat(s, r.Key), "reason", r.Reason)
	if told == 0 {
		text += "\n" + t.msg("return.nobody")
	}
	return chat.Reply{Text: text, Keyboard: rows([]chat.Button{{Label: t.msg("return.take_back"), Data: takeBackData(r)}})}
}

// SettledReturn tells who sent a report back what became of it, with the difference that a correction made.
func SettledReturn(env Env, opened, settled Return, before form.Submission) chat.Reply {
	t := &turn{env: env}
	s, _ := env.Reports.Submission(opened.Sub)
	code := s.Code(env.Tree)
	r := chat.Reply{}
	switch settled.Settled {
	case Kept:
		r.Text = t.msg("return.told_kept", "code", code, "what", t.returnWhat(s, opened.Key), "reason", settled.Reason)
	case Dropped:
		r.Text = t.msg("return.told_dropped", "code", code, "reason", opened.Reason)
	case TakenBack:
		r.Text = t.msg("return.told_taken_back", "code", code, "reason", opened.Reason)
	default:
		f := t.formOf(s)
		r.Text = strings.Join(append([]string{t.msg("return.told_fixed", "code", code, "reason", opened.Reason)},
			t.difference(f, answersOf(before, f), answersOf(s, f))...), "\n")
	}
	if !s.Gone {
		r.Keyboard = rows([]chat.Button{{Label: t.msg("button.view"), Data: ViewData(s.ID)}})
	}
	return r
}

// ReturnEnded confirms the end of a return to who ended it.
func ReturnEnded(env Env, settled Return) chat.Reply {
	t := &turn{env: env}
	s, _ := env.Reports.Submission(settled.Sub)
	key := "return.taken_back"
	if settled.Settled == Kept {
		key = "return.kept"
	}
	return chat.Reply{Text: t.msg(key, "code", s.Code(env.Tree))}
}

// Answered tells whether a new version of a report answers a return: what was sent back is another now.
func Answered(env Env, r Return, before, after form.Submission) bool {
	t := &turn{env: env}
	f := t.formOf(after)
	was, is := answersOf(before, f), answersOf(after, f)
	q, ok := f.Question(r.Key)
	if !ok {
		return len(t.difference(f, was, is)) > 0
	}
	return len(t.difference(form.Form{Questions: []form.Question{q}}, was, is)) > 0
}

// ReturnsTo are the people among all to whom a returned report goes: who reported it, or took over the duties of who did,
// or the heads of its unit where there is none of these.
func ReturnsTo(env Env, s form.Submission, people []Person) []Person {
	reach := func(p Person) bool { return p.Active() && len(p.Chats) > 0 }
	if i := slices.IndexFunc(people, func(p Person) bool { return p.ID == s.Reporter && reach(p) }); i >= 0 {
		return people[i : i+1]
	}
	var heirs, heads []Person
	for _, p := range people {
		switch {
		case !reach(p):
		case p.Answers(s.Reporter):
			heirs = append(heirs, p)
		case p.Role == Head && env.Tree.Now(p.Unit) == env.Tree.Now(s.Unit):
			heads = append(heads, p)
		}
	}
	if len(heirs) > 0 {
		return heirs
	}
	return heads
}

// ReturnedAlready tells who sends back what is sent back already.
func ReturnedAlready(env Env, r Return) chat.Reply {
	t := &turn{env: env}
	s, _ := env.Reports.Submission(r.Sub)
	return chat.Reply{
		Text:     t.msg("return.already", "code", s.Code(env.Tree), "what", t.returnWhat(s, r.Key), "reason", r.Reason),
		Keyboard: rows([]chat.Button{{Label: t.msg("return.take_back"), Data: takeBackData(r)}}),
	}
}

// RemindReturns reminds somebody of what was sent back and waits, with a button for each as far as a screen has room.
func RemindReturns(env Env, open []Return) chat.Reply {
	t := &turn{env: env}
	lines := []string{t.msg("return.remind", "count", itoa(len(open)))}
	var keys []chat.Button
	for _, r := range open[:min(len(open), maxListed)] {
		s, ok := env.Reports.Submission(r.Sub)
		if !ok {
			continue
		}
		lines = append(lines, t.returnLine(s, r))
		keys = append(keys, chat.Button{Label: t.fixLabel(s, r), Data: fixData(r)})
	}
	if len(open) > maxListed {
		lines = append(lines, "…")
	}
	return chat.Reply{Text: strings.Join(append(lines, t.msg("return.remind_how")), "\n"), Keyboard: rows(keys)}
}
