package viet_test

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"danvanbot/bot/fold"
	"danvanbot/bot/viet"
)

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
			for want, words := range spelt {
				n, ok := viet.Number(vary(words))
				if got, whole := n.Int(); !ok || !whole || !n.Sure() || got != want {
					t.Errorf("Number(%q): got %+v, %t, want %d", vary(words), n, ok, want)
				}
			}
		})
	}
}

func readSpellout(t *testing.T) map[int64]string {
	t.Helper()
	f, err := os.Open("testdata/spellout.txt")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	spelt := map[int64]string{}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		digits, words, ok := strings.Cut(sc.Text(), "\t")
		if !ok {
			continue // the header
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		spelt[n] = words
	}
	if err := sc.Err(); err != nil || len(spelt) < 3000 {
		t.Fatalf("%d numbers, %v", len(spelt), err)
	}
	return spelt
}
