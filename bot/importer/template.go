package importer

import (
	"slices"

	"danvanbot/bot/fold"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
)

// Template is a file to be filled in.
type Template struct {
	Header  []string
	Example [][]string
	Help    []string // lines of explanation
}

// templateRoles are the columns that come first.
var templateRoles = []role{roleKey, roleUnit, roleAbove, roleForm, roleFrom, roleTo, roleSum}

// TemplateOf makes the template of a kind: the columns of all its forms, a row for each sort of example, and help.
func TemplateOf(o Options) Template {
	r := &Reader{Options: o}
	switch o.Kind {
	case Models:
		return r.modelTemplate()
	case Units:
		return r.unitTemplate()
	case Reports, Stocks:
	}
	var t Template
	for _, of := range templateRoles {
		if o.Kind == Reports || of != roleTo && of != roleSum {
			t.Header = append(t.Header, r.roleName(of))
		}
	}
	for _, q := range r.questions() {
		t.Header = append(t.Header, headerOf(q, o.Lang, t.Header))
	}
	t.Example = r.examples(len(t.Header))
	t.Help = []string{
		r.msg("import.help_all"), r.msg("import.help_key"), r.msg("import.help_unit"), r.msg("import.help_date"),
		r.msg("import.help_number"), r.msg("import.help_private"), r.msg("import.help_forms"),
	}
	for _, f := range r.formsOfKind() {
		t.Help = append(t.Help, "  "+f.ID+" = "+f.Label.In(o.Lang))
	}
	return t
}

func (r *Reader) formsOfKind() []form.Form {
	return slices.DeleteFunc(slices.Clone(r.Forms.Forms), func(f form.Form) bool {
		return (f.Kind == form.Stock) != (r.Kind == Stocks)
	})
}

// questions are those of all forms of the kind, each once: the number of events, then figures, choices and texts.
func (r *Reader) questions() []form.Question {
	var list []form.Question
	for _, f := range r.formsOfKind() {
		for _, q := range f.Questions {
			if q.Type == form.Days || q.Type == form.Unit || q.Type == form.Photos {
				continue
			}
			if !slices.ContainsFunc(list, func(have form.Question) bool { return have.Key == q.Key }) {
				list = append(list, q)
			}
		}
	}
	rank := func(q form.Question) int {
		switch {
		case q.Key == form.KeyN:
			return 0
		case q.Counts():
			return 1
		case q.Type == form.Words:
			return 3
		default:
			return 2
		}
	}
	slices.SortStableFunc(list, func(a, b form.Question) int { return rank(a) - rank(b) })
	return list
}

// headerOf is a question's label, with the key where another column is called so.
func headerOf(q form.Question, l i18n.Lang, before []string) string {
	name := q.Label.In(l)
	key := fold.Key(name)
	taken := slices.ContainsFunc(before, func(h string) bool { return fold.Key(h) == key })
	for _, words := range roleWords {
		taken = taken || slices.Contains(words, key)
	}
	if taken {
		return name + " (" + q.Key + ")"
	}
	return name
}

// examples are one row of a day and, for reports, one of a period.
func (r *Reader) examples(width int) [][]string {
	first := map[string]string{"key": "TT-0001", "unit": "Xã Bờ Y", "form": "tuyen_truyen", "date": "22/11/2014"}
	values := map[string]string{form.KeyN: "1", "luot_nguoi": "85"}
	if r.Kind == Stocks {
		first["key"], first["form"] = "TK-0001", "to_annd"
		values = map[string]string{form.StockCount: "9"}
	}
	rows := [][]string{r.example(width, first, values)}
	if r.Kind == Reports {
		first = map[string]string{"key": "TT-0002", "unit": "Xã Bờ Y", "form": "phat_dong_dia_ban", "date": "quý II/2012"}
		rows = append(rows, r.example(width, first, map[string]string{form.KeyN: "6", "luot_nguoi": "hơn 1.200"}))
	}
	return rows
}

func (r *Reader) example(width int, roles, values map[string]string) []string {
	row := make([]string, 0, width)
	for _, of := range templateRoles {
		if r.Kind == Reports || of != roleTo && of != roleSum {
			row = append(row, roles[roleKeys[of]])
		}
	}
	for _, q := range r.questions() {
		row = append(row, values[q.Key])
	}
	return row
}
