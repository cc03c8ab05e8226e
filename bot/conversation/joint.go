package conversation

import "danvanbot/bot/form"

// askJoint: somebody of the same unit has reported the same kind of event of the same day; is it one event? Then it
// counts once, and stays the report of both.
const askJoint = "joint"

// twin finds a report that may be of the same event as a new one.
func (t *turn) twin(s form.Submission) (form.Submission, bool) {
	if s.Kind != form.Event || s.ID != 0 {
		return form.Submission{}, false
	}
	return t.env.Reports.Alike(s)
}

func (t *turn) jointPrompt() prompt {
	other, _ := t.twin(t.submission())
	return prompt{
		text:    t.msg("joint.ask") + "\n" + t.summaryLine(other),
		options: []option{{valueSame, t.msg("button.same")}, {valueApart, t.msg("button.apart")}},
		control: t.controls(false),
	}
}

const (
	valueSame  = "same"
	valueApart = "apart"
)

func (t *turn) chooseJoint(value string) {
	t.s.Ask = nil
	s := t.submission()
	if other, ok := t.twin(s); ok && value == valueSame {
		s.Joint = other.ID
	}
	t.hand(s)
}

// part takes a report out of a joint event: it counts on its own from now on.
func (t *turn) part(code string) {
	s, ok := t.mendable(code)
	if !ok {
		return
	}
	if s.Joint == 0 {
		t.stale() // it was taken out before
		return
	}
	s.Joint, s.Reason, s.By, s.SentAt = 0, t.env.Texts.T(t.env.Lang, "reason.apart"), t.env.Person.ID, t.now
	t.act(Submit{Submission: s})
}
