package period_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/period"
)

func TestGranulesOf(t *testing.T) {
	t.Parallel()
	for _, d := range []period.Date{period.Dawn, period.NewDate(1969, 12, 31), period.NewDate(2026, 1, 1), period.NewDate(2026, 12, 31)} {
		y, m, _ := d.YMD()
		want := [3]period.Granule{
			{Length: period.DayLength, N: int32(d)},
			{Length: period.MonthLength, N: int32(y*12 + int(m) - 1)},
			{Length: period.YearLength, N: int32(y)},
		}
		if diff := cmp.Diff(want, period.GranulesOf(d)); diff != "" {
			t.Errorf("%v: got + want -\n%s", d, diff)
		}
	}
}

func TestDecompose(t *testing.T) {
	t.Parallel()
	date := func(y int, m time.Month, d int) int32 { return int32(period.NewDate(y, m, d)) }
	month := func(y, m int) int32 { return int32(y*12 + m - 1) }
	const days, months, years = period.DayLength, period.MonthLength, period.YearLength
	tests := []struct {
		name     string
		from, to string
		want     []period.Run
	}{
		{"empty", "2/1/2026", "1/1/2026", nil},
		{"one day", "1/1/2026", "1/1/2026", []period.Run{{days, date(2026, 1, 1), date(2026, 1, 1)}}},
		{"days of one month", "2/2/2026", "28/2/2026", []period.Run{{days, date(2026, 2, 2), date(2026, 2, 28)}}},
		{"days of two months", "2/2/2026", "30/3/2026", []period.Run{{days, date(2026, 2, 2), date(2026, 3, 30)}}},
		{"one month", "1/2/2026", "28/2/2026", []period.Run{{months, month(2026, 2), month(2026, 2)}}},
		{"one year", "1/1/2026", "31/12/2026", []period.Run{{years, 2026, 2026}}},
		{"twelve months, no year", "1/2/2025", "31/1/2026", []period.Run{{months, month(2025, 2), month(2026, 1)}}},
		{"month of NĐ 09", "15/9/2026", "14/10/2026", []period.Run{{days, date(2026, 9, 15), date(2026, 10, 14)}}},
		{"year of NĐ 09", "15/12/2025", "14/12/2026", []period.Run{
			{days, date(2025, 12, 15), date(2025, 12, 31)},
			{months, month(2026, 1), month(2026, 11)},
			{days, date(2026, 12, 1), date(2026, 12, 14)},
		}},
		{"everything", "17/6/2010", "7/2/2020", []period.Run{
			{days, date(2010, 6, 17), date(2010, 6, 30)},
			{months, month(2010, 7), month(2010, 12)},
			{years, 2011, 2019},
			{months, month(2020, 1), month(2020, 1)},
			{days, date(2020, 2, 1), date(2020, 2, 7)},
		}},
		{"from Dawn", "1/1/1945", "22/11/2026", []period.Run{
			{years, 1945, 2025},
			{months, month(2026, 1), month(2026, 10)},
			{days, date(2026, 11, 1), date(2026, 11, 22)},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := period.Decompose(period.Range{From: day(t, test.from), To: day(t, test.to)})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("got + want -\n%s", diff)
			}
		})
	}
}

// TestDecomposeCoversEachDayOnce walks the runs day by day, and compares their number of granules with the fewest possible.
func TestDecomposeCoversEachDayOnce(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same days in every run
	for from := range everyDay(1000) {
		r := period.Range{From: from, To: from + period.Date(random.IntN(3000)) - 5}
		runs := period.Decompose(r)
		if len(runs) > 5 {
			t.Fatalf("%v: got %d runs, want at most 5", r, len(runs))
		}
		next, granules := r.From, 0
		for _, run := range runs {
			for n := run.From; n <= run.To; n++ {
				if begin(run.Length, n) != next {
					t.Fatalf("%v: got %v from %v, want it from %v", r, run, begin(run.Length, n), next)
				}
				next, granules = begin(run.Length, n+1), granules+1
			}
		}
		if r.Days() > 0 && next != r.To+1 {
			t.Fatalf("%v: got the end %v", r, next-1)
		}
		if want := fewest(r); granules != want {
			t.Fatalf("%v: got %d granules, want %d", r, granules, want)
		}
	}
}

func begin(l period.Length, n int32) period.Date {
	switch l {
	case period.DayLength:
		return period.Date(n)
	case period.MonthLength:
		return period.NewDate(int(n)/12, time.Month(n%12+1), 1)
	default:
		return period.NewDate(int(n), 1, 1)
	}
}

// fewest counts greedily: the longest calendar piece that begins on a day and fits.
func fewest(r period.Range) int {
	count := 0
	for d := r.From; d <= r.To; count++ {
		y, m, n := d.YMD()
		month, year := period.NewDate(y, m+1, 1), period.NewDate(y+1, 1, 1)
		switch {
		case n == 1 && m == 1 && year-1 <= r.To:
			d = year
		case n == 1 && month-1 <= r.To:
			d = month
		default:
			d++
		}
	}
	return count
}
