package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	summary "danvanbot/bot/report"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
)

// ours is danvanbot's own store.
type ours struct {
	dir      string
	db       *storage.DB
	communes []orgunit.ID
}

func openOurs(dir string) (*ours, error) {
	tree, err := units()
	if err != nil {
		return nil, err
	}
	db, err := storage.Open(storage.Options{Dir: dir, Tree: tree, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	ids := make([]orgunit.ID, communes)
	for i := range ids {
		ids[i] = communeID(i)
	}
	return &ours{dir, db, ids}, err
}

// batch is how many reports are committed at once.
const batch = 100_000

func (o *ours) fill(ctx context.Context, n int) error {
	var rows []report
	put := func() error {
		err := o.db.Update(ctx, func(tx *storage.Tx) error {
			for _, r := range rows {
				if _, err := tx.Submit(submission(r)); err != nil {
					return err
				}
			}
			return nil
		})
		rows = rows[:0]
		return err
	}
	for r := range reports(n) {
		if rows = append(rows, r); len(rows) == batch {
			if err := put(); err != nil {
				return err
			}
		}
	}
	return put()
}

func submission(r report) form.Submission {
	k := kinds[r.kind]
	return form.Submission{
		Form: k.form, Kind: form.Event, N: 1, Unit: communeID(r.commune), Days: r.day.Day(), Reporter: uint64(r.commune + 1),
		Values: map[string]form.Value{k.measure: {N: r.amount}}, SentAt: r.day.Time().Add(9 * time.Hour),
	}
}

func (o *ours) ways() []way {
	return []way{{"danvanbot", o.ask}, {"danvanbot, cells alone", o.sums}}
}

// ask answers as /summary does: with the period before, the completeness and the missing.
func (o *ours) ask(ctx context.Context, q question) (answer, error) {
	found := newAnswer(q.all)
	err := o.db.View(ctx, func(tx *storage.ReadTx) error {
		query := summary.Query{Unit: country, Period: period.NewSpan(period.Plain, q.days), View: rollup.Now, Today: years.To}
		if q.all {
			return o.pages(tx, query, found)
		}
		if q.unit != whole {
			query.Unit = communeID(q.unit)
		}
		s, err := summary.Build(tx, tx.Tree(), form.Default(), query)
		found.lines(whole, s.Lines)
		return err
	})
	return found, err
}

// pages are the figures of all communes, province by province.
func (o *ours) pages(tx *storage.ReadTx, q summary.Query, found answer) error {
	for i := range provinces {
		q.Unit = provinceID(i)
		p, err := summary.SubUnits(tx, tx.Tree(), form.Default(), summary.PageQuery{Query: q, Limit: communes})
		if err != nil {
			return err
		}
		for _, u := range p.Units {
			found.lines(communeOf(u.ID), u.Lines)
		}
	}
	return nil
}

func communeOf(id orgunit.ID) (i int) {
	i, _ = strconv.Atoi(strings.TrimPrefix(string(id), "c-"))
	return i
}

// lines takes the figures of a summary over.
func (a answer) lines(unit int, lines []summary.Line) {
	for _, l := range lines {
		var t total
		kind := kindOf(l.Form)
		for _, f := range l.Figures {
			switch f.Key {
			case form.KeyN:
				t.events = f.N
			case kinds[kind].measure:
				t.amount = f.N
			}
		}
		a.add(unit, kind, t)
	}
}

// sums reads the cells and nothing else, as the rivals do.
func (o *ours) sums(ctx context.Context, q question) (answer, error) {
	found := newAnswer(q.all)
	err := o.db.View(ctx, func(tx *storage.ReadTx) error {
		if !q.all {
			id := country
			if q.unit != whole {
				id = communeID(q.unit)
			}
			row, err := tx.Sum(id, rollup.Now, q.days)
			found.row(whole, row)
			return err
		}
		rows, err := tx.Sums(o.communes, rollup.Now, q.days)
		for i, row := range rows {
			found.row(i, row)
		}
		return err
	})
	return found, err
}

// row takes the figures of a unit's cells over.
func (a answer) row(unit int, row rollup.Row) {
	for kind, k := range kinds {
		t := total{row.Get(rollup.MeasureOf(k.form, form.KeyN)), row.Get(rollup.MeasureOf(k.form, k.measure))}
		if t != (total{}) {
			a.add(unit, kind, t)
		}
	}
}

func (o *ours) size(context.Context) (int64, error) {
	info, err := os.Stat(filepath.Join(o.dir, storage.FileName))
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (o *ours) close() error { return o.db.Close() }
