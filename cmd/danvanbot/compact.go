package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"danvanbot/storage"
)

// runCompact gives unused space back: a copy without free pages takes the data file's place. The bot must not run.
func runCompact(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "compact")
	if err := parse(fs, args); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(a.cfg.DataDir, storage.FileName)); err != nil {
		return err
	}
	db, err := a.open()
	if err != nil {
		return err
	}
	return errors.Join(a.compact(ctx, db), db.Close())
}

// compact keeps the old file locked until the new one, checked, has its name.
func (a *app) compact(ctx context.Context, db *storage.DB) error {
	before := fileSize(db.Path())
	if err := storage.NeedSpace(a.cfg.DataDir, before); err != nil {
		return err
	}
	path := db.Path() + storage.DraftMark + "compact"
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) { // of a run that was killed
		return err
	}
	defer os.Remove(path) //nolint:errcheck // gone, if all went well
	done := a.watchSize(path, before)
	err := db.Compact(ctx, path)
	done()
	if err != nil {
		return err
	}
	silent := *a
	silent.out = io.Discard
	if err := silent.child(ctx, path, "check"); err != nil {
		return fmt.Errorf("the compacted copy is not sound, so the data file stays as it is: %w", err)
	}
	if err := os.Rename(path, db.Path()); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "%s before, %s now\n", megabytes(before), megabytes(fileSize(db.Path())))
	return syncFolder(a.cfg.DataDir)
}

// watchSize shows how a file grows, until done is called.
func (a *app) watchSize(path string, most int64) (done func()) {
	stop, stopped, show := make(chan struct{}), make(chan struct{}), a.progress("copy")
	go func() {
		defer close(stopped)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				show(int(min(fileSize(path), most-1)), int(most))
			case <-stop:
				show(1, 1)
				return
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
	}
}
