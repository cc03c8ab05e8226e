package conversation

import (
	"slices"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// summary answers /summary [unit] [period]; by default the own unit and the current month of the configured calendar.
func (t *turn) summary(rest string) { t.figures(Totals, rest) }

// missing answers /thieu [unit] [period]: who has not reported.
func (t *turn) missing(rest string) { t.figures(Missing, rest) }

// figures asks for a page of figures by what was typed behind the command.
func (t *turn) figures(page Page, rest string) {
	asked, _ := viet.Question(rest, t.today(), t.env.Calendar)
	p, name := asked.Period, asked.Name
	if !asked.HasPeriod {
		p = period.MonthOf(t.env.Calendar, t.today())
		if t.format == formatFreeze {
			p = p.Prev() // the last that is over
		}
	}
	if p.Range.From > t.today() {
		t.say("summary.future", "period", i18n.PeriodLabel(t.lang(), p))
		return
	}
	q := Query{Page: page, Unit: t.env.Person.Unit, Period: p}
	if name == "" {
		t.query(q)
		return
	}
	t.queryUnit(q, name)
}

// asksFigures answers a text that asks for figures, not a command: "số liệu tuyên truyền tháng này". With plainly it must
// say so; otherwise a period or a unit's name alone is enough, which is what commanders type.
func (t *turn) asksFigures(text string, plainly bool) bool {
	q, asks := viet.Question(text, t.today(), t.env.Calendar)
	found := t.env.Tree.Find(q.Name, t.today())
	known := len(found) > 0 && found[0].Distance < 2
	switch {
	case asks:
	case plainly, q.Name != "" && !known, q.Name == "" && !q.HasPeriod:
		return false
	}
	page := Totals
	if q.Missing {
		page = Missing
	}
	t.figures(page, text)
	return true
}

// queryUnit finds the unit or group that was named; a clash is asked.
func (t *turn) queryUnit(q Query, name string) {
	found, sure := t.findAll(name)
	switch {
	case len(found) == 0 && len(t.env.Tree.Find(name, t.today())) > 0:
		t.say("summary.not_yours", "unit", t.unitName(t.env.Person.Unit, t.today()))
	case len(found) == 0:
		t.say("summary.unknown", "name", name)
	case sure:
		q.Unit = found[0]
		t.query(q)
	default:
		t.ask(askUnit, strings.Join([]string{q.Data(), name, string(t.format)}, "\n"))
	}
}

// findAll are the units and groups of the person's scope that a name can mean today; see findUnits.
func (t *turn) findAll(name string) (found []orgunit.ID, sure bool) {
	former := false
	for _, m := range t.env.Tree.Find(name, t.today()) {
		if !slices.Contains(found, m.ID) && t.maySee(m.ID) {
			found, sure = append(found, m.ID), m.Distance < 2
			former = former || m.Former
		}
	}
	sure = sure && len(found) == 1
	t.noteFormer(found, sure && former)
	return found, sure
}

// maySee tells whether a unit, or every member of a group, belongs to the person's scope.
func (t *turn) maySee(id orgunit.ID) bool {
	group, ok := t.env.Tree.Group(id)
	if !ok {
		return t.env.Person.Sees(t.env.Tree, id)
	}
	return !slices.ContainsFunc(group.Members, func(m orgunit.ID) bool { return !t.env.Person.Sees(t.env.Tree, m) })
}

// maxSpan is how many days are summed up at most: two centuries take a few milliseconds, ten thousand years a second.
const maxSpan = 200 * 366

// query asks for figures, of the own subtree only, as a text or as a file.
func (t *turn) query(q Query) {
	switch t.format {
	case formatAny:
		t.chooseFormat(q)
	case formatFreeze:
		t.askFreeze(q)
	case "":
		if t.mayAsk(q) {
			t.act(Summarise{Query: q})
		}
	default:
		t.file(t.format, q)
	}
}

// mayAsk tells whether there can be an answer for the person to see, and says why not.
func (t *turn) mayAsk(q Query) bool {
	switch {
	case q.Period.Range.From < period.Dawn || q.Period.Range.Days() > maxSpan:
		t.say("day.impossible")
	case !t.maySee(q.Unit):
		t.say("summary.not_yours", "unit", t.unitName(t.env.Person.Unit, t.today()))
	default:
		return true
	}
	return false
}

// What may be done with figures beside showing and sending them.
const (
	formatAny    chat.Format = "any"    // the format is yet to be chosen
	formatFreeze chat.Format = "freeze" // they are frozen
)

func (t *turn) summaryUnitPrompt() prompt {
	_, rest := splitQuery(t.s.Ask.Arg)
	name, _, _ := strings.Cut(rest, "\n")
	p := prompt{text: t.msg("unit.several", "name", name), control: []option{{wordCancel, t.msg("button.cancel")}}}
	found, _ := t.findAll(name)
	for _, id := range found {
		label := t.env.Tree.Name(id, t.today())
		if g, ok := t.env.Tree.Group(id); ok {
			label = g.Name
		}
		p.options = append(p.options, option{string(id), label})
	}
	return p
}

func (t *turn) chooseSummaryUnit(value string) {
	q, rest := splitQuery(t.s.Ask.Arg)
	t.s.Ask = nil
	_, format, _ := strings.Cut(rest, "\n")
	t.format = chat.Format(format)
	q.Unit = orgunit.ID(value)
	t.query(q)
}

// splitQuery takes an Ask's argument apart: the query's data and, on the next lines, the name that was typed and the format.
func splitQuery(arg string) (q Query, rest string) {
	data, rest, _ := strings.Cut(arg, "\n")
	q, _ = ParseQuery(data)
	return q, rest
}
