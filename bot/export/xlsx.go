package export

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"danvanbot/bot/report"
)

// The styles of cells.
const (
	thousands   = 3 // #,##0
	oneDecimal  = "#,##0.0"
	headColour  = "DDE7F3"
	headHeight  = 48 // points: three lines of a wide heading
	mostRows    = 1 << 20
	longestName = 31 // characters, a limit of Excel
)

// Xlsx writes a workbook with a sheet for each table: what the figures are of, totals, units, months, choices, targets,
// models, who is missing, and the submissions behind them. Numbers are numbers; texts are never formulas.
func Xlsx(d report.Dossier, o Options) ([]byte, error) {
	w := newWriter(d, o)
	book, err := newBook()
	if err != nil {
		return nil, err
	}
	defer func() { _ = book.file.Close() }() // it holds no file, for nothing is streamed
	for _, s := range w.sheets() {
		if err := book.add(s); err != nil {
			return nil, fmt.Errorf("writing sheet %q: %w", s.name, err)
		}
	}
	return book.bytes(d.Made.At)
}

type book struct {
	file  *excelize.File
	names map[string]bool
	style map[kind]int
	head  int
	bold  map[kind]int
}

func newBook() (book, error) {
	b := book{file: excelize.NewFile(), names: map[string]bool{}, style: map[kind]int{}, bold: map[kind]int{}}
	border := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Style: 1, Color: "A0A0A0"})
	}
	font := &excelize.Font{Family: "Times New Roman", Size: 12}
	strong := &excelize.Font{Family: "Times New Roman", Size: 12, Bold: true}
	decimal := oneDecimal
	formats := map[kind]excelize.Style{
		words:  {Border: border, Font: font, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}},
		whole:  {Border: border, Font: font, NumFmt: thousands, Alignment: &excelize.Alignment{Vertical: "top"}},
		tenths: {Border: border, Font: font, CustomNumFmt: &decimal, Alignment: &excelize.Alignment{Vertical: "top"}},
	}
	var err error
	for _, k := range []kind{words, whole, tenths} { // in a fixed order: styles are numbered as they come
		s := formats[k]
		if b.style[k], err = b.file.NewStyle(&s); err != nil {
			return b, err
		}
		s.Font = strong
		if b.bold[k], err = b.file.NewStyle(&s); err != nil {
			return b, err
		}
	}
	b.head, err = b.file.NewStyle(&excelize.Style{
		Border: border, Font: strong, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{headColour}},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true},
	})
	return b, err
}

// add writes one sheet with its heading frozen and a filter on every column.
func (b book) add(s sheet) error {
	name := b.name(s.name)
	if len(b.names) == 1 {
		if err := b.file.SetSheetName(b.file.GetSheetName(0), name); err != nil {
			return err
		}
	} else if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	if err := b.heading(name, s); err != nil {
		return err
	}
	for y, row := range s.rows[:min(len(s.rows), mostRows-1)] {
		styles := b.style
		if s.total && y == len(s.rows)-1 {
			styles = b.bold
		}
		for x, c := range row {
			if err := b.set(name, x+1, y+2, c, styles[c.kind]); err != nil {
				return err
			}
		}
	}
	return b.finish(name, s)
}

func (b book) heading(name string, s sheet) error {
	for x, head := range s.head {
		if err := b.set(name, x+1, 1, text(head), b.head); err != nil {
			return err
		}
	}
	return b.file.SetRowHeight(name, 1, headHeight)
}

func (b book) set(name string, x, y int, c cell, style int) error {
	at, err := excelize.CoordinatesToCellName(x, y)
	if err != nil {
		return err
	}
	switch {
	case c.kind == whole:
		err = b.file.SetCellInt(name, at, int64(c.number))
	case c.kind == tenths:
		err = b.file.SetCellFloat(name, at, c.number, 1, 64)
	case c.text != "":
		err = b.file.SetCellStr(name, at, c.text)
	}
	if err != nil {
		return err
	}
	return b.file.SetCellStyle(name, at, at, style)
}

// finish sets the widths, freezes the heading, filters, and prepares for printing.
func (b book) finish(name string, s sheet) error {
	for x := range s.head {
		column, err := excelize.ColumnNumberToName(x + 1)
		if err != nil {
			return err
		}
		if err := b.file.SetColWidth(name, column, column, s.width(x)); err != nil {
			return err
		}
	}
	last, err := excelize.CoordinatesToCellName(len(s.head), 1+len(s.rows)-btoi(s.total))
	if err != nil {
		return err
	}
	if err := b.file.AutoFilter(name, "A1:"+last, nil); err != nil {
		return err
	}
	if err := b.file.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return b.page(name, len(s.head) > 7)
}

func (b book) page(name string, wide bool) error {
	a4, one, none, fit := 9, 1, 0, true
	orientation := "portrait"
	if wide {
		orientation = "landscape"
	}
	if err := b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &one, FitToHeight: &none})
}

// width is that of the longest text of a column, within reason, in characters.
func (s sheet) width(x int) float64 {
	widest := min(len([]rune(s.head[x])), 14)
	for _, row := range s.rows {
		widest = max(widest, len([]rune(row[x].text)))
		if row[x].kind != words {
			widest = max(widest, 12)
		}
	}
	return float64(min(max(widest+3, 7), 60))
}

// name makes a heading fit for the tab of a sheet, each once.
func (b book) name(s string) string {
	s = strings.Trim(strings.NewReplacer(":", " ", "\\", " ", "/", " ", "?", " ", "*", " ", "[", "(", "]", ")").Replace(s), "'")
	r := []rune(s)
	name := string(r[:min(len(r), longestName)])
	for n := 2; b.names[strings.ToLower(name)]; n++ {
		tail := fmt.Sprintf(" (%d)", n)
		name = string(r[:min(len(r), longestName-len(tail))]) + tail
	}
	b.names[strings.ToLower(name)] = true
	return name
}

func (b book) bytes(made time.Time) ([]byte, error) {
	at := made.UTC().Format(time.RFC3339)
	if err := b.file.SetDocProps(&excelize.DocProperties{Creator: "danvanbot", LastModifiedBy: "danvanbot", Created: at, Modified: at}); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err := b.file.Write(&out)
	return out.Bytes(), err
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
