package duty_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/duty"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

func day(t *testing.T, s string) period.Date {
	t.Helper()
	d, err := period.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestCalls holds the days of Decree 09: a month closes on the 14th, and its report is due on the 16th.
func TestCalls(t *testing.T) {
	t.Parallel()
	plan := duty.Default(period.ND09)
	for _, test := range []struct{ since, today, period, deadline string }{
		{"2026-12-14", "2026-12-14", "2026-12", "2026-12-16"},
		{"2026-12-15", "2026-12-15", "", ""},
		{"2026-12-16", "2026-12-16", "2026-12", "2026-12-16"},
		{"2026-12-17", "2026-12-17", "2026-12", "2026-12-16"},
		{"2026-12-18", "2026-12-18", "", ""},
		{"2026-12-19", "2026-12-19", "2026-12", "2026-12-16"},
		{"2026-12-20", "2027-01-10", "", ""},
		{"2026-10-01", "2027-01-10", "2026-12", "2026-12-16"}, // after a long time off: once, the newest
		{"2026-10-01", "2027-01-15", "2027-01", "2027-01-16"},
	} {
		calls := plan.Calls(day(t, test.since), day(t, test.today))
		if test.period == "" {
			if len(calls) > 0 {
				t.Errorf("%s to %s: got %v, want none", test.since, test.today, calls)
			}
			continue
		}
		if len(calls) != 1 || calls[0].Period.Code() != test.period || calls[0].Deadline != day(t, test.deadline) {
			t.Errorf("%s to %s: got %v, want %s until %s", test.since, test.today, calls, test.period, test.deadline)
		}
	}
	plan.Off = true
	if calls := plan.Calls(day(t, "2026-12-16"), day(t, "2026-12-16")); len(calls) > 0 {
		t.Errorf("switched off: got %v, want none", calls)
	}
}

func TestPassedAndCurrent(t *testing.T) {
	t.Parallel()
	plan := duty.Default(period.ND09)
	if calls := plan.Passed(day(t, "2026-12-16"), day(t, "2026-12-16")); len(calls) > 0 {
		t.Errorf("on the deadline: got %v, want none", calls)
	}
	if calls := plan.Passed(day(t, "2026-12-17"), day(t, "2026-12-17")); len(calls) != 1 || calls[0].Period.Code() != "2026-12" {
		t.Errorf("a day later: got %v, want December", calls)
	}
	for today, want := range map[string]string{"2026-12-14": "2026-12", "2026-12-16": "2026-12", "2026-12-17": "2027-01"} {
		if got := plan.Owed[0].Current(day(t, today)).Code(); got != want {
			t.Errorf("%s: got %s asked for, want %s", today, got, want)
		}
	}
}

func TestQuiet(t *testing.T) {
	t.Parallel()
	plan := duty.Default(period.ND09)
	for now, want := range map[string]string{
		"2026-12-14 20:59": "", "2026-12-14 21:00": "2026-12-15 06:30", "2026-12-15 00:00": "2026-12-15 06:30",
		"2026-12-15 06:29": "2026-12-15 06:30", "2026-12-15 06:30": "",
	} {
		until, quiet := plan.Quiet(moment(t, now))
		if quiet != (want != "") || quiet && !until.Equal(moment(t, want)) {
			t.Errorf("%s: got quiet %v until %v, want %q", now, quiet, until, want)
		}
	}
}

func TestPlanReadsBack(t *testing.T) {
	t.Parallel()
	want := duty.Default(period.Plain)
	want.Owed[0].Forms, want.Off = []string{"tuyen_truyen"}, true
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := duty.Parse(data)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, want+ got-\n%s", err, diff)
	}
	for _, bad := range []string{
		`x`, `{"remind_at":1440}`, `{"remind_at":480,"owed":[{"every":"month","calendar":"x"}]}`,
		`{"remind_at":480,"owed":[{"every":"day","calendar":"nd09"}]}`, `{"remind_at":480,"misses":-1}`,
		`{"remind_at":1300,"quiet_at":1260,"wake_at":390}`,
	} {
		if _, err := duty.Parse([]byte(bad)); !errors.Is(err, duty.ErrPlan) {
			t.Errorf("%s: got error %v, want ErrPlan", bad, err)
		}
	}
}

func TestOwing(t *testing.T) {
	t.Parallel()
	tree, today := orgunit.Sample(), day(t, "2026-11-23")
	r := duty.Default(period.ND09).Owed[0]
	p := r.Current(today)
	all := r.Owing(tree, p, today)
	if len(all) != 40 {
		t.Errorf("got %d units, want the 40 communes", len(all))
	}
	for _, u := range tree.All() {
		owes := false
		for _, id := range all {
			owes = owes || id == u.ID
		}
		if got := r.Owes(tree, u.ID, p, today); got != owes {
			t.Errorf("%s: got owes %v, want %v", u.ID, got, owes)
		}
	}
	r.Units = all[:1]
	if got := r.Owing(tree, p, today); len(got) != 1 || !r.Owes(tree, all[0], p, today) || r.Owes(tree, all[1], p, today) {
		t.Errorf("got %v, want %v alone", got, all[:1])
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"owed":[{"every":"month","calendar":"nd09","days":2,"remind":[-2,0]}],"remind_at":480,"quiet_at":1260,"wake_at":390}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := duty.Parse(data)
		if err != nil {
			return
		}
		today := period.NewDate(2026, 12, 16)
		for _, c := range append(p.Calls(today-60, today), p.Passed(today-60, today)...) {
			if c.Deadline != c.Requirement.Deadline(c.Period) || c.From > today {
				t.Errorf("got call %+v", c)
			}
		}
	})
}
