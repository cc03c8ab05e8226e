package report

import (
	"fmt"
	"strings"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
)

// Odd is a page of oddities as one message.
func (w Writer) Odd(p OddPage) string {
	lines := []string{w.msg("odd.title", "unit", escape(p.Name), "period", escape(i18n.PeriodLabel(w.Lang, p.Period.Period))), ""}
	for i, o := range p.List {
		if p.Units > 1 && (i == 0 || p.List[i-1].Unit.ID != o.Unit.ID) {
			lines = append(lines, w.msg("odd.unit", "unit", escape(o.Unit.Name)))
		}
		lines = append(lines, w.oddLine(o))
	}
	if len(p.List) == 0 {
		return strings.Join(append(lines, w.msg("odd.none")), "\n")
	}
	return strings.Join(append(lines, "", w.msg("odd.note")), "\n")
}

func (w Writer) oddLine(o Oddity) string {
	name := strings.TrimSpace(o.Form.Icon + " " + shortOf(o.Form).In(w.Lang))
	line := "• "
	if o.Sub.ID != 0 {
		_, month, day := o.Sub.Day().YMD()
		line += fmt.Sprintf("<b>%s</b> · %d/%d · ", escape(o.Code), day, month)
	}
	return line + escape(name) + ": " + escape(w.OddReason(o))
}

// OddReason says in plain words what is odd, without markup.
func (w Writer) OddReason(o Oddity) string {
	switch q, _ := o.Form.Question(o.Key); o.Kind {
	case Far:
		key := "odd.far"
		if o.Sub.N > 1 && o.Key != form.KeyN {
			key = "odd.each"
		}
		return w.oddRange(key, o, q)
	case Twice:
		return w.msg("odd.twice", "codes", strings.Join(o.Others, ", "))
	case Offday:
		first := o.Sub.Days.From
		day := lowerFirst(i18n.Weekday(w.Lang, first.Weekday())) + " " + i18n.Date(w.Lang, first)
		return w.msg("odd.off_day", "choice", w.offChoice(o), "day", day)
	case Copied:
		return w.msg("odd.copied", "codes", strings.Join(o.Others, ", "))
	case Dropped:
		return w.oddRange("odd.fell", o, q)
	default:
		return w.oddRange("odd.rose", o, q)
	}
}

// oddRange tells a value and what is usual.
func (w Writer) oddRange(key string, o Oddity, q form.Question) string {
	number := func(n int64) string {
		if q.Type == form.Money {
			return w.Texts.MoneyShort(w.Lang, n)
		}
		return i18n.Number(w.Lang, n)
	}
	noun := o.Form.Noun.In(w.Lang)
	values := map[string]string{"n": number(o.N), "low": number(o.Low), "high": number(o.High)}
	switch key {
	case "odd.far":
		return w.msg("odd.far", "label", q.Label.In(w.Lang), "n", values["n"], "low", values["low"], "high", values["high"])
	case "odd.each":
		return w.msg("odd.each", "label", q.Label.In(w.Lang), "noun", noun, "n", values["n"], "low", values["low"], "high", values["high"])
	}
	if text := q.Noun.In(w.Lang); text != "" && o.Key != form.KeyN {
		noun = text
	}
	return w.msg(key, "noun", noun, "n", values["n"], "low", values["low"], "high", values["high"])
}

// offChoice is the programme that was held on another day than its name says.
func (w Writer) offChoice(o Oddity) string {
	for _, q := range o.Form.Questions {
		if c, ok := q.Choice(o.Sub.Choices[q.Key]); ok && !c.Fits(o.Sub.Days) {
			return c.Label.In(w.Lang)
		}
	}
	return ""
}
