package export

import (
	"fmt"
	"strings"

	"danvanbot/bot/docx"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
)

// reviewDays is from how many days on a report is a review.
const reviewDays = 365

// Docx writes the report of a period, or the review of a year and more, in the form of Decree 30/2020: a draft in
// Vietnamese with the number, the assessment and the signature left blank. The tables stand in appendices.
func Docx(d report.Dossier, o Options) ([]byte, error) {
	o.Lang = i18n.VI
	l := letter{w: newWriter(d, o), template: DefaultTemplate(), page: docx.Section{}}
	if o.Template != nil {
		l.template = *o.Template
	}
	l.w.more, l.outline = l.template.More, l.template.Periodic
	if l.isReview() {
		l.outline = l.template.Review
	}
	l.doc = &docx.Document{Title: "Báo cáo " + l.subject(), Creator: d.Summary.Name, Made: d.Made.At}
	l.plan()
	l.heading()
	l.body()
	l.signature()
	l.doc.Add(l.page)
	l.write()
	return l.doc.Bytes()
}

// letter is a report on its way to paper.
type letter struct {
	w          writer
	template   Template
	outline    Outline
	doc        *docx.Document
	page       docx.Section
	appendices []appendix
}

func (l *letter) isReview() bool { return l.w.d.Summary.Period.Range.Days() >= reviewDays }

// The names in the letter.

func (l *letter) issuer() string { return first(l.template.Issuer, l.w.d.Summary.Name) }

func (l *letter) superior() string { return first(l.template.Superior, l.w.d.Above, l.template.Top) }

func (l *letter) to() string { return first(l.template.To, l.w.d.Above, l.template.Top) }

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// kinds are the words that say what kind of unit's police it is, with the letter of its symbol and the office of its head.
var kinds = []struct{ word, symbol, head string }{
	{"tỉnh", "CAT", "GIÁM ĐỐC"},
	{"thành phố", "CATP", "GIÁM ĐỐC"},
	{"huyện", "CAH", "TRƯỞNG CÔNG AN HUYỆN"},
	{"thị xã", "CATX", "TRƯỞNG CÔNG AN THỊ XÃ"},
	{"thị trấn", "CATT", "TRƯỞNG CÔNG AN THỊ TRẤN"},
	{"phường", "CAP", "TRƯỞNG CÔNG AN PHƯỜNG"},
	{"xã", "CAX", "TRƯỞNG CÔNG AN XÃ"},
}

// unit takes the unit's name apart: "Công an xã Bờ Y" is of Bờ Y.
func (l *letter) unit() (symbol, head, place string) {
	name := l.w.d.Summary.Name
	rest, ok := strings.CutPrefix(name, "Công an ")
	for _, k := range kinds {
		if place, is := strings.CutPrefix(rest, k.word+" "); ok && is {
			return k.symbol, k.head, place
		}
	}
	return "CA", "THỦ TRƯỞNG ĐƠN VỊ", rest
}

func (l *letter) symbol() string {
	symbol, _, _ := l.unit()
	return first(l.template.Symbol, "BC-"+symbol)
}

func (l *letter) number() string {
	if l.template.Letterhead == "party" {
		return "Số           -" + strings.ReplaceAll(l.symbol(), "-", "/")
	}
	return "Số:           /" + l.symbol()
}

// placeDate is "Quảng Ngãi, ngày 05 tháng 02 năm 2026": a 0 before days below 10 and the months 1 and 2.
func (l *letter) placeDate() string {
	_, _, place := l.unit()
	at := l.w.d.Made.At
	month := fmt.Sprint(int(at.Month()))
	if at.Month() < 3 {
		month = "0" + month
	}
	return fmt.Sprintf("%s, ngày %02d tháng %s năm %d", first(l.template.Place, place), at.Day(), month, at.Year())
}

func (l *letter) subject() string { return l.outline.Subject + " " + l.period() }

// period is the period in a sentence: "tháng 10 năm 2026", "từ ngày 17/6/2010 đến ngày 07/02/2020".
func (l *letter) period() string {
	p := l.w.d.Summary.Period
	year := fmt.Sprintf(" năm %d", p.Year)
	switch p.Kind {
	case period.Month:
		month := fmt.Sprint(p.Index)
		if p.Index < 3 {
			month = "0" + month
		}
		return "tháng " + month + year
	case period.Quarter:
		return "quý " + []string{"I", "II", "III", "IV"}[p.Index-1] + year
	case period.Half:
		return []string{"6 tháng đầu", "6 tháng cuối"}[p.Index-1] + year
	case period.NineMonths:
		return "9 tháng đầu" + year
	case period.Year:
		return strings.TrimSpace(year)
	case period.Day:
		return "ngày " + day(p.Range.To)
	default:
		return "từ ngày " + day(p.Range.From) + " đến ngày " + day(p.Range.To)
	}
}

// span are the days of the period where its name does not say them.
func (l *letter) span() string {
	p := l.w.d.Summary.Period
	if p.Kind == period.Day || p.Kind == period.Span {
		return ""
	}
	return " (từ ngày " + day(p.Range.From) + " đến ngày " + day(p.Range.To) + ")"
}

// day writes a day as offices do: 07/02/2020, but 17/6/2010.
func day(d period.Date) string {
	y, m, dd := d.YMD()
	if m < 3 {
		return fmt.Sprintf("%02d/%02d/%d", dd, m, y)
	}
	return fmt.Sprintf("%02d/%d/%d", dd, m, y)
}

func (l *letter) fillIn(text string) string {
	return strings.NewReplacer("{issuer}", l.issuer(), "{period}", l.period()).Replace(text)
}

// upper writes a name in capitals; Vietnamese ones have their accents.
func upper(s string) string { return strings.ToUpper(s) }

// The paragraphs that are used everywhere.

func plain(text string) []docx.Run { return []docx.Run{{Text: text}} }

func bold(text string) []docx.Run { return []docx.Run{{Text: text, Bold: true}} }

func italic(text string) []docx.Run { return []docx.Run{{Text: text, Italic: true}} }

func (l *letter) para(text string) {
	if text != "" {
		l.doc.Add(docx.Paragraph{Style: docx.Body, Runs: plain(text)})
	}
}
