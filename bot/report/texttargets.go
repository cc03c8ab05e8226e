package report

import (
	"strconv"
	"strings"

	"danvanbot/bot/i18n"
)

// Targets are goals and what was reached of them, as one message.
func (w Writer) Targets(name string, p Period, lines []Target) string {
	var body []string
	for _, t := range lines {
		body = append(body, w.Target(t))
	}
	if len(body) == 0 {
		body = append(body, w.msg("target.none"))
	}
	return "🎯 <b>" + escape(name) + "</b>\n" + escape(i18n.PeriodLabel(w.Lang, p.Period)) + "\n\n" + strings.Join(body, "\n")
}

// Target is one goal in a line or two: "📚 Tuyên truyền: 25/40 buổi ▓▓▓░░ 62 %".
func (w Writer) Target(t Target) string {
	done := Figure{Money: t.Money, N: t.Done, Hedge: t.Hedge}
	of := "/"
	switch {
	case t.Money:
		of = " / "
	case t.Goal == 0:
		done.Noun = t.Noun
	}
	text := strings.TrimSpace(t.Icon+" "+escape(t.Label.In(w.Lang))) + ": " + w.figure(done)
	if t.Goal > 0 {
		text += of + w.targetAmount(t, t.Goal) + " " + Bar(t.Share()) + " " + w.percent(t.Share())
	}
	if t.BelowUnits > 0 {
		text += "\n   " + w.msg("target.below", "n", t.BelowUnits, "goal", w.targetAmount(t, t.Below))
	}
	return text
}

// targetAmount is a number of what a goal counts, with its noun.
func (w Writer) targetAmount(t Target, n int64) string {
	return w.figure(Figure{Money: t.Money, N: n, Noun: t.Noun})
}

func (w Writer) percent(share int) string {
	text := strconv.Itoa(share) + " %"
	if w.Lang == i18n.EN {
		text = strconv.Itoa(share) + "%"
	}
	if share >= whole {
		text += " ✅"
	}
	return text
}

// whole is a hundred percent.
const whole = 100

// barCells is how long a progress bar is: it fits beside the figures on a phone.
const barCells = 5

// Bar draws a share in percent: ▓▓▓░░. What is not nothing shows, and the bar is full at a hundred only.
func Bar(share int) string {
	full := max(0, min(share*barCells/whole, barCells))
	if share > 0 && full == 0 {
		full = 1
	}
	return strings.Repeat("▓", full) + strings.Repeat("░", barCells-full)
}
