// Package life plays random histories: people report, correct, withdraw and ask, units are merged, the clock jumps, the bot is
// started anew, over the real loop, the real engine and a real data file. Beside it a simple model notes what must come of
// it, as a clerk would who reads the manual: each report in its newest version, what is open in each chat, what was sent
// back. Every few events everything is laid side by side, and random totals are added up from the model's reports.
//
// Promised: a history is given by its seed, or by the bytes of FuzzLife, and is told when it fails. Not promised: that the model
// knows every word that the engine knows. What one more officer comes to by saying anything at all is taken from what the
// engine hands to the store, so that there only the store is held.
package life
