package viet_test

import (
	"slices"
	"strings"
	"testing"

	"danvanbot/bot/fold"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/viet"
)

// spellings are the ways in which a unit's name is typed.
func spellings(name string) map[string]string {
	bare := orgunit.Bare(name)
	level := strings.TrimSpace(strings.TrimSuffix(name, bare))
	short := map[string]string{"Xã": "x.", "Phường": "p.", "Thị trấn": "tt"}[level]
	police := map[string]string{"Xã": "CAX", "Phường": "CAP", "Thị trấn": "CATT"}[level]
	runes := []rune(fold.Key(bare))
	typo := string(runes[:len(runes)-1])
	if len(runes) > 4 {
		typo = string(runes[:2]) + string(runes[3:])
	}
	return map[string]string{
		"as is": name, "no accents": fold.Key(name), "upper": strings.ToUpper(name), "bare": bare, "bare, no accents": fold.Key(bare),
		"police": police + " " + bare, "police, no accents": fold.Key(police + " " + bare), "short": short + " " + bare,
		"short, glued": short + strings.ReplaceAll(fold.Key(bare), " ", ""), "long": "Công an " + strings.ToLower(level) + " " + bare,
		"typo": fold.Key(level) + " " + typo,
	}
}

// TestEveryUnitIsReadOrAsked holds that each commune, of today and of old, in each spelling, is read right or asked, and
// never read as another without asking.
func TestEveryUnitIsReadOrAsked(t *testing.T) {
	t.Parallel()
	tree := orgunit.Sample()
	table := map[string][3]int{}
	for _, u := range tree.All() {
		if u.Level != orgunit.Commune {
			continue
		}
		for way, spelt := range spellings(u.Names[len(u.Names)-1].Text) {
			row := table[way]
			row[unitVerdict(t, tree, u.ID, "Hôm qua "+spelt+" tuyên truyền ATGT, 85 người dự")]++
			table[way] = row
		}
	}
	for _, way := range slices.Sorted(func(yield func(string) bool) {
		for k := range table {
			if !yield(k) {
				return
			}
		}
	}) {
		t.Logf("%-20s right %3d  asked %3d  wrong %d", way, table[way][0], table[way][1], table[way][2])
	}
}

// unitVerdict is 0 for right, 1 for asked, 2 for wrong.
func unitVerdict(t *testing.T, tree *orgunit.Tree, want orgunit.ID, sentence string) int {
	t.Helper()
	found := viet.Read(sentence, context())
	if len(found) != 1 || found[0].Form() != "tuyen_truyen" || found[0].Counts["luot_nguoi"].Value != 85 {
		t.Errorf("%q: got %+v", sentence, found)
		return 2
	}
	r := found[0]
	asked := slices.Contains(r.Missing, viet.FieldUnit) || slices.Contains(r.Doubts, viet.FieldUnit)
	switch {
	case asked:
		return 1
	case r.Units[0].ID == tree.Now(want):
		return 0
	}
	t.Errorf("%q: got %s without asking, want %s", sentence, r.Units[0].Name, tree.Now(want))
	return 2
}

// TestOneSlipIsReadOrAsked leaves out and swaps every letter of every name in turn.
func TestOneSlipIsReadOrAsked(t *testing.T) {
	t.Parallel()
	tree := orgunit.Sample()
	exact := map[string]bool{}
	for _, u := range tree.All() {
		exact[fold.Key(orgunit.Bare(u.Names[len(u.Names)-1].Text))] = true
	}
	var row [3]int
	for _, u := range tree.All() {
		if u.Level != orgunit.Commune {
			continue
		}
		name := fold.Key(u.Names[len(u.Names)-1].Text)
		bare := fold.Key(orgunit.Bare(name))
		level := strings.TrimSuffix(name, bare)
		for i := range len(bare) - 1 {
			if bare[i] == ' ' || bare[i+1] == ' ' {
				continue
			}
			for _, slip := range []string{bare[:i] + bare[i+1:], bare[:i] + string(bare[i+1]) + string(bare[i]) + bare[i+2:]} {
				if exact[slip] { // Đắk Bla without its B is Đắk La
					continue
				}
				row[unitVerdict(t, tree, u.ID, "hom qua "+level+slip+" tuyen truyen atgt, 85 nguoi du")]++
			}
		}
	}
	t.Logf("right %d, asked %d, wrong %d", row[0], row[1], row[2])
}
