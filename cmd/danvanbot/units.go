package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"danvanbot/bot"
	"danvanbot/bot/orgunit"
	"danvanbot/storage"
)

// runUnits shows the units, or reorganises them as a file says.
func runUnits(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "units")
	dry := fs.Bool("dry-run", false, "only say what would change")
	list := fs.Bool("list", false, "print today's units: id, level, whom it answers to, name")
	tree := fs.Bool("tree", false, "print all units of all times, as JSON")
	err := fs.Parse(args)
	switch {
	case err != nil:
		err = parse(fs, args)
	case *list || *tree:
		err = parse(fs, args)
	default:
		err = parse(fs, args, "the file of operations, JSON lines")
	}
	if err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	switch {
	case *list:
		return a.do(ctx, "units", []string{"list"})
	case *tree:
		return a.do(ctx, "units", []string{"tree"})
	}
	file, err := os.Open(fs.Arg(0))
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // it was read
	a.file = file
	what := "apply"
	if *dry {
		what = "dry-run"
	}
	return a.do(ctx, "units", []string{what})
}

// maxOperations is how many bytes of operations are read: more than a whole country's.
const maxOperations = 16 << 20

func unitsTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%w: units takes what to do", errUsage)
	}
	if args[0] == "list" || args[0] == "tree" {
		return a.printUnits(ctx, db, args[0])
	}
	text, err := io.ReadAll(io.LimitReader(a.file, maxOperations))
	if err != nil {
		return err
	}
	ops, err := orgunit.ParseOperations(text)
	if err != nil {
		return err
	}
	if args[0] == "dry-run" {
		return a.tellPlan(ctx, db, ops)
	}
	return db.Update(ctx, func(tx *storage.Tx) error {
		next, changes, err := orgunit.Apply(tx.Tree(), ops)
		if err != nil {
			return err
		}
		if err := a.printChanges(tx, next, changes); err != nil {
			return err
		}
		_, err = tx.Reorganise(0, next, changes.People)
		return err
	})
}

// printChanges says what changes, before it does.
func (a *app) printChanges(tx bot.ReadTx, next *orgunit.Tree, changes orgunit.Changes) error {
	reach, err := bot.ReachOf(tx, changes)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.out, plain(bot.UnitsText(a.texts, a.lang, next, changes, reach)))
	return err
}

func (a *app) printUnits(ctx context.Context, db *storage.DB, what string) error {
	return db.View(ctx, func(tx *storage.ReadTx) error {
		if what == "tree" {
			_, err := fmt.Fprintln(a.out, string(tx.Tree().JSON()))
			return err
		}
		for _, root := range tx.Tree().Roots(a.today()) {
			for _, id := range tx.Tree().Subtree(root, a.today()) {
				u, _ := tx.Tree().Unit(id)
				up, _ := tx.Tree().Parent(id, a.today())
				if _, err := fmt.Fprintf(a.out, "%s\t%s\t%s\t%s\n", id, u.Level, up, tx.Tree().Name(id, a.today())); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
