package report

import (
	"fmt"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Goals reads the goals that one unit was set in a year. A read transaction of the store is one.
type Goals interface {
	Targets(unit orgunit.ID, year int) ([]form.Target, error)
}

// GoalSource reads cells and goals.
type GoalSource interface {
	Source
	Goals
}

// Targets are the goals of a unit or group for the reporting year in which the query's period ends, in the catalogue's
// order, with what was done from the year's begin to the period's end. A unit's goal is its own; beside it stands what the
// units right below were set together, which need not be the same.
func Targets(src GoalSource, tree *orgunit.Tree, forms *form.Catalogue, q Query) ([]Target, error) {
	s := goalScope{scopeOf(tree, q), q}
	own, err := s.goals(src, s.id)
	if err != nil {
		return nil, err
	}
	lines := []Target{}
	for _, g := range own {
		lines = append(lines, targetOf(g, g.Goal))
	}
	for _, child := range s.children() {
		below, err := s.goals(src, child)
		if err != nil {
			return nil, err
		}
		for _, g := range below {
			lines = addBelow(lines, g)
		}
	}
	if lines, err = s.done(src, forms, lines); err != nil || s.wholeOpen() {
		return lines, err
	}
	return slices.DeleteFunc(lines, func(t Target) bool { return small(t.Done) && restricted(forms, t.Form) }), nil
}

// AddShares gives the figures of a summary the goals that its unit was set for the year, and how much of them is reached: from
// the begin of the year to the period's end. Groups and lists of units have no goals.
func AddShares(src GoalSource, tree *orgunit.Tree, forms *form.Catalogue, q Query, to *Summary) error {
	s := goalScope{scopeOf(tree, q), q}
	if len(s.units) != 1 {
		return nil
	}
	own, err := s.goals(src, s.id)
	if err != nil || len(own) == 0 {
		return err
	}
	var lines []Target
	for _, g := range own {
		lines = append(lines, targetOf(g, g.Goal))
	}
	if lines, err = s.done(src, forms, lines); err != nil {
		return err
	}
	for _, t := range lines {
		if small(t.Done) && restricted(forms, t.Form) && !s.wholeOpen() {
			continue
		}
		for _, of := range [][]Line{to.Lines, to.Stocks} {
			if f := figureIn(of, t.Form, t.Key); f != nil && f.Hidden == "" {
				f.Goal, f.Share = t.Goal, t.Share()
			}
		}
	}
	return nil
}

// goalScope is a scope with the query that it is of.
type goalScope struct {
	scope

	q Query
}

// day is the day that decides the reporting year: the last of which something is known, or the first of a period ahead.
func (s goalScope) day() period.Date { return max(s.asOf, s.q.Period.Range.From) }

// counts tells whether a goal is one of the query: of the year that it names, or the one in which its day lies.
func (s goalScope) counts(g form.Target) bool {
	if s.q.Period.Kind == period.Year {
		return g.Year == s.q.Period.Year
	}
	days, ok := yearDays(g.Calendar, g.Year)
	return ok && days.Contains(s.day())
}

// goals are a unit's that count, of all calendars.
func (s goalScope) goals(src Goals, unit orgunit.ID) ([]form.Target, error) {
	var found []form.Target
	for year := s.day().Year(); year <= s.day().Year()+1; year++ { // in December the reporting year is the next one
		all, err := src.Targets(unit, year)
		if err != nil {
			return nil, fmt.Errorf("reading the targets of %s in %d: %w", unit, year, err)
		}
		for _, g := range all {
			if s.counts(g) {
				found = append(found, g)
			}
		}
	}
	return found, nil
}

// yearDays are the days of a year of a calendar.
func yearDays(calendar string, year int) (period.Range, bool) {
	c, ok := period.CalendarByID(calendar)
	if !ok {
		return period.Range{}, false
	}
	return period.New(c, period.Year, year, 0).Range, true
}

func targetOf(g form.Target, own int64) Target {
	return Target{Form: g.Form, Key: g.Key, Year: g.Year, Calendar: g.Calendar, Goal: own}
}

// addBelow adds the goal of a unit below to the line of its measure.
func addBelow(lines []Target, g form.Target) []Target {
	i := slices.IndexFunc(lines, func(t Target) bool {
		return t.Form == g.Form && t.Key == g.Key && t.Year == g.Year && t.Calendar == g.Calendar
	})
	if i < 0 {
		lines, i = append(lines, targetOf(g, 0)), len(lines)
	}
	lines[i].Below += g.Goal
	lines[i].BelowUnits++
	return lines
}

// done names the lines' measures, reads what was done, and brings them into the catalogue's order.
func (s goalScope) done(src Source, forms *form.Catalogue, lines []Target) ([]Target, error) {
	sums := map[period.Range]rollup.Row{}
	for i := range lines {
		l := &lines[i]
		f := nameTarget(forms, l)
		days := s.untilNow(*l)
		if f.Kind == form.Stock {
			days.From = period.Dawn
		}
		row, known := sums[days]
		if !known {
			var err error
			if row, err = s.sum(src, days); err != nil {
				return nil, fmt.Errorf("summing %s over %v: %w", s.id, days, err)
			}
			sums[days] = row
		}
		fig := total(row, rollup.MeasureOf(l.Form, l.Key))
		l.Done, l.Hedge = fig.N, fig.Hedge
	}
	slices.SortStableFunc(lines, func(a, b Target) int { return place(forms, a) - place(forms, b) })
	return lines, nil
}

// untilNow are the days of a goal's year that the figures are of.
func (s goalScope) untilNow(l Target) period.Range {
	days, _ := yearDays(l.Calendar, l.Year)
	last := s.asOf
	if s.q.Period.Kind == period.Year { // of whatever calendar
		last = s.q.Today
	}
	days.To = min(days.To, last)
	return days
}

// nameTarget gives a line its labels; a measure that the catalogue lost is called by its ids.
func nameTarget(forms *form.Catalogue, l *Target) form.Form {
	f, ok := forms.Form(l.Form)
	if !ok {
		l.Label, l.Noun = plain(l.Form), plain(l.Key)
		return f
	}
	l.Icon, l.Label, l.Noun = f.Icon, shortOf(f), f.Noun
	if q, ok := f.Question(l.Key); ok && l.Key != form.KeyN {
		l.Noun, l.Money = q.Noun, q.Type == form.Money
	}
	return f
}

// place is where a line stands: in the catalogue's order of forms and questions, the number of events first.
func place(forms *form.Catalogue, l Target) int {
	const most = 1000 // questions of a form
	f := slices.IndexFunc(forms.Forms, func(f form.Form) bool { return f.ID == l.Form })
	if f < 0 {
		return most * most
	}
	if l.Key == form.KeyN {
		return f * most
	}
	return f*most + 1 + slices.IndexFunc(forms.Forms[f].Questions, func(q form.Question) bool { return q.Key == l.Key })
}

// Share is how much of the goal is reached, in whole percent, rounded down; above 100 if more was done. 0 without a goal.
func (t Target) Share() int {
	if t.Goal <= 0 {
		return 0
	}
	return int(float64(t.Done) / float64(t.Goal) * 100)
}
