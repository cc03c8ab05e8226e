package duty

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// Plan is what units owe and how they are asked for it. It is data: an administrator changes it in the chat.
type Plan struct {
	Owed     []Requirement `json:"owed"`
	RemindAt Clock         `json:"remind_at"`    // when the reminders of a day begin
	QuietAt  Clock         `json:"quiet_at"`     // from when on nobody is written to
	WakeAt   Clock         `json:"wake_at"`      // until then
	Misses   int           `json:"misses"`       // after so many missed periods in a row the commanders are told; 0: never
	GapWeeks int           `json:"gap_weeks"`    // after so many weeks of silence the commanders are told; 0: never
	Off      bool          `json:"off,omitzero"` // nobody is reminded
}

// Requirement is one thing that is due again and again: at least one report, or the word that there is none.
type Requirement struct {
	Every    Every        `json:"every"`
	Calendar string       `json:"calendar"`
	Days     int          `json:"days"`            // the deadline is so many days after the period's last
	Remind   []int        `json:"remind"`          // on which days, counted from the deadline: -2, 0, 1
	Forms    []string     `json:"forms,omitempty"` // one of them; empty: any
	Units    []orgunit.ID `json:"units,omitempty"` // with all below them; empty: all
}

// Every is how long the periods of a requirement are.
type Every string

// The lengths of periods.
const (
	Weekly    Every = "week"
	Monthly   Every = "month"
	Quarterly Every = "quarter"
)

// Kind is the kind of the periods.
func (e Every) Kind() period.Kind {
	switch e {
	case Weekly:
		return period.Week
	case Quarterly:
		return period.Quarter
	default:
		return period.Month
	}
}

// Default asks every commune for a report each month of a calendar until two days after its last: Decree 09/2019/NĐ-CP,
// article 8(5).
func Default(c period.Calendar) Plan {
	return Plan{
		Owed:     []Requirement{{Every: Monthly, Calendar: c.ID, Days: 2, Remind: []int{-2, 0, 1, 3}}},
		RemindAt: 8 * 60, QuietAt: 21 * 60, WakeAt: 6*60 + 30, Misses: 2, GapWeeks: 4,
	}
}

// The limits of a plan.
const (
	maxOwed   = 10
	maxDays   = 60
	maxRemind = 10
)

// ErrPlan is returned for a plan that makes no sense.
var ErrPlan = errors.New("the plan of what is due makes no sense")

// Parse reads a plan's JSON.
func Parse(data []byte) (Plan, error) {
	var p Plan
	if err := json.Unmarshal(data, &p); err != nil {
		return p, fmt.Errorf("%w: %w", ErrPlan, err)
	}
	return p, p.Check()
}

// Check tells whether the plan makes sense.
func (p Plan) Check() error {
	for _, c := range []Clock{p.RemindAt, p.QuietAt, p.WakeAt} {
		if c < 0 || c >= 24*60 {
			return fmt.Errorf("%w: there is no time %s", ErrPlan, c)
		}
	}
	if p.quietAt(p.RemindAt) {
		return fmt.Errorf("%w: reminders at %s would be in the quiet hours", ErrPlan, p.RemindAt)
	}
	if len(p.Owed) > maxOwed || p.Misses < 0 || p.Misses > 12 || p.GapWeeks < 0 || p.GapWeeks > 52 {
		return fmt.Errorf("%w: a number is too large", ErrPlan)
	}
	for _, r := range p.Owed {
		if err := r.check(); err != nil {
			return err
		}
	}
	return nil
}

func (r Requirement) check() error {
	_, known := period.CalendarByID(r.Calendar)
	switch {
	case !known:
		return fmt.Errorf("%w: there is no calendar %q", ErrPlan, r.Calendar)
	case !slices.Contains([]Every{Weekly, Monthly, Quarterly}, r.Every):
		return fmt.Errorf("%w: there is no period %q", ErrPlan, r.Every)
	case r.Days < 0 || r.Days > maxDays || len(r.Remind) > maxRemind:
		return fmt.Errorf("%w: a number is too large", ErrPlan)
	}
	for _, d := range r.Remind {
		if d < -maxDays || d > maxDays {
			return fmt.Errorf("%w: a reminder is too far from the deadline", ErrPlan)
		}
	}
	return nil
}

// Quiet tells whether nobody is to be written to now, and until when.
func (p Plan) Quiet(now time.Time) (until time.Time, quiet bool) {
	clock := Clock(now.Hour()*60 + now.Minute())
	return Daily(p.WakeAt).Next(now), p.quietAt(clock)
}

func (p Plan) quietAt(c Clock) bool {
	switch {
	case p.QuietAt == p.WakeAt:
		return false
	case p.QuietAt < p.WakeAt:
		return c >= p.QuietAt && c < p.WakeAt
	default:
		return c >= p.QuietAt || c < p.WakeAt
	}
}

// calendar is the requirement's; the plan was checked.
func (r Requirement) calendar() period.Calendar {
	c, _ := period.CalendarByID(r.Calendar)
	return c
}

// Deadline is the last day on which a period's report is in time.
func (r Requirement) Deadline(p period.Period) period.Date { return p.Range.To + period.Date(r.Days) }

// On is the requirement's period in which a day lies.
func (r Requirement) On(d period.Date) period.Period {
	return period.Containing(r.calendar(), r.Every.Kind(), d)
}

// Current is the period that is asked for on a day: the oldest whose deadline has not passed.
func (r Requirement) Current(d period.Date) period.Period {
	p := r.On(d)
	for r.Deadline(p.Prev()) >= d {
		p = p.Prev()
	}
	return p
}

// Call is a requirement's period of which units are to be reminded.
type Call struct {
	Requirement

	Period   period.Period
	Deadline period.Date
	From     period.Date // the day from which on it was to be done
}

// longest is how many days back a call still makes sense.
const longest = 31

// Calls are what is to be reminded of for the days since to today, both included: each requirement once, for its newest
// period.
func (p Plan) Calls(since, today period.Date) []Call {
	if p.Off {
		return nil
	}
	var calls []Call
	for _, r := range p.Owed {
		if c, ok := r.call(max(since, today-longest), today, r.Remind); ok {
			calls = append(calls, c)
		}
	}
	return calls
}

// Passed are the periods whose deadline has passed on one of the days since to today, each requirement's newest.
func (p Plan) Passed(since, today period.Date) []Call {
	if p.Off || p.Misses == 0 {
		return nil
	}
	var calls []Call
	for _, r := range p.Owed {
		if c, ok := r.call(max(since, today-longest), today, []int{1}); ok {
			calls = append(calls, c)
		}
	}
	return calls
}

// call finds the last day on which one of the offsets from a deadline falls.
func (r Requirement) call(since, today period.Date, offsets []int) (Call, bool) {
	for day := today; day >= since; day-- {
		for _, offset := range offsets {
			deadline := day - period.Date(offset)
			p := r.On(deadline - period.Date(r.Days))
			if r.Deadline(p) == deadline {
				return Call{Requirement: r, Period: p, Deadline: deadline, From: day}, true
			}
		}
	}
	return Call{}, false
}
