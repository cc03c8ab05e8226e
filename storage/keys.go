package storage

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// bucket is one of the file's top-level buckets; doc.go shows what each holds.
type bucket uint8

const (
	bucketMeta bucket = iota
	bucketJournal
	bucketSubmissions
	bucketByDay
	bucketByReporter
	bucketStocks
	bucketCells
	bucketCellsNow
	bucketHeard
	bucketHeardUnits
	bucketMeasures
	bucketStates
	bucketSeen
	bucketPositions
	bucketOutbox
	bucketUnreachable
	bucketDead
	bucketPeople
	bucketUsers
	bucketInvitations
	bucketUnits
	bucketModels
	bucketTargets
	bucketImported
	bucketUsage
	bucketDone
	bucketSettings
	bucketSubscriptions
	bucketFrozen
	bucketLate
	bucketCatalogues
	bucketReturns
	bucketPasses
	bucketAsked
	bucketAnnouncements
	bucketReceivers
	bucketAcknowledged
	bucketGroups
	bucketActs
	bucketLog
	bucketCount // how many there are
)

// bucketNames are the names in the file. They never change; a bucket that is no longer used keeps its name reserved.
var bucketNames = [bucketCount]string{
	"meta", "journal", "submissions", "byday", "byreporter", "stocks", "cells", "cells_now", "heard", "heard_units", "measures", "states",
	"seen", "positions", "outbox", "unreachable", "dead", "people", "users", "invitations", "units", "models", "targets", "imported", "usage", "done",
	"settings", "subscriptions",
	"frozen", "late", "catalogues", "returns", "passes", "asked", "announcements", "receivers", "acknowledged", "groups", "acts",
	"log",
}

// derived are the buckets that follow from the journal alone: Rebuild writes and Check recomputes them.
var derived = []bucket{
	bucketSubmissions, bucketByDay, bucketByReporter, bucketStocks, bucketCells, bucketCellsNow, bucketHeard, bucketModels, bucketTargets, bucketImported,
	bucketFrozen, bucketLate, bucketCatalogues, bucketReturns, bucketSettings, bucketSubscriptions, bucketAcknowledged, bucketActs,
}

// The fixed keys. They are short words, since operators see them with `bbolt keys`.
var (
	keySchema = []byte("schema") // in meta: the number of the last migration, read before anything else
	keyHead   = []byte("head")   // in meta: everything that every commit moves, in one value, so that it is one put
	keyTree   = []byte("tree")   // in units: the units in force
	keyGiven  = []byte("given")  // in units: the hash of the tree that Open was given, once it was reorganised
)

// appendFill is for buckets whose keys only grow: nearly full leaves, as nothing is ever put between them.
const appendFill = 0.9

// String gives the bucket's name in the file.
func (b bucket) String() string { return bucketNames[b] }

func (b bucket) name() []byte { return []byte(bucketNames[b]) }

// fill is how full bbolt makes the pages of a bucket.
func (b bucket) fill() float64 {
	if b == bucketJournal || b == bucketOutbox || b == bucketLog {
		return appendFill
	}
	return 0.5
}

// direct tells of the buckets whose rows never wait: what is read before the memtable is there, and what only grows.
func (b bucket) direct() bool { return b == bucketMeta || b == bucketJournal || b == bucketLog }

// bucketNamed is the bucket of a name.
func bucketNamed(name string) (b bucket, ok bool) {
	n := slices.Index(bucketNames[:], name)
	return bucket(max(n, 0)), n >= 0
}

// signBit turns the order of signed numbers into the order of bytes, as days before 1970 are negative.
const signBit = 1 << 31

