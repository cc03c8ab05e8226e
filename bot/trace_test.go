package bot_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// histories are made at random: trees that are reorganised, submissions that are corrected and withdrawn.
const histories = 30

// asked is how many figures of each are asked for.
const asked = 100

// TestTracesAddUp asks for random figures of random histories: the units behind each add up to it, and so do the
// submissions behind it, and both are the figure that the summary shows.
func TestTracesAddUp(t *testing.T) {
	t.Parallel()
	for n := range histories {
		r := rand.New(rand.NewPCG(11, uint64(n))) //nolint:gosec // the same numbers in every run
		h := history{rng: r, days: period.Range{From: period.NewDate(2024, time.January, 1), To: period.NewDate(2026, time.June, 30)}}
		h.tree = h.grow(t)
		if h.tree == nil {
			continue
		}
		o := storagetest.Options(t.TempDir())
		o.Tree = h.tree
		db := storagetest.OpenWith(t, o)
		if err := db.Update(t.Context(), h.report); err != nil {
			t.Fatal(err)
		}
		if err := db.View(t.Context(), func(tx *storage.ReadTx) error {
			for range asked {
				h.check(t, tx)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if h.told < asked/4 {
			t.Errorf("got something in %d of %d figures alone", h.told, asked)
		}
		if t.Failed() {
			t.Fatalf("in history %d of %s", n, h.tree.JSON())
		}
	}
}

// history is one random history.
type history struct {
	rng  *rand.Rand
	days period.Range
	tree *orgunit.Tree
	subs []form.Submission
	told int // how many of the figures that were asked for were something
}

func (h *history) day() period.Date { return h.days.From + period.Date(h.rng.IntN(h.days.Days())) }

// grow makes a province with two districts, of which one may end, and communes that move, and go into one another.
func (h *history) grow(t *testing.T) *orgunit.Tree {
	t.Helper()
	units := []orgunit.Unit{
		{ID: "p", Level: orgunit.Province, Names: named("Tỉnh P")},
		{ID: "d0", Level: orgunit.District, Names: named("Huyện Không"), Parents: []orgunit.Parent{{ID: "p"}}},
		{ID: "d1", Level: orgunit.District, Names: named("Huyện Một"), Parents: []orgunit.Parent{{ID: "p"}}},
	}
	end := h.day()
	ends := h.rng.IntN(2) == 0
	if ends {
		last := end - 1
		units[2].To = &last
	}
	ended := map[int]period.Date{}
	var successions []orgunit.Succession
	const communes = 7
	for i := range communes {
		j, on := h.rng.IntN(communes), h.day()
		if end, gone := ended[j]; i != j && h.rng.IntN(2) == 0 && on > h.days.From && (!gone || on < end) && !h.feeds(successions, j, i) {
			ended[i] = on
			successions = append(successions, orgunit.Succession{Old: commune(i), New: commune(j), On: on})
		}
	}
	for i := range communes {
		u := orgunit.Unit{ID: commune(i), Level: orgunit.Commune, Names: named(fmt.Sprintf("Xã C%d", i))}
		if on, gone := ended[i]; gone {
			last := on - 1
			u.To = &last
		}
		u.Parents = h.parents(i, end, ends)
		units = append(units, u)
	}
	var members []orgunit.ID
	for i := range communes {
		if _, gone := ended[i]; !gone && len(members) < 3 {
			members = append(members, commune(i))
		}
	}
	text, err := json.Marshal(map[string]any{
		"source": "random", "units": units, "successions": successions,
		"groups": []orgunit.Group{{ID: "g", Name: "Khu vực G", Members: members}},
	})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := orgunit.Load(text)
	if err != nil {
		t.Logf("no such tree: %v", err)
		return nil
	}
	return tree
}

// feeds tells whether unit i went into j, straight or through others.
func (h *history) feeds(list []orgunit.Succession, i, j int) bool {
	for _, s := range list {
		if s.Old == commune(i) {
			for k := range 10 {
				if s.New == commune(k) && (k == j || h.feeds(list, k, j)) {
					return true
				}
			}
		}
	}
	return false
}

func commune(i int) orgunit.ID { return orgunit.ID(fmt.Sprintf("c%d", i)) }

func named(text string) []orgunit.Name { return []orgunit.Name{{Text: text}} }

// parents are those of a commune: first a district, maybe another one, and the province when the district ends.
func (h *history) parents(i int, end period.Date, ends bool) []orgunit.Parent {
	first, second := orgunit.ID("d0"), orgunit.ID("d1")
	if i%2 == 1 {
		first, second = second, first
	}
	moves := h.day()
	if h.rng.IntN(2) == 0 || moves <= h.days.From || ends && moves >= end {
		moves = orgunit.Latest
	}
	var list []orgunit.Parent
	add := func(id orgunit.ID, from, to period.Date) {
		if id == "d1" && ends && to >= end {
			if from < end {
				list = append(list, within(id, from, end-1))
			}
			id, from = "p", max(from, end)
		}
		if from <= to {
			list = append(list, within(id, from, to))
		}
	}
	add(first, period.Dawn, moves-1)
	if moves < orgunit.Latest {
		add(second, moves, orgunit.Latest-1)
	}
	return list
}

func within(id orgunit.ID, from, to period.Date) orgunit.Parent {
	v := orgunit.Validity{}
	if from > period.Dawn {
		v.From = &from
	}
	if to < orgunit.Latest-1 {
		v.To = &to
	}
	return orgunit.Parent{ID: id, Validity: v}
}

// report hands submissions in, corrects some and withdraws some.
func (h *history) report(tx *storage.Tx) error {
	for range 150 {
		s := h.submission()
		if len(h.subs) > 0 && h.rng.IntN(4) == 0 {
			s.ID = h.subs[h.rng.IntN(len(h.subs))].ID
			s.Gone = h.rng.IntN(3) == 0
		}
		s, err := tx.Submit(s)
		if err != nil {
			return err
		}
		h.subs = append(h.subs, s)
	}
	return nil
}

func (h *history) submission() form.Submission {
	units := h.tree.All()
	u := units[h.rng.IntN(len(units))].ID
	day := h.day()
	for !h.tree.Valid(u, day) && h.rng.IntN(8) > 0 { // one in some is of a unit that has ended, as its end is known late
		day = h.day()
	}
	s := form.Submission{Unit: u, Days: day.Day(), SentAt: time.Unix(0, 0).UTC(), Reporter: 1, Values: map[string]form.Value{}}
	value := func(key string, n int) {
		s.Values[key] = form.Value{N: int64(h.rng.IntN(n)), Hedge: form.Hedge(h.rng.IntN(4))}
	}
	switch h.rng.IntN(5) {
	case 0:
		s.Form, s.Kind = "to_tu_quan", form.Stock
		value(form.StockCount, 9)
		value(form.StockMembers, 50)
	case 1:
		s.Form, s.Kind = "nguon_tin", form.Count
		s.Choices = map[string]string{"field": []string{"antt", "atgt"}[h.rng.IntN(2)]}
		value("nguon_tin", 3)
	case 2:
		s.Form, s.Kind, s.N, s.Sum = "tang_qua", form.Event, 5, true
		s.Days.From -= period.Date(h.rng.IntN(60))
		value("tien", 1_000_000)
	default:
		s.Form, s.Kind, s.N = "tuyen_truyen", form.Event, 1+h.rng.Int64N(3)
		s.Choices = map[string]string{"topic": []string{"atgt", "ma_tuy"}[h.rng.IntN(2)]}
		value("luot_nguoi", 200)
		if len(h.subs) > 0 && h.rng.IntN(5) == 0 {
			s.Joint = h.subs[h.rng.IntN(len(h.subs))].ID
		}
	}
	return s
}

var traced = []rollup.Measure{
	"tuyen_truyen.n", "tuyen_truyen.luot_nguoi", "tuyen_truyen.topic=atgt.n", "tang_qua.n", "tang_qua.tien",
	"nguon_tin.nguon_tin", "nguon_tin.field=antt.nguon_tin", "to_tu_quan.so_luong", "to_tu_quan.thanh_vien",
}

// query is of any unit, the group or a list, in any time and view.
func (h *history) query() report.Query {
	units := h.tree.All()
	from, to := h.day(), h.day()
	q := report.Query{
		Unit: units[h.rng.IntN(len(units))].ID, Today: h.days.To, View: rollup.View(h.rng.IntN(2)),
		Period: period.NewSpan(period.Plain, period.Range{From: min(from, to), To: max(from, to)}),
		Clear:  func(orgunit.ID) bool { return true },
	}
	switch h.rng.IntN(6) {
	case 0:
		q.Unit = "g"
	case 1:
		q.Unit, q.Also = commune(h.rng.IntN(7)), []orgunit.ID{commune(h.rng.IntN(7)), commune(h.rng.IntN(7))}
	}
	return q
}

func (h *history) check(t *testing.T, tx *storage.ReadTx) {
	t.Helper()
	q := report.TraceQuery{Query: h.query(), Measure: traced[h.rng.IntN(len(traced))], Limit: 1000}
	units, err := report.TraceUnits(tx, h.tree, form.Default(), q)
	if err != nil {
		t.Fatal(err)
	}
	sources, err := report.TraceSources(tx, h.tree, form.Default(), q)
	if err != nil {
		t.Fatal(err)
	}
	sum := int64(0)
	for _, l := range sources.Sources {
		sum += l.Values[string(q.Measure)]
	}
	if sources.Figure.N != 0 {
		h.told++
	}
	if units.Fault || sources.Fault || sum != sources.Figure.N {
		t.Errorf("%s of %v %v in %v, view %v: got %d by units and %d by submissions, want %d", q.Measure, q.Unit, q.Also, q.Period.Range, q.View, units.Sum, sum, sources.Figure.N)
	}
	if shown := shownFigure(t, tx, h.tree, q); shown >= 0 && shown != sources.Figure.N {
		t.Errorf("%s of %v in %v: got %d in the summary and %d in the trace", q.Measure, q.Unit, q.Period.Range, shown, sources.Figure.N)
	}
}

// shownFigure is what the summary shows of a measure; -1 of one that it does not show.
func shownFigure(t *testing.T, tx *storage.ReadTx, tree *orgunit.Tree, q report.TraceQuery) int64 {
	t.Helper()
	s, err := report.Build(tx, tree, form.Default(), q.Query)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range append(s.Lines, s.Stocks...) {
		for _, f := range l.Figures {
			if rollup.MeasureOf(l.Form, f.Key) == q.Measure {
				return f.N
			}
		}
	}
	return -1
}
