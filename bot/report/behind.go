package report

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Behind reads what stands behind figures. A read transaction of the store is one.
type Behind interface {
	GoalSource
	// OnDay are the submissions of one unit that count in a range of days, in order of day and number, at most limit.
	OnDay(unit orgunit.ID, days period.Range, limit int) ([]form.Submission, error)
	// InForce is the declaration of a stock that counts for its unit on a day.
	InForce(stock string, unit orgunit.ID, on period.Date) (form.Submission, bool, error)
	// Models are all models of the registry.
	Models() ([]form.Model, error)
}

// SourceLine is one submission behind the figures.
type SourceLine struct {
	ID       uint64           `json:"id"`
	Code     string           `json:"code"`
	Version  int              `json:"version"`
	Days     period.Range     `json:"days"`
	Unit     orgunit.ID       `json:"unit"`
	Name     string           `json:"name"` // of the unit on the day
	Reporter string           `json:"reporter,omitempty"`
	Form     string           `json:"form"`
	Label    i18n.Text        `json:"label"`
	Values   map[string]int64 `json:"values"`            // by measure
	Hedges   []string         `json:"hedges,omitempty"`  // measures that are not exact
	Sum      bool             `json:"sum,omitempty"`     // the total of all its days
	Carried  orgunit.ID       `json:"carried,omitempty"` // of a stock: the unit that took it over and has not declared it since
}

// behind is one submission that counts for a scope.
type behind struct {
	form.Submission

	times   int64 // how often it counts; 1
	carried orgunit.ID
}

// errEnough ends a walk over submissions early.
var errEnough = errors.New("enough")

