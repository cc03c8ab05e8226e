package viet

import (
	_ "embed"
	"encoding/json"
)

//go:embed vocabulary.json
var defaultWords []byte

// baseWords is what single numbers and days are read with: the project's own nouns.
var baseWords = makeLexicon(DefaultEntries())

// lexicon is the nouns and the known words.
type lexicon struct {
	nouns *dict[string]
	folds map[string]bool
	texts map[string]bool
}

func (l *lexicon) knownFold(w string) bool { return l.folds[w] }
func (l *lexicon) knownText(w string) bool { return l.texts[w] }

// NounWords names a noun that numbers count, with its words separated by '|'.
type NounWords struct {
	Key   string `json:"key"`
	Words string `json:"words"`
}

// Entries is a vocabulary as data.
type Entries struct {
	Nouns []NounWords `json:"nouns"`
}

// DefaultEntries is the project's own vocabulary.
func DefaultEntries() Entries {
	var e Entries
	if err := json.Unmarshal(defaultWords, &e); err != nil {
		panic("viet: vocabulary.json: " + err.Error())
	}
	return e
}

func makeLexicon(e Entries) *lexicon {
	l := &lexicon{nouns: &dict[string]{}, folds: map[string]bool{}, texts: map[string]bool{}}
	for _, n := range e.Nouns {
		l.nouns.add(n.Words, n.Key)
	}
	l.nouns.words(l.folds, l.texts)
	figures.words(l.folds, l.texts)
	return l
}
