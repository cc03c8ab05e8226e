package period_test

import (
	"encoding/json"
	"testing"
	"time"

	"danvanbot/bot/period"
)

func TestDateOfTakesTheDayOfItsPlace(t *testing.T) {
	t.Parallel()
	vietnam := time.FixedZone("+07", 7*60*60)
	late := time.Date(2026, 11, 22, 23, 59, 0, 0, vietnam)
	if got, want := period.DateOf(late), period.NewDate(2026, 11, 22); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := period.DateOf(late.Add(time.Minute)).String(), "2026-11-23"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestDateAgreesWithTime(t *testing.T) {
	t.Parallel()
	for d := range everyDay(2000) {
		y, m, n := d.YMD()
		if period.NewDate(y, m, n) != d || d.Year() != y || d.Weekday() != d.Time().Weekday() || period.DateOf(d.Time()) != d {
			t.Fatalf("%d: got %v, %s", d, d.Time(), d.Weekday())
		}
		if back, err := period.ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("got %v, %v, want %v", back, err, d)
		}
	}
}

func TestValidDate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		y    int
		m    time.Month
		d    int
		want bool
	}{
		{2024, 2, 29, true},
		{2026, 2, 29, false},
		{2026, 2, 30, false},
		{2026, 4, 31, false},
		{2026, 12, 31, true},
		{2026, 13, 1, false},
		{2026, 0, 1, false},
		{2026, 1, 0, false},
	}
	for _, test := range tests {
		d, ok := period.ValidDate(test.y, test.m, test.d)
		if ok != test.want || ok && d != period.NewDate(test.y, test.m, test.d) {
			t.Errorf("%d/%d/%d: got %v, %v, want %v", test.d, test.m, test.y, d, ok, test.want)
		}
	}
}

func TestDateInJSON(t *testing.T) {
	t.Parallel()
	type row struct{ From, To period.Date }
	want := row{period.NewDate(1969, 12, 31), period.NoDate}
	b, err := json.Marshal(want)
	if err != nil || string(b) != `{"From":"1969-12-31","To":""}` {
		t.Fatalf("got %s, %v", b, err)
	}
	var got row
	if err := json.Unmarshal(b, &got); err != nil || got != want {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if err := json.Unmarshal([]byte(`{"From":"22/11/2026"}`), &got); err == nil {
		t.Errorf("got %v, want an error", got)
	}
}

func TestRange(t *testing.T) {
	t.Parallel()
	d := period.NewDate(2026, 11, 16)
	tests := []struct {
		r    period.Range
		days int
		text string
	}{
		{d.Day(), 1, "2026-11-16"},
		{period.Range{From: d, To: d + 6}, 7, "2026-11-16..2026-11-22"},
		{period.Range{From: d, To: d - 1}, 0, "2026-11-16..2026-11-15"},
		{period.Range{From: d, To: d - 9}, 0, "2026-11-16..2026-11-07"},
	}
	for _, test := range tests {
		if got := test.r.Days(); got != test.days || test.r.String() != test.text {
			t.Errorf("got %d days, %s, want %d, %s", got, test.r, test.days, test.text)
		}
		for _, x := range []period.Date{test.r.From - 1, test.r.From, test.r.To, test.r.To + 1} {
			if want := test.days > 0 && (x == test.r.From || x == test.r.To); test.r.Contains(x) != want {
				t.Errorf("%s with %s: got %v, want %v", test.r, x, !want, want)
			}
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-11-22", "1969-12-31", "0000-01-01", "9999-12-31", "2026-02-30", "22/11/2026", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := period.ParseDate(s)
		if err != nil {
			if d != period.NoDate {
				t.Errorf("%q: got %v with an error, want no day", s, d)
			}
			return
		}
		if d.String() != s {
			t.Errorf("got %q, want %q", d, s)
		}
	})
}
