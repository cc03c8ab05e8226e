package conversation

import (
	"slices"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// ZeroForm is the form's id of declarations that nothing happened in a period.
const ZeroForm = "khong_co"

// zero declares that there was nothing to report in a period: typed with the command, or chosen.
func (t *turn) zero(rest string) {
	if len(t.env.Tree.Children(t.env.Person.Unit, t.today())) > 0 {
		t.say("zero.not_you")
		return
	}
	if rest == "" {
		t.ask(askZero, "")
		return
	}
	t.s.Ask = &Ask{What: askZero}
	t.zeroPeriod(rest)
}

func (t *turn) zeroPeriod(text string) {
	p, rest, ok := viet.Period(text, t.today(), t.env.Calendar)
	if !ok || rest != "" {
		t.say("zero.example")
		t.again()
		return
	}
	t.zeroCode(p.Code())
}

func (t *turn) zeroPrompt() prompt {
	if p, ok := t.zeroChosen(); ok {
		return prompt{
			text:    t.msg("zero.confirm", "unit", t.unitName(t.env.Person.Unit, t.today()), "period", i18n.PeriodLabel(t.lang(), p)),
			options: []option{{valueSend, t.msg("button.yes_zero")}},
			control: []option{{wordCancel, t.msg("button.cancel")}},
		}
	}
	month := period.MonthOf(t.env.Calendar, t.today())
	return prompt{
		text: t.msg("zero.ask"),
		options: []option{
			{month.Code(), t.shortMonth(month)},
			{month.Prev().Code(), t.shortMonth(month.Prev())},
		},
		control: []option{{wordCancel, t.msg("button.cancel")}},
	}
}

// shortMonth fits on a button: "Tháng 12 (15/11 – 14/12)".
func (t *turn) shortMonth(p period.Period) string {
	return t.msg("zero.month", "month", itoa(p.Index), "days", shortDay(p.Range.From)+" – "+shortDay(p.Range.To))
}

func (t *turn) zeroChosen() (period.Period, bool) {
	if t.s.Ask.Arg == "" {
		return period.Period{}, false
	}
	p, err := period.ParseCode(t.s.Ask.Arg, t.env.Calendar)
	return p, err == nil
}

func (t *turn) chooseZero(value string) {
	p, chosen := t.zeroChosen()
	if value != valueSend || !chosen {
		t.zeroCode(value)
		return
	}
	if t.contradicted(p) {
		return
	}
	t.s.Ask = nil
	t.act(Submit{Submission: form.Submission{
		Form: ZeroForm, Kind: form.Zero, Unit: t.env.Person.Unit, Days: p.Range, Reporter: t.env.Person.ID, SentAt: t.now,
	}})
}

// pressZero takes the period of a reminder's button.
func (t *turn) pressZero(code string) {
	if len(t.env.Tree.Children(t.env.Person.Unit, t.today())) > 0 {
		t.say("zero.not_you")
		return
	}
	t.s.Ask = &Ask{What: askZero}
	t.zeroCode(code)
}

// zeroCode takes a period from a button; one that has not begun cannot be declared.
func (t *turn) zeroCode(code string) {
	p, err := period.ParseCode(strings.TrimSpace(code), t.env.Calendar)
	switch {
	case err != nil:
		t.stale()
	case p.Range.From < period.Dawn:
		t.say("day.impossible")
		t.s.Ask.Arg = ""
		t.again()
	case p.Range.From > t.today():
		t.say("zero.future")
		t.s.Ask.Arg = ""
		t.again()
	case !t.contradicted(p):
		t.ask(askZero, p.Code())
	}
}

// answerZero takes a typed period, or the yes.
func (t *turn) answerZero(text string) {
	if _, chosen := t.zeroChosen(); chosen && isYes(text) {
		t.chooseZero(valueSend)
		return
	}
	t.zeroPeriod(text)
}

// maxContradicting is how many reports of a period are looked at for one that contradicts a zero.
const maxContradicting = 50

// contradicted tells whether the period holds reports already, or was declared before, and says so.
func (t *turn) contradicted(p period.Period) bool {
	found := t.env.Reports.Within(t.env.Person.Unit, p.Range, maxContradicting)
	if i := slices.IndexFunc(found, func(s form.Submission) bool { return s.Kind != form.Zero && s.Kind != form.Stock }); i >= 0 {
		t.s.Ask = nil
		t.say("zero.has", "unit", t.unitName(t.env.Person.Unit, t.today()))
		t.reply(chat.Reply{Text: t.summaryLine(found[i])})
		return true
	}
	if i := slices.IndexFunc(found, func(s form.Submission) bool { return s.Kind == form.Zero && s.Days == p.Range }); i >= 0 {
		t.s.Ask = nil
		t.say("zero.again", "code", found[i].Code(t.env.Tree))
		return true
	}
	return false
}
