// Package conversation is the dialogue as a pure function: Step takes what a chat remembers and what came in, and
// returns what it remembers now, what to answer, and what to do (Acts). It does nothing itself.
//
// Promised: Step is total and deterministic; a user's mistake is a Reply that says how to go on, never an error; a
// State is small plain data that survives restarts, weeks, and changes of the catalogue; buttons, their numbers, their
// labels and typed words do the same. Not promised: that an Act succeeds; the caller carries it out in the same
// transaction and answers for it.
package conversation
