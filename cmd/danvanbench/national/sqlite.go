package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	_ "modernc.org/sqlite" // the driver
)

// sqlite is SQLite with a write-ahead log and a page cache of 256 MB.
type sqlite struct {
	database
	path string
}

func openSQLite(ctx context.Context, path string, filled bool) (*sqlite, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_pragma=cache_size(-262144)&_pragma=mmap_size(8589934592)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if !filled {
		_, err = db.ExecContext(ctx, tables)
	}
	return &sqlite{database{"SQLite", db}, path}, err
}

func (s *sqlite) fill(ctx context.Context, n int) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // does nothing after the commit
	insert, err := tx.PrepareContext(ctx, "INSERT INTO reports VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // ends with the transaction
	for r := range reports(n) {
		if _, err := insert.ExecContext(ctx, r.commune, int(r.day), monthOf(r.day), r.kind, r.amount); err != nil {
			return fmt.Errorf("inserting: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, indexes)
	return err
}

func (s *sqlite) size(context.Context) (int64, error) {
	info, err := os.Stat(s.path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
