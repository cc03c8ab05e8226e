package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
)

// Row is one row of a table. Cells is valid until the next one is read.
type Row struct {
	Line  int // of the file, from 1
	Cells []string
}

// The limits of a table.
const (
	MaxBytes = 256 << 20 // of a file
	maxRows  = 1 << 20
	maxCells = 500    // of a row
	maxCell  = 16_000 // bytes of a cell
)

// ErrTooLarge is returned for a file beyond the limits.
var ErrTooLarge = errors.New("the table is too large; split it into several files")

// Read gives the rows of a file: of a book's first sheet if it is XLSX, else of CSV. Empty rows are left out. An error ends it.
func Read(data []byte) iter.Seq2[Row, error] {
	read := csvRows
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		read = xlsxRows
	}
	return func(yield func(Row, error) bool) {
		if len(data) > MaxBytes {
			yield(Row{}, ErrTooLarge)
			return
		}
		n := 0
		err := read(data, func(row Row) bool {
			if n++; n > maxRows {
				return yield(row, ErrTooLarge) && false
			}
			err := row.check()
			return row.empty() || yield(row, err) && err == nil
		})
		if err != nil {
			yield(Row{}, err)
		}
	}
}

func (r Row) check() error {
	if len(r.Cells) > maxCells {
		return fmt.Errorf("line %d: %w", r.Line, ErrTooLarge)
	}
	for _, c := range r.Cells {
		if len(c) > maxCell {
			return fmt.Errorf("line %d: %w", r.Line, ErrTooLarge)
		}
	}
	return nil
}

func (r Row) empty() bool {
	for _, c := range r.Cells {
		if c != "" {
			return false
		}
	}
	return true
}
