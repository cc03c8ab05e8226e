package conversation

import (
	"strconv"
	"strings"

	"danvanbot/bot/form"
)

// withdraw takes a report back in two steps: why, and then a yes, since a withdrawn report does not come back.
func (t *turn) withdraw(code string) {
	if s, ok := t.mendable(code); ok {
		t.ask(askWithdraw, strconv.FormatUint(s.ID, 10))
	}
}

// toWithdraw is the report of the open Ask, and the reason if it was given.
func (t *turn) toWithdraw() (s form.Submission, reason string) {
	number, reason, _ := strings.Cut(t.s.Ask.Arg, "\n")
	id, _ := form.ParseCode(number)
	s, _ = t.env.Reports.Submission(id)
	return s, reason
}

func (t *turn) withdrawPrompt() prompt {
	s, reason := t.toWithdraw()
	p := prompt{control: []option{{wordCancel, t.msg("button.keep")}}}
	if reason != "" {
		p.text = t.msg("withdraw.sure", "code", s.Code(t.env.Tree), "reason", reason)
		p.options = []option{{valueSend, t.msg("button.withdraw")}}
		return p
	}
	p.text = t.msg("withdraw.ask", "code", s.Code(t.env.Tree)) + "\n" + t.summaryLine(s)
	for _, r := range reasons[2:] {
		p.options = append(p.options, option{r, t.msg("reason." + r)})
	}
	return p
}

// answerWithdraw takes the reason, typed or chosen, or the yes.
func (t *turn) answerWithdraw(value string) {
	s, reason := t.toWithdraw()
	switch {
	case reason == "":
		t.ask(askWithdraw, strconv.FormatUint(s.ID, 10)+"\n"+t.reasonText(strings.Join(strings.Fields(value), " ")))
	case value == valueSend || isYes(value):
		t.doWithdraw(strconv.FormatUint(s.ID, 10), reason)
	default:
		t.again()
	}
}

func (t *turn) doWithdraw(code, reason string) {
	s, ok := t.mendable(code)
	t.s.Ask = nil
	if !ok {
		return
	}
	if d := t.s.Draft; d != nil && d.Sub == s.ID {
		t.close()
	}
	s.Gone, s.Reason, s.By, s.SentAt = true, reason, t.env.Person.ID, t.now
	t.act(Submit{Submission: s})
}
