package conversation_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// BenchmarkStep answers all questions of forms of 8, 40 and 200, in turns: what a step takes, and how large the state
// becomes that is kept between two steps.
func BenchmarkStep(b *testing.B) {
	sizes := []int{8, 40, 200}
	forms, err := form.Load(longForms(sizes))
	if err != nil {
		b.Fatal(err)
	}
	tree := orgunit.Sample()
	env := conversation.Env{
		Forms: forms, Tree: tree, Texts: i18n.Default(), Words: conversation.Vocabulary(forms, tree), Calendar: period.ND09,
		Zone: time.FixedZone("+07", 7*60*60), Lang: i18n.VI, Reports: nothing{},
		Person: &conversation.Person{ID: 1, Role: conversation.Officer, Unit: tree.Communes("p-quang-ngai", orgunit.Latest)[0]},
	}
	took, largest := map[int][]float64{}, map[int]int{}
	for _, n := range sizes {
		fillIn(b, env, n, func(s conversation.State, _ time.Duration) {
			text, err := json.Marshal(s)
			if err != nil {
				b.Fatal(err)
			}
			largest[n] = max(largest[n], len(text))
		})
	}
	for b.Loop() {
		for _, n := range sizes {
			fillIn(b, env, n, func(_ conversation.State, d time.Duration) {
				took[n] = append(took[n], float64(d.Nanoseconds())/1e3)
			})
		}
	}
	for _, n := range sizes {
		slices.Sort(took[n])
		b.ReportMetric(took[n][len(took[n])/2], fmt.Sprintf("questions=%d-µs/step", n))
		b.ReportMetric(float64(largest[n]), fmt.Sprintf("questions=%d-bytes", n))
	}
	b.ReportMetric(0, "ns/op")
}

// fillIn answers all questions of a form and tells of each step what the chat remembers then and how long it took.
func fillIn(b *testing.B, env conversation.Env, questions int, step func(conversation.State, time.Duration)) {
	now := time.Date(2026, time.November, 23, 9, 0, 0, 0, env.Zone)
	var s conversation.State
	say := func(text string) {
		s = conversation.Step(env, s, chat.Update{Kind: chat.Text, Text: text, Sent: now}, now).State
	}
	say(fmt.Sprintf("/baocao Việc dài %d", questions))
	for i := range questions {
		if s.Draft == nil || s.Draft.At != fmt.Sprintf("q%d", i) {
			b.Fatalf("question %d of %d: the draft is %+v", i, questions, s.Draft)
		}
		start := time.Now()
		say("7")
		step(s, time.Since(start))
	}
}

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
