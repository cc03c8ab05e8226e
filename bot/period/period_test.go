package period_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"danvanbot/bot/period"
)

// day reads d/m/yyyy, as the laws that the tables quote write days.
func day(t *testing.T, s string) period.Date {
	t.Helper()
	d, err := time.Parse("2/1/2006", s)
	if err != nil {
		t.Fatalf("reading the day of a test: %v", err)
	}
	return period.DateOf(d)
}

// everyDay gives n days between 1950 and 2090, the same at every run.
func everyDay(n int) func(yield func(period.Date) bool) {
	random := rand.New(rand.NewPCG(9, 2019)) //nolint:gosec // the same days in every run
	from, to := period.NewDate(1950, 1, 1), period.NewDate(2090, 12, 31)
	return func(yield func(period.Date) bool) {
		for range n {
			if !yield(from + period.Date(random.IntN(int(to-from)))) {
				return
			}
		}
	}
}

func TestCalendars(t *testing.T) {
	t.Parallel()
	tests := []struct {
		calendar, code, from, to string
	}{
		{"nd09", "2026-10", "15/9/2026", "14/10/2026"},
		{"nd09", "2026-01", "15/12/2025", "14/1/2026"},
		{"nd09", "2026-12", "15/11/2026", "14/12/2026"},
		{"nd09", "2026-03", "15/2/2026", "14/3/2026"},
		{"nd09", "2026Q1", "15/12/2025", "14/3/2026"},
		{"nd09", "2026Q3", "15/6/2026", "14/9/2026"},
		{"nd09", "2026Q4", "15/9/2026", "14/12/2026"},
		{"nd09", "2026H1", "15/12/2025", "14/6/2026"},
		{"nd09", "2026H2", "15/6/2026", "14/12/2026"},
		{"nd09", "2026M9", "15/12/2025", "14/9/2026"},
		{"nd09", "2026", "15/12/2025", "14/12/2026"},
		{"nd09", "2026W47", "16/11/2026", "22/11/2026"},
		{"duong_lich", "2026-10", "1/10/2026", "31/10/2026"},
		{"duong_lich", "2024-02", "1/2/2024", "29/2/2024"},
		{"duong_lich", "2026Q3", "1/7/2026", "30/9/2026"},
		{"duong_lich", "2026H2", "1/7/2026", "31/12/2026"},
		{"duong_lich", "2026M9", "1/1/2026", "30/9/2026"},
		{"duong_lich", "2026", "1/1/2026", "31/12/2026"},
		{"duong_lich", "2026W01", "29/12/2025", "4/1/2026"},
		{"duong_lich", "2026W53", "28/12/2026", "3/1/2027"},
		{"antt_xa", "2026", "16/11/2025", "15/11/2026"},
		{"antt_xa", "2026-10", "16/9/2026", "15/10/2026"},
		{"antt_xa", "2026-11", "16/10/2026", "15/11/2026"},
		{"antt_xa", "2026Q1", "16/11/2025", "15/2/2026"},
		{"antt_xa", "2026H2", "16/5/2026", "15/11/2026"},
		{"antt_xa", "2026M9", "16/11/2025", "15/8/2026"},
		{"antt_kdc", "2026", "1/11/2025", "31/10/2026"},
		{"antt_kdc", "2026-10", "1/10/2026", "31/10/2026"},
		{"antt_kdc", "2026Q4", "1/8/2026", "31/10/2026"},
		{"antt_kdc", "2026H1", "1/11/2025", "30/4/2026"},
		{"antt_kdc", "2026M9", "1/11/2025", "31/7/2026"},
	}
	for _, test := range tests {
		t.Run(test.calendar+" "+test.code, func(t *testing.T) {
			t.Parallel()
			c, ok := period.CalendarByID(test.calendar)
			if !ok {
				t.Fatalf("there is no calendar %q", test.calendar)
			}
			p, err := period.ParseCode(test.code, c)
			if err != nil {
				t.Fatal(err)
			}
			if want := (period.Range{From: day(t, test.from), To: day(t, test.to)}); p.Range != want || p.Calendar != c {
				t.Errorf("got %v of %s, want %v", p.Range, p.Calendar.ID, want)
			}
		})
	}
}

