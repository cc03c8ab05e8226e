package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// errNoBook is returned for what cannot be read as a book. What the library says of it may hold what the cells say.
var errNoBook = errors.New("the file is no workbook that can be read, or a damaged or too large one")

// xlsxRows reads the first sheet of a book until yield returns false.
func xlsxRows(data []byte, yield func(Row) bool) (err error) {
	defer func() {
		if recover() != nil { // the library is made for files of friends
			err = errNoBook
		}
	}()
	if !tame(data) {
		return errNoBook
	}
	limit := unzipLimit(len(data))
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: limit, UnzipXMLSizeLimit: limit, // all in memory: nothing is left on the disk
	})
	if err != nil {
		return errNoBook
	}
	defer book.Close() //nolint:errcheck // it was read
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		return errors.New("the workbook counts days from 1904; save it as CSV")
	}
	return sheetRows(book, yield)
}

func sheetRows(book *excelize.File, yield func(Row) bool) error {
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return errNoBook
	}
	rows, err := book.Rows(sheets[0])
	if err != nil {
		return errNoBook
	}
	defer rows.Close() //nolint:errcheck // it was read
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("line %d: %w", line, errNoBook)
		}
		for i := range cells {
			cells[i] = plainNumber(cells[i])
		}
		if !yield(Row{line, cells}) {
			return nil
		}
	}
	if rows.Error() != nil {
		return errNoBook
	}
	return nil
}

// plainNumber writes a whole number in digits, which books may store as 1.2E+3.
func plainNumber(cell string) string {
	if !strings.ContainsAny(cell, "eE") || strings.Trim(cell, "0123456789.+-eE") != "" {
		return cell
	}
	f, err := strconv.ParseFloat(cell, 64)
	if err != nil || f != float64(int64(f)) {
		return cell
	}
	return strconv.FormatInt(int64(f), 10)
}
