package bot_test

import (
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestNewsLeadFromThenToNow asks random questions of random histories, lets more happen, and asks what changed: the
// changes turn the figures of then into those of now, and the reports that are told are those that the trace has now and
// had not then, and the other way round.
func TestNewsLeadFromThenToNow(t *testing.T) {
	t.Parallel()
	for n := range histories {
		r := rand.New(rand.NewPCG(12, uint64(n))) //nolint:gosec // the same numbers in every run
		h := history{rng: r, days: period.Range{From: period.NewDate(2024, time.January, 1), To: period.NewDate(2026, time.June, 30)}}
		h.tree = h.grow(t)
		if h.tree == nil {
			continue
		}
		o := storagetest.Options(t.TempDir())
		o.Tree = h.tree
		db := storagetest.OpenWith(t, o)
		var then []answered
		h.more(t, db)
		read(t, db, func(tx *storage.ReadTx) {
			for range 30 {
				then = append(then, h.remember(t, tx, h.query()))
			}
		})
		h.more(t, db)
		read(t, db, func(tx *storage.ReadTx) {
			for _, m := range then {
				h.compare(t, tx, m)
			}
		})
		if t.Failed() {
			t.Fatalf("in history %d of %s", n, h.tree.JSON())
		}
	}
}

func (h *history) more(t *testing.T, db *storage.DB) {
	t.Helper()
	if err := db.Update(t.Context(), h.report); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, db *storage.DB, fn func(tx *storage.ReadTx)) {
	t.Helper()
	if err := db.View(t.Context(), func(tx *storage.ReadTx) error { fn(tx); return nil }); err != nil {
		t.Fatal(err)
	}
}

// answered is what was told of a query, and the versions that were behind it.
type answered struct {
	query  report.Query
	told   rollup.Told
	behind map[uint64]int
}

func (h *history) remember(t *testing.T, tx *storage.ReadTx, q report.Query) answered {
	t.Helper()
	s, err := report.Build(tx, h.tree, form.Default(), q)
	if err != nil {
		t.Fatal(err)
	}
	m := answered{query: q, told: report.ToldBy(s), behind: map[uint64]int{}}
	if m.told.Number, err = tx.Head(); err != nil {
		t.Fatal(err)
	}
	for _, measure := range []rollup.Measure{"tuyen_truyen.n", "tang_qua.n"} { // which all of these have
		tr, err := report.TraceSources(tx, h.tree, form.Default(), report.TraceQuery{Query: q, Measure: measure, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range tr.Sources {
			m.behind[l.ID] = l.Version
		}
	}
	return m
}

func (h *history) compare(t *testing.T, tx *storage.ReadTx, then answered) {
	t.Helper()
	now := h.remember(t, tx, then.query)
	n, err := report.NewsSince(tx, h.tree, form.Default(), report.NewsQuery{Query: then.query, Since: then.told, Limit: 1000, Most: 1000})
	if err != nil {
		t.Fatal(err)
	}
	figures := map[rollup.Measure]int64{}
	maps.Copy(figures, then.told.Figures)
	for _, c := range n.Changes {
		m := rollup.MeasureOf(c.Form, c.Figure.Key)
		if figures[m] != c.Figure.Before {
			t.Errorf("%s of %v: got %d as what was told, want %d", m, then.query.Unit, c.Figure.Before, figures[m])
		}
		if figures[m] = c.Figure.N; c.Figure.N == 0 {
			delete(figures, m)
		}
	}
	if diff := cmp.Diff(now.told.Figures, figures); diff != "" {
		t.Errorf("the changes of %v in %v lead elsewhere (-want +got):\n%s", then.query.Unit, then.query.Period.Range, diff)
	}
	told := map[uint64]string{}
	for _, r := range n.Reports {
		told[r.ID] = r.Kind
	}
	if got, want := n.Came+n.Corrected+n.Withdrawn, len(told); got != want {
		t.Errorf("got %d reports, want %d", got, want)
	}
	for id, version := range now.behind {
		before, was := then.behind[id]
		switch kind := told[id]; {
		case was && before == version && kind != "", was && before != version && kind != report.NewsCorrected,
			!was && kind != report.NewsCame && kind != report.NewsCorrected: // it was of another form
			t.Errorf("submission %d is behind the figures of %v, as before %v: got %q", id, then.query.Unit, was, kind)
		}
	}
	for id := range then.behind {
		if _, is := now.behind[id]; !is && told[id] != report.NewsWithdrawn && told[id] != report.NewsCorrected {
			t.Errorf("submission %d is no longer behind the figures of %v: got %q", id, then.query.Unit, told[id])
		}
	}
}

// TestNewsOfTooMuch says that the figures are compared where too much was journaled to read it.
func TestNewsOfTooMuch(t *testing.T) {
	t.Parallel()
	db, _ := staffed(t)
	q := report.Query{Unit: communes, Period: period.MonthOf(period.ND09, period.DateOf(storagetest.Now)), View: rollup.Now, Today: period.DateOf(storagetest.Now)}
	if err := db.Update(t.Context(), func(tx *storage.Tx) error {
		for range 3 {
			if _, err := tx.Submit(gift(db)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	read(t, db, func(tx *storage.ReadTx) {
		for most, want := range map[int]bool{2: true, 100: false} {
			n, err := report.NewsSince(tx, db.Tree(), form.Default(), report.NewsQuery{Query: q, Most: most, Limit: 2})
			if err != nil || n.TooMany != want || len(n.Changes) == 0 || len(n.Reports) == 2 == want {
				t.Errorf("reading at most %d entries got %+v, error %v, want too many: %v", most, n, err, want)
			}
			if next, ok := n.Next(); ok == want || !want && (next != 2 || n.Total != 3) {
				t.Errorf("got the next page %v at %d of %d", ok, next, n.Total)
			}
		}
	})
}
