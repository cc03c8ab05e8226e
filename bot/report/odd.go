package report

import (
	"cmp"
	"fmt"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// OddKind says why something is odd: one of the letters below, which stand in buttons.
type OddKind string

// What is odd.
const (
	Far     OddKind = "f" // a value far from what the unit reports otherwise
	Twice   OddKind = "t" // the same as another report of the same day
	Offday  OddKind = "d" // a programme on a day that its name does not allow
	Copied  OddKind = "c" // the same uncommon numbers on several days
	Dropped OddKind = "l" // a total that fell sharply
	Jumped  OddKind = "h" // a total that rose sharply
)

// Oddity is something that whoever commands a unit may want to have looked at. It is a question, not a fault.
type Oddity struct {
	Kind    OddKind
	Unit    Unit
	Form    form.Form
	Sub     form.Submission // the zero Submission for a total
	Code    string
	Key     string // the question in doubt; of a total the measure's; empty: the whole report
	N       int64  // the value; for an event held several times what comes to one of them
	Low     int64  // the usual range: 8 of 10 values are in it
	High    int64
	Others  []string // codes of the reports that are the same
	strange float64
}

// OddQuery asks what is odd in a period.
type OddQuery struct {
	Unit   orgunit.ID // a unit or a group
	Period period.Period
	Today  period.Date
	Offset int // how many communes to pass over
	Limit  int // after so many oddities the page ends behind the commune that is being looked at
}

// OddPage is what was found.
type OddPage struct {
	Name   string
	Period Period
	List   []Oddity // by commune in Vietnamese order; in each the reports first, the strangest first, then the totals
	Next   int      // the Offset of the page after; 0: there is none
	Units  int      // communes in all
}

// OddSource reads what oddities are found in.
type OddSource interface {
	// Sum adds up the cells of one unit over a range of days.
	Sum(unit orgunit.ID, view rollup.View, days period.Range) (rollup.Row, error)
	// OnDay are the submissions of one unit that count in a range of days, in order of day and number, at most limit.
	OnDay(unit orgunit.ID, days period.Range, limit int) ([]form.Submission, error)
}

// How far is looked.
const (
	history  = 2 * 365 // days of a unit's own reports that a value is compared with
	maxRead  = 3000    // reports of a unit that are read at most: the newest
	maxPage  = 6000    // reports that a page reads, give or take one unit
	fewest   = 9       // values, the one in doubt among them, without which nothing can be said
	earlier  = 6       // periods that a total is compared with
	fewTotal = 4       // of these must have something
)

// Odd looks for oddities commune by commune, by the units as they are named at the period's end.
func Odd(src OddSource, tree *orgunit.Tree, forms *form.Catalogue, q OddQuery) (OddPage, error) {
	s := scopeOf(tree, Query{Unit: q.Unit, Period: q.Period, Today: q.Today})
	units := oddUnits(tree, q)
	page := OddPage{Name: s.name, Period: Period{q.Period}, Units: len(units)}
	read := 0
	for i := clamp(q.Offset, len(units)); i < len(units); i++ {
		if len(page.List) >= q.Limit || read > maxPage {
			page.Next = i
			break
		}
		l := looker{src: src, tree: tree, forms: forms, q: q, unit: units[i]}
		if err := l.look(); err != nil {
			return page, fmt.Errorf("looking for oddities of %s: %w", units[i], err)
		}
		page.List, read = append(page.List, l.found...), read+len(l.all)
	}
	return page, nil
}

// oddUnits are the communes of a whole, or the unit itself where it has none.
func oddUnits(tree *orgunit.Tree, q OddQuery) []orgunit.ID {
	on := min(q.Period.Range.To, q.Today)
	members := []orgunit.ID{q.Unit}
	if g, ok := tree.Group(q.Unit); ok {
		members = g.Members
	}
	var units []orgunit.ID
	for _, m := range members {
		communes := tree.Communes(m, on)
		if len(communes) == 0 {
			communes = []orgunit.ID{m}
		}
		for _, c := range communes {
			if !slices.Contains(units, c) {
				units = append(units, c)
			}
		}
	}
	return tree.Sorted(units, on)
}

// looker looks at one unit.
type looker struct {
	src   OddSource
	tree  *orgunit.Tree
	forms *form.Catalogue
	q     OddQuery
	unit  orgunit.ID

	all   []form.Submission // of the history and the period, single events only
	found []Oddity
}

func (l *looker) look() error {
	days := period.Range{From: min(l.q.Period.Range.To-history, l.q.Period.Range.From), To: l.q.Period.Range.To}
	list, err := l.src.OnDay(l.unit, days, maxRead)
	if err != nil {
		return err
	}
	for _, s := range list {
		if (s.Kind == form.Event || s.Kind == form.Count) && !s.Sum && s.Joint == 0 {
			l.all = append(l.all, s)
		}
	}
	l.far()
	l.twice()
	l.offdays()
	l.copied()
	slices.SortStableFunc(l.found, func(a, b Oddity) int { return cmp.Compare(b.strange, a.strange) })
	return l.totals()
}

// inPeriod are the reports that are asked about.
func (l *looker) inPeriod(yield func(form.Submission) bool) {
	for _, s := range l.all {
		if l.q.Period.Range.Contains(s.Day()) && !yield(s) {
			return
		}
	}
}

// oddity begins one.
func (l *looker) oddity(kind OddKind, s form.Submission) Oddity {
	return Oddity{
		Kind: kind, Sub: s, Code: s.Code(l.tree), Form: l.form(s.Form),
		Unit: Unit{ID: l.unit, Name: l.tree.Name(l.unit, min(l.q.Period.Range.To, l.q.Today))},
	}
}

func (l *looker) form(id string) form.Form {
	if f, ok := l.forms.Form(id); ok {
		return f
	}
	return form.Form{ID: id, Label: plain(id), Noun: plain(form.KeyN)}
}

// far compares each value with the unit's own.
func (l *looker) far() {
	usual := map[rollup.Measure]*spread{}
	for _, s := range l.all {
		for key, n := range perEvent(s) {
			m := rollup.MeasureOf(s.Form, key)
			if usual[m] == nil {
				usual[m] = &spread{}
			}
			usual[m].add(n)
		}
	}
	for s := range l.inPeriod {
		values := perEvent(s)
		for _, q := range l.form(s.Form).Questions { // in their order, so that the answer is always the same
			n, ok := values[q.Key]
			if !ok {
				continue
			}
			u := usual[rollup.MeasureOf(s.Form, q.Key)]
			if z, odd := u.far(n, q.Type == form.Money); odd {
				o := l.oddity(Far, s)
				o.Key, o.N, o.strange = q.Key, n, z
				o.Low, o.High = u.range80()
				l.found = append(l.found, o)
			}
		}
	}
}

// perEvent are the values of a report; of an event that was held several times, what comes to one of them.
func perEvent(s form.Submission) map[string]int64 {
	values := make(map[string]int64, len(s.Values)+1)
	times := max(s.N, 1)
	for key, v := range s.Values {
		values[key] = (v.N + times/2) / times
	}
	if s.Kind == form.Event {
		values[form.KeyN] = s.N
	}
	return values
}

// twice finds reports that say the same of the same days.
func (l *looker) twice() {
	first := map[string]form.Submission{}
	for s := range l.inPeriod {
		key := s.Form + " " + s.Days.String() + " " + likeness(s)
		if before, ok := first[key]; ok {
			o := l.oddity(Twice, s)
			o.Others, o.strange = []string{before.Code(l.tree)}, strangest
			l.found = append(l.found, o)
			continue
		}
		first[key] = s
	}
}

// Where the kinds that are not measured stand among those that are.
const (
	strangest = 1000
	stranger  = 100
)

// offdays finds weekend programmes on weekdays, and those of a month in another.
func (l *looker) offdays() {
	for s := range l.inPeriod {
		for _, q := range l.form(s.Form).Questions {
			c, ok := q.Choice(s.Choices[q.Key])
			if ok && !c.Fits(s.Days) {
				o := l.oddity(Offday, s)
				o.Key, o.strange = form.KeyDays, stranger
				l.found = append(l.found, o)
				break
			}
		}
	}
}

// copies is how often the same numbers must come to be odd.
const copies = 3

// copied finds reports that repeat the same uncommon numbers, such as 87 people three times. Round and small numbers
// do come again.
func (l *looker) copied() {
	same := map[string][]form.Submission{}
	for s := range l.inPeriod {
		if uncommon(s) {
			key := s.Form + " " + likeness(s)
			same[key] = append(same[key], s)
		}
	}
	for s := range l.inPeriod {
		list := same[s.Form+" "+likeness(s)]
		if len(list) < copies || list[len(list)-1].ID != s.ID { // told once, at the last
			continue
		}
		o := l.oddity(Copied, s)
		o.strange = stranger
		for _, other := range list[:len(list)-1] {
			o.Others = append(o.Others, other.Code(l.tree))
		}
		l.found = append(l.found, o)
	}
}

// uncommon tells whether a report has a number that is hardly the same by chance.
func uncommon(s form.Submission) bool {
	for _, v := range s.Values {
		if v.N > 30 && v.N%5 != 0 {
			return true
		}
	}
	return false
}

// likeness is what a report says, but for unit and day.
func likeness(s form.Submission) string { return fmt.Sprint(s.N, s.Values, s.Choices) } // maps are printed in order

// totals compares the period's totals with those of the periods before.
func (l *looker) totals() error {
	p := l.q.Period
	rows := make([]rollup.Row, 0, earlier)
	now, err := l.src.Sum(l.unit, rollup.Was, p.Range)
	if err != nil {
		return err
	}
	for range earlier {
		p = p.Prev()
		row, err := l.src.Sum(l.unit, rollup.Was, p.Range)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	for _, f := range l.forms.Forms {
		key := totalKey(f)
		if key == "" {
			continue
		}
		if o, odd := l.total(f, key, now, rows); odd {
			l.found = append(l.found, o)
		}
	}
	return nil
}

// totalKey is the figure of a form whose total is looked at: how often it was. One far value, which is told by itself,
// does not move that.
func totalKey(f form.Form) string {
	switch f.Kind {
	case form.Event:
		return form.KeyN
	case form.Count:
		for _, q := range f.Measures() {
			return q.Key
		}
	default:
	}
	return ""
}

// sharply is how many times more or less than usual is sharp.
const sharply = 3

func (l *looker) total(f form.Form, key string, now rollup.Row, before []rollup.Row) (Oddity, bool) {
	m := rollup.MeasureOf(f.ID, key)
	var usual spread
	some := 0
	for _, row := range before {
		n := row.Get(m)
		usual.add(n)
		if n > 0 {
			some++
		}
	}
	n, median := now.Get(m), usual.median()
	o := Oddity{
		Unit: Unit{ID: l.unit, Name: l.tree.Name(l.unit, min(l.q.Period.Range.To, l.q.Today))}, Form: f, Key: key, N: n,
	}
	o.Low, o.High = usual.ends()
	switch {
	case some < fewTotal || median < 3:
		return o, false
	case n*sharply <= median && n < o.Low && l.q.Period.Range.To < l.q.Today: // a period that runs may still rise
		o.Kind = Dropped
	case n >= median*sharply && n > o.High:
		o.Kind = Jumped
	default:
		return o, false
	}
	return o, true
}
