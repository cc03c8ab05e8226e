package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// place is where all systems keep what they have.
type place struct {
	dir      string
	program  string // danvanbot, built
	postgres string // empty: it is left out
	script   *script
}

// Names of the systems, as the table and -first say them.
const (
	nameOurs     = "danvanbot"
	nameGoflow   = "goflow, SQLite"
	nameSQLite   = "SQLite"
	namePostgres = "PostgreSQL"
	nameBare     = "bare bbolt"
)

// names are those of all systems, ours first.
func (p *place) names() []string {
	if p.postgres == "" {
		return []string{nameOurs, nameGoflow, nameSQLite, nameBare}
	}
	return []string{nameOurs, nameGoflow, nameSQLite, namePostgres, nameBare}
}

func (p *place) systems() (all []system, err error) {
	for _, name := range p.names() {
		s, err := p.system(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// system makes one of them, closed.
func (p *place) system(name string) (system, error) {
	switch name {
	case nameOurs:
		return &ours{dir: filepath.Join(p.dir, "danvanbot"), program: p.program, largest: p.script.largest()}, nil
	case nameGoflow:
		engine, err := newGoflow()
		path := p.file("goflow")
		flow := p.rival(name, engine, func(ctx context.Context) (store, error) { return openSQLite(ctx, path) })
		return &onSQLite{rival: flow, from: p.file("sqlite"), path: path}, err
	case nameSQLite:
		return p.rival(name, given{p.script}, func(ctx context.Context) (store, error) { return openSQLite(ctx, p.file("sqlite")) }), nil
	case namePostgres:
		return p.rival(name, given{p.script}, func(ctx context.Context) (store, error) { return openPostgres(ctx, p.postgres) }), nil
	case nameBare:
		return p.rival(name, given{p.script}, func(context.Context) (store, error) { return openBare(p.file("bbolt")) }), nil
	default:
		return nil, errors.New("there is no such system")
	}
}

func (p *place) rival(title string, e engine, open func(context.Context) (store, error)) *rival {
	return &rival{title: title, engine: e, openStore: open, units: units{}}
}

// file is where a store keeps its rows.
func (p *place) file(name string) string { return filepath.Join(p.dir, name+".db") }

// newPlace makes the folder, if none is given, and what all need.
func newPlace(ctx context.Context, dir, postgres string) (p *place, drop func() error, err error) {
	drop = func() error { return nil }
	if dir == "" {
		if dir, err = os.MkdirTemp("", "danvan-turns-*"); err != nil {
			return nil, nil, err
		}
		drop = func() error { return os.RemoveAll(dir) }
	}
	p = &place{dir: dir, postgres: postgres}
	if p.program, err = buildProgram(ctx, dir); err != nil {
		return nil, drop, err
	}
	if p.script, err = record(ctx); err != nil {
		return nil, drop, fmt.Errorf("recording a dialogue: %w", err)
	}
	return p, drop, nil
}
