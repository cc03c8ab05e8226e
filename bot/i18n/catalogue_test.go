package i18n_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/i18n"
)

var placeholder = regexp.MustCompile(`\{([a-z_0-9]+)(?::[^{}|]+\|[^{}|]+)?\}`)

// templates reads the files of a language. Each key stands in the file of its area, and once.
func templates(t *testing.T, l i18n.Lang) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(string(l), "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no messages in %s: %v", l, err)
	}
	all := map[string]string{}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]string
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for key, template := range m {
			if area, _, _ := strings.Cut(key, "."); area+".json" != filepath.Base(name) {
				t.Errorf("%s has %s, which belongs into %s.json", name, key, area)
			}
			all[key] = template
		}
	}
	return all
}

// placeholdersOf are the names that a template asks for, each once.
func placeholdersOf(template string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(template, -1) {
		names = append(names, "{"+m[1]+"}")
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestLanguagesAgree(t *testing.T) {
	t.Parallel()
	vi, en := templates(t, i18n.VI), templates(t, i18n.EN)
	want, got := map[string][]string{}, map[string][]string{}
	for key, s := range vi {
		want[key] = placeholdersOf(s)
	}
	for key, s := range en {
		got[key] = placeholdersOf(s)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("en + vi -\n%s", diff)
	}
}

func TestTemplatesAreWellFormed(t *testing.T) {
	t.Parallel()
	key := regexp.MustCompile(`^[a-z]+(\.[a-z0-9_]+)+$`)
	for _, l := range i18n.Langs() {
		for k, s := range templates(t, l) {
			if !key.MatchString(k) {
				t.Errorf("%s: got key %q, want area.name", l, k)
			}
			if strings.ContainsAny(placeholder.ReplaceAllString(s, ""), "{}") {
				t.Errorf("%s, %s: got a broken placeholder in %q", l, k, s)
			}
			if strings.TrimSpace(s) != s || s == "" {
				t.Errorf("%s, %s: got %q, want a text without space around it", l, k, s)
			}
		}
	}
}

// TestFilesAreSorted keeps the files easy to merge: one message a line, in the order of the keys.
func TestFilesAreSorted(t *testing.T) {
	t.Parallel()
	for _, l := range i18n.Langs() {
		names, err := filepath.Glob(filepath.Join(string(l), "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			checkSorted(t, name)
		}
	}
}

func checkSorted(t *testing.T, name string) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for line := range strings.Lines(string(b)) {
		if key, _, ok := strings.Cut(line, `": "`); ok {
			keys = append(keys, strings.TrimLeft(key, "\t\""))
		}
	}
	if sorted := slices.Compact(slices.Sorted(slices.Values(keys))); !slices.Equal(keys, sorted) {
		t.Errorf("%s: got keys %q, want each once and sorted", name, keys)
	}
}

func TestT(t *testing.T) {
	t.Parallel()
	c := i18n.Default()
	tests := []struct {
		name string
		lang i18n.Lang
		key  string
		args []any
		want string
	}{
		{"string", i18n.VI, "period.year", []any{"year", "2026"}, "Năm 2026"},
		{"int", i18n.VI, "money.full", []any{"n", 15_000_000}, "15.000.000 đồng"},
		{"int64", i18n.EN, "money.full", []any{"n", int64(15_000_000)}, "15,000,000 đồng"},
		{"another type", i18n.VI, "period.year", []any{"year", i18n.EN}, "Năm en"},
		{"several", i18n.EN, "period.span", []any{"to", "b", "from", "a"}, "From a to b"},
		{"value with braces", i18n.VI, "period.span", []any{"from", "{to}", "to", "{from}"}, "Từ {to} đến {from}"},
		{"missing value", i18n.VI, "period.span", []any{"from", "1/1"}, "Từ 1/1 đến {to}"},
		{"no values", i18n.VI, "period.span", nil, "Từ {from} đến {to}"},
		{"name without value", i18n.VI, "period.year", []any{"year"}, "Năm {year}"},
		{"unused value", i18n.VI, "period.year", []any{"year", "2026", "x", "y"}, "Năm 2026"},
		{"unknown key", i18n.VI, "no.such", []any{"year", "2026"}, "«no.such»"},
		{"unknown language", "fr", "period.year", []any{"year", "2026"}, "Năm 2026"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := c.T(test.lang, test.key, test.args...); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestTextIn(t *testing.T) {
	t.Parallel()
	text := i18n.Text{i18n.VI: "buổi", i18n.EN: "session"}
	if got := text.In(i18n.EN); got != "session" {
		t.Errorf("got %q, want session", got)
	}
	if got := (i18n.Text{i18n.VI: "buổi"}).In(i18n.EN); got != "buổi" {
		t.Errorf("got %q, want the Vietnamese", got)
	}
	if got := i18n.Text(nil).In(i18n.EN); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}
