package report_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// shelf is a source that holds the reports of one unit.
type shelf []form.Submission

// Sum adds up what lies in the range.
func (s shelf) Sum(unit orgunit.ID, _ rollup.View, days period.Range) (rollup.Row, error) {
	var row rollup.Row
	for _, one := range s {
		if one.Unit == unit && days.Contains(one.Day()) {
			row = row.Add(rollup.Of(one))
		}
	}
	return row, nil
}

// OnDay lists what lies in the range.
func (s shelf) OnDay(unit orgunit.ID, days period.Range, limit int) ([]form.Submission, error) {
	var list []form.Submission
	for _, one := range s {
		if one.Unit == unit && days.Contains(one.Day()) && len(list) < limit {
			list = append(list, one)
		}
	}
	return list, nil
}

// put adds a report of a form on a day.
func (s *shelf) put(formID string, day period.Date, values map[string]int64, change ...func(*form.Submission)) {
	one := form.Submission{
		ID: uint64(len(*s) + 1), Version: 1, Form: formID, Kind: form.Event, Unit: "q-bo-y", Days: day.Day(), N: 1, Reporter: 1,
		Values: map[string]form.Value{},
	}
	for key, n := range values {
		one.Values[key] = form.Value{N: n}
	}
	for _, c := range change {
		c(&one)
	}
	*s = append(*s, one)
}

// lastMonth is the period that is asked about, and is over.
var (
	lastMonth = period.MonthOf(period.ND09, period.NewDate(2026, 10, 1))
	asked     = period.NewDate(2026, 11, 23)
)

// found lists oddities as "kind code key".
func found(t *testing.T, s shelf) []string {
	t.Helper()
	page, err := report.Odd(s, orgunit.Sample(), form.Default(), report.OddQuery{Unit: "q-bo-y", Period: lastMonth, Today: asked, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, o := range page.List {
		line := string(o.Kind) + " " + o.Code + " " + o.Key
		if o.Sub.ID == 0 {
			line = string(o.Kind) + " " + o.Form.ID + " " + o.Key
		}
		list = append(list, line)
	}
	return list
}

// people makes a report's values.
func people(n int64) map[string]int64 { return map[string]int64{"luot_nguoi": n} }

// usual puts a year of ordinary meetings there: one in ten days, 60 to 120 people.
func usual() *shelf {
	s := &shelf{}
	for i := range 40 {
		s.put("tuyen_truyen", lastMonth.Range.From-375+period.Date(10*i), people(60+10*int64(i*3%7)))
	}
	return s
}

func TestOdd(t *testing.T) {
	t.Parallel()
	day := lastMonth.Range.From + 12 // a Sunday
	choose := func(key, value string) func(*form.Submission) {
		return func(s *form.Submission) { s.Choices = map[string]string{key: value} }
	}
	tests := map[string]struct {
		put  func(*shelf)
		want []string
	}{
		"nothing":        {func(*shelf) {}, []string{}},
		"usual":          {func(s *shelf) { s.put("tuyen_truyen", day, people(130)) }, []string{}},
		"far above":      {func(s *shelf) { s.put("tuyen_truyen", day, people(2850)) }, []string{"f BY-0041 luot_nguoi"}},
		"far below":      {func(s *shelf) { s.put("tuyen_truyen", day, people(3)) }, []string{"f BY-0041 luot_nguoi"}},
		"several a time": {func(s *shelf) { s.put("tuyen_truyen", day, people(850), func(s *form.Submission) { s.N = 4 }) }, []string{}},
		"of another form": {func(s *shelf) {
			s.put("hoi_nghi_uy_tin", day, people(2850))
		}, []string{}},
		"twice": {func(s *shelf) {
			s.put("tuyen_truyen", day, people(90))
			s.put("tuyen_truyen", day, people(90))
		}, []string{"t BY-0042 "}},
		"twice, of one event": {func(s *shelf) {
			s.put("tuyen_truyen", day, people(90))
			s.put("tuyen_truyen", day, people(90), func(s *form.Submission) { s.Joint = 41 })
		}, []string{}},
		"two of a day": {func(s *shelf) {
			s.put("tuyen_truyen", day, people(90))
			s.put("tuyen_truyen", day, people(80))
		}, []string{}},
		"a weekend programme on its day": {func(s *shelf) {
			s.put("tinh_nguyen", day, people(90), choose("programme", "chu_nhat_xanh"))
		}, []string{}},
		"on a weekday": {func(s *shelf) {
			s.put("tinh_nguyen", day+1, people(90), choose("programme", "chu_nhat_xanh"))
		}, []string{"d BY-0041 date"}},
		"copied": {func(s *shelf) {
			for i := range period.Date(3) {
				s.put("tuyen_truyen", day+i, people(87))
			}
		}, []string{"c BY-0043 "}},
		"a round number again": {func(s *shelf) {
			for i := range period.Date(3) {
				s.put("tuyen_truyen", day+i, people(90))
			}
		}, []string{}},
		"an imported sum": {func(s *shelf) {
			s.put("tuyen_truyen", day, people(28500), func(s *form.Submission) { s.Sum = true })
		}, []string{}},
		"a sharp rise": {func(s *shelf) {
			for i := range period.Date(9) {
				s.put("tuyen_truyen", day+i, people(60+10*int64(i)))
			}
		}, []string{"h tuyen_truyen n"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := usual()
			test.put(s)
			if diff := cmp.Diff(test.want, found(t, *s)); diff != "" {
				t.Errorf("oddities (-want +got):\n%s", diff)
			}
		})
	}
}

// TestOddFall: a total that was there every month and is missing now.
func TestOddFall(t *testing.T) {
	t.Parallel()
	s := shelf{}
	for i := range period.Date(60) {
		s.put("tuyen_truyen", lastMonth.Range.From-1-3*i, people(60+10*int64(i%7)))
	}
	if diff := cmp.Diff([]string{"l tuyen_truyen n"}, found(t, s)); diff != "" {
		t.Errorf("oddities (-want +got):\n%s", diff)
	}
}

// TestOddRange: what is usual is told as most values are.
func TestOddRange(t *testing.T) {
	t.Parallel()
	s := usual()
	s.put("tuyen_truyen", lastMonth.Range.From, people(2850))
	page, err := report.Odd(*s, orgunit.Sample(), form.Default(), report.OddQuery{Unit: "q-bo-y", Period: lastMonth, Today: asked, Limit: 5})
	if err != nil || len(page.List) != 1 {
		t.Fatalf("got %+v, error %v, want one oddity", page, err)
	}
	if o := page.List[0]; o.N != 2850 || o.Low != 60 || o.High != 120 {
		t.Errorf("got %d, usually %d to %d, want 2850, usually 60 to 120", o.N, o.Low, o.High)
	}
}

// TestNothingOddInConstantSeries: whoever reports much the same, regularly, is left in peace.
func TestNothingOddInConstantSeries(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2)) //nolint:gosec // the same each time
		s, level, every := shelf{}, 5+r.Int64N(300), period.Date(1+r.IntN(20))
		for day := lastMonth.Range.To - 800; day <= lastMonth.Range.To; day += every {
			n := level - level/10 + r.Int64N(level/5+1)
			s.put("tuyen_truyen", day, people(n), func(s *form.Submission) { s.Choices = map[string]string{"topic": fmt.Sprint(day)} })
		}
		if got := found(t, s); len(got) != 0 {
			t.Errorf("seed %d, about %d every %d days: got %v, want nothing", seed, level, every, got)
		}
	}
}

