package main

import (
	"context"
	"database/sql"
	"fmt"
)

// Both databases get these tables: the reports, and sums by unit, month and kind, of the communes and of the country.
const (
	tables = `CREATE TABLE reports (commune integer NOT NULL, day integer NOT NULL, month integer NOT NULL, kind integer NOT NULL, amount bigint NOT NULL);
CREATE TABLE sums (unit integer NOT NULL, month integer NOT NULL, kind integer NOT NULL, events bigint NOT NULL, amount bigint NOT NULL, PRIMARY KEY (unit, month, kind));`
	indexes = `CREATE INDEX reports_place ON reports (commune, day);
CREATE INDEX reports_day ON reports (day, commune);
INSERT INTO sums SELECT commune, month, kind, count(*), sum(amount) FROM reports GROUP BY commune, month, kind;
INSERT INTO sums SELECT -1, month, kind, sum(events), sum(amount) FROM sums GROUP BY month, kind;
CREATE INDEX sums_month ON sums (month, unit);
ANALYZE;`
)

// database asks either of the two.
type database struct {
	name string
	db   *sql.DB
}

func (d database) ways() []way {
	return []way{{d.name + ", GROUP BY", d.group}, {d.name + ", table of sums", d.sums}}
}

// group adds the reports up.
func (d database) group(ctx context.Context, q question) (answer, error) {
	switch {
	case q.all:
		return d.query(ctx, q.all, "SELECT commune, kind, count(*), sum(amount) FROM reports WHERE day BETWEEN $1 AND $2 GROUP BY commune, kind", int(q.days.From), int(q.days.To))
	case q.unit == whole:
		return d.query(ctx, q.all, "SELECT -1, kind, count(*), sum(amount) FROM reports WHERE day BETWEEN $1 AND $2 GROUP BY kind", int(q.days.From), int(q.days.To))
	default:
		return d.query(ctx, q.all, "SELECT -1, kind, count(*), sum(amount) FROM reports WHERE day BETWEEN $1 AND $2 AND commune = $3 GROUP BY kind", int(q.days.From), int(q.days.To), q.unit)
	}
}

// sums reads the table of sums.
func (d database) sums(ctx context.Context, q question) (answer, error) {
	first, last, err := months(q.days)
	if err != nil {
		return nil, err
	}
	if q.all {
		return d.query(ctx, q.all, "SELECT unit, kind, sum(events), sum(amount) FROM sums WHERE month BETWEEN $1 AND $2 AND unit >= 0 GROUP BY unit, kind", first, last)
	}
	return d.query(ctx, q.all, "SELECT -1, kind, sum(events), sum(amount) FROM sums WHERE month BETWEEN $1 AND $2 AND unit = $3 GROUP BY kind", first, last, q.unit)
}

func (d database) query(ctx context.Context, every bool, text string, args ...any) (answer, error) {
	rows, err := d.db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, fmt.Errorf("asking: %w", err)
	}
	defer rows.Close() //nolint:errcheck // Err tells
	found := newAnswer(every)
	for rows.Next() {
		var unit, kind int
		var t total
		if err := rows.Scan(&unit, &kind, &t.events, &t.amount); err != nil {
			return nil, err
		}
		found.add(unit, kind, t)
	}
	return found, rows.Err()
}

func (d database) close() error { return d.db.Close() }
