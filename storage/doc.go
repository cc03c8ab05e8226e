// Package storage keeps everything in one bbolt file, danvanbot.db, and adds up what was reported.
//
// The file's buckets, keys and values:
//
//	danvanbot.db
//	├── meta         "schema" → version of this tree; "head" → last journal number and hash, last numbers given out
//	├── journal      number → entry: chain hash, then {number, at, kind, by, payload}; the truth, append-only
//	├── submissions  submission → the journal numbers of its versions; the content is in the journal alone
//	├── byday        unit 0 day submission → reporter, days, form; newest versions that are not withdrawn
//	├── byreporter   person → the last 32 submissions that the person reported
//	├── stocks       stock 0 unit 0 day submission → row; what was declared
//	├── cells        mark group unit 0 granule → row; what each unit got by the units as they were; "s" unit 0 from to → row of a sum
//	├── cells_now    mark group unit 0 granule → row; what comes to that, or goes from it, by the units as they are now
//	├── heard        mark granule → two bitmaps; which units, as they were, reported something, and which declared nothing
//	├── heard_units  unit → its bit in them
//	├── measures     measure → its number in rows
//	├── states       chat → what the chat remembers
//	├── seen         platform 0 slot → n, update; the last 4,096 of each platform, the n-th in slot n mod 4,096
//	├── positions    platform → where polling goes on
//	├── outbox       row → letter; committed and not yet sent
//	├── unreachable  chat → nothing; sends are refused
//	├── dead         number → update that failed, without its content
//	├── people       person → name, role, unit, chats; the one place of names
//	├── users        chat → person
//	├── invitations  code → invitation, until some time after it expires
//	├── units        "tree" → JSON of the units in force; "given" → hash of those that Open was given, once reorganised
//	├── models       model → the journal numbers of its versions; the content is in the journal alone
//	├── targets      unit 0 year form.measure → the goal in force
//	├── imported     key of a row of a file → submission, or entry of an operation on units; hash of what the row said
//	├── usage        platform → messages of the month, where they have a quota
//	├── done         kind 0 key → moment, place; how far what the clock leads to has come
//	├── settings     key → what an administrator set in the chat, as JSON
//	├── subscriptions number → who gets which figures when
//	├── frozen       unit 0 last day, first day, calendar 0 period → the journal numbers of freezing and reopening by turns
//	├── late         unit 0 number → nothing; entries that change a period which the unit has frozen
//	├── catalogues   hash → the journal number of the freeze that holds the catalogue of forms
//	├── returns      submission, entry → nothing; the entries that sent a report back and are not settled
//	├── passes       hash of a secret → person, role, unit, expiry; links to the command post and its sessions
//	├── asked        person question → what the person was told last, with its journal number; the last 24 questions of each
//	├── announcements  entry → announcement with its text, until it is too old
//	├── receivers    announcement, person → how far it has come on its way there; as long as the announcement
//	├── acknowledged  announcement, person → nothing; who said that it was read
//	├── groups       group chat → unit; the one place of group chats
//	├── acts         unit 0 ^number → nothing; entries that are about a unit, without one: about everything; reports and acknowledgements are not
//	└── log          commit bucket → keys and values that the commit wrote, until all of them are taken to their places
//
// The group of a day in the keys of cells is its month, that of a month its year, and the granule behind the unit is one
// byte, the day or month in it; years have no group. So what a unit did in a time lies side by side, and beside it what all
// others did. A row of zeros is kept for a year of cells_now alone: by its years it is known which units stand there.
//
// Numbers in keys are big-endian, of 8 bytes (days and granules 4, with the sign bit turned, slots 2). Every value begins
// with a format byte and the CRC32C of format and content, as bbolt has no checksum on data pages. Structs are CBOR with
// integer keys. A row is all measures of one unit in one granule of time, a day, month or year of the calendar: pairs of varints, the gap to
// the last measure's number and the zigzag amount.
//
// What a commit writes beside the journal goes into the log, one row behind the other, and waits in memory: in their places its
// rows would change a page each, all over the file. When 16,384 wait or the log has 16 MB, at Close and before Wipe and Compact all
// are put there in the order of keys, in one transaction that empties the log; while the disk may have no room for that, up to four
// times as many wait. Open reads what a killed process left in the log. Readers see both as one. So whoever looks into the file with
// other tools finds the newest rows in log alone, while the bot runs.
//
// # Promised
//
// An Update is committed whole and durably, or not at all; Attempt takes back a part of it alone. The file is synced when
// Update returns. Start is Update in two parts: the next batch is worked on, through the overlay of the one before it, while
// that is written and synced; it is not written when that fails. After a failed commit nothing is written any more (ErrAmbiguous, then ErrStopped). Cells move in the
// transaction that journals the submission, so a total is always the sum of its reports; Check works all of it out again
// from the journal and names every difference. A stock's cells hold the changes from one declaration to the next, so
// that the sum from period.Dawn to a day is the sum of what was in force on that day, by the units as they were (those
// that were taken over hand their stock on, and those that moved take it along) and by the units as they are now;
// what was carried over and not declared again, and what was declared over a year before, have cells of their own. Other
// units than last time are journaled at Open and everything is added up by them anew; a reorganisation journals what
// changed in them and moves the cells of the units that it touches, with what lies below and what went into them, in one
// pass. ViewAt and ViewDerived read the
// state as it was known at any journal number. No name of a person and no chat is ever in the journal.
//
// # Not promised
//
// More than one process: the file is locked. That what was erased is gone at once: it stays in free pages until Wipe, or
// Compact leaves them behind; the bot wipes soon after a person was erased, and every night. After Wipe returns no byte
// is in the file of what was deleted before the call; what a disk or file system keeps of overwritten blocks, and older
// backups, are out of reach. Damage that the checksums find is reported, not mended; damage below them can make
// bbolt panic or loop, so Check and unknown files belong into a process of their own with a deadline.
//
// # Chosen by measuring
//
// With the benchmarks of this package on two shared cores under load, so read the ratios.
//
// CBOR (fxamacker/cbor): a report takes 144 bytes, 2.8 µs to write and 7.7 µs to read; with encoding/json 344 bytes, 7.3 µs
// and 19.7 µs. Deterministic encoding makes the chain of hashes repeatable, keys that occur twice are refused. Times keep
// their offset as RFC 3339 text, as the platform's clock gave it.
//
// The list of free pages is written with each commit while it is short (up to 8,192 pages, one write), so that Open need not
// search for them: a file with a million submissions (589 MB) opens in 15 ms with 12 MB resident. Without a list bbolt
// reads every page: 364 ms and 584 MB. A longer list would be written whole with each commit, and grow with every page that
// a slow reader pins (2,000 commits behind one reader: 33.9 s against 2.1 s), so then it is left out; Close always writes
// it. After a crash with a long list Open pays the search once, writes the list and opens the file again, with 12 MB.
//
// bbolt's list of free pages as an array gives the lowest page first, as a map any: what a commit writes then lies together,
// and the disk takes it as a few long writes: with a million submissions a quarter more turns a second. It costs a copy of the
// list for each commit, 0.5 ms for a hundred thousand free pages, so a file of mostly free pages wants Compact.
//
// Rows that wait: with a million submissions a commit of a hundred turns writes some 25 pages, most of them side by side, where it
// was 85 with each row in its place. With the rows of days that the writer keeps added up for receipts (dayrows.go), and with less
// copying, that makes 1.3 times as many turns a second.
//
// A sum over ten years of the whole province takes 36 µs with ten thousand submissions and 51 µs with a million. Check
// of a million takes 98 s and 720 MB, nearly all for the cells.
package storage
