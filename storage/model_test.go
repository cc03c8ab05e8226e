package storage_test

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// treeBefore has a district that ends, communes that become one, a province that joins another, and a commune that moves
// from one to another that both go on.
const treeBefore = `{"units": [
{"id": "vn", "level": "country", "names": [{"text": "Việt Nam"}]},
{"id": "p1", "level": "province", "names": [{"text": "Tỉnh Một"}], "parents": [{"id": "vn"}], "to": "2025-06-30"},
{"id": "p2", "level": "province", "names": [{"text": "Tỉnh Hai"}], "parents": [{"id": "vn"}]},
{"id": "p3", "level": "province", "names": [{"text": "Tỉnh Ba"}], "parents": [{"id": "vn"}]},
{"id": "e", "level": "commune", "names": [{"text": "Xã E"}],
 "parents": [{"id": "p3", "to": "2025-05-31"}, {"id": "p2", "from": "2025-06-01"}]},
{"id": "d1", "level": "district", "names": [{"text": "Huyện Một"}], "parents": [{"id": "p1"}], "to": "2025-02-28"},
{"id": "a", "level": "commune", "names": [{"text": "Xã A"}], "to": "2025-06-30",
 "parents": [{"id": "d1", "to": "2025-02-28"}, {"id": "p1", "from": "2025-03-01"}]},
{"id": "b", "level": "commune", "names": [{"text": "Xã B"}], "to": "2025-06-30",
 "parents": [{"id": "d1", "to": "2025-02-28"}, {"id": "p1", "from": "2025-03-01"}]},
{"id": "c", "level": "commune", "names": [{"text": "Xã C"}],
 "parents": [{"id": "p1", "to": "2025-06-30"}, {"id": "p2", "from": "2025-07-01"}]},
{"id": "n", "level": "commune", "names": [{"text": "Xã N"}], "parents": [{"id": "p2"}], "from": "2025-07-01"}
], "successions": [
{"old": "a", "new": "n", "on": "2025-07-01"}, {"old": "b", "new": "n", "on": "2025-07-01"},
{"old": "p1", "new": "p2", "on": "2025-07-01"}
]}`

// treeAfter is the same after one more reorganisation, in which commune C goes into N.
const treeAfter = `{"units": [
{"id": "vn", "level": "country", "names": [{"text": "Việt Nam"}]},
{"id": "p1", "level": "province", "names": [{"text": "Tỉnh Một"}], "parents": [{"id": "vn"}], "to": "2025-06-30"},
{"id": "p2", "level": "province", "names": [{"text": "Tỉnh Hai"}], "parents": [{"id": "vn"}]},
{"id": "p3", "level": "province", "names": [{"text": "Tỉnh Ba"}], "parents": [{"id": "vn"}]},
{"id": "e", "level": "commune", "names": [{"text": "Xã E"}],
 "parents": [{"id": "p3", "to": "2025-05-31"}, {"id": "p2", "from": "2025-06-01"}]},
{"id": "d1", "level": "district", "names": [{"text": "Huyện Một"}], "parents": [{"id": "p1"}], "to": "2025-02-28"},
{"id": "a", "level": "commune", "names": [{"text": "Xã A"}], "to": "2025-06-30",
 "parents": [{"id": "d1", "to": "2025-02-28"}, {"id": "p1", "from": "2025-03-01"}]},
{"id": "b", "level": "commune", "names": [{"text": "Xã B"}], "to": "2025-06-30",
 "parents": [{"id": "d1", "to": "2025-02-28"}, {"id": "p1", "from": "2025-03-01"}]},
{"id": "c", "level": "commune", "names": [{"text": "Xã C"}], "to": "2026-01-31",
 "parents": [{"id": "p1", "to": "2025-06-30"}, {"id": "p2", "from": "2025-07-01"}]},
{"id": "n", "level": "commune", "names": [{"text": "Xã N"}], "parents": [{"id": "p2"}], "from": "2025-07-01"}
], "successions": [
{"old": "a", "new": "n", "on": "2025-07-01"}, {"old": "b", "new": "n", "on": "2025-07-01"},
{"old": "p1", "new": "p2", "on": "2025-07-01"}, {"old": "c", "new": "n", "on": "2026-02-01"}
]}`

