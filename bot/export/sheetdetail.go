package export

import (
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
)

// months is the table of months, a row for each indicator of each.
func (w writer) months() sheet {
	s := sheet{name: w.msg("export.sheet_months"), head: w.heads("month", "days", "indicator", "now", "last_year", "change")}
	list := columns(w.indicators(w.d.Summary.Lines, false))
	for _, m := range w.d.Months {
		for _, c := range list {
			figures := w.monthFigures(m, c.form+"."+c.key)
			if figures == nil {
				continue
			}
			row := []cell{text(m.Period.Code()), text(i18n.Range(w.lang, m.Period.Range)), text(c.head)}
			s.rows = append(s.rows, append(row, figures...))
		}
	}
	return s
}

// monthFigures are a measure's figure in a month, in that of the year before, and the change; nil when there is nothing.
func (w writer) monthFigures(m report.MonthFigures, measure string) []cell {
	if slices.Contains(m.Hidden, measure) {
		return []cell{w.held(), w.held(), {}}
	}
	now, before := m.Figures[measure], m.LastYear[measure]
	if now == 0 && before == 0 {
		return nil
	}
	return []cell{number(now), number(before), number(now - before)}
}

// breakdown is the table of one form by the choices of one question.
func (w writer) breakdown(b report.Breakdown) sheet {
	s := sheet{name: b.Name.In(w.lang) + " - " + b.Label.In(w.lang), head: w.heads("choice", "noun", "hedge", "now")}
	for _, c := range b.Choices {
		label := c.Label.In(w.lang)
		if c.Key == "" {
			label = w.msg("export.no_choice")
		}
		for _, f := range c.Figures {
			s.rows = append(s.rows, []cell{text(label), text(w.unit(f)), text(w.hedge(b.Form, f)), w.value(f)})
		}
	}
	return s
}

// targets is the table of goals of the year.
func (w writer) targets() sheet {
	s := sheet{name: w.msg("export.sheet_targets"), head: w.heads("year", "indicator", "noun", "goal", "done", "share")}
	for _, t := range w.d.Targets {
		row := []cell{text(strconv.Itoa(t.Year)), text(t.Label.In(w.lang)), text(t.Noun.In(w.lang)), number(t.Goal), number(t.Done), {}}
		if t.Goal > 0 {
			row[5] = cell{number: 100 * float64(t.Done) / float64(t.Goal), kind: tenths}
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// models is the table of the registry's models.
func (w writer) models() sheet {
	s := sheet{name: w.msg("export.sheet_models"), head: w.heads("no", "model", "level", "owner", "field", "state", "since")}
	for n, m := range w.d.Models {
		s.rows = append(s.rows, []cell{
			number(int64(n + 1)), text(m.Name), text(w.msg("export.level_" + m.Level)), text(m.Owner), text(m.Field), text(w.msg("export.state_" + m.State)), text(i18n.Date(w.lang, m.Since)),
		})
	}
	return s
}

// missing is the table of units of which nothing was heard.
func (w writer) missing() sheet {
	s := sheet{name: w.msg("export.sheet_missing"), head: w.heads("no", "unit")}
	for n, u := range w.d.Summary.Complete.Missing {
		s.rows = append(s.rows, []cell{number(int64(n + 1)), text(u.Name)})
	}
	return s
}

// sources is the table of submissions behind the figures.
func (w writer) sources(name string, lines []report.SourceLine) sheet {
	s := sheet{name: w.msg(name), head: w.heads("code", "version", "from", "to", "unit", "form")}
	named := slices.ContainsFunc(lines, func(l report.SourceLine) bool { return l.Reporter != "" })
	if named {
		s.head = append(s.head, w.msg("export.reporter"))
	}
	keys := valueKeys(lines)
	nouns := w.nouns()
	for _, k := range keys {
		s.head = append(s.head, nouns[k])
	}
	for _, l := range lines {
		row := []cell{
			text(l.Code), number(int64(l.Version)), text(l.Days.From.String()), text(l.Days.To.String()), text(l.Name), text(l.Label.In(w.lang)),
		}
		if named {
			row = append(row, text(l.Reporter))
		}
		for _, k := range keys {
			c := cell{}
			if n, ok := l.Values[l.Form+"."+k]; ok {
				c = number(n)
			}
			row = append(row, c)
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// valueKeys are the keys of all values of submissions, the number of events first.
func valueKeys(lines []report.SourceLine) []string {
	var keys []string
	for _, l := range lines {
		for m := range l.Values {
			if _, key, ok := strings.Cut(m, "."); ok && !strings.ContainsAny(key, "=~") && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == keyEvents:
			return -1
		case b == keyEvents:
			return 1
		default:
			return strings.Compare(a, b)
		}
	})
	return keys
}

// nouns names the keys of values.
func (w writer) nouns() map[string]string {
	nouns := map[string]string{}
	for _, l := range both(w.d.Summary.Lines, w.d.Summary.Stocks) {
		for _, f := range l.Figures {
			nouns[f.Key] = w.part(f)
		}
	}
	nouns[keyEvents], nouns[keyStock] = w.msg("export.events"), w.msg("export.stock")
	return nouns
}
