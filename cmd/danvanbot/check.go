package main

import (
	"context"
	"errors"
	"fmt"

	"danvanbot/storage"
)

// runCheck recomputes everything from the journal and names every difference.
func runCheck(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "check")
	var file namedFile
	file.register(fs)
	chain := fs.Bool("chain", false, "check the journal's chain of hashes alone, and print its head")
	head := fs.String("head", "", "with -chain: a head that was written down, NUMBER:HASH, which must be in the journal")
	if err := parse(fs, args); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	name, own := "check", []string{}
	if *chain {
		name, own = "chain", []string{*head}
	} else if *head != "" {
		return fmt.Errorf("%w: -head goes with -chain", errUsage)
	}
	if file.path == "" {
		return a.do(ctx, name, own)
	}
	call := childCall{task: name, args: own, command: "check"}
	if *chain {
		call.flags = []string{"-chain", "-head", *head}
	}
	return a.onFile(ctx, file, call)
}

// errDifferences is returned by check when stored and recomputed data differ.
var errDifferences = errors.New("the stored data differs from what the journal says")

// maxShown is how many differences are printed; their number is always told.
const maxShown = 100

func checkTask(ctx context.Context, a *app, db *storage.DB, _ []string) error {
	found, err := db.Check(ctx, a.progress("check"))
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
