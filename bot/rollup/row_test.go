package rollup_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

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

func TestSplit(t *testing.T) {
	t.Parallel()
	row := rollup.Row{{Measure: "a.n"}, {Measure: "b.x=y.n"}, {Measure: "b.z"}, {Measure: "ba.n"}, {Measure: "bc.n"}, {Measure: "c"}}
	parts := row.Split()
	if len(parts) != 5 {
		t.Errorf("got %d parts, want 5", len(parts))
	}
	for _, tt := range []struct {
		form string
		want bool
	}{{"a", true}, {"b", true}, {"ba", true}, {"bb", false}, {"bc", true}, {"", false}, {"z", false}, {"ab", false}} {
		if got := !rollup.PartOf(parts, tt.form).Empty(); got != tt.want {
			t.Errorf("the part of %q is there: %t, want %t", tt.form, got, tt.want)
		}
	}
	if parts := rollup.Row(nil).Split(); len(parts) != 0 {
		t.Errorf("got %d parts of nothing", len(parts))
	}
}

// TestPartFindsWhatTheRowHas: by key, as the row does by the whole name; a key may begin another one.
func TestPartFindsWhatTheRowHas(t *testing.T) {
	t.Parallel()
	row := rollup.Row{
		{"a.n", 1}, {"a.nn", 2}, {"a.n~about", 3}, {"a.t=n.n", 4}, {"a.tien", 5}, {"a.tien~less", 6}, {"a.tien~more", 7}, {"b.n", 8},
	}
	parts := row.Split()
	for _, id := range []string{"a", "b", "c"} {
		part := rollup.PartOf(parts, id)
		for _, key := range []string{"", "n", "nn", "t", "tien", "tie", "t=n.n"} {
			m := rollup.MeasureOf(id, key)
			if got, want := part.Get(key), row.Get(m); got != want {
				t.Errorf("%s: got %d, want %d", m, got, want)
			}
			for _, h := range []form.Hedge{form.About, form.More, form.Less} {
				if got, want := part.Hedged(key, h), row.Get(m.Hedged(h)); got != want {
					t.Errorf("%s: got %d, want %d", m.Hedged(h), got, want)
				}
			}
		}
	}
}
