package conversation

import (
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
)

// mineLimit is how many of the own reports are listed: one screen.
const mineLimit = 8

// mine lists the newest own reports.
func (t *turn) mine() {
	list := t.env.Reports.Recent(t.env.Person.ID, mineLimit)
	if len(list) == 0 {
		t.say("own.none")
		return
	}
	lines := []string{t.msg("own.title")}
	var keys []chat.Button
	for _, s := range list {
		lines = append(lines, t.summaryLine(s))
		keys = append(keys, chat.Button{Label: s.Code(t.env.Tree), Data: ViewData(s.ID)})
	}
	t.offered(chat.Reply{Text: strings.Join(lines, "\n"), Keyboard: rows(keys)})
}

// offered replies with buttons that work for ever, and lets their numbers be typed while no prompt is open.
func (t *turn) offered(r chat.Reply) {
	if t.s.Draft == nil && t.s.Ask == nil {
		t.s.offer(r.Keyboard)
	}
	t.reply(r)
}

// summaryLine is one report in one line: "BY-0142 · 22/11 · Tuyên truyền · 85 lượt người".
func (t *turn) summaryLine(s form.Submission) string {
	f := t.formOf(s)
	day := shortDay(s.Day())
	if s.Days.From != s.Days.To {
		day = shortDay(s.Days.From) + " – " + day
	}
	parts := []string{"<b>" + s.Code(t.env.Tree) + "</b>", day, chat.Escape(t.shortLabel(f))}
	for _, q := range f.Questions {
		if v, ok := s.Values[q.Key]; ok {
			parts = append(parts, chat.Escape(t.value(q, Answer{N: v.N, Hedge: v.Hedge})))
			break
		}
	}
	if s.Gone {
		return "🗑 <s>" + strings.Join(parts, " · ") + "</s>"
	}
	return strings.Join(parts, " · ")
}

// formOf is the form of a submission. One that the catalogue lost is made up from what the submission holds.
func (t *turn) formOf(s form.Submission) form.Form {
	if f, ok := t.env.Forms.Form(s.Form); ok {
		return f
	}
	f := form.Orphan(s)
	if s.Kind == form.Zero {
		f.Label = i18n.Text{t.lang(): t.msg("zero.label")}
	}
	return f
}

// found reads a submission that a person named; what one may not see is not there.
func (t *turn) found(code string) (form.Submission, bool) {
	id, ok := form.ParseCode(code)
	if !ok {
		t.say("own.which")
		t.mine()
		return form.Submission{}, false
	}
	s, ok := t.env.Reports.Submission(id)
	if !ok || !t.env.Person.MayRead(t.env.Tree, s) || !codeFits(code, s.Code(t.env.Tree)) {
		key := "own.unknown"
		if t.env.Person.Role.AtLeast(Head) {
			key = "own.unknown_unit"
		}
		t.say(key, "code", code)
		return form.Submission{}, false
	}
	return s, true
}

// codeFits tells whether a typed code does not contradict the submission's: its initials may be left out, not be others.
func codeFits(typed, code string) bool {
	prefix := strings.TrimRight(strings.ToUpper(strings.TrimSpace(typed)), "0123456789")
	prefix = strings.Trim(prefix, "- ")
	return prefix == "" || strings.HasPrefix(code, prefix+"-")
}

// view shows one report.
func (t *turn) view(code string) {
	s, ok := t.found(code)
	if !ok {
		return
	}
	f := t.formOf(s)
	head := t.msg("own.head", "code", s.Code(t.env.Tree), "version", itoa(s.Version))
	if s.Gone {
		head = t.msg("own.gone", "code", s.Code(t.env.Tree))
	}
	text := head + "\n" + t.card(f, answersOf(s, f))
	if s.Reason != "" {
		text += "\n" + t.line(t.msg("own.reason"), s.Reason)
	}
	if s.Joint != 0 {
		text += "\n" + t.msg("joint.counted", "code", t.codeOf(s.Joint))
	}
	var keys []chat.Button
	if !s.Gone && s.Joint != 0 && t.env.Person.MayMend(t.env.Tree, s) {
		keys = append(keys, chat.Button{Label: t.msg("button.part"), Data: verbData(verbPart, s.ID)})
	}
	if !s.Gone && s.Kind != form.Zero && t.env.Person.MayMend(t.env.Tree, s) {
		keys = append(keys, chat.Button{Label: t.msg("button.edit"), Data: verbData(verbMend, s.ID)})
	}
	if !s.Gone && t.env.Person.MayMend(t.env.Tree, s) {
		keys = append(keys, chat.Button{Label: t.msg("button.withdraw"), Data: verbData(verbWithdraw, s.ID)})
	}
	if len(s.Photos) > 0 {
		keys = append(keys, chat.Button{Label: t.msg("button.photos"), Data: verbData(verbPhotos, s.ID)})
	}
	if _, button, ok := t.registerOffer(s); ok && button.Data != "" {
		keys = append(keys, button)
	}
	if !s.Gone && t.env.Person.MayReturn(t.env.Tree, s) {
		keys = append(keys, chat.Button{Label: t.msg("button.return"), Data: verbData(verbReturn, s.ID)})
	}
	t.offered(chat.Reply{Text: text + t.openReturnLines(s), Keyboard: rows(keys)})
}

