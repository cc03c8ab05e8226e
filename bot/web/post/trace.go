package post

import (
	"regexp"
	"strconv"
	"strings"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// maxBehind is how many reports are read for one list: a longer one is looked at unit by unit.
const maxBehind = 5000

// tracePage says where a figure comes from.
type tracePage struct {
	head

	Label, Choice  string
	Figure         figure
	Units          []unitFigure
	Reports        []reportRow
	ByReports      string // address of the same by reports; empty: this is it, or there is none
	ByUnits        string
	TooMany        int
	Closed, Fault  bool
	Prev, Next     string
	From, To, Of   int
	Others, Theirs int64
}

type unitFigure struct {
	Name, URL, Text string
	Value           int64
	Share           int // percent of the largest
}

// reportRow is one report in a list.
type reportRow struct {
	Code, URL, Days, Unit, Label, Values, Reporter string
}

var measureForm = regexp.MustCompile(`^([a-z0-9_]{1,40})(\.[a-z0-9_]{1,40}=[a-z0-9_]{1,40})?\.[a-z0-9_]{1,40}$`)

// trace makes the page of a figure: its units, or the reports that it is the sum of.
func (s *Server) trace(tx ReadTx, v visit) (any, string, error) {
	m := v.values.Get(keyMeasure)
	found := measureForm.FindStringSubmatch(m)
	if found == nil {
		return nil, "", errMalformed
	}
	if _, ok := s.Forms.Form(found[1]); !ok {
		return nil, "", errNotFound
	}
	q := report.TraceQuery{
		Query: v.query(false), Measure: rollup.Measure(m), Offset: v.offset, Limit: maxReports, Most: maxBehind,
		May: func(sub form.Submission) bool { return v.person.MayRead(v.tree, sub) }, Who: v.reporter(tx),
	}
	byReports := !v.hasParts() || v.values.Get(keyReports) == "1"
	var t report.Trace
	var err error
	if byReports {
		t, err = report.TraceSources(tx, v.tree, s.Forms, q)
	} else {
		q.Limit = maxUnits
		t, err = report.TraceUnits(tx, v.tree, s.Forms, q)
	}
	if err != nil {
		return nil, "", err
	}
	return v.tracePage(s, t, byReports), "trace", nil
}

func (v visit) tracePage(s *Server, t report.Trace, byReports bool) tracePage {
	p := tracePage{
		head: v.heading(report.Summary{Name: t.Name, Period: t.Period, View: t.View}), Figure: v.figure(t.Figure, false),
		Label: strings.TrimSpace(t.Icon + " " + t.Label.In(v.Lang)), Choice: t.Choice.In(v.Lang),
		TooMany: t.TooMany, Closed: t.Closed, Fault: t.Fault, Others: int64(t.Others), Theirs: t.Theirs, Of: t.Total,
	}
	p.Title = p.Label + " · " + t.Name
	a := v.ask
	a.offset = 0
	here := a.traceURL(t.Measure)
	if v.hasParts() && byReports {
		p.ByUnits = here
	} else if v.hasParts() {
		p.ByReports = here + "&" + keyReports + "=1"
	}
	most := int64(1)
	for _, u := range t.Units {
		most = max(most, u.N)
	}
	for _, u := range t.Units {
		p.Units = append(p.Units, v.unitFigure(t, u, most))
	}
	for _, l := range t.Sources {
		p.Reports = append(p.Reports, v.reportRow(s, l))
	}
	v.turnPages(&p, t)
	return p
}

func (v visit) unitFigure(t report.Trace, u report.UnitFigure, most int64) unitFigure {
	f := t.Figure
	f.N, f.Hidden, f.Hedge = u.N, u.Hidden, ""
	out := unitFigure{Name: u.Name, Text: v.shown(f), Value: u.N, Share: int(100 * u.N / most)}
	if u.Own {
		out.Name = v.Say("own")
		return out
	}
	a := v.ask
	a.unit = u.ID
	out.URL = a.traceURL(t.Measure)
	return out
}

// turnPages leads through a long list of reports.
func (v visit) turnPages(p *tracePage, t report.Trace) {
	at := func(offset int) string {
		a := v.ask
		a.offset = offset
		return a.url("/nguon", keyMeasure, string(t.Measure), keyReports, "1")
	}
	if len(t.Sources) > 0 {
		p.From, p.To = t.Offset+1, t.Offset+len(t.Sources)
	}
	if t.Offset > 0 {
		p.Prev = at(max(0, t.Offset-maxReports))
	}
	if next, ok := t.Next(); ok {
		p.Next = at(next)
	}
}

// reporter names those who reported to whoever may read their reports.
func (v visit) reporter(tx ReadTx) func(form.Submission) string {
	names := map[uint64]string{}
	return func(sub form.Submission) string {
		if !v.person.MayRead(v.tree, sub) {
			return ""
		}
		name, ok := names[sub.Reporter]
		if !ok {
			p, known, err := tx.PersonByID(sub.Reporter)
			if known && err == nil && !p.Gone {
				name = p.Name
			}
			names[sub.Reporter] = name
		}
		return name
	}
}

func (v visit) reportRow(s *Server, l report.SourceLine) reportRow {
	row := reportRow{
		Code: l.Code, Days: i18n.Range(v.Lang, l.Days), Unit: l.Name, Label: l.Label.In(v.Lang), Reporter: l.Reporter,
		URL: v.reportURL(l.ID),
	}
	f, _ := s.Forms.Form(l.Form)
	var parts []string
	tell := func(key string, out report.Figure) {
		if n, ok := l.Values[string(rollup.MeasureOf(l.Form, key))]; ok {
			out.N = n
			parts = append(parts, strings.TrimSpace(v.amount(out)+" "+noun(out, v.Lang)))
		}
	}
	tell(form.KeyN, report.Figure{Noun: f.Noun})
	for _, q := range f.Measures() {
		tell(q.Key, report.Figure{Noun: q.Noun, Money: q.Type == form.Money})
	}
	if len(parts) == 0 {
		for _, n := range l.Values {
			parts = append(parts, v.number(n))
		}
	}
	row.Values = strings.Join(parts, " · ")
	return row
}

func (a ask) reportURL(id uint64) string {
	return a.url("/bao-cao", keyID, strconv.FormatUint(id, 10))
}

// singlePage is one report.
type singlePage struct {
	head

	Code, Reporter string
	Version        int
	Gone           bool
	Lines          []pair
}

type pair struct{ Name, Value string }

// single makes the page of one report, for whoever may read it.
func (s *Server) single(tx ReadTx, v visit) (any, string, error) {
	id, err := strconv.ParseUint(v.values.Get(keyID), 10, 63)
	if err != nil {
		return nil, "", errMalformed
	}
	sub, ok, err := tx.Submission(id)
	if err != nil {
		return nil, "", err
	}
	if !ok || !v.person.MayRead(v.tree, sub) {
		return nil, "", errNotFound
	}
	p := singlePage{
		head: v.heading(report.Summary{Name: v.tree.PoliceName(sub.Unit, sub.Day()), Period: report.Period{Period: v.period}, View: v.view}),
		Code: sub.Code(v.tree), Version: sub.Version, Gone: sub.Gone, Reporter: v.reporter(tx)(sub),
	}
	p.Title = p.Code
	env := conversation.Env{
		Forms: s.Forms, Tree: v.tree, Texts: s.Texts, Calendar: v.rules.Calendar, Zone: s.Zone, Lang: s.Lang, Person: &v.person,
	}
	for line := range strings.Lines(conversation.Card(env, sub)) {
		name, value, _ := strings.Cut(bare(strings.TrimSpace(line)), ": ")
		p.Lines = append(p.Lines, pair{name, value})
	}
	return p, "single", nil
}
