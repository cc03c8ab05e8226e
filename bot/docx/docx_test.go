package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/docx"
)

func document() *docx.Document {
	d := &docx.Document{Title: "Báo cáo <1> & 2", Creator: "Công an xã Bờ Y", Made: time.Date(2026, 10, 15, 8, 0, 0, 0, time.UTC)}
	d.Add(
		docx.Paragraph{Style: docx.Body, Align: docx.Centre, Before: 6, Keep: true, Runs: []docx.Run{{Text: "a < b & c ", Bold: true, Italic: true, Size: 13}}},
		docx.Paragraph{Rule: 30, Width: 165},
		docx.Section{},
		docx.Table{Widths: []float64{20, 30}, Heads: 1, Borders: true, Rows: [][]docx.Cell{
			{{Span: 2, Middle: true}}, {{Paragraphs: []docx.Paragraph{{}}}, {}},
		}},
		docx.Section{Landscape: true},
	)
	return d
}

func TestSameDocumentGivesSameBytes(t *testing.T) {
	t.Parallel()
	first, err := document().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := document().Bytes(); err != nil || !bytes.Equal(first, again) {
		t.Errorf("got other bytes, %v", err)
	}
}

// TestEveryPartIsWellFormed also holds that texts are escaped and that each section is set up.
func TestEveryPartIsWellFormed(t *testing.T) {
	t.Parallel()
	b, err := document().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	files, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range files.File {
		parts[f.Name] = wellFormed(t, f)
	}
	for _, want := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/header.xml", "docProps/core.xml"} {
		if parts[want] == "" {
			t.Errorf("got no %s", want)
		}
	}
	body := parts["word/document.xml"]
	for _, want := range []string{"a &lt; b &amp; c ", `<w:pgSz w:w="11906" w:h="16838">`, `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape">`, `<w:gridSpan w:val="2">`, "<w:titlePg>"} {
		if !strings.Contains(body, want) {
			t.Errorf("got no %s in %s", want, body)
		}
	}
	if got := strings.Count(body, `<w:pgNumType w:start="1">`); got != 2 {
		t.Errorf("got %d sections that begin with page 1, want 2", got)
	}
}

func wellFormed(t *testing.T, f *zip.File) string {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	dec := xml.NewDecoder(bytes.NewReader(content))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return string(content)
		} else if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
}
