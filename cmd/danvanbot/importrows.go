package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"danvanbot/bot/importer"
	"danvanbot/bot/sheet"
)

// maxFaults is how many faults are printed; their number is always told.
const maxFaults = 300

// errFaults is returned for a file with faults, of which nothing was taken in.
var errFaults = errors.New("nothing was imported")

// rowReader reads the rows of one file.
type rowReader[V any] interface {
	Row(line int, cells []string) (V, []importer.Fault)
}

// readRow is what became of one row of a file.
type readRow[V any] struct {
	value  V
	faults []importer.Fault
	err    error // the file cannot be read on
}

// readRows reads the rows of a file, with a reader that is made for its header.
func readRows[V any](data []byte, open func(line int, header []string) (rowReader[V], []importer.Fault)) iter.Seq[readRow[V]] {
	return func(yield func(readRow[V]) bool) {
		var r rowReader[V]
		for row, err := range sheet.Read(data) {
			var read readRow[V]
			switch {
			case err != nil:
				read.err = err
			case r == nil && strings.HasPrefix(row.Cells[0], "#"): // an explanation of the template
				continue
			case r == nil:
				if r, read.faults = open(row.Line, row.Cells); len(read.faults) == 0 {
					continue
				}
				read.err = fmt.Errorf("%w: %d faults in the header", errFaults, len(read.faults))
			default:
				read.value, read.faults = r.Row(row.Line, row.Cells)
			}
			if !yield(read) || read.err != nil {
				return
			}
		}
	}
}

// faultless are the rows of a file up to the first fault. All faults are printed, and then returned as an error.
func faultless[V any](ctx context.Context, a *app, rows iter.Seq[readRow[V]]) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		var none V
		faults := 0
		for row := range ahead(rows) {
			for _, f := range row.faults {
				if faults++; faults <= maxFaults {
					fmt.Fprintln(a.err, a.faultLine(f))
				}
			}
			if err := cmp.Or(row.err, ctx.Err()); err != nil {
				yield(none, err)
				return
			}
			if faults == 0 && !yield(row.value, nil) {
				return
			}
		}
		if faults > 0 {
			yield(none, fmt.Errorf("%w: %d faults, of which at most %d are shown", errFaults, faults, maxFaults))
		}
	}
}
