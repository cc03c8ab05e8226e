// Package viet reads what Vietnamese officers type: numbers, days, periods, unit names, whole reports in a sentence.
// It also holds the filter that keeps personal data and secrets out.
//
// Texts are read in any state of accents (full, none, half, Telex or VNI keys left raw), in NFC or NFD. Every finding
// carries the bytes From–To of the text in NFC that it was read from, so that nothing is read twice.
//
// Promised: no panic on any text; what has two readings says so (Ambiguous, Alts, Ask) instead of choosing silently;
// Number(Spell(n)) = n. Everything is a value and safe from many goroutines.
// Not promised: understanding. What was read is to be shown to the officer and confirmed before it is stored.
package viet
