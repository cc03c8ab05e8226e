package conversation_test

import (
	"strings"
	"testing"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
)

// commander sees all and reported nothing.
func commander() conversation.Person {
	return conversation.Person{ID: 5, Role: conversation.Commander, Unit: province(), Since: morning}
}

// withReport is a talk about the report that somebody else made.
func withReport(p conversation.Person) *talk {
	k := newTalk(p)
	k.reports.keep(form.Submission{
		Form: "tuyen_truyen", Kind: form.Event, Unit: boY(), Days: (today(k) - 1).Day(), N: 1, Reporter: 1,
		Values: map[string]form.Value{"luot_nguoi": {N: 2850}}, Choices: map[string]string{"topic": "atgt"},
	})
	return k
}

// TestReturnOfWhatChanged: what was corrected while the reason was written is shown anew, and not sent back unseen.
func TestReturnOfWhatChanged(t *testing.T) {
	t.Parallel()
	k := withReport(commander())
	k.play(t, "/tralai 1 người dự")
	s, _ := k.reports.Submission(1)
	s.Values = map[string]form.Value{"luot_nguoi": {N: 285}}
	k.reports.keep(s)
	k.play(t, "2.850 người?")
	if len(k.last.Acts) != 0 || !strings.Contains(k.text(), "vừa được sửa") || !strings.Contains(k.text(), "285") {
		t.Errorf("got acts %v and %q, want that it was corrected", k.last.Acts, k.text())
	}
	k.play(t, "Người dự", "285 mà?")
	if len(k.reports.open) != 1 || k.reports.open[0].Version != 2 || k.reports.open[0].Key != "luot_nguoi" {
		t.Errorf("got %+v, want version 2 sent back", k.reports.open)
	}
}

// TestForgedReturns: the buttons of returns do nothing for whom they were not made.
func TestForgedReturns(t *testing.T) {
	t.Parallel()
	other, outside := officer(), commander()
	other.ID = 2
	outside.Unit = sample().Tree.Find("xã Sa Thầy", today(newTalk(other)))[0].ID
	open := conversation.Return{Entry: 100, Sub: 1, Version: 1, Key: "luot_nguoi", Reason: "?", By: 9}
	tests := map[string]struct {
		who  conversation.Person
		data string
		want string
	}{
		"an officer sends back":                {other, "back:1", "Không thấy báo cáo"},
		"the reporter sends back":              {officer(), "back:1 người dự ?", "báo cáo của đồng chí"},
		"another officer opens it":             {other, "fix:1.100", "đã xong"},
		"a commander opens it":                 {commander(), "fix:1.100", "do người khác báo"},
		"the commander of another unit":        {outside, "take:1.100", "đã xong"},
		"the officer takes back":               {officer(), "take:1.100", "do người khác trả lại"},
		"a return that is not of this report":  {officer(), "fix:1.101", "đã xong"},
		"data that is none":                    {officer(), "fix:x", "đã xong"},
		"a return of a report that is not any": {commander(), "take:77.100", "đã xong"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := withReport(test.who)
			k.reports.open = []conversation.Return{open}
			got := k.press(test.data)
			if len(got.Acts) != 0 || k.state.Draft != nil || !strings.Contains(k.text(), test.want) {
				t.Errorf("got acts %v, draft %+v and %q, want %q", got.Acts, k.state.Draft, k.text(), test.want)
			}
		})
	}
}

// TestBring: a chat in which something is open is not disturbed; otherwise what was sent back is asked at once.
func TestBring(t *testing.T) {
	t.Parallel()
	k := withReport(officer())
	r := conversation.Return{Entry: 100, Sub: 1, Version: 1, Key: "luot_nguoi", Reason: "2.850?", By: 5}
	k.reports.open = []conversation.Return{r}
	idle, reply := conversation.Bring(k.env, conversation.State{}, r, k.now)
	if idle.Draft == nil || idle.Draft.At != "luot_nguoi" || !strings.Contains(reply.Text, "2.850?") {
		t.Errorf("got %+v and %q, want the question open", idle.Draft, reply.Text)
	}
	k.play(t, "/baocao")
	busy, reply := conversation.Bring(k.env, k.state, r, k.now)
	if busy.Draft.Sub != 0 || len(reply.Keyboard) != 1 {
		t.Errorf("got %+v and %v, want the draft as it was and a button", busy.Draft, reply.Keyboard)
	}
	k.state = idle
	k.step(chat.Update{Kind: chat.Text, Text: "285"})
	if s, _ := k.reports.Submission(1); s.Values["luot_nguoi"].N != 285 || s.Reason != "2.850?" || k.state.Draft != nil {
		t.Errorf("got %+v, want 285 people at once, with the reason of the return", s)
	}
}
