package main

import (
	"context"
	"flag"
	"fmt"
	"time"

	"danvanbot/bot/conversation"
	"danvanbot/storage"
)

// runInvite makes an invitation. The first administrator comes in this way.
func runInvite(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "invite")
	f := inviteFlags{}
	f.register(fs)
	if err := parse(fs, args); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	if _, err := f.check(); err != nil {
		return err
	}
	return a.do(ctx, "invite", f.args())
}

type inviteFlags struct{ role, unit, ttl string }

func (f *inviteFlags) register(fs *flag.FlagSet) {
	fs.StringVar(&f.role, "role", "", "officer, head, commander or admin")
	fs.StringVar(&f.unit, "unit", "", "unit by id, code or name; none: the whole")
	fs.StringVar(&f.ttl, "ttl", "7d", "how long it works: 7d, 36h …")
}

func (f *inviteFlags) args() []string {
	return []string{"-role", f.role, "-unit", f.unit, "-ttl", f.ttl}
}

// maxTTL is how long an invitation may work.
const maxTTL = 90 * 24 * time.Hour

func (f *inviteFlags) check() (time.Duration, error) {
	if !conversation.Role(f.role).Valid() {
		return 0, fmt.Errorf("%w: -role must be officer, head, commander or admin, not %q", errUsage, f.role)
	}
	ttl, err := parseDuration(f.ttl)
	if err != nil || ttl <= 0 || ttl > maxTTL {
		return 0, fmt.Errorf("%w: -ttl must be like 7d or 36h, at most 90d, not %q", errUsage, f.ttl)
	}
	return ttl, nil
}

func inviteTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	var f inviteFlags
	fs, _ := flags(a.console, "invite")
	f.register(fs)
	if err := parse(fs, args); err != nil {
		return err
	}
	ttl, err := f.check()
	if err != nil {
		return err
	}
	now := a.now()
	inv := conversation.Invitation{Code: newCode(), Role: conversation.Role(f.role), Made: now, Expires: now.Add(ttl)}
	err = db.Update(ctx, func(tx *storage.Tx) error {
		unit, err := a.unit(tx.Tree(), f.unit)
		if err != nil {
			return err
		}
		if _, ok := tx.Tree().Unit(unit); !ok {
			return fmt.Errorf("%w: %q is a group; an invitation needs a unit", errUsage, f.unit)
		}
		inv.Unit = unit
		return tx.PutInvitation(inv)
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, inv.Code)
	if a.link != nil {
		if link := a.link(inv.Code); link != "" {
			fmt.Fprintln(a.out, link)
		}
	}
	return nil
}
