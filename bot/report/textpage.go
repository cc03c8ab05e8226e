package report

import "strings"

// topForms is how many forms a unit's line on a page tells: the unit's own summary has all.
const topForms = 5

// Page is one page of sub-units as a message.
func (w Writer) Page(p Page) string {
	var lines []string
	for _, u := range p.Units {
		lines = append(lines, "<b>"+escape(u.Name)+"</b>: "+w.subUnit(u))
	}
	if len(lines) == 0 {
		lines = append(lines, w.msg("report.no_units"))
	}
	if len(p.Units) < p.Total {
		lines = append(lines, "", w.msg("report.page", "from", p.Offset+1, "to", p.Offset+len(p.Units), "total", p.Total))
	}
	return w.head(p.Name, 0, p.Period, p.View) + "\n\n" + strings.Join(lines, "\n")
}

// subUnit tells the first figure of each of a unit's first forms.
func (w Writer) subUnit(u SubUnit) string {
	switch {
	case !u.Heard:
		return w.msg("report.unit_missing")
	case len(u.Lines) == 0:
		return w.msg("report.unit_nothing")
	}
	var parts []string
	for _, l := range u.Lines[:min(topForms, len(u.Lines))] {
		parts = append(parts, strings.TrimSpace(l.Icon+" "+w.figure(l.Figures[0])))
	}
	text := strings.Join(parts, " · ")
	if len(u.Lines) > topForms {
		text += " …"
	}
	return text
}
