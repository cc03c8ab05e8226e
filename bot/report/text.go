package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Writer puts answers into words, as HTML with b and i only.
type Writer struct {
	Texts *i18n.Catalogue
	Lang  i18n.Lang
}

// firstPartial is how many of the sums that were left out a summary names.
const firstPartial = 3

// firstMissing is how many of the missing a summary names; the others have a page of their own.
const firstMissing = 5

// Summary is a summary as one message.
func (w Writer) Summary(s Summary) string {
	body := w.lines(s)
	if note := w.running(s); note != "" {
		body = append(body, "", note)
	}
	if len(s.Partial) > 0 {
		body = append(body, "", w.Partial(s.Partial))
	}
	if s.Complete.Due > 1 {
		body = append(body, "", w.complete(s.Complete, firstMissing))
	}
	return w.head(s.Name, s.Complete.Due, s.Period, s.View) + "\n\n" + strings.Join(body, "\n")
}

// Missing names all who have not been heard of, as one message.
func (w Writer) Missing(s Summary) string {
	body := w.complete(s.Complete, len(s.Complete.Missing))
	if s.Complete.Due == 0 {
		body = w.msg("report.nobody_due")
	}
	return w.head(s.Name, s.Complete.Due, s.Period, s.View) + "\n\n" + body
}

// MissingHead is the head of a list of those who have not been heard of, with how many were.
func (w Writer) MissingHead(s Summary) string {
	c := s.Complete
	c.Missing = nil
	return w.head(s.Name, c.Due, s.Period, s.View) + "\n\n" + w.complete(c, 0)
}

// head says whose figures these are, of which time, by which calendar and by which units.
func (w Writer) head(name string, communes int, p Period, v rollup.View) string {
	title := "📊 <b>" + escape(name) + "</b>"
	if communes > 1 {
		title += " " + w.msg("report.communes", "n", communes)
	}
	return title + "\n" + escape(i18n.PeriodLabel(w.Lang, p.Period)) + " · " + w.msg("report.view_"+v.String())
}

// running says up to when the figures of a period go that has not ended, and what ▲▼ compare it with.
func (w Writer) running(s Summary) string {
	key, ended := "report.running", s.AsOf >= s.Period.Range.To
	switch {
	case s.Compared && s.Against == LastYear && ended:
		return w.msg("report.against_last_year")
	case ended:
		return ""
	case s.Compared && s.Against == LastYear:
		key = "report.running_last_year"
	case s.Compared:
		key = "report.running_compared"
	}
	return w.msg(key, "day", w.day(s))
}

// Partial names the sums that lie in a period in part only, and are left out.
func (w Writer) Partial(spans []period.Range) string { return w.spans("report.partial", spans) }

// Across names the sums that lie in no single month.
func (w Writer) Across(spans []period.Range) string { return w.spans("trace.across", spans) }

// AcrossYears names the same below years that were added up from months.
func (w Writer) AcrossYears(spans []period.Range) string { return w.spans("trace.across_years", spans) }

// spans names the sums that are in no figure, in a sentence that says why.
func (w Writer) spans(key string, spans []period.Range) string {
	var names []string
	for _, r := range spans[:min(firstPartial, len(spans))] {
		names = append(names, i18n.Range(w.Lang, r))
	}
	text := strings.Join(names, "; ")
	if more := len(spans) - len(names); more > 0 {
		text += " " + w.msg("report.partial_more", "n", more)
	}
	return w.msg(key, "spans", text)
}

func (w Writer) lines(s Summary) []string {
	var lines []string
	first := w.figure
	if s.Compared {
		first = w.compared
	}
	for _, l := range s.Lines {
		lines = append(lines, w.label(l)+": "+w.figures(l.Figures, first))
	}
	switch {
	case len(lines) > 0:
	case s.Complete.Reported > 0 && s.Complete.Due == s.Complete.Reported:
		lines = append(lines, w.msg("report.declared_nothing"))
	default:
		lines = append(lines, w.msg("report.nothing"))
	}
	for _, l := range s.Stocks {
		day := w.day(s)
		if l.AsOf != nil {
			day = i18n.Date(w.Lang, *l.AsOf)
		}
		lines = append(lines, w.label(l)+" ("+w.msg("report.until", "day", day)+"): "+w.figures(l.Figures, func(f Figure) string {
			return first(f) + w.marks(f)
		}))
	}
	return lines
}

