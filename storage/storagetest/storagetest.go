// Package storagetest opens real data files for tests and fills them.
//
// Promised: what Open gives was checked at the end of the test, pages, journal and cells. Not promised: that the filled-in
// reports make sense to people.
package storagetest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"danvanbot/bot/orgunit"
	"danvanbot/storage"
	"danvanbot/storage/fill"
)

// Now is the moment at which the clock of Open stands.
var Now = time.Date(2026, time.November, 23, 8, 0, 0, 0, time.FixedZone("+07", 7*60*60))

// Options are those of Open for a folder. So few rows wait that every test has some that do and some that did.
func Options(dir string) storage.Options {
	return storage.Options{
		Dir: dir, Tree: orgunit.Sample(), Now: func() time.Time { return Now }, Log: slog.New(slog.DiscardHandler), Waiting: 64,
	}
}

// Open opens a new data file over the sample province. At the end of the test it must be sound and is closed.
func Open(tb testing.TB) *storage.DB {
	tb.Helper()
	return OpenWith(tb, Options(tb.TempDir()))
}

// OpenWith is Open with other options.
func OpenWith(tb testing.TB, o storage.Options) *storage.DB {
	tb.Helper()
	db, err := storage.Open(o)
	if err != nil {
		tb.Fatalf("opening a data file: %v", err)
	}
	tb.Cleanup(func() {
		MustBeSound(tb, db)
		if err := db.Close(); err != nil {
			tb.Errorf("closing the data file: %v", err)
		}
	})
	return db
}

// MustBeSound fails the test for every difference between what is stored and what the journal says.
func MustBeSound(tb testing.TB, db *storage.DB) {
	tb.Helper()
	differences, err := db.Check(context.Background(), func(int, int) {})
	if err != nil {
		tb.Errorf("checking the data file: %v", err)
	}
	for _, d := range differences {
		tb.Errorf("after the test: %s", d)
	}
}

// Fill adds n made-up submissions.
func Fill(db *storage.DB, n int) error {
	return fill.Submissions(context.Background(), db, n, func(int, int) {})
}
