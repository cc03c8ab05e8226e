package orgunit

import (
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// spelled is what is made of a name, which takes most of the time that a tree takes.
type spelled struct {
	exact, kind, key string // see proper
	code             string // all words, without spaces
	bare             string
	order            []byte // its place in Vietnamese order, by the proper name first
}

// speller remembers what was made of names. Trees that come of one another share it, as nearly all of their names are the
// same.
type speller struct {
	mu    sync.Mutex
	names map[string]spelled
	codes map[string]string // of ids and official codes
	order *collate.Collator
}

func newSpeller() *speller {
	return &speller{names: map[string]spelled{}, codes: map[string]string{}, order: collate.New(language.Vietnamese)}
}

func (s *speller) name(text string) spelled {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.names[text]; ok {
		return known
	}
	p := properOf(text)
	var buf collate.Buffer
	made := spelled{exact: p.exact(), kind: p.kind, key: p.key(), code: codeKey(text), bare: Bare(text)}
	made.order = slices.Clone(s.order.KeyFromString(&buf, made.exact+"\x00"+text))
	s.names[text] = made
	return made
}

func (s *speller) code(text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	known, ok := s.codes[text]
	if !ok {
		known = codeKey(text)
		s.codes[text] = known
	}
	return known
}

// codeKey is by what ids, codes and whole names are compared.
func codeKey(text string) string { return keyOf(words(text)) }
