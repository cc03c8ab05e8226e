package report

import (
	"strconv"
	"strings"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/rollup"
)

// Where tells which units a figure is made of, as one message.
func (w Writer) Where(t Trace) string {
	lines := []string{"🔎 " + w.traced(t), ""}
	for _, u := range t.Units {
		lines = append(lines, w.unitFigure(t, u))
	}
	return w.page(t, append(lines, w.check(t)), len(t.Units), "report.page")
}

// Sources tells the submissions that a figure is made of, as one message.
func (w Writer) Sources(t Trace) string {
	lines := []string{"🔎 " + w.traced(t), ""}
	switch {
	case t.TooMany > 0:
		return w.page(t, append(lines, w.msg("trace.too_many", "n", i18n.Number(w.Lang, int64(t.TooMany)))), 0, "")
	case t.Closed:
		return w.page(t, append(lines, w.msg("trace.closed")), 0, "")
	}
	for _, l := range t.Sources {
		lines = append(lines, w.source(t, l))
	}
	if t.Others > 0 {
		lines = append(lines, w.msg("trace.others", "n", t.Others, "figure", w.of(t, t.Theirs)))
	}
	return w.page(t, append(lines, w.check(t)), len(t.Sources), "trace.page")
}

// Rank tells the units with the most or the least of a figure, as one message.
func (w Writer) Rank(t Trace, least bool) string {
	key := "trace.most"
	if least {
		key = "trace.least"
	}
	lines := []string{w.msg(key, "n", len(t.Units), "form", strings.TrimSpace(t.Icon+" "+escape(t.Label.In(w.Lang)))), ""}
	for i, u := range t.Units {
		lines = append(lines, i18n.Number(w.Lang, int64(i+1))+". <b>"+escape(u.Name)+"</b>: "+w.of(t, u.N))
	}
	if len(t.Units) == 0 {
		lines = append(lines, w.msg("report.no_units"))
	}
	return w.page(t, lines, len(t.Units), "")
}

// page puts the head before the lines and the place of the page behind them.
func (w Writer) page(t Trace, lines []string, shown int, key string) string {
	if key != "" && shown < t.Total {
		lines = append(lines, w.msg(key, "from", t.Offset+1, "to", t.Offset+shown, "total", t.Total))
	}
	return w.head(t.Name, 0, t.Period, t.View) + "\n\n" + strings.Join(lines, "\n")
}

// traced names the figure: "118 buổi · Tuyên truyền".
func (w Writer) traced(t Trace) string {
	text := "<b>" + w.figure(t.Figure) + "</b> · " + escape(t.Label.In(w.Lang))
	if choice := t.Choice.In(w.Lang); choice != "" {
		text += " · " + escape(choice)
	}
	return text
}

// of is another amount of the same sort.
func (w Writer) of(t Trace, n int64) string {
	return w.figure(Figure{N: n, Money: t.Figure.Money, Noun: t.Figure.Noun})
}

func (w Writer) unitFigure(t Trace, u UnitFigure) string {
	name := "<b>" + escape(u.Name) + "</b>"
	if u.Own {
		name = w.msg("trace.own", "unit", escape(u.Name))
	}
	return name + ": " + w.shown(Figure{N: u.N, Hidden: u.Hidden, Money: t.Figure.Money})
}

// source is one submission in a line: "BY-0142 · 22/11 · Bờ Y · 4".
func (w Writer) source(t Trace, l SourceLine) string {
	days := l.Days.To.Time().Format("2/1/2006")
	if l.Sum {
		days = i18n.Range(w.Lang, l.Days)
	}
	parts := []string{"<b>" + escape(l.Code) + "</b>", days, escape(l.Name)}
	if l.Reporter != "" {
		parts = append(parts, escape(l.Reporter))
	}
	if l.Version > 1 {
		parts = append(parts, w.msg("trace.version", "n", l.Version))
	}
	if l.Sum {
		parts = append(parts, w.msg("trace.sum"))
	}
	if l.Carried != "" {
		parts = append(parts, w.msg("trace.carried"))
	}
	return strings.Join(parts, " · ") + ": " + w.amount(t.Figure, l.Values[string(t.Measure)])
}

