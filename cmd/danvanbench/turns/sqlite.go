package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	_ "modernc.org/sqlite" // the driver
)

// sqlite is SQLite with a write-ahead log that is synced at each commit, and a page cache of 256 MB.
type sqlite struct {
	ids

	path  string
	db    *sql.DB
	conn  *sql.Conn // the only one
	last  [sha256.Size]byte
	made  map[string]*sql.Stmt // by their text
	drops int64                // outbox rows up to here are sent
}

func openSQLite(ctx context.Context, path string) (_ *sqlite, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=cache_size(-262144)&_pragma=mmap_size(8589934592)")
	if err != nil {
		return nil, err
	}
	s := &sqlite{path: path, db: db, made: map[string]*sql.Stmt{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	if s.conn, err = db.Conn(ctx); err != nil {
		return nil, err
	}
	if _, err = s.conn.ExecContext(ctx, tables); err != nil {
		return nil, err
	}
	if err = s.conn.QueryRowContext(ctx, numbers).Scan(&s.journal, &s.submission, &s.outbox); err != nil {
		return nil, err
	}
	var hash []byte
	if err := s.conn.QueryRowContext(ctx, lastHash).Scan(&hash); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	copy(s.last[:], hash)
	return s, nil
}

// do runs a statement.
func (s *sqlite) do(ctx context.Context, text string, args ...any) error {
	made, err := s.prepared(ctx, text)
	if err != nil {
		return err
	}
	_, err = made.ExecContext(ctx, args...)
	return err
}

// prepared prepares each statement once.
func (s *sqlite) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	if s.made[text] == nil {
		made, err := s.conn.PrepareContext(ctx, text)
		if err != nil {
			return nil, fmt.Errorf("preparing %q: %w", text, err)
		}
		s.made[text] = made
	}
	return s.made[text], nil
}

func (s *sqlite) load(ctx context.Context, chats []int) (states map[int][]byte, err error) {
	if err := s.do(ctx, "BEGIN IMMEDIATE"); err != nil {
		return nil, err
	}
	states = map[int][]byte{}
	read, err := s.prepared(ctx, "SELECT state FROM states WHERE chat = ?")
	if err != nil {
		return nil, err
	}
	for _, chat := range chats {
		var state []byte
		if err := read.QueryRowContext(ctx, chat).Scan(&state); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		states[chat] = state
	}
	return states, nil
}

// end commits, or takes everything back after an error.
func (s *sqlite) end(ctx context.Context, err error) error {
	if err != nil {
		return errors.Join(err, s.do(ctx, "ROLLBACK"))
	}
	return s.do(ctx, "COMMIT")
}

func (s *sqlite) save(ctx context.Context, turns []turn) error {
	err := s.do(ctx, "DELETE FROM outbox WHERE row <= ?", s.drops)
	s.drops = s.outbox
	for _, t := range turns {
		s.outbox++
		err = errors.Join(err,
			s.do(ctx, "INSERT INTO seen VALUES (?, ?) ON CONFLICT (slot) DO UPDATE SET upd = excluded.upd", t.slot(), t.update),
			s.do(ctx, "INSERT INTO states VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET state = excluded.state", t.chat, t.state),
			s.do(ctx, "INSERT INTO outbox VALUES (?, ?, ?)", s.outbox, t.chat, t.reply))
	}
	err = errors.Join(err,
		s.do(ctx, "INSERT INTO positions VALUES ('web', ?) ON CONFLICT (platform) DO UPDATE SET pos = excluded.pos", turns[len(turns)-1].update),
		s.put(ctx, reportsOf(turns)))
	return s.end(ctx, err)
}

// put writes reports and adds them up.
func (s *sqlite) put(ctx context.Context, all []report) error {
	for _, e := range s.chain(all, &s.last) {
		r := e.report
		err := errors.Join(
			s.do(ctx, "INSERT INTO journal VALUES (?, ?, ?)", e.number, e.hash[:], e.content),
			s.do(ctx, "INSERT INTO submissions VALUES (?, ?, ?, ?, ?, ?)", e.submission, r.Unit, int(r.Day), r.Reporter, r.Kind, e.number))
		if r.Code != "" {
			err = errors.Join(err, s.do(ctx, "INSERT INTO imported VALUES (?, ?)", r.Code, e.submission))
		}
		if err != nil {
			return err
		}
	}
	for at, sum := range sums(all) {
		if err := s.do(ctx, "INSERT INTO sums VALUES (?, ?, ?, ?, ?, ?)"+addSum, at.unit, at.granule, at.kind, sum.n, sum.a, sum.b); err != nil {
			return err
		}
	}
	return nil
}

func (s *sqlite) takeIn(ctx context.Context, all []report) error {
	if err := s.do(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	return s.end(ctx, s.put(ctx, all))
}

func (s *sqlite) month(ctx context.Context, granule int) (totals, error) {
	read, err := s.prepared(ctx, ofMonth)
	if err != nil {
		return nil, err
	}
	rows, err := read.QueryContext(ctx, granule)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err tells
	found := totals{}
	for rows.Next() {
		var kind int
		var sum amounts
		if err := rows.Scan(&kind, &sum.n, &sum.a, &sum.b); err != nil {
			return nil, err
		}
		found.put(kind, sum)
	}
	return found, rows.Err()
}

func (s *sqlite) size(context.Context) (int64, error) { return fileSize(s.path) }

// close leaves everything in the one file: with statements left open, SQLite would not write its log back.
func (s *sqlite) close() (err error) {
	for _, made := range s.made {
		err = errors.Join(err, made.Close())
	}
	return errors.Join(err, s.conn.Close(), s.db.Close())
}
