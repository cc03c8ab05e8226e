package viet_test

import (
	"bufio"
	"encoding/json"
	"os"
	"reflect"
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

func readTestset(t testing.TB) []testLine {
	t.Helper()
	f, err := os.Open("testdata/vn-testset.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []testLine
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var l testLine
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, l)
	}
	return lines
}

func plainJSON(t testing.TB, v any) map[string]any {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestNumbersOfTestset(t *testing.T) {
	for _, l := range readTestset(t) {
		if l.Type != "number" {
			continue
		}
		got := plainJSON(t, viet.WantNumber(l.In))
		want := l.Want
		if l.Ambiguous {
			want["ambiguous"] = true
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s %q: got %v, want %v", l.ID, l.In, got, want)
		}
	}
}

func TestDatesOfTestset(t *testing.T) {
	today := period.NewDate(2026, 11, 23)
	for _, l := range readTestset(t) {
		if l.Type != "date" {
			continue
		}
		got := plainJSON(t, viet.WantDate(l.In, today))
		want := l.Want
		if l.Ambiguous {
			want["ambiguous"] = true
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s %q: got %v, want %v", l.ID, l.In, got, want)
		}
	}
}

func context(home orgunit.ID) viet.Context {
	zone := time.FixedZone("+07", 7*60*60)
	return viet.Context{Sent: time.Date(2026, 11, 23, 9, 0, 0, 0, zone), Words: words(), Home: home}
}

var testTree = sync.OnceValue(orgunit.Sample)

var words = sync.OnceValue(func() *viet.Vocabulary { return viet.NewVocabulary(testTree()) })

func TestReportsOfTestset(t *testing.T) {
	for _, l := range readTestset(t) {
		if l.Type != "report" {
			continue
		}
		got := plainJSON(t, viet.WantReport(l.In, context("")))
		want := l.Want
		if l.Ambiguous {
			want["ambiguous"] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s %q: (-want +got)\n%s", l.ID, l.In, diff)
		}
	}
}
