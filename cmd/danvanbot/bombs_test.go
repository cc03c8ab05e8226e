package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"danvanbot/bot/sheet"
)

// TestImportBombs: the running bot, which reads what is imported, refuses small files that unpack into much, keeps its memory, goes on
// answering, and writes no part of a book to where its name says.
func TestImportBombs(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	origin := p.webOrigin()
	const begin = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">`
	bombs := map[string][]byte{
		"text.xlsx": bookOf(t, "xl/worksheets/sheet1.xml", begin+`<c r="A1" t="inlineStr"><is><t>`+strings.Repeat("x", 200<<20)),
		"tags.xlsx": bookOf(t, "xl/worksheets/sheet1.xml", begin+strings.Repeat("<c>", 4<<20)),
		"none.xlsx": bookOf(t, "xl/worksheets/sheet1.xml", strings.Repeat("\x00", 300<<20)),
		"row.csv":   []byte("\"" + strings.Repeat("x,\n", 4<<20)),
		"cells.csv": bytes.Repeat([]byte(","), 8<<20),
	}
	before := p.peak(t)
	for name, content := range bombs {
		writeAll(t, filepath.Join(p.dir, name), content)
		p.check(t, call{args: p.with("import", "$DIR/"+name, "-dry-run"), code: exitFailed, err: `too large`})
	}
	if grown := p.peak(t) - before; grown > 300<<10 {
		t.Errorf("the bot's memory grew by %d MB", grown>>10)
	}
	outside := filepath.Join(p.dir, "outside")
	writeAll(t, filepath.Join(p.dir, "paths.xlsx"), bookOf(t, "../../../../../.."+outside, "of somebody"))
	p.command("import", filepath.Join(p.dir, "paths.xlsx"), "-dry-run")
	if _, err := os.Lstat(outside); err == nil {
		t.Error("a part of a book was written outside")
	}
	newBrowserless(t, origin, "can-bo-1").ask("/trogiup", "/baocao")
}

// bookOf is a workbook with a part of some content in it.
func bookOf(t *testing.T, part, content string) []byte {
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
	for _, f := range r.File {
		if f.Name != part {
			if err := w.Copy(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	to, err := w.Create(part)
	if err == nil {
		_, err = io.WriteString(to, content)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// peak is the most memory that the running bot has had, in kB.
func (p *program) peak(t *testing.T) (kB int) {
	t.Helper()
	status := string(readAll(t, fmt.Sprintf("/proc/%d/status", p.running.cmd.Process.Pid)))
	_, after, _ := strings.Cut(status, "VmHWM:")
	if _, err := fmt.Sscan(after, &kB); err != nil {
		t.Fatal(err)
	}
	return kB
}
