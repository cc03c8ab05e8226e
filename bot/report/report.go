// Package report turns cells into answers: a summary with the period before beside it, who has not reported, the
// figures by sub-unit, and the line below a receipt.
//
// Promised: a figure is the sum of the cells that Source gives and of nothing else; nothing is read per report, nor
// per unit where the whole is asked; Text escapes all names. Not promised: who may see what, which the
// caller decides, and that two calls see the same state, which needs one read transaction as the Source.
package report

import (
	"encoding/json"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Source reads cells. A read transaction of the store is one.
type Source interface {
	// Sum adds up the cells of one unit over a range of days.
	Sum(unit orgunit.ID, view rollup.View, days period.Range) (rollup.Row, error)
	// Sums is Sum for many units, whose rows stand in the same order.
	Sums(units []orgunit.ID, view rollup.View, days period.Range) ([]rollup.Row, error)
	// Astride gives the days of the sums that lie in a range in part only, in order, which Sum leaves out.
	Astride(unit orgunit.ID, view rollup.View, days period.Range) ([]period.Range, error)
	// Heard tells which units, as they were, reported or declared zero in a range of days.
	Heard(days period.Range) (rollup.Heard, error)
}

// Query asks for the figures of a unit or a group in a period. A unit that ended and that nobody took over has figures
// as was only, so the answer says in which view it was given.
type Query struct {
	Unit    orgunit.ID
	Also    []orgunit.ID // further units and groups: the figures of all together
	Period  period.Period
	View    rollup.View
	Today   period.Date
	Against Against
	Clear   func(orgunit.ID) bool // tells of which units whoever asks may see small cells; nil: of none
}

// Against says what the figures of a period are compared with.
type Against uint8

// What there is to compare with.
const (
	Before   Against = iota // the period before
	LastYear                // the same period a year earlier
)

// String gives "before" or "last_year".
func (a Against) String() string {
	if a == LastYear {
		return "last_year"
	}
	return "before"
}

// MarshalText writes the name.
func (a Against) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// of is the period that another one is compared with.
func (a Against) of(p period.Period) period.Period {
	if a == LastYear {
		return p.LastYear()
	}
	return p.Prev()
}

// Summary is the answer to a Query.
type Summary struct {
	Unit     orgunit.ID     `json:"unit"`
	Also     []orgunit.ID   `json:"also,omitempty"` // the further units of a list
	Name     string         `json:"name"`
	Period   Period         `json:"period"`
	View     rollup.View    `json:"view"`
	AsOf     period.Date    `json:"as_of"` // the period's last day, or today while it runs
	Against  Against        `json:"against"`
	Compared bool           `json:"compared"` // something is known of the period that this one is compared with
	Lines    []Line         `json:"lines"`
	Stocks   []Line         `json:"stocks"`
	Partial  []period.Range `json:"partial,omitempty"` // days of imported sums that are left out, as only a part of them is asked
	Complete Completeness   `json:"completeness"`
}

// Period is a period that shows in JSON what a reader needs of it.
type Period struct{ period.Period }

// MarshalJSON writes the code, the calendar's id, and the days.
func (p Period) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Code     string      `json:"code"`
		Calendar string      `json:"calendar"`
		From     period.Date `json:"from"`
		To       period.Date `json:"to"`
	}{p.Code(), p.Calendar.ID, p.Range.From, p.Range.To})
}

// Line is what one form adds up to.
type Line struct {
	Form    string    `json:"form"`
	Icon    string    `json:"icon,omitempty"`
	Label   i18n.Text `json:"label"`
	Short   i18n.Text `json:"short"`
	Figures []Figure  `json:"figures"` // n first; those that are 0 now and were 0 before are left out

	AsOf *period.Date `json:"as_of,omitempty"` // of a stock that ended before the summary's AsOf: its last day
}

// Figure is one total.
type Figure struct {
	Key     string    `json:"key"`
	Money   bool      `json:"money,omitempty"`
	Noun    i18n.Text `json:"noun,omitempty"`
	N       int64     `json:"value"`
	Before  int64     `json:"before"` // in the period that it is compared with; of a stock at its end
	Hedge   string    `json:"hedge,omitempty"`
	Carried int64     `json:"carried,omitempty"` // of a stock: taken over from former units and not declared again since
	Stale   int64     `json:"stale,omitempty"`   // of a stock: declared over a year ago
	Hidden  string    `json:"hidden,omitempty"`  // Small or Held: N and Before are not told, and are 0
	Alone   bool      `json:"alone,omitempty"`   // Before is not told, and is 0
	Goal    int64     `json:"goal,omitempty"`    // what the unit is to reach in the year; 0: it was set none, or nobody looked
	Share   int       `json:"share,omitempty"`   // how much of Goal the year has reached, in whole percent
}

// The hedges of a total, as values of Figure.Hedge.
const (
	About = "about"
	More  = "more"
	Less  = "less"
)

// Completeness says which of the communes that were due have been heard of.
type Completeness struct {
	Due      int    `json:"due"`
	Reported int    `json:"reported"` // reported something, or declared that there was nothing
	Nothing  int    `json:"nothing"`  // of these, declared that there was nothing and reported nothing
	Missing  []Unit `json:"missing"`  // in Vietnamese order
}

// Unit is a unit with its name as of the answer's day.
type Unit struct {
	ID   orgunit.ID `json:"unit"`
	Name string     `json:"name"`
}

// total reads a measure and how sure it is. One that holds values of both sorts, more and less, is about right.
func total(row rollup.Row, m rollup.Measure) Figure {
	f := Figure{N: row.Get(m)}
	if f.N != 0 {
		f.Hedge = hedge(func(h form.Hedge) bool { return row.Get(m.Hedged(h)) > 0 })
	}
	return f
}

// hedge is that of a total, some of whose values have hedges.
func hedge(some func(form.Hedge) bool) string {
	more, less := some(form.More), some(form.Less)
	switch {
	case some(form.About) || more && less:
		return About
	case more:
		return More
	case less:
		return Less
	default:
		return ""
	}
}
