package duty_test

import (
	"math/rand/v2"
	"testing"

	"danvanbot/bot/duty"
	"danvanbot/bot/period"
)

// TestCallsMatchAWalkOverAllPeriods compares with the plain way: every period of some years, every offset.
func TestCallsMatchAWalkOverAllPeriods(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 2026)) //nolint:gosec // the same plans in every run
	for range 300 {
		r := duty.Requirement{
			Every:    []duty.Every{duty.Weekly, duty.Monthly, duty.Quarterly}[random.IntN(3)],
			Calendar: period.Calendars[random.IntN(len(period.Calendars))].ID, Days: random.IntN(10),
		}
		for range random.IntN(4) {
			r.Remind = append(r.Remind, random.IntN(14)-6)
		}
		plan := duty.Default(period.ND09)
		plan.Owed = []duty.Requirement{r}
		today := period.NewDate(2026, 1, 1) + period.Date(random.IntN(400))
		since := today - period.Date(random.IntN(20))
		want := wanted(r, since, today)
		calls := plan.Calls(since, today)
		switch {
		case want == period.NoDate && len(calls) > 0, want != period.NoDate && (len(calls) != 1 || calls[0].From != want):
			t.Fatalf("%+v from %v to %v: got %+v, want one of %v", r, since, today, calls, want)
		case len(calls) == 1 && r.Deadline(calls[0].Period) != calls[0].Deadline:
			t.Fatalf("%+v: got the deadline %v of %s", r, calls[0].Deadline, calls[0].Period.Code())
		}
	}
}

// wanted is the last day in a range on which a period is to be reminded of; NoDate if there is none.
func wanted(r duty.Requirement, since, today period.Date) period.Date {
	last := period.NoDate
	for p := r.On(today - 200); p.Range.From <= today+200; p = p.Next() {
		for _, offset := range r.Remind {
			if d := r.Deadline(p) + period.Date(offset); d >= since && d <= today {
				last = max(last, d)
			}
		}
	}
	return last
}