// openReturnLines tells for what a report was sent back.
func (t *turn) openReturnLines(s form.Submission) string {
	var text strings.Builder
	for _, r := range t.returns(s.ID) {
		text.WriteString("\n" + t.msg("return.open", "what", t.returnWhat(s, r.Key), "reason", r.Reason))
	}
	return text.String()
}

// codeOf is the code of a submission.
func (t *turn) codeOf(id uint64) string {
	s, _ := t.env.Reports.Submission(id)
	return s.Code(t.env.Tree)
}

// mend opens a report to be corrected: what is not touched stays as it is.
func (t *turn) mend(code string) {
	s, ok := t.mendable(code)
	if !ok {
		return
	}
	if s.Kind == form.Zero {
		t.say("mend.zero")
		return
	}
	if !t.known(s) {
		t.say("mend.no_form", "code", s.Code(t.env.Tree))
		return
	}
	if t.s.Draft != nil && !t.untouchedReturn() {
		t.say("mend.busy")
		t.again()
		return
	}
	t.openMend(s)
	t.again()
}

// known tells whether the catalogue still has the form of a submission.
func (t *turn) known(s form.Submission) bool {
	_, ok := t.env.Forms.Form(s.Form)
	return ok
}

// mendable reads a submission that the person may change.
func (t *turn) mendable(code string) (form.Submission, bool) {
	s, ok := t.found(code)
	if !ok {
		return s, false
	}
	if s.Gone {
		t.say("mend.gone", "code", s.Code(t.env.Tree))
		return s, false
	}
	if !t.env.Person.MayMend(t.env.Tree, s) {
		t.say("mend.not_you", "code", s.Code(t.env.Tree))
		return s, false
	}
	return s, true
}

// changes shows what a correction changes: "Người dự: 85 → 95".
func (t *turn) changes() string {
	old, _ := t.env.Reports.Submission(t.s.Draft.Sub)
	lines := append([]string{t.msg("mend.title", "code", old.Code(t.env.Tree))}, t.changed()...)
	if len(lines) == 1 {
		lines = append(lines, t.msg("mend.nothing"))
	}
	return strings.Join(lines, "\n")
}

// changed are the lines of a correction that differ from the report.
func (t *turn) changed() []string {
	d, f := t.s.Draft, t.form()
	old, _ := t.env.Reports.Submission(d.Sub)
	return t.difference(f, answersOf(old, f), d.Answers)
}

// difference lists the lines in which two sets of answers differ.
func (t *turn) difference(f form.Form, before, after Answers) []string {
	var lines []string
	for _, q := range f.Questions {
		if was, is := t.printed(q, before), t.printed(q, after); was != is {
			lines = append(lines, chat.Escape(t.label(f, q))+": "+chat.Escape(was)+" → <b>"+chat.Escape(is)+"</b>")
		}
	}
	return lines
}

// shownDay is the day as of which the names on a card are shown: the report's own.
func (t *turn) shownDay(answers Answers) period.Date {
	if a := answers.Of(form.KeyDays); a.Days != nil {
		return a.Days.To
	}
	return t.today()
}

// Card is what a report says, line by line, as view shows it.
func Card(env Env, s form.Submission) string {
	t := &turn{env: env}
	f := t.formOf(s)
	return t.card(f, answersOf(s, f))
}
