package viet

import (
	"strings"

	"danvanbot/bot/orgunit"
)

// gazetteer finds the names of units in a row of tokens: as they are and with one slip.
type gazetteer struct {
	keys  map[string]place    // folded, without spaces
	near  map[string][]string // a key with one letter left out → the keys
	long  int                 // words of the longest name
	folds map[string]bool     // every word of a name
	begin map[string]bool     // every begin of a key
}

// place is what a key can name.
type place struct {
	words   int  // the fewest words that it is written in
	current bool // a unit of today bears it
}

// spelling unites what is spelt in two ways: Đăk and Đắc, Ngọk and Ngọc.
var spelling = strings.NewReplacer("dac", "dak", "ngoc", "ngok")

func makeGazetteer(tree *orgunit.Tree) gazetteer {
	g := gazetteer{keys: map[string]place{}, near: map[string][]string{}, folds: map[string]bool{}, begin: map[string]bool{}}
	for _, u := range tree.All() {
		for _, n := range u.Names {
			current := u.To == nil && n.To == nil
			g.add(n.Text, current)
			for _, a := range n.Aliases {
				g.add(a, current)
			}
		}
	}
	for k := range g.keys {
		for i := range len(k) {
			g.begin[k[:i+1]] = true
		}
		for _, short := range deletions(k) {
			g.near[short] = append(g.near[short], k)
		}
	}
	return g
}

func (g *gazetteer) add(name string, current bool) {
	toks := tokenize(orgunit.Bare(name), anyKnown{}).toks
	key, n := joinKey(toks)
	if n == 0 {
		return
	}
	for _, t := range toks {
		g.folds[t.fold] = true
	}
	p, ok := g.keys[key]
	if !ok || n < p.words {
		p.words = n
	}
	p.current = p.current || current
	g.keys[key] = p
	g.long = max(g.long, n)
}

// joinKey joins words to a key and counts them; an apostrophe is nothing.
func joinKey(toks []token) (string, int) {
	var b strings.Builder
	n := 0
	for _, t := range toks {
		if t.kind == 'w' {
			b.WriteString(t.fold)
			n++
		}
	}
	return respelt(b.String()), n
}

func respelt(key string) string {
	if strings.Contains(key, "dac") || strings.Contains(key, "ngoc") {
		return spelling.Replace(key)
	}
	return key
}

func deletions(k string) []string {
	if len(k) < 5 {
		return nil
	}
	out := make([]string, 0, len(k))
	for i := range len(k) {
		out = append(out, k[:i]+k[i+1:])
	}
	return out
}

// slip gives the keys one slip away from what was typed: a letter missing, too many, wrong or swapped.
func (g *gazetteer) slip(typed string) []string {
	found := map[string]bool{}
	if len(typed) >= 4 {
		for _, k := range g.near[typed] {
			found[k] = true
		}
	}
	for _, short := range deletions(typed) {
		if _, ok := g.keys[short]; ok {
			found[short] = true
		}
		for _, k := range g.near[short] {
			if oneSlip(k, typed) {
				found[k] = true
			}
		}
	}
	var out []string
	for k := range found {
		out = append(out, k)
	}
	return out
}

// oneSlip tells whether two keys of one length differ in one letter or in two that are swapped.
func oneSlip(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if i == len(a) {
		return true
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
