package conversation

import (
	"maps"

	"github.com/fxamacker/cbor/v2"
)

// Answers are the accepted values of a draft by question key. Copying them costs the same however many there are: a
// copy shares what was answered before with its origin, and neither ever changes it. The zero Answers are none.
type Answers struct {
	shared map[string]Answer  // never written to once it is shared
	own    map[string]*Answer // answered since; nil: taken back
}

// maxOwn is after how many answers of its own a copy gets a map of all, so that the others copy little.
const maxOwn = 16

// AnswersOf takes a map over as answers; it must not be changed any more.
func AnswersOf(all map[string]Answer) Answers { return Answers{shared: all} }

// Get finds an answer.
func (a Answers) Get(key string) (Answer, bool) {
	if own, ok := a.own[key]; ok {
		if own == nil {
			return Answer{}, false
		}
		return *own, true
	}
	answer, ok := a.shared[key]
	return answer, ok
}

// Of is an answer, or the zero Answer where there is none.
func (a Answers) Of(key string) Answer {
	answer, _ := a.Get(key)
	return answer
}

// Put sets an answer.
func (a *Answers) Put(key string, answer Answer) { a.write(key, &answer) }

// Drop takes an answer back.
func (a *Answers) Drop(key string) {
	if _, ok := a.Get(key); ok {
		a.write(key, nil)
	}
}

func (a *Answers) write(key string, answer *Answer) {
	if a.own == nil {
		a.own = map[string]*Answer{}
	}
	a.own[key] = answer
}

// IsZero tells whether there are none; it keeps empty ones out of what is stored.
func (a Answers) IsZero() bool {
	for _, own := range a.own {
		if own != nil {
			return false
		}
	}
	for key := range a.shared {
		if _, dropped := a.own[key]; !dropped {
			return false
		}
	}
	return true
}

// All are the answers as a map of its own.
func (a Answers) All() map[string]Answer {
	all := maps.Clone(a.shared)
	if all == nil {
		all = map[string]Answer{}
	}
	for key, own := range a.own {
		if own == nil {
			delete(all, key)
		} else {
			all[key] = *own
		}
	}
	return all
}

// clone is a copy that can be written to without changing the origin.
func (a Answers) clone() Answers {
	if len(a.own) > maxOwn {
		return Answers{shared: a.All()}
	}
	return Answers{shared: a.shared, own: maps.Clone(a.own)}
}

// MarshalCBOR writes a map by key, the same bytes for the same answers.
func (a Answers) MarshalCBOR() ([]byte, error) { return sorted.Marshal(a.All()) }

// UnmarshalCBOR reads a map by key.
func (a *Answers) UnmarshalCBOR(data []byte) error {
	*a = Answers{}
	return lenient.Unmarshal(data, &a.shared)
}

// How answers are stored; these options cannot fail.
var (
	sorted, _  = cbor.CoreDetEncOptions().EncMode() // maps in the order of keys
	lenient, _ = cbor.DecOptions{UTF8: cbor.UTF8DecodeInvalid}.DecMode()
)
