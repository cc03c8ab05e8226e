package viet

import "slices"

// Fit tells how the noun of an answer fits what was asked.
type Fit uint8

// The fits.
const (
	NoNoun    Fit = iota // a number alone, or with a word that is no known noun
	Fits                 // the noun counts what was asked
	OtherNoun            // the noun counts something else: 25 đồng chí are no days of work
)

// kin are the nouns that may also stand for a measure that they are not converted to in a sentence.
var kin = map[string]string{"luot": "luot_xem", "to": "so_luong"}

// Answers tells whether the noun of a number fits the measure, or FieldN, that was asked.
func (v *Vocabulary) Answers(measure string, n Num) Fit {
	switch {
	case n.Unit == "":
		return NoNoun
	case v.countedIn(measure, n.Unit):
		return Fits
	}
	return OtherNoun
}

func (v *Vocabulary) countedIn(measure, noun string) bool {
	from, known := v.measures[measure]
	if _, ok := from[noun]; ok || kin[noun] == measure {
		return true
	}
	if measure == FieldN {
		return v.events[noun] || noun == "luot"
	}
	if people[noun] && (people[measure] || from["nguoi"] > 0) {
		return true
	}
	verb := slices.ContainsFunc(v.verbWords, func(w VerbWords) bool { return w.Noun == noun && w.To == measure })
	return verb || !known && noun != "vnd"
}
