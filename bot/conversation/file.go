package conversation

import (
	"slices"
	"strings"

	"danvanbot/bot/chat"
	"danvanbot/bot/fold"
)

// MakeFile answers a query with a file.
type MakeFile struct {
	Format chat.Format
	Query  Query
}

func (MakeFile) act() {}

const filePrefix = "f|"

// formatMarks stand for the formats in buttons.
var formatMarks = map[string]chat.Format{"w": chat.Docx, "x": chat.Xlsx, "c": chat.CSV, "j": chat.JSON, "p": chat.PNG}

// FileData is the button that asks for a query's figures as a file: at most 64 bytes.
func FileData(f chat.Format, q Query) string {
	for mark, format := range formatMarks {
		if format == f {
			return filePrefix + mark + strings.TrimPrefix(q.Data(), queryPrefix)
		}
	}
	return ""
}

// ParseFile reads what FileData wrote. Buttons are untrusted: the caller checks that the person may see the figures.
func ParseFile(data string) (chat.Format, Query, bool) {
	rest, ok := strings.CutPrefix(data, filePrefix)
	if !ok || rest == "" {
		return "", Query{}, false
	}
	f, known := formatMarks[rest[:1]]
	q, ok := ParseQuery(queryPrefix + rest[1:])
	return f, q, known && ok
}

// formatWords are what people call the formats, folded.
var formatWords = map[string]chat.Format{
	"word": chat.Docx, "docx": chat.Docx,
	"bieu do": chat.PNG, "do thi": chat.PNG, "chart": chat.PNG, "png": chat.PNG,
	"excel": chat.Xlsx, "xlsx": chat.Xlsx, "exel": chat.Xlsx, "bang tinh": chat.Xlsx,
	"csv": chat.CSV, "json": chat.JSON,
}

// beforeFormat are the words that may stand before a format: "xuất cho tôi file excel".
var beforeFormat = []string{
	"xuat", "tai", "gui", "cho", "toi", "xin", "lay", "ve", "lap", "in", "xem", "file", "tep", "ban", "ra", "bang", "export", "so", "lieu", "bao", "cao",
}

// hearFormat takes a text that begins with a format apart: "xuất excel tháng 10" gives Xlsx and "tháng 10".
func hearFormat(text string) (f chat.Format, rest string, ok bool) {
	words := strings.Fields(text)
	for i := range words {
		for n := 2; n >= 1; n-- {
			if i+n > len(words) {
				continue
			}
			if f, ok = formatWords[fold.Key(strings.Join(words[i:i+n], " "))]; ok {
				return f, strings.Join(words[i+n:], " "), true
			}
		}
		if !slices.Contains(beforeFormat, fold.Key(words[i])) {
			return "", "", false
		}
	}
	return "", "", false
}

// asksFile answers a text that asks for a file: "excel", "xuất word tháng 10 xã Bờ Y".
func (t *turn) asksFile(text string) bool {
	f, rest, ok := hearFormat(text)
	if !ok {
		return false
	}
	t.fileOf(f, rest)
	return true
}

// export answers /xuat [format] [unit] [period]. Without a format it asks for one.
func (t *turn) export(rest string) {
	if f, about, ok := hearFormat(rest); ok {
		t.fileOf(f, about)
		return
	}
	t.format = formatAny
	t.figures(Totals, rest)
}

// fileOf makes a file of the figures that were named or, if none were, of those that are on the screen.
func (t *turn) fileOf(f chat.Format, about string) {
	if about == "" {
		for _, data := range t.s.Opts {
			if offered, q, ok := ParseFile(data); ok && offered == f {
				t.file(f, q)
				return
			}
		}
	}
	t.format = f
	t.figures(Totals, about)
}

// file asks for a file. Files show the reports of others, so they are for those who may read them.
func (t *turn) file(f chat.Format, q Query) {
	switch {
	case !t.env.Person.Role.AtLeast(Head):
		t.say("file.not_you")
	case t.mayAsk(q):
		if t.in.Query != "" {
			t.replies[0].Text = t.msg("file.making") // the notice at the pressed button
		}
		t.act(MakeFile{Format: f, Query: q})
	}
}

// chooseFormat asks in which format figures are wanted.
func (t *turn) chooseFormat(q Query) {
	if !t.env.Person.Role.AtLeast(Head) {
		t.say("file.not_you")
		return
	}
	t.offered(chat.Reply{Text: t.msg("file.which"), Keyboard: rows(t.fileButtons(q, chat.PNG, chat.Xlsx, chat.Docx, chat.CSV))})
}

func (t *turn) fileButtons(q Query, formats ...chat.Format) []chat.Button {
	var list []chat.Button
	for _, f := range formats {
		list = append(list, chat.Button{Label: t.msg("file." + string(f)), Data: FileData(f, q)})
	}
	return list
}

// FileButtons ask for the figures of a query as files; there are none for those who may not have them.
func FileButtons(env Env, q Query) []chat.Button {
	t := &turn{env: env}
	if !env.Person.Role.AtLeast(Head) {
		return nil
	}
	q.Page, q.Offset = Totals, 0
	return t.fileButtons(q, chat.PNG, chat.Xlsx, chat.Docx)
}
