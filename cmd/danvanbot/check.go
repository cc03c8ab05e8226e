package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"danvanbot/storage"
)

// runCheck recomputes everything from the journal and names every difference.
func runCheck(ctx context.Context, c console, args []string) error {
	return runSimple(ctx, c, "check", args)
}

// runSimple runs a task that has no flags of its own.
func runSimple(ctx context.Context, c console, name string, args []string) error {
	fs, config := flags(c, name)
	if err := parse(fs, args); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	return a.do(ctx, name, nil)
}

// errDifferences is returned by check when stored and recomputed data differ.
var errDifferences = errors.New("the stored data differs from what the journal says")

// maxShown is how many differences are printed; their number is always told.
const maxShown = 100

func checkTask(ctx context.Context, a *app, db *storage.DB, _ []string) error {
	found, err := db.Check(ctx, nil)
	if err != nil {
		return err
	}
	for _, d := range found[:min(len(found), maxShown)] {
		fmt.Fprintln(a.out, d)
	}
	if len(found) > 0 {
		return fmt.Errorf("%w in %d places", errDifferences, len(found))
	}
	fmt.Fprintf(a.out, "clean: %d journal entries, every figure recomputed\n", a.head(ctx, db))
	return nil
}

// runRebuild derives everything from the journal anew. The bot must not run.
func runRebuild(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "rebuild")
	if err := parse(fs, args); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	db, err := a.open()
	if err != nil {
		return err
	}
	if err := db.Rebuild(ctx); err != nil {
		return errors.Join(err, db.Close())
	}
	fmt.Fprintf(c.err, "rebuilt from %d journal entries\n", a.head(ctx, db))
	return db.Close()
}

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
	return a.writeFile(fs.Arg(0), func(w io.Writer) error {
		own := *a
		own.out = w
		return own.do(ctx, "backup", nil)
	})
}

func backupTask(ctx context.Context, a *app, db *storage.DB, _ []string) error {
	_, err := db.Backup(ctx, a.out)
	return err
}
