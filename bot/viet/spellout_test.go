package viet_test

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"danvanbot/bot/fold"
	"danvanbot/bot/viet"
)

// spelloutFiles may name a file of every number up to a million, a line each: digits, tab, words.
var spelloutFiles = flag.String("spellout", "testdata/spellout*.txt", "files of numbers that another program has spelt")

// TestSpellout reads back what a generator that is not ours has spelt, in the ways in which people vary it.
func TestSpellout(t *testing.T) {
	t.Parallel()
	spelt := readSpellout(t)
	southern := strings.NewReplacer("lẻ", "linh", "nghìn", "ngàn")
	for name, vary := range map[string]func(string) string{
		"as is":                 func(s string) string { return s },
		"no accents":            fold.Key,
		"linh, ngàn":            southern.Replace,
		"linh, ngan":            func(s string) string { return fold.Key(southern.Replace(s)) },
		"mươi bốn, mươi nhăm":   strings.NewReplacer("mươi tư", "mươi bốn", "mươi lăm", "mươi nhăm").Replace,
		"capitals":              strings.ToUpper,
		"people, no accents":    func(s string) string { return fold.Key(s) + " nguoi" },
		"in a sentence's midst": func(s string) string { return "có " + s + " người dự" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range spelt {
				n, ok := viet.Number(vary(s.words))
				if got, whole := n.Int(); !ok || !whole || !n.Sure() || got != s.value {
					t.Errorf("Number(%q): got %+v, %t, want %d", vary(s.words), n, ok, s.value)
				}
			}
		})
	}
}

type spelling struct {
	value int64
	words string
}

// readSpellout reads the spellings of all generators; each file says in its first line how it was made.
func readSpellout(t *testing.T) []spelling {
	t.Helper()
	names, err := filepath.Glob(*spelloutFiles)
	if err != nil {
		t.Fatal(err)
	}
	var all []spelling
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			digits, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if !ok {
				continue // the header
			}
			n, err := strconv.ParseInt(digits, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, spelling{n, words})
		}
	}
	if len(all) < 3000 {
		t.Fatalf("got %d spellings, want 3000 at least", len(all))
	}
	return all
}
