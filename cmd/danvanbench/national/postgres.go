package main

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgres is a PostgreSQL server as it was started by whoever runs this.
type postgres struct{ database }

func openPostgres(ctx context.Context, dsn string, filled bool) (*postgres, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	if !filled {
		_, err = db.ExecContext(ctx, "DROP TABLE IF EXISTS reports; DROP TABLE IF EXISTS sums; "+tables)
	}
	return &postgres{database{"PostgreSQL", db}}, err
}

func (p *postgres) fill(ctx context.Context, n int) error {
	conn, err := p.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // goes back into the pool
	err = conn.Raw(func(driver any) error {
		next, stop := iter.Pull(reports(n))
		defer stop()
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{"reports"}, []string{"commune", "day", "month", "kind", "amount"},
			pgx.CopyFromFunc(func() ([]any, error) {
				r, ok := next()
				if !ok {
					return nil, nil
				}
				return []any{int32(r.commune), int32(r.day), int32(monthOf(r.day)), int32(r.kind), r.amount}, nil
			}))
		return err
	})
	if err != nil {
		return fmt.Errorf("copying: %w", err)
	}
	_, err = p.db.ExecContext(ctx, indexes)
	return err
}

func (p *postgres) size(ctx context.Context) (size int64, err error) {
	err = p.db.QueryRowContext(ctx, "SELECT pg_total_relation_size('reports') + pg_total_relation_size('sums')").Scan(&size)
	return size, err
}
