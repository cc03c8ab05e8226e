package export

import (
	"fmt"
	"strings"

	"danvanbot/bot/i18n"
)

// Every figure of a document says how one gets from it to the reports that it is the sum of: what to type in the chat, and
// which command to give, for the unit, the days and the view of the document.

// viewWas is the view by the units of the time.
const viewWas = "was"

// traceAsk is what shows the figures in the chat: "/tonghop xã Bờ Y từ 15/9/2026 đến 14/10/2026". Days say more than a name of
// a period, which depends on a calendar.
func (w writer) traceAsk() string {
	s := w.d.Summary
	view := ""
	if s.View.String() == viewWas {
		view = " " + w.msg("export.trace_was")
	}
	name := strings.TrimPrefix(s.Name, "Công an ")
	return w.msg("export.trace_ask", "unit", name, "from", i18n.Date(w.lang, s.Period.Range.From), "to", i18n.Date(w.lang, s.Period.Range.To)) + view
}

// traceWords ask where a figure comes from: "118 buổi từ đâu".
func (w writer) traceWords(i indicator) string {
	noun := i.figure.Noun.In(w.lang)
	if i.figure.Money {
		noun = "đồng"
	}
	return w.msg("export.trace_origin", "figure", i18n.Number(w.lang, i.figure.N)+" "+noun)
}

// traceCommand is the command that lists the reports behind a measure. It has none for a list of units.
func (w writer) traceCommand(measure string) string {
	s := w.d.Summary
	if len(s.Also) > 0 {
		return ""
	}
	return fmt.Sprintf("danvanbot trace -unit %s -period %s..%s -calendar %s -view %s -measure %s",
		s.Unit, s.Period.Range.From, s.Period.Range.To, s.Period.Calendar.ID, s.View, measure)
}

// traced are the indicators that tell a figure.
func (w writer) traced() []indicator {
	var list []indicator
	for _, i := range w.all() {
		if !i.bare && i.figure.N != 0 && i.figure.Hidden == "" {
			list = append(list, i)
		}
	}
	return list
}

// traces is the table of the ways from the figures to their reports.
func (w writer) traces() sheet {
	s := sheet{name: w.msg("export.sheet_trace"), head: w.heads("no", "indicator", "now", "trace_chat", "trace_command")}
	for n, i := range w.traced() {
		s.rows = append(s.rows, []cell{
			number(int64(n + 1)), text(i.label + " (" + i.unit + ")"), w.value(i.figure), text(w.traceAsk() + " → " + w.traceWords(i)), text(w.traceCommand(i.measure())),
		})
	}
	return s
}

// traceHelp says in words how to get from any figure to its reports; "" where there is no figure.
func (w writer) traceHelp() string {
	list := w.traced()
	if len(list) == 0 {
		return ""
	}
	return w.msg("export.trace_help", "ask", w.traceAsk(), "words", w.traceWords(list[0]), "journal", i18n.Number(w.lang, int64(w.d.Made.Journal)))
}

// traceAppendix is the last appendix: the way in words, and the key of each figure for the command.
func (l *letter) traceAppendix() appendix {
	s := sheet{head: l.w.heads("no", "indicator", "trace_words", "key")}
	for n, i := range l.w.traced() {
		s.rows = append(s.rows, []cell{number(int64(n + 1)), text(i.label), text(l.w.traceWords(i)), text(i.measure())})
	}
	a := l.listAppendix("Cách tra từng con số đến báo cáo", s, 10, 62, 52, 41)
	a.before = l.w.traceHelp()
	if command := l.w.traceCommand("…"); command != "" {
		a.note = l.w.msg("export.trace_note", "command", command)
	}
	return a
}
