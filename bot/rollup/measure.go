package rollup

import (
	"strings"

	"danvanbot/bot/form"
)

// Measure names what a cell counts: "tuyen_truyen.n", "tuyen_truyen.luot_nguoi", "tuyen_truyen.topic=atgt.n".
type Measure string

// The measures that every submission has.
const (
	Reports Measure = "_.reports" // submissions that say that something happened
	Zeros   Measure = "_.zeros"   // declarations that nothing happened
)

// MeasureOf names a measure of a form by its question's key; form.KeyN is the number of events.
func MeasureOf(formID, key string) Measure { return Measure(formID + "." + key) }

// With is the part of a measure that was reported with one choice: "tang_qua.tien" with beneficiary=mo_coi is
// "tang_qua.beneficiary=mo_coi.tien".
func (m Measure) With(question, choice string) Measure {
	formID, key, _ := strings.Cut(string(m), ".")
	return Measure(formID + "." + question + "=" + choice + "." + key)
}

// suffixes end the measures that count the values of a measure with a hedge.
var suffixes = map[form.Hedge]string{form.About: "~about", form.More: "~more", form.Less: "~less"}

// Hedged counts the values of a measure that were reported with a hedge: "tang_qua.tien~more". Exact has none.
func (m Measure) Hedged(h form.Hedge) Measure { return m + Measure(suffixes[h]) }

// Plain is the measure whose values with a hedge are counted, and the hedge: the opposite of Hedged.
func (m Measure) Plain() (Measure, form.Hedge) {
	for h, suffix := range suffixes {
		if plain, ok := strings.CutSuffix(string(m), suffix); ok {
			return Measure(plain), h
		}
	}
	return m, form.Exact
}

// Carried is how much of a stock was taken over from former units and not declared again since: "to_annd.so_luong~carried".
func (m Measure) Carried() Measure { return m + "~carried" }

// Stale is how much of a stock was declared StaleAfter days ago or earlier and not again since: "to_annd.so_luong~stale".
func (m Measure) Stale() Measure { return m + "~stale" }

// StaleAfter is after how many days a declaration is over a year old.
const StaleAfter = 366

// isHedge tells whether it counts hedges or marks, and is no figure itself.
func (m Measure) isHedge() bool { return strings.ContainsRune(string(m), '~') }

// Parts takes a measure apart into form and key. It is false for parts by choice, counts of hedges, and Reports and
// Zeros: what is left are the figures of a form.
func (m Measure) Parts() (formID, key string, ok bool) {
	formID, key, ok = strings.Cut(string(m), ".")
	return formID, key, ok && formID != "_" && !strings.ContainsAny(key, "=~")
}
