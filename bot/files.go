package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
)

// files makes the files that jobs ask for, outside of the loop and of every transaction but the one that reads the figures.
type files struct {
	store    Store
	forms    *form.Catalogue
	texts    *i18n.Catalogue
	zone     *time.Location
	lang     i18n.Lang
	renderer Renderer
	log      *slog.Logger
	turn     chan struct{} // one file at a time: the machine has the dialogues to serve
}

func newFiles(o Options) *files {
	f := &files{
		store: o.Store, forms: o.Forms, texts: o.Texts, zone: o.Zone, lang: o.Lang, renderer: o.Renderer, log: o.Log,
		turn: make(chan struct{}, 1),
	}
	if f.renderer == nil {
		f.renderer = Documents{}
	}
	return f
}

// errNotTheirs is returned for a job of somebody who may not have the figures any more.
var errNotTheirs = errors.New("whoever asked may not have the figures any more")

// made is what became of a job.
type made struct {
	document chat.Document
	freeze   conversation.Freeze // with Job.Freeze
	cause    error               // why there is no document
}

// make makes the file of a job that was asked for at a time.
func (f *files) make(ctx context.Context, job chat.Job, asked time.Time) (m made) {
	select {
	case f.turn <- struct{}{}:
		defer func() { <-f.turn }()
	case <-ctx.Done():
		return made{cause: ctx.Err()}
	}
	defer func() {
		if cause := recover(); cause != nil { // its value may hold what people wrote
			f.log.Error("making a file panicked", "format", job.Format, "panic", fmt.Sprintf("%T", cause), "stack", string(debug.Stack()))
			m.cause = fmt.Errorf("panic: %T", cause)
		}
	}()
	switch {
	case job.Freeze:
		m.freeze, m.cause = f.freeze(ctx, job, asked)
	case job.Frozen != 0:
		m.document, m.cause = f.stored(ctx, job)
	default:
		m.document, m.cause = f.document(ctx, job, asked)
	}
	return m
}

// stored is a document that was frozen.
func (f *files) stored(ctx context.Context, job chat.Job) (d chat.Document, err error) {
	err = f.store.View(ctx, func(tx ReadTx) error {
		fr, ok, err := tx.FrozenAt(job.Frozen)
		if err != nil || !ok {
			return errors.Join(err, errNotTheirs)
		}
		by, known, err := tx.PersonByID(job.By)
		if err != nil {
			return err
		}
		if !known || !by.Role.AtLeast(conversation.Head) || !by.Sees(tx.Tree(), fr.Unit) {
			return errNotTheirs
		}
		d = chat.Document{Name: fr.Name, Data: fr.Document, Caption: frozenText(f.texts, by.Language(f.lang), "freeze.is", fr, tx.Tree())}
		return nil
	})
	return d, err
}

func (f *files) document(ctx context.Context, job chat.Job, asked time.Time) (d chat.Document, err error) {
	p, err := f.read(ctx, job, asked)
	if err != nil {
		return d, err
	}
	d = chat.Document{Name: p.name(job.Format), Caption: p.caption, Photo: job.Format == chat.PNG}
	d.Data, err = f.renderer.Render(p.dossier, job.Format, p.lang)
	return d, err
}

// paper is what a file is made of.
type paper struct {
	dossier report.Dossier
	lang    i18n.Lang
	title   string
	caption string
}

// name is what the file is called: "Công an xã Bờ Y 2026-10 nd09.xlsx".
func (p paper) name(f chat.Format) string {
	s := p.dossier.Summary
	return chat.FileName(strings.Join([]string{s.Name, s.Period.Code(), s.Period.Calendar.ID}, " "), f)
}

// read reads everything that the file tells from the state that the job names.
func (f *files) read(ctx context.Context, job chat.Job, asked time.Time) (p paper, err error) {
	q, ok := conversation.ParseQuery(job.Query)
	if !ok {
		return p, errors.New("the job's query is malformed")
	}
	err = f.store.ViewAt(ctx, job.Number, func(tx ReadTx) error {
		by, known, err := tx.PersonByID(job.By)
		if err != nil {
			return err
		}
		if !known || by.Gone || !by.Role.AtLeast(conversation.Head) {
			return errNotTheirs
		}
		p.lang = by.Language(f.lang)
		if q, ok = q.SpellOut(tx.Tree(), f.forms); !ok {
			return errors.New("the job's query names units that are not there")
		}
		dq := dossierFor(tx, by, queryFor(by, tx.Tree(), q, period.DateOf(asked.In(f.zone))), job.Format)
		if p.dossier, err = report.BuildDossier(tx, tx.Tree(), f.forms, dq.DossierQuery); err != nil {
			return err
		}
		p.dossier.Made.At, p.dossier.Made.Journal = asked.In(f.zone), job.Number
		p.dossier.Late, err = Late(tx, f.forms, dq.Query)
		return errors.Join(err, dq.err)
	})
	if err != nil {
		return p, fmt.Errorf("reading the figures of %s as known at %d: %w", q.Data(), job.Number, err)
	}
	p.title = p.dossier.Summary.Name + " · " + i18n.PeriodLabel(p.lang, q.Period)
	p.caption = f.texts.T(p.lang, "file.caption", "title", "<b>"+chat.Escape(p.title)+"</b>",
		"number", fmt.Sprint(job.Number), "time", asked.In(f.zone).Format("15:04 02/01/2006"))
	return p, nil
}

// MostSources is how many submissions a table has at most: some tenths of a second to read, some seconds to write. What is
// left out is said.
const MostSources = 20_000

// SourcesIn is how many submissions a file of a format has at most: those that are tables have them.
func SourcesIn(format chat.Format) int {
	if format == chat.Xlsx || format == chat.JSON {
		return MostSources
	}
	return 0
}

// personalDossier asks for a dossier as one person may have it.
type personalDossier struct {
	report.DossierQuery

	err error // of reading names
}

// dossierFor asks for what a file of a format tells. Reporters are named to those who may read their reports.
func dossierFor(tx ReadTx, by conversation.Person, rq report.Query, format chat.Format) *personalDossier {
	names := map[uint64]string{}
	dq := &personalDossier{DossierQuery: report.DossierQuery{Query: rq, Behind: tx, Sources: SourcesIn(format)}}
	dq.Who = func(s form.Submission) string {
		if !by.MayRead(tx.Tree(), s) {
			return ""
		}
		name, known := names[s.Reporter]
		if !known {
			p, _, err := tx.PersonByID(s.Reporter)
			name, dq.err = p.Name, errors.Join(dq.err, err)
			names[s.Reporter] = name
		}
		return name
	}
	return dq
}
