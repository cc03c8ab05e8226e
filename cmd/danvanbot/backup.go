package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"danvanbot/storage"
)

// runBackup writes a consistent copy of the data file.
func runBackup(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "backup")
	if err := parse(fs, args, "the file to write"); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	size, err := a.backUp(ctx, fs.Arg(0), func(ctx context.Context) (string, error) {
		var name bytes.Buffer
		own := *a
		own.out = &name
		err := own.do(ctx, "snapshot", nil)
		return strings.TrimSpace(name.String()), err
	})
	if err == nil {
		fmt.Fprintf(c.err, "%s: %s, checked\n", fs.Arg(0), megabytes(size))
	}
	return err
}

// snapshotMark is in the names of plain copies, which exist only while a backup is made of them.
const snapshotMark = ".snapshot-"

// snapshotTask copies the data file as it is now into the data folder, where nobody else reads, and prints the copy's name.
func snapshotTask(ctx context.Context, a *app, db *storage.DB, _ []string) error {
	name, err := a.snapshot(ctx, db)
	if err == nil {
		_, err = fmt.Fprintln(a.out, name)
	}
	return err
}

// snapshot is quick, since as long as it runs the pages of that state cannot be used again. What was deleted is overwritten first,
// so that nobody is in a copy who was erased before it.
func (a *app) snapshot(ctx context.Context, db *storage.DB) (name string, err error) {
	if err := storage.NeedSpace(a.cfg.DataDir, fileSize(db.Path())); err != nil {
		return "", err
	}
	if err := db.Wipe(ctx); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(a.cfg.DataDir, storage.FileName+snapshotMark+"*")
	if err != nil {
		return "", err
	}
	_, err = db.Backup(ctx, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return filepath.Abs(f.Name())
}

// backUp takes a snapshot, checks it, and writes it, encrypted if so configured, to a new file. It gives the file's size.
func (a *app) backUp(ctx context.Context, target string, snapshot func(context.Context) (string, error)) (size int64, err error) {
	to, err := a.cfg.Backup.recipients()
	if err != nil {
		return 0, err
	}
	if err := refuseExisting(target); err != nil {
		return 0, err
	}
	if err := storage.NeedSpace(filepath.Dir(target), fileSize(filepath.Join(a.cfg.DataDir, storage.FileName))); err != nil {
		return 0, err
	}
	if err := removeOld(a.now(), filepath.Dir(target), filepath.Base(target), storage.DraftMark); err != nil { // of a run that was killed
		return 0, err
	}
	plain, err := snapshot(ctx)
	if err != nil {
		return 0, err
	}
	defer os.Remove(plain) //nolint:errcheck // what is left is removed some day
	silent := *a
	silent.out = io.Discard
	if err := silent.child(ctx, plain, "check"); err != nil {
		return 0, fmt.Errorf("the copy is not sound: %w", err)
	}
	into, err := newDraft(target)
	if err != nil {
		return 0, err
	}
	defer into.drop()
	from, err := os.Open(plain)
	if err != nil {
		return 0, err
	}
	defer from.Close() //nolint:errcheck // only read
	if err := seal(into, from, to); err != nil {
		return 0, fmt.Errorf("writing the backup: %w", err)
	}
	if err := into.place(target); err != nil {
		return 0, fmt.Errorf("writing the backup: %w", err)
	}
	return fileSize(target), nil
}
