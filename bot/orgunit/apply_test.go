package orgunit_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// reorganised is the tree of 2020 after the reorganisations of 2025.
func reorganised(t *testing.T) (before, after *orgunit.Tree, changes orgunit.Changes) {
	t.Helper()
	before, err := orgunit.Load(readFile(t, "2020.json"))
	if err != nil {
		t.Fatal(err)
	}
	ops, err := orgunit.ParseOperations(readFile(t, "2025.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if after, changes, err = orgunit.Apply(before, ops); err != nil {
		t.Fatal(err)
	}
	return before, after, changes
}

// TestReorganisationsOf2025 brings the tree of 2020 to the sample's: the same units stand above and below one another
// on every day, with the same names, successors and groups.
func TestReorganisationsOf2025(t *testing.T) {
	t.Parallel()
	_, got, changes := reorganised(t)
	if len(got.All()) != len(sheet.All()) {
		t.Fatalf("got %d units, want %d", len(got.All()), len(sheet.All()))
	}
	for _, u := range sheet.All() {
		if got.Now(u.ID) != sheet.Now(u.ID) {
			t.Errorf("%s became %s, want %s", u.ID, got.Now(u.ID), sheet.Now(u.ID))
		}
		for _, on := range []period.Date{then, period.NewDate(2025, 2, 28), period.NewDate(2025, 3, 1), period.NewDate(2025, 6, 30), period.NewDate(2025, 7, 1), orgunit.Latest} {
			if diff := cmp.Diff(sheet.Ancestors(u.ID, on), got.Ancestors(u.ID, on)); diff != "" || got.Valid(u.ID, on) != sheet.Valid(u.ID, on) {
				t.Errorf("%s on %s: valid %v, ancestors (-want +got):\n%s", u.ID, on, got.Valid(u.ID, on), diff)
			}
			if got.Name(u.ID, on) != sheet.Name(u.ID, on) {
				t.Errorf("%s on %s is called %q, want %q", u.ID, on, got.Name(u.ID, on), sheet.Name(u.ID, on))
			}
		}
	}
	if diff := cmp.Diff(sheet.Groups(), got.Groups()); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
	counts := []int{len(changes.End), len(changes.Begin), len(changes.Move), len(changes.People)}
	if want := []int{113, 40, 102, 103}; !slices.Equal(counts, want) {
		t.Errorf("got %d that end, begin, move and have people who go elsewhere, want %d", counts, want)
	}
}

func TestPatchLeadsToTheSameTree(t *testing.T) {
	t.Parallel()
	before, after, _ := reorganised(t)
	patch, err := before.Patch(after)
	if err != nil {
		t.Fatal(err)
	}
	got, err := before.Patched(patch)
	if err != nil {
		t.Fatal(err)
	}
	if got.Hash() != after.Hash() {
		t.Errorf("the patch of %d bytes leads to another tree", len(patch))
	}
}

const small = `{"units": [
{"id": "p", "level": "province", "names": [{"text": "Tỉnh P"}]},
{"id": "q", "level": "province", "names": [{"text": "Tỉnh Q"}]},
{"id": "d", "level": "district", "names": [{"text": "Huyện D"}], "parents": [{"id": "p"}]},
{"id": "a", "level": "commune", "names": [{"text": "Xã A", "code": "1"}], "parents": [{"id": "d"}]},
{"id": "b", "level": "commune", "names": [{"text": "Xã B"}], "parents": [{"id": "d"}]},
{"id": "c", "level": "commune", "names": [{"text": "Xã C"}], "parents": [{"id": "q"}]}
], "groups": [{"id": "g", "name": "Khu vực G", "members": ["a", "c"]}]}`

func apply(t *testing.T, lines ...string) (*orgunit.Tree, orgunit.Changes, error) {
	t.Helper()
	tree, err := orgunit.Load([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	ops, err := orgunit.ParseOperations([]byte(strings.Join(lines, "\n")))
	if err != nil {
		return nil, orgunit.Changes{}, err
	}
	return orgunit.Apply(tree, ops)
}

func TestApplySaysWhatCannotBeDone(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ give, want string }{
		"not JSON":            {`{`, "line 1: unexpected EOF"},
		"unknown field":       {`{"dos":1}`, `line 1: json: unknown field "dos"`},
		"a list":              {`[{"do":"close","day":1}]`, `operation 1: json: unknown field "day"`},
		"no day":              {`{"do":"close","unit":"a"}`, `operation 1 (close): "on" must be the first day`},
		"unknown action":      {`{"do":"burn","on":"2026-01-01"}`, `"do" must be found, rename`},
		"no such unit":        {`{"do":"close","on":"2026-01-01","unit":"Xã Z"}`, `there is no unit "Xã Z" on 2025-12-31`},
		"nobody named":        {`{"do":"close","on":"2026-01-01"}`, "a unit is not named"},
		"id used":             {`{"do":"found","on":"2026-01-01","unit":"a","name":"Xã X"}`, `the id "a" is used already`},
		"no name":             {`{"do":"found","on":"2026-01-01"}`, `needs a "name"`},
		"children left":       {`{"do":"close","on":"2026-01-01","unit":"d"}`, "a still answers to d: move it first"},
		"ended already":       {`{"do":"close","on":"2026-01-01","unit":"a"}` + "\n" + `{"do":"close","on":"2026-01-01","unit":"a"}`, "operation 2 (close): a ends on 2025-12-31 already"},
		"merge of nobody":     {`{"do":"merge","on":"2026-01-01","into":"a"}`, `"units" must name those that end`},
		"takes itself over":   {`{"do":"merge","on":"2026-01-01","units":["a"],"into":"a"}`, "take itself over"},
		"several parents":     {`{"do":"merge","on":"2026-01-01","units":["a","c"],"into":"n","name":"Xã N"}`, `they answer to several units: "parent" must say`},
		"parent that ends":    {`{"do":"close","on":"2026-01-01","unit":"d","parent":"p"}` + "\n" + `{"do":"merge","on":"2026-01-01","units":["a","b"],"name":"Xã N"}`, `d ends: "parent" must say`},
		"one part":            {`{"do":"split","on":"2026-01-01","unit":"a","parts":[{"name":"Xã N"}]}`, `"parts" must be at least two`},
		"past of nobody":      {`{"do":"split","on":"2026-01-01","unit":"a","parts":[{"name":"Xã N"},{"name":"Xã M"}],"past":"b"}`, `past: "b" is none of the parts`},
		"past of who goes on": {`{"do":"split","on":"2026-01-01","unit":"a","parts":[{"unit":"a"},{"unit":"m","name":"Xã M"}],"past":"m"}`, "its past stays with it"},
		"same parent":         {`{"do":"move","on":"2026-01-01","unit":"a","parent":"d"}`, `a answers to "d" already`},
		"below itself":        {`{"do":"move","on":"2026-01-01","unit":"p","parent":"a"}`, "it lies below itself"},
		"later move":          {`{"do":"move","on":"2026-02-01","unit":"a","parent":"p"}` + "\n" + `{"do":"move","on":"2026-01-01","unit":"a","parent":"q"}`, "something else was entered already for 2026-02-01"},
		"group of nobody":     {`{"do":"group","on":"2026-01-01","name":"Khu vực X"}`, `a new group needs a "name" and "units"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, _, err := apply(t, tt.give); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestSplitNeverDividesThePast(t *testing.T) {
	t.Parallel()
	day := period.NewDate(2026, 1, 1)
	parts := `"parts":[{"unit":"m","name":"Xã M"},{"unit":"n","name":"Xã N"}]`
	tests := map[string]struct {
		give   string
		now    orgunit.ID // what the old unit has become
		people orgunit.ID
	}{
		"stays with the old unit":   {`{"do":"split","on":"2026-01-01","unit":"a",` + parts + `}`, "a", "m"},
		"goes whole to one part":    {`{"do":"split","on":"2026-01-01","unit":"a",` + parts + `,"past":"n"}`, "n", "n"},
		"people go where they said": {`{"do":"split","on":"2026-01-01","unit":"a",` + parts + `,"past":"n","people":"m"}`, "n", "m"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree, changes, err := apply(t, tt.give)
			if err != nil {
				t.Fatal(err)
			}
			if got := tree.Now("a"); got != tt.now || changes.People["a"] != tt.people {
				t.Errorf("a became %s with its people at %s, want %s and %s", got, changes.People["a"], tt.now, tt.people)
			}
			if diff := cmp.Diff([]orgunit.ID{"b", "m", "n"}, tree.Children("d", day)); diff != "" {
				t.Errorf("units below (-want +got):\n%s", diff)
			}
			if g, _ := tree.Group("g"); !slices.Equal(g.Members, []orgunit.ID{"c", "m", "n"}) {
				t.Errorf("the group has %v, want the parts in the place of the old unit", g.Members)
			}
		})
	}
}

func TestApplyByNamesAndMadeIDs(t *testing.T) {
	t.Parallel()
	tree, changes, err := apply(t, "# hai xã thành một",
		`{"do":"merge","on":"2026-01-01","units":["Xã A","xã b"],"name":"Xã Bờ Y","code":"9"}`, "",
		`{"do":"rename","on":"2026-02-01","unit":"xa-bo-y","name":"Phường Bờ Y"}`)
	if err != nil {
		t.Fatal(err)
	}
	if got := tree.PoliceName("a", orgunit.Latest); got != "Công an xã A" {
		t.Errorf("the old one is called %q", got)
	}
	if tree.Now("a") != "xa-bo-y" || tree.Now("b") != "xa-bo-y" || tree.Name("xa-bo-y", orgunit.Latest) != "Phường Bờ Y" {
		t.Errorf("a and b became %s and %s", tree.Now("a"), tree.Now("b"))
	}
	if up, _ := tree.Parent("xa-bo-y", orgunit.Latest); up != "d" {
		t.Errorf("the new one answers to %q, want d", up)
	}
	want := orgunit.Renamed{ID: "xa-bo-y", Old: "Xã Bờ Y", New: "Phường Bờ Y", On: period.NewDate(2026, 2, 1)}
	if diff := cmp.Diff([]orgunit.Renamed{want}, changes.Rename); diff != "" {
		t.Errorf("renamed (-want +got):\n%s", diff)
	}
}

func FuzzParseOperations(f *testing.F) {
	f.Add(readFile(f, "2025.jsonl"))
	f.Add([]byte(`[{"do":"split","on":"2026-01-01","unit":"a","parts":[{"unit":"a"},{"name":"Xã M"}]}]`))
	f.Add([]byte(`{"do":"move","on":"2026-01-01","unit":"p","parent":"a"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		ops, err := orgunit.ParseOperations(data)
		if err != nil {
			return
		}
		tree, err := orgunit.Load([]byte(small))
		if err != nil {
			t.Fatal(err)
		}
		next, _, err := orgunit.Apply(tree, ops)
		if err != nil {
			return
		}
		patch, err := tree.Patch(next)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := tree.Patched(patch); err != nil || again.Hash() != next.Hash() {
			t.Errorf("the patch leads elsewhere: %v", err)
		}
	})
}