// check says what everything comes to, and that it is the figure.
func (w Writer) check(t Trace) string {
	switch {
	case t.Fault:
		return "\n" + w.msg("trace.fault", "sum", w.amount(t.Figure, t.Sum), "figure", w.shown(t.Figure))
	case t.Figure.Hidden != "":
		return "\n" + w.msg("trace.total", "sum", w.shown(t.Figure))
	default:
		return "\n" + w.msg("trace.total", "sum", w.amount(t.Figure, t.Sum))
	}
}

// Figures asks which figure is meant, as one message.
func (w Writer) Figures(s Summary) string {
	return w.head(s.Name, 0, s.Period, s.View) + "\n\n" + w.msg("trace.which")
}

// FigureButton is a figure on a button: "📚 118 buổi".
func (w Writer) FigureButton(l Line, f Figure) string {
	text := w.shown(f)
	if noun := f.Noun.In(w.Lang); noun != "" && !f.Money {
		text += " " + noun
	}
	return strings.TrimSpace(l.Icon + " " + text)
}

// monthForms is how many forms a month's line tells.
const monthForms = 5

// Months tells the figures of each month, as one message, the latest first, at most limit from an offset on.
func (w Writer) Months(s Split, forms *form.Catalogue, offset, limit int) string {
	var lines []string
	for i := len(s.Months) - 1 - offset; i >= 0 && i > len(s.Months)-1-offset-limit; i-- {
		m := s.Months[i]
		if text := w.month(m, forms); text != "" {
			lines = append(lines, "<b>"+w.msg("trace.month", "month", m.Period.Index, "year", strconv.Itoa(m.Period.Year))+"</b>: "+text)
		}
	}
	if len(lines) == 0 {
		lines = append(lines, w.msg("trace.no_months"))
	}
	if len(s.Across) > 0 {
		lines = append(lines, "", w.Across(s.Across))
	}
	return w.head(s.Name, 0, s.Period, s.View) + "\n\n" + strings.Join(lines, "\n")
}

// month tells a month in which there was something.
func (w Writer) month(m MonthFigures, forms *form.Catalogue) string {
	var parts []string
	more := false
	for _, f := range forms.Forms {
		fig, ok := monthOf(m, f)
		if !ok {
			continue
		}
		if more = len(parts) == monthForms; more {
			break
		}
		parts = append(parts, strings.TrimSpace(f.Icon+" "+w.figure(fig))+w.change(m, f, fig))
	}
	text := strings.Join(parts, " · ")
	if more {
		text += " …"
	}
	return text
}

// change marks what became of a figure since the same month a year earlier, if that had any.
func (w Writer) change(m MonthFigures, f form.Form, fig Figure) string {
	before := m.LastYear[string(rollup.MeasureOf(f.ID, fig.Key))]
	switch {
	case before == 0 || fig.Hidden != "" || before == fig.N:
		return ""
	case before < fig.N:
		return " (▲" + w.amount(fig, fig.N-before) + ")"
	default:
		return " (▼" + w.amount(fig, before-fig.N) + ")"
	}
}

// Parts tells the figures by topic, programme, beneficiary, as one message.
func (w Writer) Parts(s Split) string {
	var lines []string
	for _, b := range s.Parts {
		lines = append(lines, "<b>"+strings.TrimSpace(b.Icon+" "+escape(b.Name.In(w.Lang)))+"</b>")
		for _, c := range b.Choices {
			label := escape(c.Label.In(w.Lang))
			if c.Key == "" {
				label = w.msg("trace.no_choice")
			}
			lines = append(lines, "• "+label+": "+w.figures(c.Figures[:min(2, len(c.Figures))], w.figure))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, w.msg("trace.no_parts"))
	}
	return w.head(s.Name, 0, s.Period, s.View) + "\n\n" + strings.Join(lines, "\n")
}
