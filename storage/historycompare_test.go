package storage_test

import (
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
)

// total recounts what was reported.
func (h *history) total(whole orgunit.ID, now bool, in period.Range) map[string]int64 {
	sum := map[string]int64{}
	for _, s := range h.subs {
		first := s.Days.From
		if !s.Sum {
			first = s.Days.To
		}
		if s.Gone || s.Kind == form.Stock || first < in.From || s.Days.To > in.To || !h.countsFor(s.Unit, whole, s.Days.To, now) {
			continue
		}
		if s.Kind == form.Zero {
			sum["_.zeros"]++
			continue
		}
		sum["_.reports"]++
		sum["tang_qua.n"] += s.N
		sum["tang_qua.tien"] += s.Values["tien"].N
	}
	return sum
}

// standing is what a unit has of the stock at the end of a day.
func (h *history) standing(id orgunit.ID, on period.Date) int64 {
	if on > h.units[id].to {
		return 0
	}
	value, since := int64(0), always
	for _, s := range h.subs { // by id: of one day the last counts
		if !s.Gone && s.Kind == form.Stock && s.Unit == id && s.Days.To <= on && s.Days.To >= since {
			value, since = s.Values[form.StockCount].N, s.Days.To
		}
	}
	for _, other := range h.order {
		if u := h.units[other]; u.heir == id && u.to+1 <= on && u.to+1 > since {
			value += h.standing(other, u.to)
		}
	}
	return value
}

// compare recounts every unit in both views, over everything and over some days.
func (h *history) compare(t *testing.T, r *storage.ReadTx) {
	t.Helper()
	whole := period.Range{From: days.From - 400, To: days.To + 400}
	for _, view := range []rollup.View{rollup.Was, rollup.Now} {
		for _, unit := range h.order {
			a, b := h.day(), h.day()
			for _, in := range []period.Range{whole, {From: min(a, b), To: max(a, b)}} {
				h.compareFlow(t, r, unit, view, in)
			}
			if view == rollup.Was || h.units[unit].to == never {
				h.compareStanding(t, r, unit, view)
			}
		}
		h.compareMany(t, r, view)
	}
}

// compareMany asks for some units at once, in any order, one of them twice and one that is unknown.
func (h *history) compareMany(t *testing.T, r *storage.ReadTx, view rollup.View) {
	t.Helper()
	units := slices.Clone(h.order)
	h.rng.Shuffle(len(units), func(i, j int) { units[i], units[j] = units[j], units[i] })
	units = append(units[:1+h.rng.IntN(len(units))], units[0], "x")
	a, b := h.day(), h.day()
	in := period.Range{From: min(a, b), To: max(a, b)}
	got, err := r.Sums(units, view, in)
	if err != nil {
		t.Fatal(err)
	}
	for i, unit := range units {
		want, err := r.Sum(unit, view, in)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(want, got[i]); diff != "" {
			t.Errorf("sum of %s, one of %v, view %s, %v (-want +got):\n%s", unit, units, view, in, diff)
		}
	}
}

func (h *history) compareFlow(t *testing.T, r *storage.ReadTx, unit orgunit.ID, view rollup.View, in period.Range) {
	t.Helper()
	row, err := r.Sum(unit, view, in)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	for _, a := range row {
		if !strings.HasPrefix(string(a.Measure), "to_annd.") {
			got[string(a.Measure)] = a.By
		}
	}
	if diff := gocmp.Diff(h.total(unit, view == rollup.Now, in), got); diff != "" {
		t.Errorf("sum of %s, view %s, %v (-want +got):\n%s", unit, view, in, diff)
	}
}

func (h *history) compareStanding(t *testing.T, r *storage.ReadTx, unit orgunit.ID, view rollup.View) {
	t.Helper()
	on := h.day()
	row, err := r.Sum(unit, view, period.Range{From: period.Dawn, To: on})
	if err != nil {
		t.Fatal(err)
	}
	want := int64(0)
	for _, id := range h.order {
		if h.countsFor(id, unit, on, view == rollup.Now) {
			want += h.standing(id, on)
		}
	}
	if got := row.Get("to_annd.so_luong"); got != want {
		t.Errorf("stock of %s, view %s, on %v: got %d, want %d", unit, view, on, got, want)
	}
}
