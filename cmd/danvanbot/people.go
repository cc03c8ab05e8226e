package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"danvanbot/bot"
	"danvanbot/bot/conversation"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/storage"
)

// runPeople lists who was let in, or changes one of them.
func runPeople(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "people")
	var f peopleFlags
	f.register(fs)
	if err := parse(fs, args); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	return a.do(ctx, "people", f.args())
}

// peopleFlags say what is to be done to whom; nothing: all are listed.
type peopleFlags struct {
	move, role, suspend, resume, hand, to uint64
	unit, as                              string
}

func (f *peopleFlags) register(fs *flag.FlagSet) {
	fs.Uint64Var(&f.move, "move", 0, "number of the person to move to -unit")
	fs.StringVar(&f.unit, "unit", "", "with -move: unit by id, code or name")
	fs.Uint64Var(&f.role, "role", 0, "number of the person to get the role -as")
	fs.StringVar(&f.as, "as", "", "with -role: officer, head, commander or admin")
	fs.Uint64Var(&f.suspend, "suspend", 0, "number of the person who sees nothing until resumed")
	fs.Uint64Var(&f.resume, "resume", 0, "number of the person to resume")
	fs.Uint64Var(&f.hand, "hand", 0, "number of the person whose drafts and duties go to -to")
	fs.Uint64Var(&f.to, "to", 0, "with -hand: number of the person who takes them over")
}

func (f *peopleFlags) args() []string {
	n := func(v uint64) string { return strconv.FormatUint(v, 10) }
	return []string{
		"-move", n(f.move), "-unit", f.unit, "-role", n(f.role), "-as", f.as, "-suspend", n(f.suspend), "-resume", n(f.resume),
		"-hand", n(f.hand), "-to", n(f.to),
	}
}

// alter is what is to be done; false if people are only listed.
func (f *peopleFlags) alter(a *app, tree *orgunit.Tree) (conversation.Alter, bool, error) {
	var what []conversation.Alter
	for _, one := range []conversation.Alter{
		{Person: f.move, Kind: conversation.Moved},
		{Person: f.role, Kind: conversation.Reranked, Role: conversation.Role(f.as)},
		{Person: f.suspend, Kind: conversation.Suspended},
		{Person: f.resume, Kind: conversation.Resumed},
		{Person: f.hand, Kind: conversation.HandedOver, To: f.to},
	} {
		if one.Person != 0 {
			what = append(what, one)
		}
	}
	switch {
	case len(what) == 0:
		return conversation.Alter{}, false, nil
	case len(what) > 1:
		return conversation.Alter{}, false, fmt.Errorf("%w: one of -move, -role, -suspend, -resume and -hand at a time", errUsage)
	case f.role != 0 && !what[0].Role.Valid():
		return conversation.Alter{}, false, fmt.Errorf("%w: -as must be officer, head, commander or admin, not %q", errUsage, f.as)
	case f.hand != 0 && f.to == 0:
		return conversation.Alter{}, false, fmt.Errorf("%w: -hand needs -to", errUsage)
	case f.move != 0:
		unit, err := a.unit(tree, f.unit)
		if _, group := tree.Group(unit); err == nil && group {
			err = fmt.Errorf("%w: %q is a group; a person needs a unit", errUsage, f.unit)
		}
		what[0].Unit = unit
		return what[0], true, err
	}
	return what[0], true, nil
}

// peopleTask changes the person that the flags name, and lists the people.
func peopleTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	var f peopleFlags
	fs, _ := flags(a.console, "people")
	f.register(fs)
	if err := parse(fs, args); err != nil {
		return err
	}
	err := db.Update(ctx, func(tx *storage.Tx) error {
		what, any, err := f.alter(a, tx.Tree())
		if err != nil || !any {
			return err
		}
		_, why, err := bot.AlterPerson(tx, nil, what)
		if err == nil && why != "" {
			err = fmt.Errorf("%w: %s", errUsage, i18n.Default().T(i18n.EN, why))
		}
		return err
	})
	if err != nil {
		return err
	}
	return listPeople(ctx, a, db)
}

func listPeople(ctx context.Context, a *app, db *storage.DB) error {
	table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "number\trole\tunit\tsince\tstate\tname")
	err := db.View(ctx, func(tx *storage.ReadTx) error {
		people, err := tx.People()
		for _, p := range people {
			if !p.Gone {
				state := "active"
				if p.Suspended {
					state = "suspended"
				}
				fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\n", p.ID, p.Role, db.Tree().Name(p.Unit, a.today()), p.Since.In(a.zone).Format(time.DateOnly), state, p.Name)
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
		_, why, err := bot.AlterPerson(tx, nil, conversation.Alter{Person: id, Kind: conversation.Removed})
		if err == nil && why != "" {
			err = fmt.Errorf("%w: %s", errUsage, i18n.Default().T(i18n.EN, why))
		}
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "person %d is erased; the reports stay, without the name\n", id)
	return db.Wipe(ctx)
}
