package viet_test

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

type testLine struct {
	ID, Type, In string
	Want         map[string]any
	Noisy        bool
	Ambiguous    bool
	Alts         []map[string]any
}

func readTestset(tb testing.TB) []testLine {
	tb.Helper()
	return readLines(tb, "testdata/vn-testset.jsonl")
}

func plainJSON(tb testing.TB, v any) map[string]any {
	tb.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		tb.Fatal(err)
	}
	return m
}

func context() viet.Context {
	zone := time.FixedZone("+07", 7*60*60)
	return viet.Context{Sent: time.Date(2026, 11, 23, 9, 0, 0, 0, zone), Words: words()}
}

var testTree = sync.OnceValue(orgunit.Sample)

var words = sync.OnceValue(func() *viet.Vocabulary { return viet.NewVocabulary(testTree()) })

// TestTestset scores the development set. A line is right when every field is; asked when what is not right is
// marked as ambiguous, missing or rejected; else it is silently wrong.
func TestTestset(t *testing.T) {
	t.Parallel()
	table := map[string]map[string]int{}
	for _, l := range readTestset(t) {
		verdict := score(t, l)
		for _, row := range []string{l.Type, l.Type + map[bool]string{true: " noisy", false: " clean"}[l.Noisy]} {
			if table[row] == nil {
				table[row] = map[string]int{}
			}
			table[row][verdict]++
		}
	}
	for _, row := range slices.Sorted(maps.Keys(table)) {
		t.Logf("%-14s right %2d  asked %2d  wrong %2d", row, table[row]["right"], table[row]["asked"], table[row]["wrong"])
	}
	for row, least := range map[string]int{"number": 50, "date": 50, "report": 40} {
		if table[row]["right"] < least || table[row]["wrong"] > 0 {
			t.Errorf("%s: got %v, want at least %d right and none wrong", row, table[row], least)
		}
	}
}

func score(t *testing.T, l testLine) string {
	t.Helper()
	var got map[string]any
	switch l.Type {
	case "number":
		got = plainJSON(t, viet.WantNumber(l.In))
	case "date":
		got = plainJSON(t, viet.WantDate(l.In, period.NewDate(2026, 11, 23)))
	case "report":
		got = plainJSON(t, viet.WantReport(l.In, context()))
	}
	want := l.Want
	if l.Ambiguous {
		want["ambiguous"] = true
	}
	diff := cmp.Diff(want, got)
	if diff == "" {
		return "right"
	}
	t.Logf("%s %q: (-want +got)\n%s", l.ID, l.In, diff)
	if got["ambiguous"] == true || got["reject"] == true || got["missing"] != nil {
		return "asked"
	}
	return "wrong"
}

func parseJSON(tb testing.TB, s string) map[string]any {
	tb.Helper()
	return plainJSON(tb, json.RawMessage(s))
}
