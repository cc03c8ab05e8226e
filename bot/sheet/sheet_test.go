package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"danvanbot/bot/sheet"
)

func read(data []byte) (rows [][]string, lines []int, err error) {
	for row, err := range sheet.Read(data) {
		if err != nil {
			return rows, lines, err
		}
		rows, lines = append(rows, append([]string{}, row.Cells...)), append(lines, row.Line)
	}
	return rows, lines, nil
}

func TestCSV(t *testing.T) {
	t.Parallel()
	utf16 := []byte{0xff, 0xfe}
	for _, r := range "xã\tn\nBờ Y\t1\n" {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	want := [][]string{{"xã", "n"}, {"Bờ Y", "1"}}
	for name, data := range map[string]string{
		"commas":         "xã,n\nBờ Y,1\n",
		"semicolons":     "xã;n\r\nBờ Y;1",
		"tabs":           "xã\tn\nBờ Y\t1",
		"a mark":         "\ufeffxã,n\nBờ Y,1\n",
		"quotes":         "\"xã\",n\n\"Bờ Y\",1\n",
		"UTF-16":         string(utf16),
		"empty rows":     "xã,n\n,\nBờ Y,1\n,,,\n",
		"leading spaces": "xã, n\nBờ Y, 1\n",
	} {
		got, _, err := read([]byte(data))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: error %v (-want +got):\n%s", name, err, diff)
		}
	}
	_, lines, err := read([]byte("a\n\n\"b\nc\"\nd\n"))
	if diff := cmp.Diff([]int{1, 3, 5}, lines); err != nil || diff != "" {
		t.Errorf("lines: error %v (-want +got):\n%s", err, diff)
	}
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"another encoding": "x\xe3,n\n",
		"an open quote":    "a,\"b\n",
		"no book":          "PK\x03\x04 and nothing else",
		"a long cell":      strings.Repeat("a", 20_000),
		"many cells":       strings.Repeat("a,", 600),
	} {
		if _, _, err := read([]byte(data)); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
	if _, _, err := read([]byte("a\nb\nx\xe3\n")); err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("another encoding: got %v, want the line", err)
	}
}

func TestXLSX(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	for at, v := range map[string]any{"A1": "xã", "B1": "n", "A3": "Bờ Y", "B3": 350_000, "C3": 1.5, "D3": 1e15} {
		if err := book.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetCellFormula("Sheet1", "E3", "1+1"); err != nil {
		t.Fatal(err)
	}
	var data bytes.Buffer
	if err := book.Write(&data); err != nil {
		t.Fatal(err)
	}
	got, lines, err := read(data.Bytes())
	want := [][]string{{"xã", "n"}, {"Bờ Y", "350000", "1.5", "1000000000000000"}}
	if len(got) == 2 && len(got[1]) == 5 && got[1][4] == "" { // the formula was never evaluated, so there is nothing stored
		got[1] = got[1][:4]
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" || lines[1] != 3 {
		t.Errorf("lines %v, error %v (-want +got):\n%s", lines, err, diff)
	}
}

func TestWriteAndRead(t *testing.T) {
	t.Parallel()
	table := sheet.Table{Name: "Số liệu", Rows: [][]string{{"xã", "n"}, {"Bờ Y", "hơn 1.200"}}}
	var book, text bytes.Buffer
	if err := sheet.WriteXLSX(&book, table, sheet.Table{Name: "Hướng dẫn", Rows: [][]string{{"x"}}}); err != nil {
		t.Fatal(err)
	}
	if err := sheet.WriteCSV(&text, table); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"XLSX": book.Bytes(), "CSV": text.Bytes()} {
		got, _, err := read(data)
		if diff := cmp.Diff(table.Rows, got); err != nil || diff != "" {
			t.Errorf("%s: error %v (-want +got):\n%s", name, err, diff)
		}
	}
}

// TestBomb refuses a small file that says of itself that it unpacks into a gigabyte.
func TestBomb(t *testing.T) {
	t.Parallel()
	var data bytes.Buffer
	w := zip.NewWriter(&data)
	part, err := w.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, UncompressedSize64: 1 << 30, CompressedSize64: 3})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte("abc")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := read(data.Bytes()); err == nil {
		t.Errorf("got no error of %d bytes that unpack into a gigabyte", data.Len())
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("a,b\n1,2\n"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		for _, err := range sheet.Read(data) {
			if err != nil {
				return
			}
		}
	})
}

func FuzzXLSX(f *testing.F) {
	var book bytes.Buffer
	if err := sheet.WriteXLSX(&book, sheet.Table{Name: "a", Rows: [][]string{{"x", "1"}, {"y", "2"}}}); err != nil {
		f.Fatal(err)
	}
	f.Add("xl/worksheets/sheet1.xml", []byte(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>9</v></c></row></sheetData></worksheet>`))
	f.Add("xl/sharedStrings.xml", []byte(`<sst><si><t>a</t></si></sst>`))
	f.Fuzz(func(_ *testing.T, name string, part []byte) {
		data, err := replaced(book.Bytes(), name, part)
		if err != nil {
			return
		}
		for _, err := range sheet.Read(data) {
			if err != nil {
				return
			}
		}
	})
}

// replaced is a book with one of its parts replaced.
func replaced(book []byte, name string, part []byte) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		if f.Name != name {
			if err := w.Copy(f); err != nil {
				return nil, err
			}
		}
	}
	to, err := w.Create(name)
	if err != nil {
		return nil, fmt.Errorf("adding a part: %w", err)
	}
	if _, err := to.Write(part); err != nil {
		return nil, err
	}
	return out.Bytes(), w.Close()
}
