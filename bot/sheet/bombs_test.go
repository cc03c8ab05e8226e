package sheet_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"danvanbot/bot/sheet"
)

// zeros gives so many bytes of nothing.
func zeros(n int64) io.Reader { return io.LimitReader(nothing{}, n) }

type nothing struct{}

func (nothing) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// packed is a book whose first sheet is made of what a reader gives.
func packed(t *testing.T, content io.Reader) []byte {
	t.Helper()
	var book, out bytes.Buffer
	if err := sheet.WriteXLSX(&book, sheet.Table{Name: "a", Rows: [][]string{{"x"}}}); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(book.Bytes()), int64(book.Len()))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(&out)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	for _, f := range r.File {
		if f.Name == "xl/worksheets/sheet1.xml" {
			continue
		}
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	to, err := w.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// lying is the same book, but each of its entries says that it unpacks into no more than some bytes.
func lying(book []byte, size uint32) []byte {
	out := bytes.Clone(book)
	for at := 0; ; at++ {
		next := bytes.Index(out[at:], []byte("PK\x01\x02"))
		if next < 0 {
			return out
		}
		at += next
		field := out[at+24 : at+28]
		binary.LittleEndian.PutUint32(field, min(size, binary.LittleEndian.Uint32(field)))
	}
}

// TestRealBombs: books that are small and unpack into much are refused before they fill the memory, whether they admit it
// or not, and so are those that name a row or a column far away.
func TestRealBombs(t *testing.T) {
	t.Parallel()
	bomb := packed(t, zeros(600<<20))
	if len(bomb) > 10<<20 {
		t.Fatalf("the bomb has %d bytes: it is none", len(bomb))
	}
	cell := func(rows string) []byte {
		return packed(t, strings.NewReader(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+rows+`</sheetData></worksheet>`))
	}
	tests := map[string][]byte{
		"600 MB":                   bomb,
		"600 MB that say 1 kB":     lying(bomb, 1000),
		"row two thousand million": cell(`<row r="2000000000"><c r="A2000000000" t="inlineStr"><is><t>x</t></is></c></row>`),
		"the last column":          cell(`<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>`),
		"a cell of 20 MB":          cell(`<row r="1"><c r="A1" t="inlineStr"><is><t>` + strings.Repeat("x", 20<<20) + `</t></is></c></row>`),
		"entities that grow":       packed(t, strings.NewReader(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`)),
	}
	for name, data := range tests {
		rows, _, err := read(data)
		if err == nil && len(rows) > 0 {
			t.Errorf("%s: got %d rows and no error", name, len(rows))
		}
	}
}

// TestHungryFiles: a small file that would make a parser keep much at once, or one whose end is missing, is refused at little cost.
func TestHungryFiles(t *testing.T) {
	t.Parallel()
	const begin = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">`
	tests := map[string][]byte{
		"a text of 300 MB":           packed(t, io.MultiReader(strings.NewReader(begin+`<c r="A1" t="inlineStr"><is><t>`), zeros(300<<20))),
		"a text of 1 MB":             packed(t, strings.NewReader(begin+`<c r="A1" t="inlineStr"><is><t>`+strings.Repeat("x", 1<<20)+`</t></is></c></row></sheetData></worksheet>`)),
		"a tag of 1 MB":              packed(t, strings.NewReader(begin+`<c r="`+strings.Repeat("x", 1<<20)+`"/></row></sheetData></worksheet>`)),
		"a million tags within tags": packed(t, strings.NewReader(begin+strings.Repeat("<c>", 1<<20))),
		"without its end":            packed(t, strings.NewReader(begin+`<c r="A1" t="inlineStr"><is><t>x</t></is></c>`)),
		"CSV: a quote never closed":  []byte("a,b\n\"" + strings.Repeat("x,\n", 1<<20)),
		"CSV: two million cells":     bytes.Repeat([]byte(","), 2<<20),
		"CSV: a line of some MB":     bytes.Repeat([]byte("x"), 3<<20),
	}
	for name, data := range tests {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		rows, _, err := read(data)
		runtime.ReadMemStats(&after)
		if err == nil || len(rows) > 1 {
			t.Errorf("%s: got %d rows and error %v", name, len(rows), err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 256<<20 { // others may allocate meanwhile
			t.Errorf("%s: took %d MB", name, took>>20)
		}
	}
}

// TestTameBooks: what stands in a book of a friend is no reason to refuse it.
func TestTameBooks(t *testing.T) {
	t.Parallel()
	book := packed(t, strings.NewReader(`<?xml version="1.0"?><!-- don't --><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" a='1>2"'>`+
		`<sheetPr b="3>4"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a > b/></t></is></c></row></sheetData></worksheet>`))
	rows, _, err := read(book)
	if err != nil || len(rows) != 1 {
		t.Errorf("got %d rows and error %v", len(rows), err)
	}
}

// TestWrittenCellsAreText: nothing that is written into a book is taken for a formula.
func TestWrittenCellsAreText(t *testing.T) {
	t.Parallel()
	row := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", `=HYPERLINK("http://x")`}
	var data bytes.Buffer
	if err := sheet.WriteXLSX(&data, sheet.Table{Name: "a", Rows: [][]string{row}}); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&data)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close() //nolint:errcheck // it was read
	for i := range row {
		at := fmt.Sprintf("%c1", 'A'+i)
		if f, err := book.GetCellFormula("a", at); f != "" || err != nil {
			t.Errorf("%s: got formula %q, error %v", at, f, err)
		}
		if kind, err := book.GetCellType("a", at); kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString || err != nil {
			t.Errorf("%s: got type %v, error %v, want text", at, kind, err)
		}
	}
}
