package post

import (
	"strings"

	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

const (
	trendMonths = 12
	maxColumns  = 6   // figures of each unit in the table
	maxUnits    = 100 // rows of it on one page
	maxMissing  = 100 // units that are named as missing one by one, or by the unit above them
	maxReports  = 50  // reports of one list
)

// link is something to follow.
type link struct {
	Text, URL string
	Current   bool
}

// head is what the top of every page says.
type head struct {
	words

	Title, Unit, Period, Note string
	Head                      uint64 // journal number of what is shown
	Time                      string // when it was read
	Crumbs                    []link
	Home                      string // the overview of the same
}

// overviewPage is the first view.
type overviewPage struct {
	head
	controls

	Cards, Stocks         []card
	Running               string
	Complete              completeness
	Targets               []target
	Columns               []string
	Units                 []unitRow
	Rows                  rowPages
	Reports               []reportRow
	MoreReports, HasParts bool
	Partial               []string
	Files                 []link
}

// controls change what is asked for.
type controls struct {
	Prev, Next       string // addresses; empty: there is none
	Lengths          []link
	Odd              string // address of what is odd
	UnitID, Code     string
	Calendars, Views []option
	Againsts         []option
}

type option struct {
	Value, Text string
	Selected    bool
}

// completeness is who has been heard of.
type completeness struct {
	Due, Reported, Nothing int
	Percent                int
	Silent                 int    // how many are missing
	Missing                []link // they, or where they are many the units right below the whole that hold them
	More                   int    // how many are not named
}

// rowPages leads to the other rows of a long table.
type rowPages struct {
	Before, After  string // addresses; empty: there are none
	From, To, Last int
}

type target struct {
	Label, Done, Goal string
	Share             int
}

// unitRow is one unit of the table.
type unitRow struct {
	Name, URL string
	Own       bool
	Heard     bool
	Nothing   bool   // it declared that there was nothing
	Days      string // in which it was a part of the whole, where that is not all the time
	Cells     []cell
}

type cell struct {
	Key, Text string
	Value     int64
	Hidden    bool
}

// facts are what the first view is made of, read from one state.
type facts struct {
	summary report.Summary
	trend   []report.MonthFigures
	units   report.Page
	targets []report.Target
	sources []report.SourceLine
	more    bool
}

// overview makes the first view.
func (s *Server) overview(tx ReadTx, v visit) (any, string, error) {
	f, err := s.facts(tx, v)
	if err != nil {
		return nil, "", err
	}
	p := overviewPage{head: v.heading(f.summary), controls: v.controls(), HasParts: v.hasParts()}
	p.Running = bare(strings.TrimSpace(v.running(f.summary)))
	spark := sparks{words: v.words, months: f.trend}
	for _, l := range f.summary.Lines {
		p.Cards = append(p.Cards, v.card(s, l, f.summary.Compared, spark))
	}
	for _, l := range f.summary.Stocks {
		p.Stocks = append(p.Stocks, v.card(s, l, f.summary.Compared, sparks{}))
	}
	p.Complete = v.completeness(f.summary.Complete)
	for _, t := range f.targets {
		if t.Goal > 0 {
			p.Targets = append(p.Targets, v.target(t))
		}
	}
	p.Columns, p.Units = v.table(f)
	p.Rows = v.rowPages(f.units)
	for _, l := range f.sources {
		if v.person.Sees(v.tree, l.Unit) { // of a unit that was parted, what it reported stays with one of them
			p.Reports = append(p.Reports, v.reportRow(s, l))
		}
	}
	p.MoreReports = f.more
	for _, r := range f.summary.Partial {
		p.Partial = append(p.Partial, i18n.Range(v.Lang, r))
	}
	for _, format := range formats {
		p.Files = append(p.Files, link{Text: v.of("file." + string(format)), URL: v.url("/tep", keyFormat, string(format))})
	}
	return p, "overview", nil
}

func (s *Server) facts(tx ReadTx, v visit) (f facts, err error) {
	q := v.query(false)
	if f.summary, err = report.Build(tx, v.tree, s.Forms, q); err != nil {
		return f, err
	}
	if f.trend, err = report.Trend(tx, v.tree, s.Forms, q, trendMonths); err != nil {
		return f, err
	}
	if f.targets, err = report.Targets(tx, v.tree, s.Forms, q); err != nil {
		return f, err
	}
	if v.hasParts() {
		f.units, err = report.SubUnits(tx, v.tree, s.Forms, report.PageQuery{Query: q, Offset: v.offset, Limit: maxUnits})
		return f, err
	}
	d, err := report.BuildDossier(tx, v.tree, s.Forms, report.DossierQuery{Query: q, Behind: tx, Sources: maxReports, Who: v.reporter(tx)})
	f.sources, f.more = d.Sources, d.More
	return f, err
}

// heading says whose figures these are, of which time, by which calendar and by which units.
func (v visit) heading(sum report.Summary) head {
	return head{
		words: v.words, Title: sum.Name, Unit: sum.Name, Period: i18n.PeriodLabel(v.Lang, sum.Period.Period),
		Note: v.of("report.view_" + sum.View.String()), Head: v.head, Time: v.now.Format("15:04:05 02/01/2006"),
		Crumbs: v.crumbs(), Home: v.home(),
	}
}

func (a ask) home() string {
	a.offset = 0
	return a.url("")
}

// running says up to when the figures go, and what they are compared with.
func (v visit) running(sum report.Summary) string {
	day := i18n.Date(v.Lang, sum.AsOf)
	with := "with_before"
	if sum.Against == report.LastYear {
		with = "with_last_year"
	}
	text := v.Say("as_of", "day", day)
	if sum.Compared {
		text += " " + v.Say(with)
	} else {
		text += " " + v.Say("not_compared")
	}
	return text
}

func (v visit) controls() controls {
	a := v.ask
	a.offset = 0
	c := controls{Odd: a.url("/bat-thuong"), UnitID: string(a.unit), Code: a.period.Code()}
	at := func(p period.Period) string {
		b := a
		b.period = p
		return b.url("")
	}
	if prev := a.period.Prev(); prev.Range.From >= period.Dawn {
		c.Prev = at(prev)
	}
	if next := a.period.Next(); next.Range.From <= v.today {
		c.Next = at(next)
	}
	last := min(a.period.Range.To, v.today)
	for _, k := range []struct {
		kind period.Kind
		key  string
	}{{period.Week, "week"}, {period.Month, "month"}, {period.Quarter, "quarter"}, {period.Half, "half"}, {period.Year, "year"}} {
		c.Lengths = append(c.Lengths, link{
			Text: v.Say(k.key), URL: at(period.Containing(a.period.Calendar, k.kind, last)), Current: a.period.Kind == k.kind,
		})
	}
	for _, cal := range period.Calendars {
		c.Calendars = append(c.Calendars, option{cal.ID, i18n.CalendarName(v.Lang, cal), cal == a.period.Calendar})
	}
	for _, view := range []rollup.View{rollup.Now, rollup.Was} {
		c.Views = append(c.Views, option{view.String(), v.Say("view_" + view.String()), view == a.view})
	}
	for _, g := range []report.Against{report.Before, report.LastYear} {
		c.Againsts = append(c.Againsts, option{g.String(), v.Say("against_" + g.String()), g == a.against})
	}
	return c
}

func (v visit) completeness(c report.Completeness) completeness {
	out := completeness{Due: c.Due, Reported: c.Reported, Nothing: c.Nothing, Silent: len(c.Missing)}
	if c.Due > 0 {
		out.Percent = 100 * c.Reported / c.Due
	}
	out.Missing = v.missing(c.Missing)
	out.More = max(0, len(out.Missing)-maxMissing)
	out.Missing = out.Missing[:len(out.Missing)-out.More]
	return out
}

// missing are the links to units that are missing. Where they are many, those right below the whole stand for theirs.
func (v visit) missing(units []report.Unit) (links []link) {
	if len(units) <= maxMissing {
		for _, u := range units {
			links = append(links, link{Text: u.Name, URL: v.at(u.ID)})
		}
		return links
	}
	count, itself, order := map[orgunit.ID]int{}, map[orgunit.ID]bool{}, []orgunit.ID{}
	for _, u := range units {
		top := v.below(u.ID)
		if count[top]++; count[top] == 1 {
			order = append(order, top)
		}
		itself[top] = itself[top] || top == u.ID
	}
	for _, top := range v.tree.Sorted(order, v.today) {
		text := v.tree.BareName(top, v.today)
		if !itself[top] {
			text = v.Say("missing_in", "unit", text, "n", count[top])
		}
		links = append(links, link{Text: text, URL: v.at(top)})
	}
	return links
}

// below is the unit right below the whole that a unit belongs to, or is; as things are today.
func (v visit) below(unit orgunit.ID) orgunit.ID {
	for _, up := range v.tree.Ancestors(unit, v.today) {
		if up == v.unit {
			break
		}
		unit = up
	}
	return unit
}

// rowPages leads through the rows of a table, which are those of the units in their order.
func (v visit) rowPages(p report.Page) rowPages {
	out := rowPages{From: p.Offset + 1, To: p.Offset + len(p.Units), Last: p.Total}
	at := func(offset int) string {
		a := v.ask
		a.offset = offset
		return a.url("") + "#units"
	}
	if p.Offset > 0 {
		out.Before = at(max(0, p.Offset-maxUnits))
	}
	if next, more := p.Next(); more {
		out.After = at(next)
	}
	return out
}

// at is the first view of another unit in the same period.
func (v visit) at(u orgunit.ID) string {
	a := v.ask
	a.unit, a.offset = u, 0
	return a.url("")
}

func (v visit) target(t report.Target) target {
	f := report.Figure{Money: t.Money, Noun: t.Noun}
	f.N = t.Done
	out := target{Label: strings.TrimSpace(t.Icon + " " + t.Label.In(v.Lang)), Done: v.amount(f), Share: t.Share()}
	f.N = t.Goal
	out.Goal = strings.TrimSpace(v.amount(f) + " " + noun(f, v.Lang))
	return out
}

// table tells the first figures of each unit.
func (v visit) table(f facts) (columns []string, rows []unitRow) {
	lines := f.summary.Lines[:min(maxColumns, len(f.summary.Lines))]
	for _, l := range lines {
		columns = append(columns, strings.TrimSpace(l.Icon+" "+l.Short.In(v.Lang)))
	}
	for _, u := range f.units.Units {
		row := unitRow{Name: u.Name, Own: u.Own, Heard: u.Heard, Nothing: u.Heard && len(u.Lines) == 0}
		if u.Own {
			row.Name = v.Say("own")
		} else {
			row.URL = v.at(u.ID)
		}
		if u.Days != nil {
			row.Days = i18n.Range(v.Lang, *u.Days)
		}
		for _, l := range lines {
			row.Cells = append(row.Cells, v.cell(u, l))
		}
		rows = append(rows, row)
	}
	return columns, rows
}

// cell is a unit's part of the first figure of a line.
func (v visit) cell(u report.SubUnit, whole report.Line) cell {
	key := whole.Figures[0].Key
	c := cell{Key: string(u.ID) + " " + whole.Form + "." + key, Text: "–"}
	for _, l := range u.Lines {
		for _, f := range l.Figures {
			if l.Form == whole.Form && f.Key == key {
				c.Text, c.Value, c.Hidden = v.shown(f), f.N, f.Hidden != ""
			}
		}
	}
	return c
}
