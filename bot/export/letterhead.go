package export

import (
	"unicode"
	"unicode/utf8"

	"danvanbot/bot/docx"
)

// The widths of the heading's two columns, in millimetres.
const (
	leftHead  = 72
	rightHead = 93
)

// heading writes everything above the text: who, the nation's name and motto, number, date, title and addressee.
func (l *letter) heading() {
	left, right := l.state()
	if l.template.Letterhead == "party" {
		left, right = l.party()
	}
	l.doc.Add(docx.Table{
		Widths: []float64{leftHead, rightHead},
		Rows: [][]docx.Cell{
			{{Paragraphs: left}, {Paragraphs: right}},
			{
				{Paragraphs: []docx.Paragraph{{Align: docx.Centre, Before: 6, Runs: sized(13, l.number())}}},
				{Paragraphs: []docx.Paragraph{{Align: docx.Centre, Before: 6, Runs: italic(l.placeDate())}}},
			},
		},
	})
	l.doc.Add(
		docx.Paragraph{Style: docx.Caption, Before: 18, Runs: bold("BÁO CÁO")},
		docx.Paragraph{Style: docx.Caption, Runs: bold(capital(l.subject()))},
	)
	if span := l.span(); span != "" {
		l.doc.Add(docx.Paragraph{Align: docx.Centre, Keep: true, Runs: italic(span[1:])})
	}
	l.doc.Add(docx.Paragraph{Rule: 50, Width: l.page.TextWidth(), Before: 3, After: 6})
	if to := l.to(); to != "" {
		l.doc.Add(docx.Paragraph{Align: docx.Centre, Before: 6, After: 12, Runs: plain("Kính gửi: " + to + ".")})
	}
}

func (l *letter) state() (left, right []docx.Paragraph) {
	left = []docx.Paragraph{
		{Align: docx.Centre, Runs: sized(13, upper(l.superior()))},
		{Align: docx.Centre, Runs: []docx.Run{{Text: upper(l.issuer()), Bold: true, Size: 13}}},
		{Rule: 26, Width: leftHead - 2, Before: 3},
	}
	right = []docx.Paragraph{
		{Align: docx.Centre, Runs: []docx.Run{{Text: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Bold: true, Size: 12}}},
		{Align: docx.Centre, Runs: []docx.Run{{Text: "Độc lập - Tự do - Hạnh phúc", Bold: true, Size: 13}}},
		{Rule: 59, Width: rightHead - 2, Before: 3},
	}
	return left, right
}

func (l *letter) party() (left, right []docx.Paragraph) {
	left = []docx.Paragraph{
		{Align: docx.Centre, Runs: sized(13, upper(l.superior()))},
		{Align: docx.Centre, Runs: []docx.Run{{Text: upper(l.issuer()), Bold: true, Size: 13}}},
		{Align: docx.Centre, Runs: sized(13, "*")},
	}
	right = []docx.Paragraph{
		{Align: docx.Centre, Runs: []docx.Run{{Text: "ĐẢNG CỘNG SẢN VIỆT NAM", Bold: true, Size: 14}}},
		{Rule: 66, Width: rightHead - 2, Before: 3},
	}
	return left, right
}

func sized(size float64, text string) []docx.Run { return []docx.Run{{Text: text, Size: size}} }

// signature writes the recipients beside the place for the signature.
func (l *letter) signature() {
	_, head, _ := l.unit()
	left := []docx.Paragraph{{Runs: []docx.Run{{Text: "Nơi nhận:", Bold: true, Italic: true, Size: 12}}}}
	var list []string
	if l.to() != "" {
		list = append(list, "Như trên;")
	}
	for _, r := range append(append(list, l.template.Recipients...), l.template.Archive) {
		if r != "" {
			left = append(left, docx.Paragraph{Runs: sized(11, "- "+r)})
		}
	}
	signer := l.template.Signer
	if len(signer) == 0 {
		signer = []string{head}
	}
	var right []docx.Paragraph
	for _, s := range signer {
		right = append(right, docx.Paragraph{Align: docx.Centre, Runs: bold(upper(s))})
	}
	for range 5 { // room for the seal and the name
		right = append(right, docx.Paragraph{Align: docx.Centre})
	}
	l.doc.Add(docx.Paragraph{Before: 6, Keep: true}, docx.Table{
		Widths: []float64{80, 85}, Rows: [][]docx.Cell{{{Paragraphs: left}, {Paragraphs: right}}},
	})
}

// capital begins a text with a capital letter.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