func numberKey(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func appendDay(key []byte, d period.Date) []byte {
	return binary.BigEndian.AppendUint32(key, uint32(d)^signBit)
}

func dayOf(b []byte) period.Date { return period.Date(binary.BigEndian.Uint32(b) ^ signBit) }

// word ends a text inside of a key with a zero byte, which no id holds.
func word[S ~string](key []byte, text S) []byte { return append(append(key, text...), 0) }

func dayPrefix(unit orgunit.ID, day period.Date) []byte { return appendDay(word(nil, unit), day) }

func dayKey(unit orgunit.ID, day period.Date, id uint64) []byte {
	return binary.BigEndian.AppendUint64(dayPrefix(unit, day), id)
}

// returnKey puts the returns of a report side by side, as they came.
func returnKey(sub, entry uint64) []byte { return binary.BigEndian.AppendUint64(numberKey(sub), entry) }

func stockPrefix(stock string, unit orgunit.ID) []byte { return word(word(nil, stock), unit) }

func stockKey(stock string, unit orgunit.ID, day period.Date, id uint64) []byte {
	return binary.BigEndian.AppendUint64(appendDay(stockPrefix(stock, unit), day), id)
}

func seenKey(p chat.Platform, slot uint64) []byte {
	return binary.BigEndian.AppendUint16(word(nil, p), uint16(slot))
}

func chatKey(k chat.Key) []byte { return []byte(k.String()) }

// readable shows a key to people, for Check.
func readable(b bucket, key []byte) string {
	switch b {
	case bucketMeta, bucketSettings, bucketUnits, bucketMeasures, bucketHeardUnits, bucketPositions, bucketUsage:
		return string(key)
	case bucketStates, bucketUnreachable, bucketUsers, bucketGroups:
		platform, _, _ := bytes.Cut(key, []byte(":")) // the rest names a person, and this goes into logs
		return string(platform) + " chat"
	case bucketInvitations:
		return "an invitation" // a code is a secret while it is open
	case bucketPasses:
		return "a pass"
	default:
		return readableNumbers(b, key)
	}
}

func readableNumbers(b bucket, key []byte) string {
	switch {
	case b == bucketHeard:
		return readableHeard(key)
	case b == bucketCells || b == bucketCellsNow:
		return readableCell(key)
	case b == bucketByReporter && len(key) == 8:
		return fmt.Sprintf("person %d", binary.BigEndian.Uint64(key))
	case b == bucketAsked && len(key) > 8:
		return readableAsked(key)
	case (b == bucketReceivers || b == bucketAcknowledged) && len(key) == 16:
		return fmt.Sprintf("announcement %d, person %d", binary.BigEndian.Uint64(key), binary.BigEndian.Uint64(key[8:]))
	case b == bucketActs && len(key) >= 9:
		return fmt.Sprintf("%s entry %d", cmp.Or(string(key[:len(key)-9]), "everything"), ^binary.BigEndian.Uint64(key[len(key)-8:]))
	case b == bucketLog && len(key) > 8:
		return fmt.Sprintf("commit %d, %s", binary.BigEndian.Uint64(key), key[8:])
	case b == bucketReturns && len(key) == 16:
		return fmt.Sprintf("submission %d, entry %d", binary.BigEndian.Uint64(key), binary.BigEndian.Uint64(key[8:]))
	case numbered(b) && len(key) == 8:
		return fmt.Sprint(binary.BigEndian.Uint64(key))
	default:
		return readableWords(b, key)
	}
}

func numbered(b bucket) bool {
	switch b {
	case bucketJournal, bucketSubmissions, bucketOutbox, bucketDead, bucketPeople, bucketModels, bucketSubscriptions, bucketAnnouncements:
		return true
	default:
		return false
	}
}

// readableWords shows a key of words and numbers; what does not look like one is shown in hexadecimal.
func readableWords(b bucket, key []byte) string {
	words, rest := cutWords(b, key)
	switch {
	case (b == bucketByDay || b == bucketStocks) && len(rest) == 12:
		return fmt.Sprintf("%s %s submission %d", words, dayOf(rest), binary.BigEndian.Uint64(rest[4:]))
	case b == bucketTargets && len(rest) > 4:
		return fmt.Sprintf("%s %d %s", words, binary.BigEndian.Uint32(rest), rest[4:])
	case b == bucketSeen && len(rest) == 2:
		return fmt.Sprintf("%s slot %d", words, binary.BigEndian.Uint16(rest))
	default:
		return fmt.Sprintf("%x", key)
	}
}

// cutWords takes the leading words of a key; a stock's key has two, the others one.
func cutWords(b bucket, key []byte) (words string, rest []byte) {
	n := 1
	if b == bucketStocks {
		n = 2
	}
	parts := strings.SplitN(string(key), "\x00", n+1)
	return strings.Join(parts[:len(parts)-1], " "), []byte(parts[len(parts)-1])
}