func TestCalendarByIDRefuses(t *testing.T) {
	t.Parallel()
	if c, ok := period.CalendarByID("nd9"); ok {
		t.Errorf("got %v, want none", c)
	}
}

// TestNeighbours holds for the periods that tile time: one ends the day before the next begins.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	kinds := []period.Kind{period.Span, period.Day, period.Week, period.Month, period.Quarter, period.Half, period.Year}
	for _, c := range period.Calendars {
		for _, k := range kinds {
			for d := range everyDay(200) {
				p := period.Containing(c, k, d)
				next, prev := p.Next(), p.Prev()
				if next.Prev() != p || prev.Next() != p {
					t.Fatalf("%s %s: got %s and %s back", c.ID, p.Code(), next.Prev().Code(), prev.Next().Code())
				}
				if next.Range.From != p.Range.To+1 || prev.Range.To != p.Range.From-1 {
					t.Fatalf("%s %s: got %v, %v, %v, want them side by side", c.ID, p.Code(), prev.Range, p.Range, next.Range)
				}
			}
		}
	}
}

func TestNineMonthsNeighbours(t *testing.T) {
	t.Parallel()
	p := period.New(period.ND09, period.NineMonths, 2026, 3)
	if got, want := p.Next(), period.New(period.ND09, period.NineMonths, 2027, 0); got != want || got.Prev() != p {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestContaining(t *testing.T) {
	t.Parallel()
	for _, c := range period.Calendars {
		for k := period.Span; k <= period.Year; k++ {
			for d := range everyDay(500) {
				p := period.Containing(c, k, d)
				if !p.Range.Contains(d) {
					t.Fatalf("%s kind %d: got %v, want one with %v", c.ID, k, p.Range, d)
				}
				if p.Kind != k && k != period.Span && k != period.NineMonths {
					t.Fatalf("%s %v: got kind %d, want %d", c.ID, d, p.Kind, k)
				}
			}
		}
	}
}

func TestContainingAfterNineMonths(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ day, want string }{{"14/9/2026", "2026M9"}, {"15/9/2026", "2026"}, {"15/12/2026", "2027M9"}} {
		if got := period.Containing(period.ND09, period.NineMonths, day(t, test.day)).Code(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.day, got, test.want)
		}
	}
}

func TestNewPanicsWithoutMonths(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("got no panic for a week")
		}
	}()
	period.New(period.Plain, period.Week, 2026, 1)
}

func TestLastYearAndIn(t *testing.T) {
	t.Parallel()
	tests := []struct{ code, lastYear, plain string }{
		{"2026-10", "2025-10", "1/10 31/10"},
		{"2026Q3", "2025Q3", "1/7 30/9"},
		{"2026", "2025", "1/1 31/12"},
		{"2026M9", "2025M9", "1/1 30/9"},
		{"2026-11-22", "2025-11-22", "22/11 22/11"},
		{"2026W47", "2025-11-16..2025-11-22", "16/11 22/11"},
		{"2024-02-01..2024-02-29", "2023-02-01..2023-02-28", "1/2 29/2"},
		{"1945-01-01..2024-02-29", "1945-01-01..2023-02-28", "1/1 29/2"},
	}
	for _, test := range tests {
		p := parse(t, test.code)
		if got := p.LastYear().Code(); got != test.lastYear {
			t.Errorf("%s: got last year %s, want %s", test.code, got, test.lastYear)
		}
		plain := p.In(period.Plain)
		got := fmt.Sprintf("%s %s", plain.Range.From.Time().Format("2/1"), plain.Range.To.Time().Format("2/1"))
		if got != test.plain || plain.Code() != test.code || plain.Calendar != period.Plain {
			t.Errorf("%s: got plain %s %s, want %s", test.code, plain.Code(), got, test.plain)
		}
	}
}

func parse(t *testing.T, code string) period.Period {
	t.Helper()
	p, err := period.ParseCode(code, period.ND09)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
