package report

import (
	"strings"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
)

// monthFigures is how many figures the line below a receipt tells.
const monthFigures = 3

// Month is the line below a receipt: "Tháng này xã Bờ Y: 4 buổi tuyên truyền, 312 lượt người." It is empty when there
// is nothing to tell.
func (w Writer) Month(m Month) string {
	if len(m.Line.Figures) == 0 {
		return ""
	}
	unit, figures := escape(lowerFirst(m.Name)), w.monthFigures(m.Line)
	switch {
	case m.Stock:
		return w.msg("report.month_stock", "unit", escape(m.Name), "figures", figures)
	case m.Current:
		return w.msg("report.month_current", "range", i18n.Range(w.Lang, m.Period.Range), "unit", unit, "figures", figures)
	default:
		return w.msg("report.month_other", "month", m.Period.Index, "range", i18n.Range(w.Lang, m.Period.Range), "unit", unit, "figures", figures)
	}
}

func (w Writer) monthFigures(l Line) string {
	var parts []string
	for i, f := range l.Figures[:min(monthFigures, len(l.Figures))] {
		text := w.figure(f)
		if i == 0 {
			text = w.named(f, l)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// named is a figure with the name of its form: "4 buổi tuyên truyền". A name that says the noun again replaces it:
// "2 hội nghị già làng", "3 nguồn tin".
func (w Writer) named(f Figure, l Line) string {
	name, noun := escape(lowerFirst(l.Short.In(w.Lang))), escape(f.Noun.In(w.Lang))
	switch {
	case strings.HasPrefix(name, noun):
		f.Noun = i18n.Text{}
		return w.figure(f) + " " + name
	case f.Key == form.KeyN:
		return w.msg("report.of_form", "figure", w.figure(f), "form", name)
	default:
		return w.msg("report.of_count", "figure", w.figure(f), "form", name)
	}
}
