package storage_test

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
)

// compare reads some sums and lists.
func (w *walk) compare(t *testing.T, r *storage.ReadTx) {
	t.Helper()
	for range 4 {
		from, to := w.day(), w.day()
		units := w.m.tree.All()
		unit, view := units[w.rng.IntN(len(units))].ID, rollup.View(w.rng.IntN(2))
		got, err := r.Sum(unit, view, period.Range{From: from, To: to})
		if err != nil {
			t.Fatal(err)
		}
		got = slices.DeleteFunc(got, isStock)
		want := w.m.flow(unit, view, period.Range{From: from, To: to})
		if diff := gocmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
			t.Fatalf("sum of %s, view %d, %v..%v (-want +got):\n%s", unit, view, from, to, diff)
		}
		spans, err := r.Astride(unit, view, period.Range{From: from, To: to})
		if diff := gocmp.Diff(w.m.astride(unit, view, period.Range{From: from, To: to}), spans); err != nil || diff != "" && from <= to {
			t.Fatalf("sums astride of %s, view %d, %v..%v (-want +got):\n%s, error %v", unit, view, from, to, diff, err)
		}
		w.compareStock(t, r, unit, view)
	}
	w.compareHeard(t, r)
	w.compareLists(t, r)
}

// compareHeard asks of every unit what came from it in some days.
func (w *walk) compareHeard(t *testing.T, r *storage.ReadTx) {
	t.Helper()
	over := period.Range{From: w.day(), To: w.day()}
	heard, err := r.Heard(over)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range w.m.tree.All() {
		if got, want := heard.Of(u.ID), rollup.NewsOf(w.m.flow(u.ID, rollup.Was, over)); got != want {
			t.Fatalf("heard of %s in %v: got %d, want %d", u.ID, over, got, want)
		}
	}
	if got := heard.Of("no such unit"); got != rollup.Silence {
		t.Fatalf("heard of a unit that there is not: got %d, want silence", got)
	}
}

func (w *walk) compareStock(t *testing.T, r *storage.ReadTx, unit orgunit.ID, view rollup.View) {
	t.Helper()
	if view == rollup.Now && !w.m.tree.Valid(unit, orgunit.Latest) {
		return // a unit that has ended is a named group, of what it once got
	}
	day := w.day()
	if w.rng.IntN(2) == 0 {
		day += period.Date(w.rng.IntN(700)) // declarations grow old
	}
	got, err := r.Sum(unit, view, period.Range{From: period.Dawn, To: day})
	if err != nil {
		t.Fatal(err)
	}
	got = slices.DeleteFunc(got, func(a rollup.Amount) bool { return !isStock(a) })
	var want rollup.Row
	for _, s := range stocks {
		want = want.Add(w.m.stock(s, unit, view, day))
	}
	if diff := gocmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
		t.Fatalf("stocks of %s, view %d, on %v (-want +got):\n%s", unit, view, day, diff)
	}
}

// compareAlike asks for what is alike to some submission as if somebody had just written it.
func (w *walk) compareAlike(t *testing.T, r *storage.ReadTx) {
	t.Helper()
	versions := w.m.subs[w.rng.IntN(len(w.m.subs))]
	like := versions[len(versions)-1]
	like.Reporter = uint64(w.rng.IntN(4) + 1)
	want := form.Submission{}
	for _, all := range w.m.subs {
		s := all[len(all)-1]
		if !s.Gone && s.Unit == like.Unit && s.Form == like.Form && s.Days == like.Days && s.Reporter != like.Reporter && s.Joint == 0 {
			want = s
			break
		}
	}
	got, found, err := r.Alike(like)
	if diff := gocmp.Diff(want, got); diff != "" || err != nil || found != (want.ID != 0) {
		t.Fatalf("alike to %d (-want +got):\n%s, found %v, error %v", like.ID, diff, found, err)
	}
}

func (w *walk) compareLists(t *testing.T, r *storage.ReadTx) {
	t.Helper()
	reporter, limit, from, to := uint64(w.rng.IntN(4)+1), w.rng.IntN(50), w.day(), w.day()
	units := w.m.tree.All()
	unit := units[w.rng.IntN(len(units))].ID
	var recent, onDay []form.Submission
	for _, versions := range slices.Backward(w.m.subs) {
		s := versions[len(versions)-1]
		if s.Reporter == reporter && len(recent) < min(limit, 32) {
			recent = append(recent, s)
		}
		if !s.Gone && s.Unit == unit && counts(s, period.Range{From: from, To: to}) {
			onDay = append(onDay, s)
		}
	}
	slices.SortFunc(onDay, func(a, b form.Submission) int { return cmp.Or(cmp.Compare(a.Day(), b.Day()), cmp.Compare(a.ID, b.ID)) })
	got, err := r.Recent(reporter, limit)
	if diff := gocmp.Diff(recent, got); diff != "" || err != nil {
		t.Fatalf("recent of %d (-want +got):\n%s, error %v", reporter, diff, err)
	}
	got, err = r.OnDay(unit, period.Range{From: from, To: to}, 1000)
	if diff := gocmp.Diff(onDay, got); diff != "" || err != nil {
		t.Fatalf("on days %v..%v of %s (-want +got):\n%s, error %v", from, to, unit, diff, err)
	}
	w.compareAlike(t, r)
	versions := 0
	for _, all := range w.m.subs {
		versions += len(all)
	}
	err = r.Since(0, func(uint64, form.Submission) error { versions--; return nil })
	if versions != 0 || err != nil {
		t.Fatalf("got %d versions too few since the begin, error %v, want none", versions, err)
	}
	id := w.rng.IntN(len(w.m.subs))
	got, err = r.Versions(uint64(id + 1))
	if diff := gocmp.Diff(w.m.subs[id], got); diff != "" || err != nil {
		t.Fatalf("versions of %d (-want +got):\n%s, error %v", id+1, diff, err)
	}
}
