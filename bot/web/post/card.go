package post

import (
	"strings"

	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// card is what one form adds up to.
type card struct {
	Label, Icon string
	Until       string // of a stock: as of when
	Main        figure
	Others      []figure
	Spark       *spark
}

// figure is one total as it is shown.
type figure struct {
	Measure, URL string
	Text, Noun   string
	Value        int64
	Hidden       bool
	Change       string // ▲6
	Change2      string // the same in words
	Up, Down     bool
	Marks        string
}

func (v visit) card(s *Server, l report.Line, compared bool, sparks sparks) card {
	c := card{Label: l.Short.In(v.Lang), Icon: l.Icon}
	if l.AsOf != nil {
		c.Until = v.of("report.until", "day", i18n.Date(v.Lang, *l.AsOf))
	}
	_, known := s.Forms.Form(l.Form)
	for i, f := range l.Figures {
		m := rollup.MeasureOf(l.Form, f.Key)
		out := v.figure(f, compared && i == 0)
		if out.Measure = string(m); known {
			out.URL = v.traceURL(m)
		}
		if i == 0 {
			c.Main, c.Spark = out, sparks.of(m, f)
		} else if f.N != 0 || f.Hidden != "" {
			c.Others = append(c.Others, out)
		}
	}
	return c
}

func (a ask) traceURL(m rollup.Measure) string {
	a.offset = 0
	return a.url("/nguon", keyMeasure, string(m))
}

func (v visit) figure(f report.Figure, compared bool) figure {
	out := figure{Text: v.shown(f), Noun: noun(f, v.Lang), Value: f.N, Hidden: f.Hidden != ""}
	change := f.N - f.Before
	switch {
	case !compared || f.Hidden != "" || f.Alone:
	case change > 0:
		out.Up, out.Change = true, "▲ "+v.amount(report.Figure{Money: f.Money, N: change})
		out.Change2 = v.Say("rose", "n", v.amount(report.Figure{Money: f.Money, N: change}))
	case change < 0:
		out.Down, out.Change = true, "▼ "+v.amount(report.Figure{Money: f.Money, N: -change})
		out.Change2 = v.Say("fell", "n", v.amount(report.Figure{Money: f.Money, N: -change}))
	default:
		out.Change, out.Change2 = "=", v.Say("same")
	}
	if f.Carried > 0 {
		out.Marks = bare(v.of("report.carried", "n", f.Carried))
	}
	if f.Stale > 0 {
		out.Marks = strings.TrimPrefix(out.Marks+"; "+bare(v.of("report.stale", "n", f.Stale)), "; ")
	}
	return out
}

// shown is a figure's number with how sure it is, or the words for one that is not told.
func (v visit) shown(f report.Figure) string {
	switch {
	case f.Hidden != "":
		return v.of("report.hidden_" + f.Hidden)
	case f.Hedge != "":
		return v.of("hedge."+f.Hedge) + " " + v.amount(f)
	default:
		return v.amount(f)
	}
}

func (v visit) amount(f report.Figure) string {
	if f.Money {
		return v.texts.MoneyShort(v.Lang, f.N)
	}
	return v.number(f.N)
}

// noun is what a figure counts; an amount of money says it itself.
func noun(f report.Figure, l i18n.Lang) string {
	if f.Money {
		return ""
	}
	return f.Noun.In(l)
}
