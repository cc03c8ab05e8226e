package viet_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"testing"

	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// How a line was read. A line is asked when what is not right in it would be asked of the officer, and wrong when a
// value that is not right would stand on the card unmarked.
const (
	right = iota
	asked
	wrong
)

// unseen are sets of sentences that were written before their author had seen the parser's words, with how many lines of
// each are right. The others are asked; none may be silently wrong.
var unseen = map[string]int{"testdata/unseen.jsonl": 146, "testdata/officers.jsonl": 180}

func TestUnseen(t *testing.T) {
	t.Parallel()
	for name, least := range unseen {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := scoreUnseen(t, name); got < least {
				t.Errorf("got %d lines right, want %d at least", got, least)
			}
		})
	}
}

// scoreUnseen prints the table of a set and what is asked, and counts what is right.
func scoreUnseen(t *testing.T, name string) int {
	t.Helper()
	table := map[string]*[3]int{}
	all := 0
	for _, l := range readLines(t, name) {
		if l.Ambiguous {
			l.Want["ambiguous"] = true
		}
		got := parseLine(t, l)
		verdict := judge(l.Want, got)
		row := fmt.Sprintf("%s noisy=%t", l.Type, l.Noisy)
		if table[row] == nil {
			table[row] = new([3]int)
		}
		table[row][verdict]++
		switch verdict {
		case wrong:
			t.Errorf("%s %q is silently wrong: got %v, want %v", l.ID, l.In, got, l.Want)
		case asked:
			t.Logf("%s %q is asked: got %v, want %v", l.ID, l.In, got, l.Want)
		default:
			all++
		}
	}
	for _, row := range slices.Sorted(maps.Keys(table)) {
		t.Logf("%-20s right %2d  asked %2d  wrong %2d", row, table[row][right], table[row][asked], table[row][wrong])
	}
	return all
}

// TestJudge holds the scorer to its own rules.
func TestJudge(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, want, got string
		verdict         int
	}{
		{"equal", `{"value": 5}`, `{"value": 5, "unit": "nguoi"}`, right},
		{"other value", `{"value": 5}`, `{"value": 6}`, wrong},
		{"other value, marked", `{"value": 5}`, `{"value": 6, "ambiguous": true}`, asked},
		{"refused", `{"value": 5}`, `{"reject": true}`, asked},
		{"to be refused", `{"reject": true}`, `{"value": 5}`, wrong},
		{"to be refused, asked", `{"reject": true}`, `{"value": 5, "ambiguous": true}`, right},
		{"count lost", `{"counts": {"ho": 2, "nha": 1}}`, `{"counts": {"ho": 2}}`, wrong},
		{"count asked", `{"counts": {"ho": 2, "nha": 1}}`, `{"counts": {"ho": 2}, "missing": ["nha"]}`, asked},
		{"count invented", `{"counts": {"ho": 2}}`, `{"counts": {"ho": 2, "nha": 1}}`, wrong},
		{"other field asked", `{"place": "A", "date": "d"}`, `{"place": "B", "date": null, "missing": ["date"]}`, wrong},
		{"date asked", `{"date": "d"}`, `{"date": null, "missing": ["date"]}`, asked},
		{"range for a day", `{"date": "d"}`, `{"from": "c", "to": "d"}`, wrong},
		{"topic invented", `{"kind": "k"}`, `{"kind": "k", "topic": "t"}`, wrong},
		{"flag lost", `{"kind": "k", "flags": ["pii_id"]}`, `{"kind": "k"}`, wrong},
		{"report lost", `{"reports": [{"n": 1}, {"n": 2}]}`, `{"n": 1}`, wrong},
		{"second report wrong", `{"reports": [{"n": 1}, {"n": 2}]}`, `{"reports": [{"n": 1}, {"n": 3}]}`, wrong},
	} {
		if got := judge(parseJSON(t, c.want), parseJSON(t, c.got)); got != c.verdict {
			t.Errorf("%s: got %d, want %d", c.name, got, c.verdict)
		}
	}
}

func parseLine(t *testing.T, l testLine) map[string]any {
	t.Helper()
	switch l.Type {
	case "number":
		return plainJSON(t, viet.WantNumber(l.In))
	case "date":
		return plainJSON(t, viet.WantDate(l.In, period.NewDate(2026, 11, 23)))
	default:
		return plainJSON(t, viet.WantReport(l.In, context()))
	}
}

// judge compares field by field, so that one question does not excuse another field's wrong value.
func judge(want, got map[string]any) int {
	if list, ok := want["reports"].([]any); ok {
		return judgeList(list, got)
	}
	if want["reject"] == true {
		return judgeRefusal(want, got)
	}
	if got["reject"] == true {
		return asked
	}
	verdict := right
	if len(texts(got["missing"])) > len(texts(want["missing"])) || got["ambiguous"] == true && want["ambiguous"] != true {
		verdict = asked
	}
	missing := texts(got["missing"])
	wantAll, gotAll := fields(want), fields(got)
	for key := range union(wantAll, gotAll) {
		if !reflect.DeepEqual(wantAll[key], gotAll[key]) {
			verdict = max(verdict, judgeField(key, gotAll, missing, got["ambiguous"] == true))
		}
	}
	return verdict
}

func judgeField(key string, got map[string]any, missing []string, ambiguous bool) int {
	name := map[string]string{"from": "date", "to": "date"}[key]
	if name == "" {
		name = key
	}
	switch {
	case key == "unit" || ambiguous, got[key] == nil && slices.Contains(missing, name):
		return asked
	default:
		return wrong
	}
}

func judgeRefusal(want, got map[string]any) int {
	switch {
	case want["flags"] != nil && !reflect.DeepEqual(want["flags"], got["flags"]):
		return wrong
	case got["reject"] == true, got["ambiguous"] == true && want["flags"] == nil:
		return right
	default:
		return wrong
	}
}

func judgeList(want []any, got map[string]any) int {
	list, _ := got["reports"].([]any)
	if len(list) != len(want) {
		if got["ambiguous"] == true {
			return asked
		}
		return wrong
	}
	verdict := right
	for i := range want {
		verdict = max(verdict, judge(want[i].(map[string]any), list[i].(map[string]any)))
	}
	return verdict
}

// fields are the values of an answer, counts among them; marks and how a value came about are not values.
func fields(m map[string]any) map[string]any {
	all := maps.Clone(m)
	if counts, ok := m["counts"].(map[string]any); ok {
		maps.Copy(all, counts)
	}
	for _, mark := range []string{"counts", "missing", "ambiguous", "derived"} {
		delete(all, mark)
	}
	maps.DeleteFunc(all, func(_ string, v any) bool { return v == nil })
	return all
}

// union are the keys to compare; a unit is compared only where one is wanted.
func union(want, got map[string]any) map[string]bool {
	keys := map[string]bool{}
	for k := range want {
		keys[k] = true
	}
	for k := range got {
		if k != "unit" {
			keys[k] = true
		}
	}
	return keys
}

func texts(v any) []string {
	list, _ := v.([]any)
	var s []string
	for _, x := range list {
		s = append(s, fmt.Sprint(x))
	}
	return s
}

func readLines(tb testing.TB, name string) []testLine {
	tb.Helper()
	f, err := os.Open(name)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = f.Close() })
	var lines []testLine
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		var l testLine
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			tb.Fatal(err)
		}
		lines = append(lines, l)
	}
	if err := sc.Err(); err != nil || len(lines) == 0 {
		tb.Fatalf("%s: %d lines, %v", name, len(lines), err)
	}
	return lines
}
