package export

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"danvanbot/bot/docx"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/report"
)

// blankLines is how many dotted lines a blank has.
const blankLines = 3

// body writes the text: the results in sentences, and blanks for what only people can say.
func (l *letter) body() {
	l.para(l.fillIn(l.outline.Opening))
	l.blanks(l.outline.Before)
	l.doc.Add(docx.Paragraph{Style: docx.Part, Runs: plain(l.outline.Results)})
	l.results()
	l.blanks(l.outline.Parts)
	l.doc.Add(docx.Paragraph{Style: docx.Body, Keep: true, Runs: plain(l.fillIn(l.outline.Closing))}) // no signature stands alone
}

func (l *letter) blanks(parts []Blank) {
	for _, p := range parts {
		l.doc.Add(docx.Paragraph{Style: docx.Part, Runs: plain(p.Heading)})
		for _, heading := range p.Blanks {
			if heading != "" {
				l.doc.Add(docx.Paragraph{Style: docx.Chapter, Runs: plain(heading)})
			}
			for range blankLines {
				l.doc.Add(docx.Paragraph{Style: docx.Normal, Align: docx.Centre, Before: 4, Runs: plain(strings.Repeat(".", 130))})
			}
		}
	}
}

// results writes the faces of the work that have something to tell, numbered.
func (l *letter) results() {
	no := 0
	chapter := func(heading string, texts []string) {
		texts = slices.DeleteFunc(texts, func(s string) bool { return s == "" })
		if len(texts) == 0 {
			return
		}
		no++
		l.doc.Add(docx.Paragraph{Style: docx.Chapter, Runs: plain(fmt.Sprintf("%d. %s", no, heading))})
		for _, t := range texts {
			l.para("- " + t)
		}
	}
	told := map[string]bool{}
	for _, face := range l.template.Faces {
		chapter(face.Heading, l.face(face, told))
	}
	var others []string
	for _, line := range l.w.d.Summary.Lines {
		if !told[line.Form] {
			others = append(others, l.told(line))
		}
	}
	chapter("Các hoạt động khác", others)
	chapter("Chế độ thông tin, báo cáo", []string{l.completeness(), l.late(), l.details()})
}

func (l *letter) face(face Face, told map[string]bool) []string {
	var texts []string
	for _, form := range face.Forms {
		told[form] = true
		for _, line := range l.w.d.Summary.Lines {
			if line.Form == form {
				texts = append(texts, l.told(line))
			}
		}
	}
	if face.Models {
		texts = append(texts, l.models())
	}
	if face.Stocks {
		texts = append(texts, l.stocks())
	}
	return texts
}

// told is a line's sentence with the comparison behind it.
func (l *letter) told(line report.Line) string {
	text := l.sentence(line)
	if text == "" || l.isReview() {
		return text
	}
	return strings.TrimSuffix(text, ".") + l.compared(line) + "."
}

// compared compares a line's first figure with the same period a year earlier: "; tăng 27,3% so với cùng kỳ năm trước (33 đợt)".
func (l *letter) compared(line report.Line) string {
	f := line.Figures[0]
	c := l.w.compare(indicator{form: line.Form, figure: f})
	if !c.relative || c.hidden || f.N == 0 {
		return ""
	}
	before := f
	before.N, before.Hedge = c.lastYear, ""
	change := "không thay đổi"
	switch share := decimals(max(c.percent, -c.percent)) + "%"; {
	case c.change > 0:
		change = "tăng " + share
	case c.change < 0:
		change = "giảm " + share
	}
	return "; " + change + " so với cùng kỳ năm trước (" + l.figure("", before) + ")"
}

// stocks is the sentence of how many there are: "Đến ngày 07/02/2020 có 1.714 tổ an ninh nhân dân; …".
func (l *letter) stocks() string {
	var list []string
	for _, line := range l.w.d.Summary.Stocks {
		if text := l.stock(line); text != "" {
			list = append(list, text)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return "Tính đến ngày " + day(l.w.d.Summary.AsOf) + ", có " + strings.Join(list, "; ") + "."
}

func (l *letter) stock(line report.Line) string {
	var parts []string
	for _, f := range line.Figures {
		switch {
		case f.N == 0:
		case len(parts) == 0:
			parts = append(parts, l.named(line, f))
		default:
			parts = append(parts, l.figure(line.Form, f))
		}
	}
	return strings.Join(parts, " với ")
}

// named is a figure with its form's name, in which the noun is not said twice: "206 tổ hòa giải".
func (l *letter) named(line report.Line, f report.Figure) string {
	label, noun := line.Label.In(i18n.VI), f.Noun.In(i18n.VI)
	if !strings.HasPrefix(label, "Công an") {
		_, size := utf8.DecodeRuneInString(label)
		label = strings.ToLower(label[:size]) + label[size:]
	}
	if strings.HasPrefix(label, noun+" ") {
		f.Noun = i18n.Text{}
	}
	return l.figure(line.Form, f) + " " + label
}

// models is the sentence of the registry of models.
func (l *letter) models() string {
	counts := report.CountModels(l.w.d.Models)
	var list []string
	for _, level := range []orgunit.Level{orgunit.Province, orgunit.District, orgunit.Commune} {
		if n := counts.Active[level]; n > 0 {
			list = append(list, padded(int64(n))+" mô hình cấp "+l.w.msg("export.level_"+string(level)))
		}
	}
	text := ""
	if len(list) > 0 {
		text = "Tính đến ngày " + day(l.w.d.Summary.AsOf) + ", duy trì " + strings.Join(list, ", ") + "."
	}
	if counts.Replicated > 0 {
		text = strings.TrimSpace(text + " Hướng dẫn, nhân rộng " + padded(int64(counts.Replicated)) + " mô hình, điển hình trong kỳ.")
	}
	return text
}

func (l *letter) completeness() string {
	c := l.w.d.Summary.Complete
	if c.Due == 0 {
		return ""
	}
	text := fmt.Sprintf("Có %s/%s đơn vị cơ sở đã báo cáo", padded(int64(c.Reported)), padded(int64(c.Due)))
	if c.Nothing > 0 {
		text += ", trong đó " + padded(int64(c.Nothing)) + " đơn vị báo không có hoạt động"
	}
	if n := len(c.Missing); n > 0 {
		text += "; còn " + padded(int64(n)) + " đơn vị chưa báo cáo"
	}
	return text + "."
}

func (l *letter) late() string {
	if len(l.w.d.Late) == 0 {
		return ""
	}
	return "Có " + padded(int64(len(l.w.d.Late))) + " báo cáo bổ sung cho các kỳ đã chốt."
}

// details names the appendices.
func (l *letter) details() string {
	if len(l.appendices) == 0 {
		return ""
	}
	if len(l.appendices) == 1 {
		return "Số liệu chi tiết tại Phụ lục kèm theo."
	}
	return "Số liệu chi tiết tại các phụ lục kèm theo (từ Phụ lục I đến Phụ lục " + roman(len(l.appendices)) + ")."
}

// roman writes the number of an appendix.
func roman(n int) string {
	text := ""
	for _, r := range []struct {
		n    int
		text string
	}{{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= r.n {
			n, text = n-r.n, text+r.text
		}
	}
	return text
}
