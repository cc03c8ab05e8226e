package sheet

import (
	"encoding/csv"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Table is one sheet to be written.
type Table struct {
	Name string
	Rows [][]string
}

// WriteCSV writes a table as CSV with a byte order mark, for spreadsheets.
func WriteCSV(w io.Writer, t Table) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	return csv.NewWriter(w).WriteAll(t.Rows)
}

// WriteXLSX writes tables as the sheets of a book. All cells are text.
func WriteXLSX(w io.Writer, tables ...Table) error {
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // it is in memory
	for i, t := range tables {
		if err := writeSheet(book, i, t); err != nil {
			return fmt.Errorf("writing sheet %q: %w", t.Name, err)
		}
	}
	return book.Write(w)
}

func writeSheet(book *excelize.File, i int, t Table) error {
	if i == 0 {
		if err := book.SetSheetName(book.GetSheetName(0), t.Name); err != nil {
			return err
		}
	} else if _, err := book.NewSheet(t.Name); err != nil {
		return err
	}
	out, err := book.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	for n, row := range t.Rows {
		cells := make([]any, len(row))
		for c, text := range row {
			cells[c] = text
		}
		if err := out.SetRow(fmt.Sprintf("A%d", n+1), cells); err != nil {
			return err
		}
	}
	return out.Flush()
}
