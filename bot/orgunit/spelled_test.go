package orgunit_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// TestAppliedIsAsLoaded: a tree that operations lead to, which shares with the one before what was made of names, is the one
// that is loaded from its JSON.
func TestAppliedIsAsLoaded(t *testing.T) {
	t.Parallel()
	tree, err := orgunit.Load(readFile(t, "2020.json"))
	if err != nil {
		t.Fatal(err)
	}
	ops, err := orgunit.ParseOperations(readFile(t, "2025.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for i, op := range ops {
		before := tree.Hash()
		next, _, err := orgunit.Apply(tree, []orgunit.Operation{op})
		if err != nil {
			t.Fatal(err)
		}
		loaded, err := orgunit.Load(next.JSON())
		if err != nil {
			t.Fatal(err)
		}
		if next.Hash() != loaded.Hash() || tree.Hash() != before {
			t.Fatalf("operation %d: the tree is not as it is written, or the one before has changed", i+1)
		}
		if tree = next; i%20 == 0 || i == len(ops)-1 {
			sameNames(t, next, loaded, op.On)
		}
	}
}

// sameNames holds that two trees find and order the same.
func sameNames(t *testing.T, got, want *orgunit.Tree, on period.Date) {
	t.Helper()
	for _, u := range want.All() {
		name := want.Name(u.ID, on)
		if diff := cmp.Diff(want.Find(name, on), got.Find(name, on)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if got.BareName(u.ID, on) != want.BareName(u.ID, on) {
			t.Errorf("%s: got %q, want %q", u.ID, got.BareName(u.ID, on), want.BareName(u.ID, on))
		}
	}
	for _, root := range want.Roots(on) {
		if diff := cmp.Diff(want.Subtree(root, on), got.Subtree(root, on)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", root, diff)
		}
	}
}

// TestApplyRefusesWhatNoFileCanSay: the units must be read again as they were written.
func TestApplyRefusesWhatNoFileCanSay(t *testing.T) {
	t.Parallel()
	for name, op := range map[string]orgunit.Operation{
		"a name":  {New: orgunit.New{Name: "Xã \xff"}},
		"aliases": {New: orgunit.New{Name: "Xã Mới", Aliases: []string{"\xe1", "\xba\xa1"}}},
		"a day":   {New: orgunit.New{Name: "Xã Mới"}, On: period.NewDate(10_000, time.January, 1)},
	} {
		op.Do = orgunit.Found
		if op.On == 0 {
			op.On = period.NewDate(2027, time.January, 1)
		}
		if _, _, err := orgunit.Apply(sheet, []orgunit.Operation{op}); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}
