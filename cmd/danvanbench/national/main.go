// National measures the country: 3,321 communes in 34 provinces and ten years of reports, asked of danvanbot, SQLite and
// PostgreSQL on the same rows in one run. Each of the two gets what it is good at twice: GROUP BY over the reports, and a
// table of sums by unit and month kept beside them.
//
//	go -C cmd/danvanbench run ./national -n 8000000 -postgres 'host=/tmp dbname=postgres'
//
// Promised: every answer is compared with every other before anything is timed. Not promised: that the databases are
// tuned beyond what their manuals say first; the settings stand in the code.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"text/tabwriter"
	"time"

	"danvanbot/bot"
)

func main() {
	var o options
	flag.IntVar(&o.n, "n", 100_000, "how many reports")
	flag.StringVar(&o.dir, "dir", "", "folder for the files; none: a new one, removed at the end")
	flag.BoolVar(&o.filled, "filled", false, "the files and the server hold the reports already, of a run with -dir and without -merge")
	flag.BoolVar(&o.merge, "merge", true, "merge three communes at the end")
	flag.StringVar(&o.postgres, "postgres", "", "how to reach a PostgreSQL server; none: it is left out")
	flag.DurationVar(&o.slow, "slow", 10*time.Second, "how long a slow question is asked again and again at most")
	flag.Parse()
	bot.SpareCollector() // as the program does
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, o); err != nil {
		fmt.Fprintln(os.Stderr, "national:", err)
		os.Exit(1) //nolint:gocritic // nothing is left to be done
	}
}

type options struct {
	n             int
	dir           string
	filled, merge bool
	postgres      string
	slow          time.Duration
}

func run(ctx context.Context, out io.Writer, o options) (err error) {
	if o.dir == "" {
		if o.dir, err = os.MkdirTemp("", "danvan-national-*"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(o.dir)) }()
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(out, "%d communes, %d reports of ten years\n\n", communes, o.n)
	all, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer func() {
		for _, s := range all {
			err = errors.Join(err, s.close())
		}
	}()
	if !o.filled {
		if err := fillAll(ctx, w, all, o.n); err != nil {
			return err
		}
	}
	for _, q := range questions {
		if err := agree(ctx, all, q); err != nil {
			return err
		}
		if err := ask(ctx, w, all, q, o.slow); err != nil {
			return err
		}
	}
	if o.merge {
		if err := merge(ctx, w, all[0].(*ours)); err != nil {
			return err
		}
	}
	return w.Flush()
}

// open makes the stores; ours comes first.
func open(ctx context.Context, o options) ([]store, error) {
	own, err := openOurs(filepath.Join(o.dir, "danvanbot"))
	if err != nil {
		return nil, fmt.Errorf("danvanbot: %w", err)
	}
	lite, err := openSQLite(ctx, filepath.Join(o.dir, "reports.sqlite"), o.filled)
	if err != nil {
		return nil, fmt.Errorf("SQLite: %w", err)
	}
	all := []store{own, lite}
	if o.postgres != "" {
		server, err := openPostgres(ctx, o.postgres, o.filled)
		if err != nil {
			return nil, fmt.Errorf("PostgreSQL: %w", err)
		}
		all = append(all, server)
	}
	return all, nil
}
