package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"danvanbot/storage"
)

// leastHash is how many digits of a hash must be given to compare with: 64 bits, which nobody finds again.
const leastHash = 16

// errChain is returned when the journal was changed.
var errChain = errors.New("the journal is not the one that was written")

// chainTask checks the journal's chain of hashes and prints its head.
func chainTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	known, err := parseHead(strings.Join(args, ""))
	if err != nil {
		return err
	}
	c, err := db.CheckChain(ctx)
	for _, d := range c.Faults[:min(len(c.Faults), maxShown)] {
		fmt.Fprintln(a.out, d)
	}
	if len(c.Faults) > 0 {
		return fmt.Errorf("%w: %d faults", errChain, len(c.Faults))
	}
	if err != nil {
		return err
	}
	for _, n := range c.Restored {
		fmt.Fprintf(a.out, "entry %d: restored from a backup; heads written down between the backup and it are not here\n", n)
	}
	if err := known.in(ctx, db); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "clean chain, head %s of %s\n", c.Head, c.Head.At.In(a.zone).Format("2006-01-02 15:04:05"))
	return nil
}

// knownHead is a head that somebody wrote down.
type knownHead struct {
	number uint64
	hash   string // its first digits at least
}

func parseHead(text string) (h knownHead, err error) {
	if text == "" {
		return h, nil
	}
	number, hash, _ := strings.Cut(text, ":")
	h.hash = strings.ToLower(strings.ReplaceAll(hash, " ", ""))
	h.number, err = strconv.ParseUint(strings.TrimSpace(number), 10, 63)
	if err != nil || h.number == 0 || len(h.hash) < leastHash {
		return h, fmt.Errorf("%w: -head must look like 1234:0f5a…, with at least %d digits of the hash", errUsage, leastHash)
	}
	return h, nil
}

// in is an error if the journal does not have the head.
func (h knownHead) in(ctx context.Context, db *storage.DB) error {
	if h.number == 0 {
		return nil
	}
	return db.View(ctx, func(tx *storage.ReadTx) error {
		last, err := tx.Head()
		if err != nil {
			return err
		}
		if h.number > last {
			return fmt.Errorf("%w: it ends at entry %d, before the head %d that was written down", errChain, last, h.number)
		}
		at, err := tx.ChainAt(h.number)
		if err == nil && !strings.HasPrefix(fmt.Sprintf("%x", at.Hash), h.hash) {
			err = fmt.Errorf("%w: entry %d has hash %x", errChain, h.number, at.Hash)
		}
		return err
	})
}
