package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"danvanbot/storage"
)

// runPeople lists who was let in.
func runPeople(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "people")
	if err := parse(fs, args); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	return a.do(ctx, "people", nil)
}

func peopleTask(ctx context.Context, a *app, db *storage.DB, _ []string) error {
	table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "number\trole\tunit\tsince\tname")
	err := db.View(ctx, func(tx *storage.ReadTx) error {
		people, err := tx.People()
		for _, p := range people {
			if !p.Gone {
				fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\n", p.ID, p.Role, db.Tree().Name(p.Unit, a.today()), p.Since.In(a.zone).Format(time.DateOnly), p.Name)
			}
		}
		return err
	})
	return errors.Join(err, table.Flush())
}

// runForget erases a person, as /xoatoi does for oneself.
func runForget(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "forget")
	if err := parse(fs, args, "the person's number, as people lists it"); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	return a.do(ctx, "forget", fs.Args())
}

func forgetTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%w: forget takes one number", errUsage)
	}
	id, err := strconv.ParseUint(args[0], 10, 63)
	if err != nil {
		return fmt.Errorf("%w: %q is not a person's number", errUsage, args[0])
	}
	err = db.Update(ctx, func(tx *storage.Tx) error {
		p, ok, err := tx.PersonByID(id)
		if err != nil {
			return err
		}
		if !ok || p.Gone {
			return fmt.Errorf("%w: nobody has number %d", errUsage, id)
		}
		p.Gone = true
		_, err = tx.PutPerson(p)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "person %d is erased; the reports stay, without the name\n", id)
	return db.Wipe(ctx)
}
