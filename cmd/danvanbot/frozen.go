package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"

	"danvanbot/bot"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/storage"
)

// frozenFlags say which frozen document is meant.
type frozenFlags struct {
	summaryFlags

	list, stored bool
}

func (f *frozenFlags) register(fs *flag.FlagSet) {
	fs.StringVar(&f.unit, "unit", "", "unit by id, code or name")
	fs.StringVar(&f.period, "period", "", "period as people write it")
	fs.StringVar(&f.calendar, "calendar", "", "nd09, duong_lich, antt_xa or antt_kdc; none: as configured")
	fs.BoolVar(&f.list, "list", false, "lists what is frozen")
	fs.BoolVar(&f.stored, "stored", false, "takes the document as it was sent, without making it again")
	f.view, f.format = "now", "text"
}

func (f *frozenFlags) args() []string {
	return []string{
		"-unit", f.unit, "-period", f.period, "-calendar", f.calendar, fmt.Sprintf("-list=%v", f.list), fmt.Sprintf("-stored=%v", f.stored),
	}
}

// runFrozen lists the frozen documents, or makes one again from the journal and compares it with the one that was sent.
func runFrozen(ctx context.Context, c console, args []string) error {
	fs, config := flags(c, "frozen")
	var f frozenFlags
	f.register(fs)
	out := fs.String("o", "", "file to write; none: only compares")
	if err := parse(fs, args); err != nil {
		return err
	}
	if !f.list && (f.unit == "" || f.period == "") {
		return fmt.Errorf("%w: name -unit and -period, or -list", errUsage)
	}
	a, err := newApp(c, *config)
	if err != nil {
		return err
	}
	if f.list {
		return a.do(ctx, "frozen", f.args())
	}
	sum := sha256.New()
	remake := func(w io.Writer) error {
		own := *a
		own.out = io.MultiWriter(w, sum)
		return own.do(ctx, "frozen", f.args())
	}
	if *out == "" {
		err = remake(io.Discard)
	} else {
		err = a.writeFile(*out, remake)
	}
	if err != nil {
		return err
	}
	what := "the document made again from the journal is the one that was sent"
	if f.stored {
		what = "the stored document is the one that was sent"
	}
	fmt.Fprintf(a.err, "%s: sha256 %x\n", what, sum.Sum(nil))
	return nil
}

// frozenTask lists the freezes in force, or writes the document of one.
func frozenTask(ctx context.Context, a *app, db *storage.DB, args []string) error {
	var f frozenFlags
	fs, _ := flags(a.console, "frozen")
	f.register(fs)
	if err := parse(fs, args); err != nil {
		return err
	}
	if f.list {
		return a.listFrozen(ctx, db)
	}
	q, err := a.query(f.summaryFlags, db.Tree())
	if err != nil {
		return err
	}
	var fr conversation.Freeze
	forms := a.forms
	err = db.View(ctx, func(tx *storage.ReadTx) error {
		var ok bool
		if fr, ok, err = tx.Frozen(q.Unit, q.Period.Calendar.ID, q.Period.Code()); err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("%s is not frozen for %s in the calendar %s; 'danvanbot frozen -list' shows what is", q.Period.Code(), q.Unit, q.Period.Calendar.ID)
		}
		forms, err = catalogueOf(tx, fr)
		return err
	})
	if err != nil {
		return err
	}
	if f.stored {
		return writeStored(a.out, fr)
	}
	return db.ViewDerived(ctx, fr.Number, func(tx *storage.ReadTx) error {
		documents, err := bot.DocumentsOf(fr)
		if err != nil {
			return fmt.Errorf("reading the template of the document: %w", err)
		}
		made, err := bot.Reproduce(tx, forms, documents, fr)
		if err != nil {
			return err
		}
		if err := verdict(fr, made); err != nil {
			return err
		}
		_, err = a.out.Write(made.Document)
		return err
	})
}

// catalogueOf is the catalogue of forms with which a document was frozen.
func catalogueOf(tx *storage.ReadTx, f conversation.Freeze) (*form.Catalogue, error) {
	text, ok, err := tx.Catalogue(f.Forms)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("the journal does not hold the catalogue %x", f.Forms)
	}
	return form.Load(text)
}

// errFrozenDiffers is returned when a frozen document cannot be made again as it was.
var errFrozenDiffers = errors.New("made again from the journal it is another document")

// verdict says in what a document that was made again differs.
func verdict(f conversation.Freeze, made bot.Reproduction) error {
	switch {
	case made.SameData && made.SameDocument:
		return nil
	case !made.SameData:
		return fmt.Errorf("%w: its figures differ from those that were frozen (sha256 of the data %x, now %x); run 'danvanbot check'",
			errFrozenDiffers, f.DataHash, sha256.Sum256(made.Data))
	case f.Renderer != made.Renderer:
		return fmt.Errorf("%w: the figures are the same, but it was written by %q, and this is %q, whose bytes differ; take that version, or the stored document with -stored",
			errFrozenDiffers, f.Renderer, made.Renderer)
	default:
		return fmt.Errorf("%w: the figures are the same, but %q wrote other bytes than before (sha256 %x, now %x); -stored gives the document that was sent",
			errFrozenDiffers, made.Renderer, f.Hash, sha256.Sum256(made.Document))
	}
}

func writeStored(w io.Writer, f conversation.Freeze) error {
	if sum := sha256.Sum256(f.Document); hex.EncodeToString(sum[:]) != hex.EncodeToString(f.Hash) {
		return fmt.Errorf("%w: the stored document does not have its hash", errFrozenDiffers)
	}
	_, err := w.Write(f.Document)
	return err
}

func (a *app) listFrozen(ctx context.Context, db *storage.DB) error {
	var all []conversation.Freeze
	err := db.View(ctx, func(tx *storage.ReadTx) (err error) {
		all, err = tx.Freezes("")
		return err
	})
	if err != nil {
		return err
	}
	for _, f := range all {
		fmt.Fprintf(a.out, "%s\t%s\t%s\t%s\tentry %d as known at %d\t%s\tsha256 %x\n",
			f.Unit, f.Period, f.Calendar, f.Asked.Format("2006-01-02 15:04"), f.Entry, f.Number, f.Renderer, f.Hash)
	}
	return nil
}
