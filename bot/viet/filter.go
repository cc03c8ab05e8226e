package viet

import (
	"cmp"
	"slices"
)

// FindingKind is what the filter found.
type FindingKind string

// The kinds of findings.
const (
	Phone      FindingKind = "phone"
	Email      FindingKind = "email"
	Identity   FindingKind = "identity"    // number of an identity card, 12 or 9 digits
	Plate      FindingKind = "plate"       // of a vehicle
	Person     FindingKind = "person"      // a name
	PersonList FindingKind = "person_list" // of persons
	Secrecy    FindingKind = "secrecy"     // MẬT, TỐI MẬT, TUYỆT MẬT
	Informant  FindingKind = "informant"
	Plan       FindingKind = "plan" // of an operation; also strengths and patrols
	Religion   FindingKind = "religion"
)

// Finding is one thing that must not be kept, and the bytes of the text in NFC where it stands.
type Finding struct {
	Kind     FindingKind
	From, To int
}

// Filter finds what must not be stored or logged. It errs on the side of finding; what it misses is for the officer
// to know.
func Filter(s string) []Finding {
	return filter(tokenize(s, anyKnown{}))
}

// Reject tells whether nothing at all of the text may be stored. Otherwise the findings alone must not be.
func Reject(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool {
		switch f.Kind {
		case Secrecy, PersonList, Informant, Plan, Religion:
			return true
		default:
			return false
		}
	})
}

// Mask gives the text in NFC with every finding blacked out.
func Mask(s string, findings []Finding) string {
	t := tokenize(s, anyKnown{}).s
	var out []byte
	at := 0
	for _, f := range findings {
		if f.To <= at {
			continue
		}
		out = append(append(out, t[at:max(at, f.From)]...), "▒▒▒"...)
		at = f.To
	}
	return string(append(out, t[at:]...))
}

// filter finds by tokens.
func filter(t text) []Finding {
	f := sieve{toks: t.toks, shouting: shouting(t.toks)}
	for i := 0; i < len(t.toks); {
		n := 0
		if t.toks[i].kind != 'w' || t.toks[i].cap || filterStarts[t.toks[i].fold] {
			n = f.at(i)
		}
		i += max(1, f.untilSecret(i, n))
	}
	f.spelt()
	if len(f.names) >= 3 {
		f.found = append(f.found, Finding{PersonList, f.names[0].From, f.names[len(f.names)-1].To})
	}
	slices.SortStableFunc(f.found, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return f.found
}

// untilSecret is how many of the n tokens of a finding come before a secret that begins inside of it, as in "sáng nay văn bản
// mật": Nay is a surname, too.
func (f *sieve) untilSecret(i, n int) int {
	for before := 1; before < n; before++ {
		if f.secrecy(i+before) > 0 {
			return before
		}
	}
	return n
}

// filterStarts are the words in small letters that a finding can begin with, so that the rest is passed by quickly.
var filterStarts = func() map[string]bool {
	m := wordSet("mat a y")
	for _, d := range []*dict[bool]{phoneWords, identityWords, passportWords, secretWords, listWords, listHeads, informants, plans, sects, titles, surnames} {
		d.firsts(m)
	}
	return m
}()

// shouting tells whether a text is all capitals, so that capitals say nothing.
func shouting(toks []token) bool {
	words, caps := 0, 0
	for _, t := range toks {
		if t.kind == 'w' && t.to-t.from > 1 {
			words++
			if t.caps {
				caps++
			}
		}
	}
	return words > 3 && caps*10 > words*7
}

type sieve struct {
	toks     []token
	shouting bool
	found    []Finding
	names    []Finding
}

// looks are tried in this order: an identity number is no telephone's.
var looks = [...]struct {
	kind FindingKind
	find func(*sieve, int) int
}{
	{Identity, (*sieve).identity},
	{Phone, (*sieve).phone},
	{Email, (*sieve).email},
	{Plate, (*sieve).plate},
	{Secrecy, (*sieve).secrecy},
	{PersonList, (*sieve).list},
	{Informant, (*sieve).informant},
	{Plan, (*sieve).plan},
	{Religion, (*sieve).religion},
	{Person, (*sieve).person},
}

// at looks for each kind at token i and gives the number of tokens of what it found.
func (f *sieve) at(i int) int {
	for _, look := range looks {
		n := look.find(f, i)
		if n == 0 {
			continue
		}
		found := Finding{look.kind, f.toks[i].from, f.toks[i+n-1].to}
		if look.kind == Email {
			found.From = f.toks[f.local(i)].from
		}
		f.found = append(f.found, found)
		if look.kind == Person {
			f.names = append(f.names, found)
		}
		return n
	}
	return 0
}

// fold gives the folded word at token i, "" outside.
func (f *sieve) fold(i int) string {
	if i < 0 || i >= len(f.toks) {
		return ""
	}
	return key(f.toks[i])
}
