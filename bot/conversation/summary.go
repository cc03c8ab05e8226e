package conversation

import (
	"slices"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
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
	month := period.MonthOf(t.env.Calendar, t.today())
	if t.format == formatFreeze {
		month = month.Prev() // the last that is over
	}
	t.answer(Query{Page: page, Unit: t.env.Person.Unit, Period: month}, asked, rest)
}

// answer completes a query with what a question says, and asks it.
func (t *turn) answer(q Query, asked viet.Query, text string) {
	if asked.HasPeriod {
		q.Period = asked.Period
	}
	if q.Period.Range.From > t.today() {
		t.say("summary.future", "period", i18n.PeriodLabel(t.lang(), q.Period))
		return
	}
	t.wish(&q, asked.Wish, text)
	t.sought = asked.Wish
	switch len(asked.Names) {
	case 0:
		t.query(q)
	case 1:
		t.queryUnit(q, asked.Name)
	default:
		t.queryList(q, asked)
	}
}

// wish makes a query what a question wants of it.
func (t *turn) wish(q *Query, w viet.Wish, text string) {
	if w.View != "" {
		q.AsWas = w.View == "was"
	}
	if w.Against != "" {
		q.LastYear = w.Against == "last_year"
	}
	if (w.View != "" || w.Against != "") && slices.Contains([]Page{Figures, Listed, Options}, q.Page) {
		q.Page = Totals
	}
	if page, ok := map[string]Page{"units": Units, "months": Months, "parts": Parts}[w.By]; ok {
		q.Page = page
	}
	if w.Most || w.Least {
		t.rank(q, w, text)
	}
	if w.Origin {
		q.Page, q.Measure = Figures, ""
	}
	if w.News {
		q.Page, q.Measure, q.Offset = News, "", 0
	}
}

// rank asks for the units with the most or the least of the figure that a question names, or of the one that was shown.
func (t *turn) rank(q *Query, w viet.Wish, text string) {
	id := t.env.Words.FormIn(text)
	f, ok := t.env.Forms.Form(id)
	switch {
	case ok && f.Kind == form.Event:
		q.Measure = f.ID + "." + form.KeyN
	case ok && len(f.Measures()) > 0:
		q.Measure = f.ID + "." + f.Measures()[0].Key
	case q.Measure == "":
		q.Page = Figures
		return
	}
	if q.Page, q.Offset = Most, w.Top; w.Least {
		q.Page = Least
	}
}

// asksFigures answers a text that asks for figures, not a command: "số liệu tuyên truyền tháng này". With plainly it must
// say so; otherwise a period or a unit's name alone is enough, which is what commanders type. What says nothing but how
// figures are to be shown is about those that were shown last.
func (t *turn) asksFigures(text string, plainly bool) bool {
	asked, asks := viet.Question(text, t.today(), t.env.Calendar)
	page := Totals
	if asked.Missing {
		page = Missing
	}
	q := Query{Page: page, Unit: t.env.Person.Unit, Period: period.MonthOf(t.env.Calendar, t.today())}
	shown, was := t.shown()
	if was && len(asked.Names) == 0 && asked.Any() {
		q, asks = shown, true
	}
	switch {
	case asks:
	case plainly, len(asked.Names) > 0 && !t.allKnown(asked.Names), len(asked.Names) == 0 && !asked.HasPeriod:
		return false
	}
	t.answer(q, asked, text)
	return true
}

// allKnown tells whether every name is nearly one of a unit's.
func (t *turn) allKnown(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		found := t.env.Tree.Find(name, t.today())
		return len(found) == 0 || found[0].Distance >= 2
	})
}

// shown is the query that was answered last.
func (t *turn) shown() (Query, bool) {
	q, ok := ParseQuery(t.s.Shown)
	if !ok {
		return q, false
	}
	q.Offset = 0
	return q.SpellOut(t.env.Tree, t.env.Forms)
}

// queryList asks for several units together. Each must be named so that it is sure.
func (t *turn) queryList(q Query, asked viet.Query) {
	var units []orgunit.ID
	for _, name := range asked.Names {
		found, sure := t.findAll(name)
		if alone := t.unitsAlone(found); !sure && len(alone) == 1 { // in a list a name is a unit's, rather than a former district's
			found, sure = alone, true
		}
		switch {
		case len(found) == 0 && len(t.env.Tree.Find(name, t.today())) > 0:
			t.say("summary.not_yours", "unit", t.unitName(t.env.Person.Unit, t.today()))
			return
		case len(found) == 0:
			t.unknownUnit(q, name)
			return
		case !sure:
			t.say("summary.which", "name", name, "names", t.namesOf(found))
			return
		}
		units = append(units, found[0])
	}
	if len(units) > MaxUnits {
		t.say("summary.too_many_units", "n", MaxUnits)
		return
	}
	q.Unit, q.Also = units[0], units[1:]
	t.query(q)
}

// unitsAlone are those of a list that are no groups.
func (t *turn) unitsAlone(list []orgunit.ID) []orgunit.ID {
	return slices.DeleteFunc(slices.Clone(list), func(u orgunit.ID) bool {
		_, group := t.env.Tree.Group(u)
		return group
	})
}

// namesOf lists units with their level words, so that one can be typed.
func (t *turn) namesOf(units []orgunit.ID) string {
	var names []string
	for _, u := range units {
		names = append(names, t.env.Tree.Name(u, t.today()))
	}
	return strings.Join(names, ", ")
}

// queryUnit finds the unit or group that was named; a clash is asked.
func (t *turn) queryUnit(q Query, name string) {
	found, sure := t.findAll(name)
	switch {
	case len(found) == 0 && len(t.env.Tree.Find(name, t.today())) > 0:
		t.say("summary.not_yours", "unit", t.unitName(t.env.Person.Unit, t.today()))
	case len(found) == 0:
		t.unknownUnit(q, name)
	case sure:
		q.Unit = found[0]
		t.query(q)
	default:
		t.ask(askUnit, strings.Join([]string{q.Data(), name, string(t.format)}, "\n"))
	}
}

// unknownUnit says that a name is no unit's, with an example of the command that was meant.
func (t *turn) unknownUnit(q Query, name string) {
	command := "/tonghop"
	switch q.Page { //nolint:exhaustive // the others are pages of a summary
	case Missing:
		command = "/thieu"
	case Odd:
		command = "/batthuong"
	case Goals:
		command = "/chitieu"
	}
	t.say("summary.unknown", "name", name, "command", command)
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
func (t *turn) maySee(id orgunit.ID) bool { return t.env.Person.SeesAll(t.env.Tree, id) }

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
		if q.Page == Nag {
			t.remindNow(q)
			return
		}
		t.summarise(q)
	default:
		t.file(t.format, q)
	}
}

// summarise asks for figures as a text, and remembers which.
func (t *turn) summarise(q Query) {
	if q.Page == Odd && !t.env.Person.Role.AtLeast(Head) {
		t.say("odd.not_you")
		return
	}
	if !t.mayAsk(q) {
		return
	}
	if q.Page != Goals && q.Page != Odd {
		t.s.Shown = q.Data()
	}
	t.act(Summarise{Query: q, Sought: t.sought.Number, Noun: t.sought.Noun})
}

// mayAsk tells whether there can be an answer for the person to see, and says why not.
func (t *turn) mayAsk(q Query) bool {
	switch {
	case q.Period.Range.From < period.Dawn || q.Period.Range.Days() > maxSpan:
		t.say("day.impossible")
	case slices.ContainsFunc(append([]orgunit.ID{q.Unit}, q.Also...), func(u orgunit.ID) bool { return !t.maySee(u) }):
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
