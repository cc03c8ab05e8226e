package report

import (
	"strings"
	"time"

	"danvanbot/bot/i18n"
)

// News is what changed, as one message. quiet is since when nothing did, if the changes are those of the time before; zero:
// they are of the time since they were asked for last.
func (w Writer) News(n News, quiet time.Time) string {
	var lines []string
	switch since := moment(n.Since.At); {
	case n.Empty():
		lines = append(lines, w.msg("news.nothing", "time", since))
	case quiet.IsZero():
		lines = append(append(lines, w.msg("news.since", "time", since), ""), w.news(n)...)
	default:
		lines = append(append(lines, w.msg("news.quiet", "time", moment(quiet)), w.msg("news.before", "time", since), ""), w.news(n)...)
	}
	s := n.Summary
	return w.head(s.Name, 0, s.Period, s.View) + "\n\n" + strings.Join(lines, "\n")
}

// Changed is what changed, to stand below a summary; empty if nothing did.
func (w Writer) Changed(n News) string {
	if n.Empty() {
		return ""
	}
	return w.msg("news.since", "time", moment(n.Since.At)) + "\n" + strings.Join(w.news(n), "\n")
}

// FirstTime is a summary for who asks what changed in it without having seen it before.
func (w Writer) FirstTime(s Summary) string {
	return w.Summary(s) + "\n\n" + w.msg("news.first")
}

// moment is a time of day with its day.
func moment(t time.Time) string { return t.Format("15:04 02/01/2006") }

// news are the figures that changed, and the reports by which they did.
func (w Writer) news(n News) []string {
	var lines []string
	for i, c := range n.Changes {
		if i > 0 && n.Changes[i-1].Form == c.Form {
			lines[len(lines)-1] += " · " + w.became(c.Figure)
			continue
		}
		lines = append(lines, strings.TrimSpace(c.Icon+" "+escape(c.Label.In(w.Lang)))+": "+w.became(c.Figure))
	}
	if c := n.Summary.Complete; n.Heard != c.Reported && c.Due > 1 {
		lines = append(lines, w.msg("news.heard", "before", n.Heard, "now", c.Reported, "due", c.Due))
	}
	if len(lines) == 0 {
		lines = append(lines, w.msg("news.same"))
	}
	return append(append(lines, ""), w.newsReports(n)...)
}

// became is a figure with what it was: "118 → 121 buổi".
func (w Writer) became(f Figure) string {
	switch {
	case f.Alone:
		return w.figure(f)
	case f.Hidden != "":
		return w.amount(f, f.Before) + " → " + w.figure(f)
	default:
		return w.amount(f, f.Before) + " → <b>" + w.figure(f) + "</b>"
	}
}

// newsReports tell how many reports came, were corrected and were withdrawn, and the first of them.
func (w Writer) newsReports(n News) []string {
	if n.TooMany {
		return []string{w.msg("news.too_many")}
	}
	var counts []string
	for _, c := range []struct {
		key string
		n   int
	}{{NewsCame, n.Came}, {NewsCorrected, n.Corrected}, {NewsWithdrawn, n.Withdrawn}} {
		if c.n > 0 {
			counts = append(counts, w.msg("news."+c.key, "n", i18n.Number(w.Lang, int64(c.n))))
		}
	}
	if len(counts) == 0 {
		return []string{w.msg("news.no_reports")}
	}
	lines := []string{w.msg("news.reports", "counts", strings.Join(counts, " · "))}
	for _, r := range n.Reports {
		lines = append(lines, w.newsReport(r))
	}
	if n.Others > 0 {
		lines = append(lines, w.msg("news.others", "n", n.Others))
	}
	if len(n.Reports) < n.Total {
		lines = append(lines, w.msg("trace.page", "from", n.Offset+1, "to", n.Offset+len(n.Reports), "total", n.Total))
	}
	return lines
}

// newsMarks stand before a report for what became of it.
var newsMarks = map[string]string{NewsCame: "➕", NewsCorrected: "✏️", NewsWithdrawn: "🗑"}

// newsReport is a report in a line: "➕ BY-0142 · 22/11/2026 · Bờ Y · Tuyên truyền: 3 buổi".
func (w Writer) newsReport(r NewsReport) string {
	days := r.Days.To.Time().Format("2/1/2006")
	if r.Sum {
		days = i18n.Range(w.Lang, r.Days)
	}
	label := escape(r.Label.In(w.Lang))
	if label == "" {
		label = w.msg("zero.label")
	}
	text := newsMarks[r.Kind] + " " + strings.Join([]string{"<b>" + escape(r.Code) + "</b>", days, escape(r.Name), label}, " · ")
	f := r.Figure
	switch {
	case f.Key == "":
		return text
	case r.Kind == NewsWithdrawn:
		f.N = f.Before
	case r.Kind == NewsCorrected && f.Before != f.N:
		return text + ": " + w.amount(f, f.Before) + " → " + w.figure(f)
	}
	return text + ": " + w.figure(f)
}