// TestOddPages: the pages hold what all in one hold, and end.
func TestOddPages(t *testing.T) {
	t.Parallel()
	tree, s := orgunit.Sample(), shelf{}
	root := tree.Roots(asked)[0]
	for _, u := range tree.Communes(root, asked) {
		for range 2 {
			s.put("tuyen_truyen", lastMonth.Range.From, people(90), func(s *form.Submission) { s.Unit = u })
		}
	}
	q := report.OddQuery{Unit: root, Period: lastMonth, Today: asked, Limit: 7}
	got := 0
	for pages := 1; ; pages++ {
		page, err := report.Odd(s, tree, form.Default(), q)
		if err != nil || pages > 10 {
			t.Fatalf("page %d: %+v, error %v", pages, page, err)
		}
		got += len(page.List)
		if q.Offset = page.Next; page.Next == 0 {
			break
		}
	}
	if got != 40 {
		t.Errorf("got %d oddities on all pages, want one of each of the 40 communes", got)
	}
}

// BenchmarkOdd is a month of a busy unit: 1,000 reports in two years.
func BenchmarkOdd(b *testing.B) {
	s := shelf{}
	for i := range 1000 {
		s.put("tuyen_truyen", lastMonth.Range.To-period.Date(i*7/10), map[string]int64{"luot_nguoi": 60 + int64(i*37%100), "bai": int64(i % 5)})
	}
	tree, forms := orgunit.Sample(), form.Default()
	for b.Loop() {
		if _, err := report.Odd(s, tree, forms, report.OddQuery{Unit: "q-bo-y", Period: lastMonth, Today: asked, Limit: 10}); err != nil {
			b.Fatal(err)
		}
	}
}
