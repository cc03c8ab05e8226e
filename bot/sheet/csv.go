package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// csvRows reads CSV until yield returns false.
func csvRows(data []byte, yield func(Row) bool) error {
	text, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), data)
	if err != nil {
		return fmt.Errorf("the file is no text: %w", err)
	}
	if !utf8.Valid(text) {
		return fmt.Errorf("line %d is not in UTF-8; save the file as CSV UTF-8", badLine(text))
	}
	rest := &budget{of: bytes.NewReader(text)}
	r := csv.NewReader(rest)
	r.Comma, r.FieldsPerRecord, r.ReuseRecord, r.TrimLeadingSpace = comma(text), -1, true, true
	for {
		rest.left = maxRecord
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, ErrTooLarge):
			return err
		case err != nil:
			return fmt.Errorf("the file is no CSV: %w", err)
		}
		line, _ := r.FieldPos(0)
		if !yield(Row{line, cells}) {
			return nil
		}
	}
}

// maxRecord is how many bytes of a file one row may take: the reader keeps it whole, and a quote that is never closed makes one of
// all that follows.
const maxRecord = 1 << 20

// budget reads no more than is left.
type budget struct {
	of   io.Reader
	left int
}

// Read fails with ErrTooLarge where nothing is left.
func (b *budget) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, ErrTooLarge
	}
	n, err := b.of.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// badLine is the first line that is not UTF-8.
func badLine(text []byte) int {
	line := 1
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		text = text[size:]
	}
	return line
}

// comma finds what separates cells: what the first line that is no remark has most of.
func comma(text []byte) rune {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) == 0 || line[0] == '#' || bytes.HasPrefix(line, []byte(`"#`)) {
			continue
		}
		best, most := ',', bytes.Count(line, []byte(","))
		for _, c := range ";\t" {
			if n := bytes.Count(line, []byte(string(c))); n > most {
				best, most = c, n
			}
		}
		return best
	}
	return ','
}
