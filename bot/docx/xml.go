package docx

import (
	"encoding/xml"
	"math"
	"strconv"
)

// The elements of WordprocessingML that are used, in the order that the schema asks for.
type (
	val struct {
		Val string `xml:"w:val,attr"`
	}
	on struct{}

	border struct {
		Val   string `xml:"w:val,attr"`
		Size  int    `xml:"w:sz,attr"`
		Space int    `xml:"w:space,attr"`
		Color string `xml:"w:color,attr"`
	}
	paraBorders struct {
		Top border `xml:"w:top"`
	}
	spacing struct {
		Before *int   `xml:"w:before,attr,omitempty"`
		After  *int   `xml:"w:after,attr,omitempty"`
		Line   int    `xml:"w:line,attr,omitempty"`
		Rule   string `xml:"w:lineRule,attr,omitempty"`
	}
	indent struct {
		Left  int `xml:"w:left,attr"`
		Right int `xml:"w:right,attr"`
		First int `xml:"w:firstLine,attr"`
	}
	paraProps struct {
		Style   val          `xml:"w:pStyle"`
		Keep    *on          `xml:"w:keepNext"`
		Borders *paraBorders `xml:"w:pBdr"`
		Spacing *spacing     `xml:"w:spacing"`
		Indent  *indent      `xml:"w:ind"`
		Align   *val         `xml:"w:jc"`
		Section *sectProps   `xml:"w:sectPr"`
	}
	runProps struct {
		Bold     *on  `xml:"w:b"`
		Italic   *on  `xml:"w:i"`
		Size     *val `xml:"w:sz"`
		SizeElse *val `xml:"w:szCs"`
	}
	runText struct {
		Space string `xml:"xml:space,attr"`
		Text  string `xml:",chardata"`
	}
	run struct {
		Props runProps `xml:"w:rPr"`
		Text  runText  `xml:"w:t"`
	}
	para struct {
		XMLName struct{}  `xml:"w:p"`
		Props   paraProps `xml:"w:pPr"`
		Runs    []run     `xml:"w:r"`
	}

	pageSize struct {
		Width  int    `xml:"w:w,attr"`
		Height int    `xml:"w:h,attr"`
		Orient string `xml:"w:orient,attr,omitempty"`
	}
	margins struct {
		Top    int `xml:"w:top,attr"`
		Right  int `xml:"w:right,attr"`
		Bottom int `xml:"w:bottom,attr"`
		Left   int `xml:"w:left,attr"`
		Header int `xml:"w:header,attr"`
		Footer int `xml:"w:footer,attr"`
		Gutter int `xml:"w:gutter,attr"`
	}
	headerRef struct {
		Type string `xml:"w:type,attr"`
		ID   string `xml:"r:id,attr"`
	}
	pageNumbers struct {
		Start int `xml:"w:start,attr"`
	}
	sectProps struct {
		XMLName struct{}    `xml:"w:sectPr"`
		Header  headerRef   `xml:"w:headerReference"`
		Type    val         `xml:"w:type"`
		Size    pageSize    `xml:"w:pgSz"`
		Margins margins     `xml:"w:pgMar"`
		Numbers pageNumbers `xml:"w:pgNumType"`
		Title   on          `xml:"w:titlePg"` // another header on the first page: none
	}
)

// twips turns millimetres into twentieths of a point.
func twips(mm float64) int { return int(math.Round(mm * 1440 / 25.4)) }

func points(pt float64) *int {
	n := int(math.Round(20 * pt))
	return &n
}

func (p Paragraph) xml() any { return p.element() }

func (p Paragraph) element() para {
	style := p.Style
	if style == "" {
		style = Normal
	}
	e := para{Props: paraProps{Style: val{string(style)}}}
	if p.Keep {
		e.Props.Keep = &on{}
	}
	if p.Align != "" {
		e.Props.Align = &val{string(p.Align)}
	}
	if p.Before != 0 || p.After != 0 {
		e.Props.Spacing = &spacing{Before: points(p.Before), After: points(p.After)}
	}
	for _, r := range p.Runs {
		e.Runs = append(e.Runs, r.element())
	}
	if p.Rule > 0 {
		p.rule(&e)
	}
	return e
}

// rule makes an empty low paragraph whose upper border is the line.
func (p Paragraph) rule(e *para) {
	side := twips(max(0, (p.Width-p.Rule)/2))
	e.Props.Borders = &paraBorders{Top: border{Val: "single", Size: 6, Space: 1, Color: "000000"}}
	e.Props.Indent = &indent{Left: side, Right: side}
	e.Props.Spacing = &spacing{Before: points(p.Before), After: points(p.After), Line: 120, Rule: "exact"}
}

func (r Run) element() run {
	e := run{Text: runText{Space: "preserve", Text: r.Text}}
	if r.Bold {
		e.Props.Bold = &on{}
	}
	if r.Italic {
		e.Props.Italic = &on{}
	}
	if r.Size > 0 {
		size := &val{strconv.Itoa(int(math.Round(2 * r.Size)))}
		e.Props.Size, e.Props.SizeElse = size, size
	}
	return e
}

func (s Section) xml() any { return s.props() }

// props numbers the pages from 1: an appendix is numbered by itself.
func (s Section) props() *sectProps {
	p := &sectProps{
		Header: headerRef{Type: "default", ID: headerID}, Type: val{"nextPage"}, Numbers: pageNumbers{Start: 1},
		Size:    pageSize{Width: twips(210), Height: twips(297)},
		Margins: margins{Top: twips(20), Right: twips(15), Bottom: twips(20), Left: twips(30), Header: twips(10), Footer: twips(10)},
	}
	if s.Landscape {
		p.Size = pageSize{Width: twips(297), Height: twips(210), Orient: "landscape"}
		p.Margins = margins{Top: twips(25), Right: twips(20), Bottom: twips(20), Left: twips(20), Header: twips(10), Footer: twips(10)}
	}
	return p
}

// body puts each section's set-up where Word wants it: into the last paragraph of the section, and of the last section
// behind everything.
func (d *Document) body() []any {
	var list []any
	for i, b := range d.blocks {
		s, ok := b.(*sectProps)
		if !ok || i == len(d.blocks)-1 {
			list = append(list, b)
			continue
		}
		list = append(list, para{Props: paraProps{Style: val{string(Normal)}, Spacing: &spacing{Line: 20, Rule: "exact"}, Section: s}})
	}
	return list
}

type document struct {
	XMLName struct{} `xml:"w:document"`
	W       string   `xml:"xmlns:w,attr"`
	R       string   `xml:"xmlns:r,attr"`
	Body    struct {
		Blocks []any
	} `xml:"w:body"`
}

func (d *Document) xml() ([]byte, error) {
	e := document{W: "http://schemas.openxmlformats.org/wordprocessingml/2006/main", R: "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}
	e.Body.Blocks = d.body()
	b, err := xml.Marshal(e)
	return append([]byte(xml.Header), b...), err
}
