// Turns sets danvanbot's durable turns beside what else could take them, on the same machine in one run: goflow with its
// sessions in SQLite, SQLite and PostgreSQL with rows of the same content, and bare bbolt with plain keys.
//
//	go -C cmd/danvanbench run ./turns -postgres 'host=/tmp dbname=postgres'
//
// What is equal: the reports and the turns; that a turn counts once it is synced to the disk (SQLite with synchronous=full,
// PostgreSQL and bbolt as they are by default); that 256 chats each wait for their answer, and what waits is committed
// together, at most 512 turns; the rows of a turn, with a journal chained by hashes, an outbox, a set of seen updates, two
// indexes of submissions, and sums by day and by month of the unit and of the whole. Before anything is timed all must sum
// up the same in every month.
//
// What is not: danvanbot and goflow run a dialogue, each with its own engine, the others are handed what danvanbot kept and
// said at the same line. danvanbot reads Vietnamese, checks, tells duplicates, and sums for each unit above as well, for
// any days; a flow of goflow tests a date, two numbers and a word. danvanbot works on the next batch while one is
// committed, so it takes 128 turns at most and leaves the rest to that one; the loop of the others waits. It keeps the last
// 32 submissions of a person in one row, the others an index of all. danvanbot's month is what /summary answers (with the
// month before, what is missing, and labels), the others read ready sums of that one month. danvanbot's import is its
// command, which checks each cell, name and day, for each file a process; the others take the rows as they are. Its start is
// its program's, the others' that of this one; the memory of PostgreSQL is that of the client alone, and its server runs
// already. goflow has SQLite's file, and no import of its own.
//
// The chats report days of the last weeks, after all rows of files, and are few: for all systems alike the rows of a turn lie
// close together, closer than in a file of some years' use. 'danvanbot bench' has such a one.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"text/tabwriter"

	"danvanbot/bot/bench"
)

func main() {
	var o options
	flag.StringVar(&o.dir, "dir", "", "empty folder for the files; none: a new one, removed at the end")
	flag.StringVar(&o.postgres, "postgres", "", "how to reach a PostgreSQL server; none: it is left out")
	flag.BoolVar(&o.large, "large", false, "grow to 8,000,000 rows")
	flag.IntVar(&o.most, "most", 1_000_000, "leave larger sizes out")
	flag.IntVar(&o.runs, "runs", 5, "how often everything is measured")
	flag.StringVar(&o.first, "first", "", "only open one system over the folder's files, and take one turn")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, os.Stderr, o); err != nil {
		fmt.Fprintln(os.Stderr, "turns:", err)
		os.Exit(1) //nolint:gocritic // nothing is left to be done
	}
}

type options struct {
	dir, postgres, first string
	large                bool
	most, runs           int
}

// sizes are how many rows of files the systems hold in turn.
func (o options) sizes() []int {
	var list []int
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		if n <= o.most {
			list = append(list, n)
		}
	}
	if o.large {
		list = append(list, 8_000_000)
	}
	return list
}

func run(ctx context.Context, out, log io.Writer, o options) (err error) {
	if o.first != "" {
		return first(ctx, out, o)
	}
	p, drop, err := newPlace(ctx, o.dir, o.postgres)
	if drop != nil {
		defer func() { err = errors.Join(err, drop()) }()
	}
	if err != nil {
		return err
	}
	if o.postgres == "" {
		fmt.Fprintln(log, "PostgreSQL is left out: no server is named with -postgres")
	} else {
		if err := dropPostgres(ctx, o.postgres); err != nil {
			return fmt.Errorf("PostgreSQL: %w", err)
		}
		defer func() { err = errors.Join(err, dropPostgres(context.WithoutCancel(ctx), o.postgres)) }()
	}
	c := &comparison{place: p, runs: o.runs, log: log}
	if c.systems, err = p.systems(); err != nil {
		return err
	}
	fmt.Fprintf(out, "medians of %d runs (least–most); %d chats at once, each waits for its commit\n\n", o.runs, bench.Chats)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, rows := range o.sizes() {
		found, err := c.atSize(ctx, rows)
		if err != nil {
			return err
		}
		printMeasured(w, rows, found)
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return nil
}
