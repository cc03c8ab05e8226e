package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// skipPerDay is how many numbers of reports are skipped for each day since the backup: more than a province reports.
const skipPerDay = 10_000

// runRestore puts a backup into the place of a data file that is lost.
func runRestore(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "restore")
	identity := fs.String("identity", "", "file with the secret key of an encrypted backup; none: as "+identityEnv+" or "+identityEnv+"_FILE say")
	skip := fs.Uint64("skip", 0, fmt.Sprintf("how many numbers of reports may have been given out since the backup; 0: %d a day", skipPerDay))
	if err := parse(fs, args, "the backup"); err != nil {
		return err
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	return a.restore(ctx, namedFile{path: fs.Arg(0), identity: *identity}, *skip)
}

// restore makes the file complete before it gets its name, so that it is there whole or not at all.
func (a *app) restore(ctx context.Context, from namedFile, skip uint64) error {
	target := filepath.Join(a.cfg.DataDir, storage.FileName)
	if err := refuseExisting(target); err != nil {
		return fmt.Errorf("there is data already, which is never overwritten; stop the bot and move it away first: %w", err)
	}
	if err := os.MkdirAll(a.cfg.DataDir, 0o700); err != nil {
		return err
	}
	if err := storage.NeedSpace(a.cfg.DataDir, fileSize(from.path)); err != nil {
		return err
	}
	into, err := newDraft(target)
	if err != nil {
		return err
	}
	defer into.drop()
	if err := a.unseal(into, from.path, from.identity); err != nil {
		return err
	}
	silent := *a
	silent.out = io.Discard
	if err := silent.child(ctx, into.Name(), "check"); err != nil {
		return fmt.Errorf("the backup is not sound: %w", err)
	}
	words, err := a.markRestored(ctx, into.Name(), skip)
	if err != nil {
		return err
	}
	if err := into.place(target); err != nil {
		return err
	}
	fmt.Fprint(a.err, words)
	return nil
}

// markRestored journals the restore, skips numbers, and queues a notice to everybody, in one transaction. It gives what
// the operator is told.
func (a *app) markRestored(ctx context.Context, path string, skip uint64) (words string, err error) {
	db, err := storage.Open(storage.Options{
		Dir: filepath.Dir(path), Name: filepath.Base(path), Now: a.now, Log: a.log,
	})
	if err != nil {
		return "", err
	}
	err = db.Update(ctx, func(tx *storage.Tx) error {
		head, err := tx.ChainHead()
		if err != nil {
			return err
		}
		if skip == 0 {
			skip = skipPerDay * (1 + uint64(max(a.now().Sub(head.At), 0)/(24*time.Hour)))
		}
		last, err := tx.Restored(skip)
		if err != nil {
			return err
		}
		told, err := a.tellRestored(tx, head.At)
		words = fmt.Sprintf("restored to entry %d of %s; new reports get numbers after %d\n"+
			"%d people are told at the next start to send again what they reported since\n"+
			"if the lost file can still be read, this lists what is in it beyond: danvanbot export -file FILE -since %d\n",
			head.Number, head.At.In(a.zone).Format("2006-01-02 15:04:05"), last, told, last-skip)
		return err
	})
	return words, errors.Join(err, db.Close())
}

// tellRestored queues the notice. When it goes out, and that it goes out once, is the outbox's matter.
func (a *app) tellRestored(tx *storage.Tx, at time.Time) (told int, err error) {
	people, err := tx.People()
	if err != nil {
		return 0, err
	}
	at = at.In(a.zone)
	for _, p := range people {
		if p.Gone || len(p.Chats) == 0 {
			continue
		}
		if _, err := tx.Queue(p.Chats[0], a.restoredNotice(p, at), a.now()); err != nil {
			return told, err
		}
		told++
	}
	return told, nil
}

func (a *app) restoredNotice(p conversation.Person, at time.Time) chat.Reply {
	lang := p.Language(a.lang)
	return chat.Reply{Text: a.texts.T(lang, "restore.notice", "time", at.Format("15:04"), "day", i18n.Date(lang, period.DateOf(at)))}
}
