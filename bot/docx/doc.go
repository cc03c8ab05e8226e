// Package docx writes Word documents: paragraphs, tables, and sections with page numbers, in the form that Vietnamese
// offices use (A4, Times New Roman, the number of the page centred in the top margin and not on a section's first page).
//
// Promised: the same Document gives the same bytes; texts are escaped; sizes are what they say. Not promised: reading,
// pictures, lists, or anything else that a report does not need.
//
// It is written by hand because no library that can be had does what a report needs:
//
//	library                   licence  upkeep            tables  headers  sections  page numbers from 1  same bytes
//	gomutex/godocx            MIT      rests since 2025-08  yes  by hand  several   missing              yes
//	fumiama/go-docx           AGPL     2025-05           yes     missing  one       missing              map order
//	nguyenthenguyen/docx      MIT      rests since 2023-06  fills in texts of a file that exists, nothing else
//	unidoc/unioffice          paid
//	baliance/gooxml           AGPL, abandoned
//	lukasjarosch/go-docx, mmonterroca/docxgo, ubavic/godocx (the fork of godocx): not served as modules
//
// With godocx, whose fork calls it unmaintained, the parts for headers, styles, properties and relations would still be written by hand, and the appendices
// of a report, each of which is numbered by itself, could not be numbered at all.
package docx

import "time"

// Document is what is written. Its blocks are Paragraph, Table and Section; a Section ends what stands before it.
type Document struct {
	Title   string
	Creator string
	Made    time.Time
	blocks  []any
}

// Add appends blocks.
func (d *Document) Add(blocks ...Block) {
	for _, b := range blocks {
		d.blocks = append(d.blocks, b.xml())
	}
}

// Block is a Paragraph, a Table or a Section.
type Block interface{ xml() any }

// Section sets up the pages of all blocks since the Section before. The last block of a document is one.
type Section struct {
	Landscape bool
}

// TextWidth is the width between the margins, in millimetres.
func (s Section) TextWidth() float64 {
	if s.Landscape {
		return 297 - 20 - 20
	}
	return 210 - 30 - 15
}

// Align is how lines are aligned.
type Align string

// The ways to align. The zero Align is the style's.
const (
	Left    Align = "left"
	Centre  Align = "center"
	Right   Align = "right"
	Justify Align = "both"
)

// Style names a style of paragraphs; a clerk can change it in Word for the whole document.
type Style string

// The styles.
const (
	Normal  Style = "Normal"      // 14 pt, no space around
	Body    Style = "BodyText"    // 14 pt, justified, first line indented, 6 pt after
	Part    Style = "Heading1"    // I.
	Chapter Style = "Heading2"    // 1.
	Small   Style = "TableText"   // 11 pt, in tables
	Caption Style = "CaptionText" // titles, bold and centred
)

// Paragraph is one paragraph.
type Paragraph struct {
	Style  Style // default Normal
	Align  Align
	Before float64 // space before, in points
	After  float64 // space after, in points
	Keep   bool    // stays on the page of the next paragraph
	Rule   float64 // draws a line of so many millimetres in the middle of Width instead of a text
	Width  float64 // of the cell or page that the Rule is in, in millimetres
	Runs   []Run
}

// Run is a piece of text in one form.
type Run struct {
	Text   string
	Bold   bool
	Italic bool
	Size   float64 // in points; 0: the style's
}

// Table is a table of fixed widths.
type Table struct {
	Widths  []float64 // of the columns, in millimetres
	Heads   int       // how many rows are repeated on each page
	Borders bool
	Rows    [][]Cell
}

// Cell is one cell; it spans Span columns, or one.
type Cell struct {
	Paragraphs []Paragraph
	Span       int
	Middle     bool // in the middle of its height
}
