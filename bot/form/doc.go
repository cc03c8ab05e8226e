// Package form holds the catalogue of what can be reported (forms, questions, choices, constraints: data) and the
// submission that a finished form becomes.
//
// Promised: a Submission stands on its own; it can be read, summed and shown when its form has changed or gone.
// A Catalogue that Load accepts has no dangling reference; a fault is named with its place.
// A form is added by editing the catalogue alone; its questions inherit from the shared one of the same key.
// Not promised: asking questions (package conversation) and summing (package rollup).
package form
