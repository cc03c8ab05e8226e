package docx

import "strconv"

type (
	width struct {
		W    int    `xml:"w:w,attr"`
		Type string `xml:"w:type,attr"`
	}
	tableBorders struct {
		Top     border `xml:"w:top"`
		Left    border `xml:"w:left"`
		Bottom  border `xml:"w:bottom"`
		Right   border `xml:"w:right"`
		InsideH border `xml:"w:insideH"`
		InsideV border `xml:"w:insideV"`
	}
	layout struct {
		Type string `xml:"w:type,attr"`
	}
	cellMargins struct {
		Left  width `xml:"w:left"`
		Right width `xml:"w:right"`
	}
	tableProps struct {
		Width   width         `xml:"w:tblW"`
		Align   val           `xml:"w:jc"`
		Borders *tableBorders `xml:"w:tblBorders"`
		Layout  layout        `xml:"w:tblLayout"`
		Margins cellMargins   `xml:"w:tblCellMar"`
	}
	gridColumn struct {
		W int `xml:"w:w,attr"`
	}
	grid struct {
		Columns []gridColumn `xml:"w:gridCol"`
	}
	rowProps struct {
		Whole on  `xml:"w:cantSplit"`
		Head  *on `xml:"w:tblHeader"`
	}
	cellProps struct {
		Width  width `xml:"w:tcW"`
		Span   *val  `xml:"w:gridSpan"`
		VAlign *val  `xml:"w:vAlign"`
	}
	tableCell struct {
		Props cellProps `xml:"w:tcPr"`
		Paras []para    `xml:"w:p"`
	}
	tableRow struct {
		Props rowProps    `xml:"w:trPr"`
		Cells []tableCell `xml:"w:tc"`
	}
	table struct {
		XMLName struct{}   `xml:"w:tbl"`
		Props   tableProps `xml:"w:tblPr"`
		Grid    grid       `xml:"w:tblGrid"`
		Rows    []tableRow `xml:"w:tr"`
	}
)

// cellMargin is the space left and right in a cell, in millimetres.
const cellMargin = 1.0

func (t Table) xml() any {
	total := 0
	e := table{Props: tableProps{
		Align: val{"center"}, Layout: layout{"fixed"},
		Margins: cellMargins{Left: width{twips(cellMargin), "dxa"}, Right: width{twips(cellMargin), "dxa"}},
	}}
	for _, w := range t.Widths {
		e.Grid.Columns = append(e.Grid.Columns, gridColumn{twips(w)})
		total += twips(w)
	}
	e.Props.Width = width{total, "dxa"}
	if t.Borders {
		line := border{Val: "single", Size: 4, Color: "000000"}
		e.Props.Borders = &tableBorders{line, line, line, line, line, line}
	}
	for y, cells := range t.Rows {
		row := tableRow{}
		if y < t.Heads {
			row.Props.Head = &on{}
		}
		at := 0
		for _, c := range cells {
			row.Cells = append(row.Cells, c.element(e.Grid.Columns[at:at+c.span()]))
			at += c.span()
		}
		e.Rows = append(e.Rows, row)
	}
	return e
}

func (c Cell) span() int { return max(c.Span, 1) }

func (c Cell) element(columns []gridColumn) tableCell {
	e := tableCell{Props: cellProps{Width: width{Type: "dxa"}}}
	for _, column := range columns {
		e.Props.Width.W += column.W
	}
	if len(columns) > 1 {
		e.Props.Span = &val{strconv.Itoa(len(columns))}
	}
	if c.Middle {
		e.Props.VAlign = &val{"center"}
	}
	for _, p := range c.Paragraphs {
		e.Paras = append(e.Paras, p.element())
	}
	if len(e.Paras) == 0 { // a cell must end with a paragraph
		e.Paras = []para{Paragraph{Style: Small}.element()}
	}
	return e
}
