package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// postgres is a PostgreSQL server as it was started by whoever runs this. A batch takes three messages there and back:
// one to read, one for all that is written, each table by one statement, and one to commit.
type postgres struct {
	ids

	conn  *pgx.Conn
	tx    pgx.Tx
	last  [sha256.Size]byte
	drops int64
}

func openPostgres(ctx context.Context, dsn string) (*postgres, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	p := &postgres{conn: conn}
	if err := p.prepare(ctx); err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	return p, nil
}

func (p *postgres) prepare(ctx context.Context) error {
	if _, err := p.conn.Exec(ctx, "SET client_min_messages = warning; "+strings.ReplaceAll(tables, "BLOB", "bytea")); err != nil {
		return err
	}
	if err := p.conn.QueryRow(ctx, numbers).Scan(&p.journal, &p.submission, &p.outbox); err != nil {
		return err
	}
	var hash []byte
	err := p.conn.QueryRow(ctx, lastHash).Scan(&hash)
	copy(p.last[:], hash)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	return err
}

// dropPostgres takes away what an earlier run left, and what this one leaves.
func dropPostgres(ctx context.Context, dsn string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "SET client_min_messages = warning; DROP TABLE IF EXISTS seen, positions, states, outbox, journal, submissions, imported, sums")
	return errors.Join(err, conn.Close(ctx))
}

func (p *postgres) load(ctx context.Context, chats []int) (states map[int][]byte, err error) {
	if p.tx, err = p.conn.Begin(ctx); err != nil {
		return nil, err
	}
	rows, err := p.tx.Query(ctx, "SELECT chat, state FROM states WHERE chat = ANY($1::integer[])", chats)
	if err != nil {
		return nil, err
	}
	states = map[int][]byte{}
	var chat int
	var state []byte
	_, err = pgx.ForEachRow(rows, []any{&chat, &state}, func() error {
		states[chat] = state
		return nil
	})
	return states, err
}

func (p *postgres) save(ctx context.Context, turns []turn) error {
	var b pgx.Batch
	b.Queue("DELETE FROM outbox WHERE row <= $1", p.drops)
	p.drops = p.outbox
	var chats, slots []int
	var updates, rows []int64
	var states, replies [][]byte
	for _, t := range turns {
		p.outbox++
		chats, slots, updates, rows = append(chats, t.chat), append(slots, t.slot()), append(updates, t.update), append(rows, p.outbox)
		states, replies = append(states, t.state), append(replies, t.reply)
	}
	b.Queue("INSERT INTO seen SELECT * FROM unnest($1::integer[], $2::bigint[]) ON CONFLICT (slot) DO UPDATE SET upd = excluded.upd", slots, updates)
	b.Queue("INSERT INTO states SELECT * FROM unnest($1::integer[], $2::bytea[]) ON CONFLICT (chat) DO UPDATE SET state = excluded.state", chats, states)
	b.Queue("INSERT INTO outbox SELECT * FROM unnest($1::bigint[], $2::integer[], $3::bytea[])", rows, chats, replies)
	b.Queue("INSERT INTO positions VALUES ('web', $1) ON CONFLICT (platform) DO UPDATE SET pos = excluded.pos", updates[len(updates)-1])
	p.put(&b, reportsOf(turns))
	return p.end(ctx, &b)
}

// put queues what writes reports and adds them up; the rows of imports are copied instead, see takeIn.
func (p *postgres) put(b *pgx.Batch, all []report) {
	if len(all) == 0 {
		return
	}
	var number, id []int64
	var hash, content [][]byte
	var unit, day, reporter, kind []int
	for _, e := range p.chain(all, &p.last) {
		number, id, hash, content = append(number, e.number), append(id, e.submission), append(hash, e.hash[:]), append(content, e.content)
		unit, day = append(unit, e.report.Unit), append(day, int(e.report.Day))
		reporter, kind = append(reporter, e.report.Reporter), append(kind, e.report.Kind)
	}
	b.Queue("INSERT INTO journal SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bytea[])", number, hash, content)
	b.Queue("INSERT INTO submissions SELECT * FROM unnest($1::bigint[], $2::integer[], $3::integer[], $4::integer[], $5::integer[], $6::bigint[])",
		id, unit, day, reporter, kind, number)
	queueSums(b, all)
}

func queueSums(b *pgx.Batch, all []report) {
	var units, granules, kinds []int
	var n, a, more []int64
	for at, sum := range sums(all) {
		units, granules, kinds = append(units, at.unit), append(granules, at.granule), append(kinds, at.kind)
		n, a, more = append(n, sum.n), append(a, sum.a), append(more, sum.b)
	}
	b.Queue("INSERT INTO sums SELECT * FROM unnest($1::integer[], $2::integer[], $3::integer[], $4::bigint[], $5::bigint[], $6::bigint[])"+addSum,
		units, granules, kinds, n, a, more)
}

// end sends what is queued and commits, or takes everything back.
func (p *postgres) end(ctx context.Context, b *pgx.Batch) error {
	if err := p.tx.SendBatch(ctx, b).Close(); err != nil {
		return errors.Join(err, p.tx.Rollback(ctx))
	}
	return p.tx.Commit(ctx)
}

// takeIn copies, which is the quickest way in.
func (p *postgres) takeIn(ctx context.Context, all []report) (err error) {
	if p.tx, err = p.conn.Begin(ctx); err != nil {
		return err
	}
	var journal, submissions, imported [][]any
	for _, e := range p.chain(all, &p.last) {
		r := e.report
		journal = append(journal, []any{e.number, e.hash[:], e.content})
		submissions = append(submissions, []any{e.submission, r.Unit, int32(r.Day), r.Reporter, r.Kind, e.number})
		imported = append(imported, []any{r.Code, e.submission})
	}
	for _, t := range []struct {
		name    string
		columns []string
		rows    [][]any
	}{
		{"journal", []string{"number", "hash", "content"}, journal},
		{"submissions", []string{"id", "unit", "day", "reporter", "kind", "entry"}, submissions},
		{"imported", []string{"code", "submission"}, imported},
	} {
		if _, err := p.tx.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, pgx.CopyFromRows(t.rows)); err != nil {
			return errors.Join(fmt.Errorf("copying into %s: %w", t.name, err), p.tx.Rollback(ctx))
		}
	}
	var b pgx.Batch
	queueSums(&b, all)
	return p.end(ctx, &b)
}

func (p *postgres) month(ctx context.Context, granule int) (totals, error) {
	rows, err := p.conn.Query(ctx, ofMonth, granule)
	if err != nil {
		return nil, err
	}
	found := totals{}
	var kind int
	var sum amounts
	_, err = pgx.ForEachRow(rows, []any{&kind, &sum.n, &sum.a, &sum.b}, func() error {
		found.put(kind, sum)
		return nil
	})
	return found, err
}

func (p *postgres) size(ctx context.Context) (size int64, err error) {
	const all = "SELECT sum(pg_total_relation_size(t)) FROM unnest(ARRAY['seen', 'positions', 'states', 'outbox', 'journal', 'submissions', 'imported', 'sums']) t"
	err = p.conn.QueryRow(ctx, all).Scan(&size)
	return size, err
}

func (p *postgres) close() error { return p.conn.Close(context.Background()) }
