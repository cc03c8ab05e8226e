package conversation

import (
	"maps"

	"danvanbot/bot/form"
)

// send finishes the card: a new report at once, a correction with its reason.
func (t *turn) send() {
	d := t.s.Draft
	switch {
	case !t.complete():
		t.next() // the card is weeks old
		return
	case d.Sub == 0:
		t.finish("")
		return
	case d.Ret != 0:
		t.finishReturned()
		return
	case len(t.changed()) == 0:
		t.say("mend.nothing")
		d.At = atEdit
	default:
		d.At = atReason
	}
	t.again()
}

// The reasons that are offered for a correction or a withdrawal; any other is typed.
var reasons = []string{"typo", "more", "twice", "wrong"}

func (t *turn) reasonPrompt() prompt {
	p := prompt{text: t.msg("mend.reason"), control: t.controls(false)}
	for _, r := range reasons[:2] {
		p.options = append(p.options, option{r, t.msg("reason." + r)})
	}
	return p
}

// reasonText is the text of a reason's button, in Vietnamese whatever the person's language: it is kept.
func (t *turn) reasonText(value string) string {
	for _, r := range reasons {
		if r == value {
			return t.env.Texts.T(t.env.Lang, "reason."+r)
		}
	}
	return value
}

// finish hands the submission over; the receipt comes from who stores it.
func (t *turn) finish(reason string) {
	if t.s.Draft.Sub != 0 && !t.mendsNewest() {
		return
	}
	s := t.submission()
	s.Reason = reason
	if _, ok := t.twin(s); ok {
		t.ask(askJoint, "")
		return
	}
	t.hand(s)
}

// hand gives the submission to who stores it, and goes on.
func (t *turn) hand(s form.Submission) {
	t.act(Submit{Submission: s})
	t.s.Album = "" // what comes of it later is asked about
	t.close()
}

// submission makes the submission that the draft says. Answers to questions that are no longer relevant are left out.
func (t *turn) submission() form.Submission {
	d, f := t.s.Draft, t.form()
	s := form.Submission{ID: d.Sub, Form: d.Form, Kind: f.Kind, Reporter: t.env.Person.ID, SentAt: t.now, Source: d.Source}
	if old, ok := t.env.Reports.Submission(d.Sub); d.Sub != 0 && ok {
		s = old // what this form does not ask any more is kept
		s.By, s.SentAt = t.env.Person.ID, t.now
		s.Values, s.Choices, s.Texts = maps.Clone(old.Values), maps.Clone(old.Choices), maps.Clone(old.Texts)
	}
	for _, q := range f.Questions {
		if a, ok := d.Answers.Get(q.Key); ok && relevant(q.Relevant, d.Answers) {
			fill(&s, q, a)
		}
	}
	if s.Kind == form.Event && s.N == 0 {
		s.N = 1
	}
	return s
}

// fill puts one answer where it belongs.
func fill(s *form.Submission, q form.Question, a Answer) {
	switch {
	case q.Key == form.KeyN:
		s.N, s.NHedge = a.N, a.Hedge
	case q.Type == form.Days && a.Days != nil:
		s.Days = *a.Days
	case q.Type == form.Unit:
		s.Unit = a.Unit
	case q.Type == form.Photos:
		s.Photos = a.Photos
	case q.Type == form.Choose || q.Type == form.YesNo:
		put(&s.Choices, q.Key, a.Text, !a.Skipped)
	case q.Type == form.Words:
		put(&s.Texts, q.Key, a.Text, !a.Skipped)
	default:
		put(&s.Values, q.Key, form.Value{N: a.N, Hedge: a.Hedge}, !a.Skipped)
	}
}

func put[V any](m *map[string]V, key string, v V, keep bool) {
	if !keep {
		delete(*m, key)
		return
	}
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}

// answersOf turns a submission back into the answers of its form.
func answersOf(s form.Submission, f form.Form) Answers {
	days := s.Days
	answers := map[string]Answer{form.KeyUnit: {Unit: s.Unit}, form.KeyDays: {Days: &days, Sure: true}}
	if s.Kind == form.Event {
		answers[form.KeyN] = Answer{N: s.N, Hedge: s.NHedge, Sure: true}
	}
	for key, v := range s.Values {
		answers[key] = Answer{N: v.N, Hedge: v.Hedge, Sure: true}
	}
	for key, c := range s.Choices {
		answers[key] = Answer{Text: c}
	}
	for key, text := range s.Texts {
		answers[key] = Answer{Text: text}
	}
	if len(s.Photos) > 0 {
		answers[form.KeyPhotos] = Answer{Photos: s.Photos}
	}
	for _, q := range f.Questions {
		if _, ok := answers[q.Key]; !ok {
			answers[q.Key] = Answer{Skipped: true}
		}
	}
	return AnswersOf(answers)
}
