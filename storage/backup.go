package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	bolt "go.etcd.io/bbolt"
)

// compactBatch is after how many bytes Compact commits, so that it needs little memory.
const compactBatch = 16 << 20

// Backup writes a consistent copy of the file while everything goes on. Give it a local file: as long as it runs, the
// pages of that state cannot be used again.
func (db *DB) Backup(ctx context.Context, w io.Writer) (size int64, err error) {
	err = db.View(ctx, func(r *ReadTx) error {
		size, err = r.base.WriteTo(w)
		return err
	})
	if err != nil {
		return size, fmt.Errorf("writing a backup: %w", err)
	}
	return size, nil
}

// Compact writes a copy without free pages to a new file, which must not exist. What was erased is in no page of it.
func (db *DB) Compact(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("compacting into %s: %w", path, os.ErrExist)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !db.bolt.IsReadOnly() {
		if err := db.emptyLog(); err != nil {
			return fmt.Errorf("compacting into %s: %w", path, err)
		}
	}
	into, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockTimeout, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return fmt.Errorf("compacting into %s: %w", path, err)
	}
	if err := errors.Join(bolt.Compact(into, db.bolt, compactBatch), into.Sync(), into.Close()); err != nil {
		return fmt.Errorf("compacting into %s: %w", path, err)
	}
	return nil
}