// each calls yield for every submission behind the scope's figures of the known days, by unit, day and number, and for the
// declarations of some stocks that are in force on the last of them. What yield gives as errEnough ends the walk.
func (s scope) each(src Behind, stocks []string, yield func(behind) error) error {
	err := s.eachFlow(src, yield)
	if err == nil {
		err = s.eachStock(src, stocks, yield)
	}
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

func (s scope) eachFlow(src Behind, yield func(behind) error) error {
	days := s.known()
	turns := turnsOf(s.tree)
	for _, u := range s.everyUnit() {
		counts := s.counter(u, turns)
		if !counts.within(days) {
			continue
		}
		list, err := src.OnDay(u, days, math.MaxInt)
		if err != nil {
			return fmt.Errorf("reading the submissions of %s in %v: %w", u, days, err)
		}
		for _, sub := range list {
			if times := counts.on(sub.Day()); times != 0 && sub.Kind != form.Stock {
				if err := yield(behind{Submission: sub, times: times}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// everyUnit are all units that ever were, in Vietnamese order.
func (s scope) everyUnit() []orgunit.ID {
	var list []orgunit.ID
	for _, u := range s.tree.All() {
		list = append(list, u.ID)
	}
	return s.tree.Sorted(list, s.on)
}

// turnsOf are the days on which any unit begins, ends or changes its parent: between them a unit's submissions count for
// the same units.
func turnsOf(tree *orgunit.Tree) []period.Date {
	var days []period.Date
	note := func(v orgunit.Validity) {
		if v.From != nil {
			days = append(days, *v.From)
		}
		if v.To != nil {
			days = append(days, *v.To+1)
		}
	}
	for _, u := range tree.All() {
		note(u.Validity)
		for _, p := range u.Parents {
			note(p.Validity)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// counter tells how often the submissions of one unit count for a scope.
type counter struct {
	s     scope
	unit  orgunit.ID
	turns []period.Date
	known map[int]int64 // by the number of turns that are over
}

func (s scope) counter(unit orgunit.ID, turns []period.Date) *counter {
	return &counter{s: s, unit: unit, turns: turns, known: map[int]int64{}}
}

// on is how often one of a day counts.
func (c *counter) on(day period.Date) int64 {
	era, met := slices.BinarySearch(c.turns, day)
	if met {
		era++
	}
	n, ok := c.known[era]
	if !ok {
		n = c.s.times(c.unit, day)
		c.known[era] = n
	}
	return n
}

// within tells whether any of a range of days counts.
func (c *counter) within(days period.Range) bool {
	if c.on(days.From) != 0 {
		return true
	}
	for _, d := range c.turns {
		if days.Contains(d) && c.on(d) != 0 {
			return true
		}
	}
	return false
}

// times is how many of the scope's parts a submission of a unit and a day counts for: the rule by which cells are kept.
func (s scope) times(unit orgunit.ID, day period.Date) int64 {
	n := int64(0)
	to := rollup.TargetsOf(s.tree, unit, day)
	for _, p := range s.parts {
		was := slices.Contains(to.Was, p.unit)
		switch {
		case p.cells == rollup.Was && was,
			p.cells == rollup.Now && was && !slices.Contains(to.Left, p.unit),
			p.cells == rollup.Now && slices.Contains(to.Now, p.unit):
			n++
		}
	}
	return n
}

// eachStock calls yield for the declarations in force, with those of units that were taken over and whose successors have
// not declared since.
func (s scope) eachStock(src Behind, stocks []string, yield func(behind) error) error {
	for _, stock := range stocks {
		for _, u := range s.everyUnit() {
			if err := s.stockOf(src, stock, u, yield); err != nil {
				return err
			}
		}
	}
	return nil
}

// stockOf gives what a unit has. What was declared for a day after its end, since its end was known late, is of no effect.
func (s scope) stockOf(src Behind, stock string, unit orgunit.ID, yield func(behind) error) error {
	times := int64(0)
	if s.tree.Valid(unit, s.asOf) {
		times = s.times(unit, s.asOf)
	}
	if times == 0 {
		return nil
	}
	return s.inForce(src, stock, unit, s.asOf, func(b behind) error {
		if b.times = times; b.Unit != unit {
			b.carried = unit
		}
		return yield(b)
	})
}

func (s scope) inForce(src Behind, stock string, unit orgunit.ID, on period.Date, yield func(behind) error) error {
	own, declared, err := src.InForce(stock, unit, on)
	if err != nil {
		return fmt.Errorf("reading the %s of %s on %v: %w", stock, unit, on, err)
	}
	if declared {
		if err := yield(behind{Submission: own}); err != nil {
			return err
		}
	}
	for _, p := range s.tree.Predecessors(unit) {
		if p.On <= on && (!declared || own.Day() < p.On) {
			if err := s.inForce(src, stock, p.Old, p.On-1, yield); err != nil {
				return err
			}
		}
	}
	return nil
}

// amounts are what a submission adds to the scope's figures.
func (b behind) amounts() rollup.Row {
	row := rollup.Of(b.Submission)
	if b.Kind == form.Stock {
		row = rollup.Declared(b.Submission)
	}
	times := make(rollup.Row, 0, len(row))
	for _, a := range row {
		times = append(times, rollup.Amount{Measure: a.Measure, By: a.By * b.times})
	}
	return times
}

// figuresOf are the amounts that are figures of a form.
func (s scope) figuresOf(b behind) rollup.Row {
	return slices.DeleteFunc(b.amounts(), func(a rollup.Amount) bool {
		_, _, ok := a.Measure.Parts()
		return !ok
	})
}

// sourceLine tells a submission.
func (s scope) sourceLine(forms *form.Catalogue, b behind, who func(form.Submission) string) SourceLine {
	f, known := forms.Form(b.Form)
	if !known {
		f.Label = plain(b.Form)
	}
	l := SourceLine{
		ID: b.ID, Code: b.Code(s.tree), Version: b.Version, Days: b.Days, Unit: b.Unit, Name: s.tree.BareName(b.Unit, b.Day()),
		Form: b.Form, Label: f.Label, Values: map[string]int64{}, Sum: b.Sum, Carried: b.carried,
	}
	for _, a := range s.figuresOf(b) {
		l.Values[string(a.Measure)] = a.By
	}
	for key := range keysOf(f) {
		if b.Values[key].Hedge != form.Exact {
			l.Hedges = append(l.Hedges, string(rollup.MeasureOf(b.Form, key)))
		}
	}
	if who != nil {
		l.Reporter = who(b.Submission)
	}
	return l
}