// label is a form's picture and short name.
func (w Writer) label(l Line) string {
	return strings.TrimSpace(l.Icon + " " + escape(l.Short.In(w.Lang)))
}

// figures prints all figures of a line, the first as it is told to.
func (w Writer) figures(list []Figure, first func(Figure) string) string {
	var parts []string
	for i, f := range list {
		switch {
		case i == 0:
			parts = append(parts, first(f)+w.share(f))
		case f.N != 0 || f.Hidden != "":
			parts = append(parts, w.figure(f)+w.share(f))
		}
	}
	return strings.Join(parts, " · ")
}

// compared is a figure with its change since the period before: "42 đợt (▲6)".
func (w Writer) compared(f Figure) string {
	switch change := f.N - f.Before; {
	case f.Hidden != "" || f.Alone:
		return w.figure(f)
	case change > 0:
		return w.figure(f) + " (▲" + w.amount(f, change) + ")"
	case change < 0:
		return w.figure(f) + " (▼" + w.amount(f, -change) + ")"
	default:
		return w.figure(f)
	}
}

// share says how much of the year's goal is reached: " (62 % chỉ tiêu năm)".
func (w Writer) share(f Figure) string {
	if f.Goal == 0 {
		return ""
	}
	return " (" + w.msg("target.share", "share", w.percent(f.Share)) + ")"
}

// figure is a total with its noun, marked where some of it is not exact: "hơn 210 triệu đồng".
func (w Writer) figure(f Figure) string {
	text := w.shown(f)
	if noun := f.Noun.In(w.Lang); noun != "" && !f.Money {
		text += " " + escape(noun)
	}
	if f.Hedge == "" {
		return text
	}
	return w.msg("hedge."+f.Hedge) + " " + text
}

// shown is the number alone, or the words for one that is not told.
func (w Writer) shown(f Figure) string {
	if f.Hidden != "" {
		return w.msg("report.hidden_" + f.Hidden)
	}
	return w.amount(f, f.N)
}

func (w Writer) amount(f Figure, n int64) string {
	if f.Money {
		return w.Texts.MoneyShort(w.Lang, n)
	}
	return i18n.Number(w.Lang, n)
}

// complete says how many have been heard of and names the first of the others.
func (w Writer) complete(c Completeness, names int) string {
	key := "report.complete"
	if c.Nothing > 0 {
		key = "report.complete_nothing"
	}
	text := w.msg(key, "reported", c.Reported, "due", c.Due, "n", c.Nothing)
	if len(c.Missing) == 0 {
		return text
	}
	var list []string
	for _, u := range c.Missing[:min(names, len(c.Missing))] {
		list = append(list, escape(u.Name))
	}
	text += " " + w.msg("report.missing", "names", strings.Join(list, ", "))
	if more := len(c.Missing) - len(list); more > 0 {
		text += " " + w.msg("report.missing_more", "n", more)
	}
	return text
}

// day is the day up to which is known, without the year, which stands in the head.
func (w Writer) day(s Summary) string { return s.AsOf.Time().Format("2/1") }

func (w Writer) msg(key string, args ...any) string { return w.Texts.T(w.Lang, key, args...) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escape(s string) string { return escaper.Replace(s) }

// shortOf is a form's name on a button or in a line.
func shortOf(f form.Form) i18n.Text {
	if f.Short.In(i18n.VI) == "" {
		return f.Label
	}
	return f.Short
}

// plain is a name that is the same in all languages.
func plain(s string) i18n.Text { return i18n.Text{i18n.VI: s} }

// lowerFirst puts a name into the middle of a sentence; "CA xã" stays as it is.
func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[size:]
}