func mustLoad(t *testing.T, text string) *orgunit.Tree {
	t.Helper()
	tree, err := orgunit.Load([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// days is the time in which the model's things happen.
var days = period.Range{From: period.NewDate(2024, 12, 20), To: period.NewDate(2026, 1, 20)}

// model holds every version of every submission and knows nothing of cells.
type model struct {
	tree *orgunit.Tree
	subs [][]form.Submission // by id-1, the newest last
}

func (m *model) newest(yield func(form.Submission) bool) {
	for _, versions := range m.subs {
		if s := versions[len(versions)-1]; !s.Gone && !yield(s) {
			return
		}
	}
}

// belongs tells whether what happens in a unit on a day counts for another one.
func (m *model) belongs(unit, to orgunit.ID, day period.Date, view rollup.View) bool {
	if view == rollup.Now && m.tree.Valid(to, orgunit.Latest) {
		for _, u := range append([]orgunit.ID{unit}, m.tree.Ancestors(unit, day)...) {
			if now := m.tree.Now(u); m.tree.Valid(now, orgunit.Latest) {
				return m.tree.Within(now, to, orgunit.Latest)
			}
		}
	}
	return m.tree.Within(unit, to, day)
}

// counts tells whether a submission lies in a range: a sum does when all its days do.
func counts(s form.Submission, r period.Range) bool {
	return r.Contains(s.Day()) && (!s.Sum || r.Contains(s.Days.From))
}

// astride are the days of the sums that lie in a range in part.
func (m *model) astride(unit orgunit.ID, view rollup.View, r period.Range) (spans []period.Range) {
	for s := range m.newest {
		if s.Sum && s.Days.From <= r.To && s.Days.To >= r.From && !counts(s, r) && m.belongs(s.Unit, unit, s.Day(), view) {
			spans = append(spans, s.Days)
		}
	}
	slices.SortFunc(spans, func(a, b period.Range) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return slices.Compact(spans)
}

// flow adds up what happened.
func (m *model) flow(unit orgunit.ID, view rollup.View, r period.Range) (sum rollup.Row) {
	for s := range m.newest {
		if counts(s, r) && m.belongs(s.Unit, unit, s.Day(), view) {
			sum = sum.Add(rollup.Of(s))
		}
	}
	return sum
}

// part is what one declaration still gives on a day.
type part struct {
	declared period.Date
	row      rollup.Row
	carried  bool // by a unit that has been taken over
}

// inForce is a stock of one unit at the end of a day: of whom it is, how old, and what that makes.
func (m *model) inForce(stock string, unit orgunit.ID, day period.Date) rollup.Row {
	var value rollup.Row
	for _, p := range m.parts(stock, unit, day) {
		value = value.Add(p.row)
		for _, a := range p.row {
			if strings.Contains(string(a.Measure), "~") {
				continue // how many values had a hedge
			}
			if p.carried {
				value = value.Add(rollup.Row{{Measure: a.Measure + "~carried", By: a.By}})
			}
			if day-p.declared > 365 {
				value = value.Add(rollup.Row{{Measure: a.Measure + "~stale", By: a.By}})
			}
		}
	}
	return value
}

func (m *model) parts(stock string, unit orgunit.ID, day period.Date) (parts []part) {
	since := period.NoDate
	if s, ok := m.tree.Successor(unit); ok && s.On <= day {
		since = s.On
	} else if u, _ := m.tree.Unit(unit); !ok && u.To != nil && *u.To < day {
		since = *u.To + 1
	}
	var last *form.Submission
	for s := range m.newest {
		if s.Kind == form.Stock && s.Form == stock && s.Unit == unit && s.Day() <= day && s.Day() >= since &&
			(last == nil || cmp.Or(cmp.Compare(last.Day(), s.Day()), cmp.Compare(last.ID, s.ID)) < 0) {
			last = &s
		}
	}
	if last != nil {
		parts, since = append(parts, part{declared: last.Day(), row: rollup.Declared(*last)}), last.Day()+1
	}
	for _, p := range m.tree.Predecessors(unit) {
		if p.On >= since && p.On <= day {
			for _, from := range m.parts(stock, p.Old, p.On-1) {
				from.carried = true
				parts = append(parts, from)
			}
		}
	}
	return parts
}

// stock adds up what is in force on a day.
func (m *model) stock(stock string, unit orgunit.ID, view rollup.View, day period.Date) (sum rollup.Row) {
	for _, u := range m.tree.All() {
		if m.belongs(u.ID, unit, day, view) {
			sum = sum.Add(m.inForce(stock, u.ID, day))
		}
	}
	return sum
}

var stocks = []string{"to_annd", "bao_ve_dan_pho"}

func isStock(a rollup.Amount) bool {
	return slices.ContainsFunc(stocks, func(s string) bool { return len(a.Measure) > len(s) && string(a.Measure[:len(s)]) == s })
}

// walk drives a DB and a model with the same random events.
type walk struct {
	rng *rand.Rand
	m   model
}

func (w *walk) day() period.Date { return days.From + period.Date(w.rng.IntN(days.Days())) }

func (w *walk) submission() form.Submission {
	day := w.day()
	s := form.Submission{Days: period.Range{From: day - period.Date(w.rng.IntN(3)), To: day}, SentAt: storagetest.Now}
	s.Reporter = uint64(w.rng.IntN(4) + 1)
	for s.Unit == "" || !w.m.tree.Valid(s.Unit, day) {
		units := w.m.tree.All()
		s.Unit = units[w.rng.IntN(len(units))].ID
	}
	hedge := form.Hedge(w.rng.IntN(4))
	switch w.rng.IntN(5) {
	case 0, 1:
		s.Kind, s.Form = form.Stock, stocks[w.rng.IntN(len(stocks))]
		s.Values = map[string]form.Value{form.StockCount: {N: w.rng.Int64N(5), Hedge: hedge}, form.StockMembers: {N: w.rng.Int64N(90)}}
	case 2:
		s.Kind, s.Form = form.Zero, "_"
	case 3:
		s.Kind, s.Form, s.Values = form.Count, "nguon_tin", map[string]form.Value{"nguon_tin": {N: w.rng.Int64N(9)}}
	default:
		s.Kind, s.Form, s.N = form.Event, "tang_qua", w.rng.Int64N(3)+1
		s.Values = map[string]form.Value{"tien": {N: w.rng.Int64N(1e9), Hedge: hedge}}
		s.Choices = map[string]string{"beneficiary": []string{"mo_coi", "khac"}[w.rng.IntN(2)]}
		if w.rng.IntN(3) == 0 {
			s.Sum = true
			s.Days = period.Containing(period.Plain, []period.Kind{period.Month, period.Quarter, period.Year}[w.rng.IntN(3)], day).Range
			for !w.m.tree.Valid(s.Unit, s.Day()) {
				s.Unit = "p2"
			}
		}
	}
	return s
}

// event makes a new submission or a new version of one.
func (w *walk) event() form.Submission {
	if len(w.m.subs) == 0 || w.rng.IntN(3) > 0 {
		return w.submission()
	}
	versions := w.m.subs[w.rng.IntN(len(w.m.subs))]
	last := versions[len(versions)-1]
	switch w.rng.IntN(3) {
	case 0:
		last.Gone = !last.Gone
		return last
	case 1: // a correction that keeps unit and day
		change := w.submission()
		change.Kind, change.Form, change.Unit, change.Days, change.Sum = last.Kind, last.Form, last.Unit, last.Days, last.Sum
		change.ID, change.Reporter = last.ID, last.Reporter
		return change
	default:
		change := w.submission()
		change.ID, change.Reporter = last.ID, last.Reporter
		return change
	}
}

func (w *walk) submit(tx *storage.Tx, s form.Submission) error {
	got, err := tx.Submit(s)
	if err != nil {
		return err
	}
	if got.ID > uint64(len(w.m.subs)) {
		w.m.subs = append(w.m.subs, nil)
	}
	w.m.subs[got.ID-1] = append(w.m.subs[got.ID-1], got)
	return nil
}

// attempt submits something and fails.
func (w *walk) attempt(tx *storage.Tx) error {
	failed, panics := errors.New("failed"), w.rng.IntN(2) == 0
	err := tx.Attempt(func() error {
		for range 1 + w.rng.IntN(2) {
			s := w.event()
			s.Values = map[string]form.Value{"only_tried": {N: 1}}
			if _, err := tx.Submit(s); err != nil {
				return err
			}
		}
		if panics {
			panic("failed")
		}
		return failed
	})
	if _, isPanic := errors.AsType[*storage.PanicError](err); isPanic != panics || !panics && !errors.Is(err, failed) {
		return err
	}
	return nil
}

// batch is one Update, or a Start that is left to itself.
func (w *walk) batch(t *testing.T, db *storage.DB) {
	t.Helper()
	handOver := update
	if w.rng.IntN(4) > 0 {
		handOver = start
	}
	handOver(t, db, func(tx *storage.Tx) error {
		for range 1 + w.rng.IntN(4) {
			if err := w.submit(tx, w.event()); err != nil {
				return err
			}
			if w.rng.IntN(4) == 0 {
				if err := w.attempt(tx); err != nil {
					return err
				}
			}
		}
		w.compare(t, &tx.ReadTx)
		return nil
	})
}

func TestModel(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		w := walk{rng: rand.New(rand.NewPCG(seed, 7)), m: model{tree: mustLoad(t, treeBefore)}} //nolint:gosec // to be repeated
		o := storagetest.Options(t.TempDir())
		o.Tree, o.Waiting = w.m.tree, 1+w.rng.IntN(200)
		db, err := storage.Open(o)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 60 {
			w.batch(t, db)
			if w.rng.IntN(3) == 0 {
				landed(t, db)
				view(t, db, func(r *storage.ReadTx) error { w.compare(t, r); return nil })
			}
			if i%20 != 19 {
				continue
			}
			landed(t, db)
			storagetest.MustBeSound(t, db)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if i == 39 {
				w.m.tree = mustLoad(t, treeAfter)
				o.Tree = w.m.tree
			}
			o.Waiting = 1 + w.rng.IntN(200)
			if db, err = storage.Open(o); err != nil {
				t.Fatal(err)
			}
		}
		landed(t, db)
		view(t, db, func(r *storage.ReadTx) error { w.compare(t, r); return nil })
		if err := db.Rebuild(t.Context()); err != nil {
			t.Error(err)
		}
		storagetest.MustBeSound(t, db)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}
