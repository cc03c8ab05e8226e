package bench

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/fxamacker/cbor/v2"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// stepSizes are the questions of the forms that Steps fills in.
var stepSizes = []int{8, 40, 200}

// Steps answers all questions of forms of several sizes: what a step takes, and how large the state becomes that is kept
// between two steps.
type Steps struct {
	notes

	env conversation.Env
}

// NewSteps makes the forms.
func NewSteps() (*Steps, error) {
	forms, err := form.Load(longForms(stepSizes))
	if err != nil {
		return nil, err
	}
	tree := orgunit.Sample()
	return &Steps{env: conversation.Env{
		Forms: forms, Tree: tree, Texts: i18n.Default(), Words: conversation.Vocabulary(forms, tree), Calendar: period.ND09,
		Zone: zone, Lang: i18n.VI, Reports: nothing{},
		Person: &conversation.Person{ID: 1, Role: conversation.Officer, Unit: tree.Communes(Province, orgunit.Latest)[0]},
	}}, nil
}

// stepForms is how often a round fills each form in.
const stepForms = 5

// Round fills in all forms.
func (s *Steps) Round(context.Context) error {
	for _, n := range stepSizes {
		var took []float64
		largest := 0
		for range stepForms {
			err := s.fillIn(n, func(state conversation.State, d time.Duration) error {
				took = append(took, float64(d.Nanoseconds())/1e3)
				value, err := cbor.Marshal(state)
				largest = max(largest, len(value))
				return err
			})
			if err != nil {
				return err
			}
		}
		s.add(fmt.Sprintf("step_%d", n), "µs", Quantile(took, 0.5))
		s.add(fmt.Sprintf("state_%d", n), "B", float64(largest))
	}
	return nil
}

// fillIn answers all questions of a form and tells of each step what the chat remembers then and how long it took.
func (s *Steps) fillIn(questions int, step func(conversation.State, time.Duration) error) error {
	now := time.Date(2026, time.November, 23, 9, 0, 0, 0, zone)
	var state conversation.State
	say := func(text string) {
		state = conversation.Step(s.env, state, chat.Update{Kind: chat.Text, Text: text, Sent: now}, now).State
	}
	say(fmt.Sprintf("/baocao Việc dài %d", questions))
	for i := range questions {
		if state.Draft == nil || state.Draft.At != fmt.Sprintf("q%d", i) {
			return fmt.Errorf("question %d of %d: the draft is %+v", i, questions, state.Draft)
		}
		start := time.Now()
		say("7")
		if err := step(state, time.Since(start)); err != nil {
			return err
		}
	}
	return nil
}

// Close has nothing to do.
func (s *Steps) Close() error { return nil }

// longForms is a catalogue with a form of each size.
func longForms(sizes []int) []byte {
	var forms []string
	for _, n := range sizes {
		questions := []string{`{"key": "unit", "type": "unit", "required": true, "label": {"vi": "Đơn vị"}, "ask": {"vi": "Đơn vị nào?"}}`}
		for i := range n {
			questions = append(questions, fmt.Sprintf(
				`{"key": "q%d", "type": "integer", "label": {"vi": "Số thứ %d"}, "ask": {"vi": "Số thứ %d là bao nhiêu?"}, "noun": {"vi": "việc"}}`, i, i, i))
		}
		questions = append(questions, `{"key": "date", "type": "days", "label": {"vi": "Ngày"}, "ask": {"vi": "Ngày nào?"}}`)
		forms = append(forms, fmt.Sprintf(`{"id": "dai_%d", "kind": "count", "label": {"vi": "Việc dài %d"}, "questions": [%s]}`,
			n, n, strings.Join(questions, ",")))
	}
	return []byte(`{"version": 1, "forms": [` + strings.Join(forms, ",") + `]}`)
}

// nothing is a store without reports.
type nothing struct{}

func (nothing) Submission(uint64) (form.Submission, bool)              { return form.Submission{}, false }
func (nothing) Recent(uint64, int) []form.Submission                   { return nil }
func (nothing) Alike(form.Submission) (form.Submission, bool)          { return form.Submission{}, false }
func (nothing) Within(orgunit.ID, period.Range, int) []form.Submission { return nil }
