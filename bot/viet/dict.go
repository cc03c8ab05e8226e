package viet

import (
	"maps"
	"slices"

	"danvanbot/bot/fold"
)

// dict finds words and phrases in a row of tokens, the longest first. It is not changed after it was built.
type dict[T any] struct {
	next    map[string]*dict[T] // by folded word
	entries []entry[T]
}

type entry[T any] struct {
	texts []string // the accented words
	value T
}

// anyKnown lets the words of dictionaries themselves be: they are never raw keys.
type anyKnown struct{}

func (anyKnown) knownFold(string) bool { return true }
func (anyKnown) knownText(string) bool { return false }

// phrases makes a dict; several phrases of one value are separated by '|'.
func phrases[T any](pairs map[string]T) *dict[T] {
	d := &dict[T]{}
	for _, list := range slices.Sorted(maps.Keys(pairs)) {
		d.add(list, pairs[list])
	}
	return d
}

// add puts the phrases of a '|' separated list in.
func (d *dict[T]) add(list string, v T) {
	for _, p := range splitList(list) {
		d.insert(tokenize(p, anyKnown{}).toks, v)
	}
}

func splitList(list string) []string {
	var out []string
	start := 0
	for i := range len(list) + 1 {
		if i == len(list) || list[i] == '|' {
			if s := fold.NFC(list[start:i]); s != "" {
				out = append(out, s)
			}
			start = i + 1
		}
	}
	return out
}

func (d *dict[T]) insert(toks []token, v T) {
	if len(toks) == 0 {
		return
	}
	texts := make([]string, len(toks))
	for i, t := range toks {
		texts[i] = t.text
		if d.next == nil {
			d.next = map[string]*dict[T]{}
		}
		if d.next[key(t)] == nil {
			d.next[key(t)] = &dict[T]{}
		}
		d = d.next[key(t)]
	}
	d.entries = append(d.entries, entry[T]{texts, v})
}

func key(t token) string {
	if t.kind == 'w' {
		return t.fold
	}
	return t.text
}

// match finds the longest phrase that begins at token i, and the number of its tokens. A word without accents matches
// any accents; a word with accents only its own.
func (d *dict[T]) match(toks []token, i int) (v T, n int) {
	for j := i; j < len(toks); j++ {
		d = d.next[key(toks[j])]
		if d == nil {
			return v, n
		}
		if e := d.fit(toks[i : j+1]); e != nil {
			v, n = e.value, j+1-i
		}
	}
	return v, n
}

// matchAll gives every value of the longest phrase at token i.
func (d *dict[T]) matchAll(toks []token, i int) (vs []T, n int) {
	for j := i; j < len(toks); j++ {
		d = d.next[key(toks[j])]
		if d == nil {
			return vs, n
		}
		if d.fit(toks[i:j+1]) == nil {
			continue
		}
		vs, n = vs[:0], j+1-i
		for _, e := range d.entries {
			if fits(e.texts, toks[i:j+1]) {
				vs = append(vs, e.value)
			}
		}
	}
	return vs, n
}

// fit prefers the entry with the same accents.
func (d *dict[T]) fit(toks []token) *entry[T] {
	var loose *entry[T]
	for k := range d.entries {
		e := &d.entries[k]
		if !fits(e.texts, toks) {
			continue
		}
		if slices.EqualFunc(e.texts, toks, func(s string, t token) bool { return s == t.text }) {
			return e
		}
		if loose == nil {
			loose = e
		}
	}
	return loose
}

func fits(texts []string, toks []token) bool {
	for i, t := range toks {
		if t.text != texts[i] && !t.plain() {
			return false
		}
	}
	return true
}

// words gives every folded word and every accented word of the dict.
func (d *dict[T]) words(folds, texts map[string]bool) {
	for k, next := range d.next {
		folds[k] = true
		for _, e := range next.entries {
			for _, t := range e.texts {
				texts[t] = true
			}
		}
		next.words(folds, texts)
	}
}

// firsts adds the folded first words of all phrases.
func (d *dict[T]) firsts(m map[string]bool) {
	for k := range d.next {
		m[k] = true
	}
}
