package rollup_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"danvanbot/bot/form"
	"danvanbot/bot/rollup"
)

// randomSubmission draws from few forms, keys and choices, so that measures collide.
func randomSubmission(r *rand.Rand) form.Submission {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	s := form.Submission{
		Form: pick("tang_qua", "tuyen_truyen"), Kind: form.Kind(1 + r.IntN(4)), N: r.Int64N(4),
		Values: map[string]form.Value{}, Choices: map[string]string{}, Gone: r.IntN(8) == 0,
	}
	for range r.IntN(4) {
		s.Values[pick("a", "b", "c")] = form.Value{N: r.Int64N(5), Hedge: form.Hedge(r.IntN(4))}
	}
	for range r.IntN(3) {
		s.Choices[pick("topic", "field")] = pick("x", "y")
	}
	return s
}

// TestRowsAreAGroup adds random versions in random order: whatever is added and taken back again leaves nothing.
func TestRowsAreAGroup(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same numbers in every run
	for range 500 {
		var rows []rollup.Row
		plain := map[rollup.Measure]int64{}
		for range 1 + r.IntN(6) {
			row := rollup.Of(randomSubmission(r))
			if r.IntN(2) == 0 {
				row = row.Negate()
			}
			rows = append(rows, row)
			for _, a := range row {
				plain[a.Measure] += a.By
			}
		}
		var sum rollup.Row
		for _, row := range rows {
			sum = sum.Add(row)
		}
		checkRow(t, sum, plain)
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		for _, row := range rows {
			sum = sum.Sub(row)
		}
		if len(sum) != 0 {
			t.Fatalf("got %v after taking everything back, want nothing", sum)
		}
	}
}

// checkRow holds a row against sums made the plain way.
func checkRow(t *testing.T, row rollup.Row, plain map[rollup.Measure]int64) {
	t.Helper()
	if !slices.IsSortedFunc(row, func(a, b rollup.Amount) int { return cmp.Compare(a.Measure, b.Measure) }) {
		t.Fatalf("row is not sorted: %v", row)
	}
	for m, want := range plain {
		if got := row.Get(m); got != want {
			t.Fatalf("got %s = %d, want %d", m, got, want)
		}
	}
	for _, a := range row {
		if a.By == 0 || plain[a.Measure] == 0 {
			t.Fatalf("row has the needless amount %v", a)
		}
	}
}

func TestRowMethodsLeaveTheRowUnchanged(t *testing.T) {
	t.Parallel()
	row := rollup.Row{{"a", 1}, {"b", 2}}
	other := rollup.Row{{"a", -1}, {"c", 3}}
	row.Add(other)
	row.Sub(other)
	row.Negate()
	if diff := gocmp.Diff(rollup.Row{{"a", 1}, {"b", 2}}, row); diff != "" {
		t.Errorf("the row changed (-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff(rollup.Row{{"a", -1}, {"c", 3}}, other); diff != "" {
		t.Errorf("the other row changed (-want +got):\n%s", diff)
	}
}

func TestTells(t *testing.T) {
	t.Parallel()
	row := rollup.Row{{"a.n", 1}, {"b.x=y.n", 1}, {"b.z", 1}, {"ba.n", 1}, {"bc.n", 1}, {"c", 1}}
	for id, want := range map[string]bool{"a": true, "b": true, "ba": true, "bb": false, "bc": true, "": false, "z": false, "ab": false, "c": false} {
		if got := row.Tells(id); got != want {
			t.Errorf("it tells of %q: got %t, want %t", id, got, want)
		}
	}
}

func TestPlainIsTheOppositeOfHedged(t *testing.T) {
	t.Parallel()
	for _, m := range []rollup.Measure{"a.n", "a.x=y.n", rollup.Reports, "a", ""} {
		for _, h := range []form.Hedge{form.Exact, form.About, form.More, form.Less} {
			if plain, hedge := m.Hedged(h).Plain(); plain != m || hedge != h {
				t.Errorf("%q: got %q with %v, want %q with %v", m.Hedged(h), plain, hedge, m, h)
			}
		}
	}
}

// TestRest takes the parts out one after the other, parts that are not in the whole among them.
func TestRest(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // must be repeatable
	row := func() rollup.Row {
		var r rollup.Row
		for _, m := range []rollup.Measure{"a.n", "b.n", "c.n", "d.n"} {
			if n := random.Int64N(4); n > 0 {
				r = append(r, rollup.Amount{Measure: m, By: n})
			}
		}
		return r
	}
	for range 200 {
		whole, parts := row(), []rollup.Row{row(), row(), row()}
		want := whole
		for _, p := range parts {
			want = want.Sub(p)
		}
		got := whole.Rest(slices.Values(parts))
		if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%v without %v (-want +got):\n%s", whole, parts, diff)
		}
	}
}
