package conversation_test

import (
	"strings"
	"testing"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
)

// maxQuestions is how many questions a common form may ask before its card.
const maxQuestions = 5

// reporter is who may report a form: the officer of a unit of the form's level.
func reporter(f form.Form) conversation.Person {
	p := officer()
	if f.Level == orgunit.Province {
		p.Unit = province()
	}
	return p
}

// TestEveryFormByButtons: every form is complete with buttons and, where a number is asked, the number.
func TestEveryFormByButtons(t *testing.T) {
	t.Parallel()
	complete(t, func(k *talk) {
		q, _ := open(k)
		if q.Counts() || q.Type == form.Words {
			k.say(sayable(q))
			return
		}
		k.press(k.state.Opts[0])
	})
}

// TestEveryFormByText: every form is complete with typed words alone, so that a platform without buttons will do.
func TestEveryFormByText(t *testing.T) {
	t.Parallel()
	complete(t, func(k *talk) {
		q, _ := open(k)
		k.say(sayable(q))
	})
}

// open is the question that a draft is at.
func open(k *talk) (form.Question, bool) {
	f, _ := k.env.Forms.Form(k.state.Draft.Form)
	return f.Question(k.state.Draft.At)
}

// sayable is something to type as the answer to a question.
func sayable(q form.Question) string {
	switch q.Type {
	case form.Integer, form.Money:
		return "12"
	case form.Days:
		return "hôm qua"
	case form.Choose:
		return strings.ToUpper(q.Choices[0].Label.In("vi"))
	case form.Unit:
		return "Bờ Y"
	case form.YesNo:
		return "có"
	case form.Words:
		return "nhà văn hóa"
	case form.Photos:
		return "bỏ qua"
	}
	return ""
}

// complete answers every form of the catalogue until it is submitted.
func complete(t *testing.T, answer func(*talk)) {
	t.Helper()
	for _, f := range form.Default().Forms {
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			k := newTalk(reporter(f))
			if !f.ValidOn(today(k)) {
				t.Skip("not reported any more")
			}
			k.play(t, "/baocao "+f.Label.In("vi"))
			asked := 0
			for ; k.state.Draft != nil && k.state.Draft.At != "@card" && asked < 20; asked++ {
				if strings.HasPrefix(k.state.Draft.At, "?") { // such as the weekday of a programme
					k.say("đúng")
					asked--
					continue
				}
				answer(k)
				hold(t, k)
			}
			k.say("đúng")
			s, ok := k.reports.Submission(1)
			if !ok || s.Form != f.ID || k.state.Draft != nil {
				t.Fatalf("got report %+v and draft %+v, want a report of the form", s, k.state.Draft)
			}
			if f.Common && asked > maxQuestions {
				t.Errorf("got %d questions, want at most %d", asked, maxQuestions)
			}
		})
	}
}
