package main

import "crypto/sha256"

// ids are the last numbers given out.
type ids struct{ journal, submission, outbox int64 }

// slots is how many updates are remembered as seen.
const slots = 4096

func (t turn) slot() int { return int(t.update % slots) }

// entry is one of the journal: its number, that of its submission, and its place in the chain of hashes.
type entry struct {
	number, submission int64
	hash               [sha256.Size]byte
	content            []byte
	report             report
}

// chain numbers reports and links them to what came before.
func (i *ids) chain(all []report, last *[sha256.Size]byte) []entry {
	entries := make([]entry, 0, len(all))
	for _, r := range all {
		i.journal++
		i.submission++
		e := entry{number: i.journal, submission: i.submission, content: r.content(), report: r}
		*last = sha256.Sum256(append(last[:], e.content...))
		e.hash = *last
		entries = append(entries, e)
	}
	return entries
}

// reportsOf are those that turns end with.
func reportsOf(turns []turn) (all []report) {
	for _, t := range turns {
		if t.done != nil {
			all = append(all, *t.done)
		}
	}
	return all
}
