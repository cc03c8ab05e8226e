package importer

import (
	"slices"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/form"
)

// role is what a column of every file means; all others are questions of forms.
type role uint8

const (
	roleQuestion role = iota
	roleKey
	roleUnit
	roleAbove
	roleForm
	roleFrom
	roleTo
	roleSum
	roleCount
)

// roleWords are the headers of the roles, folded; the first is the one in templates.
var roleWords = [roleCount][]string{
	roleKey:   {"ma dong", "key", "row key"},
	roleUnit:  {"don vi", "unit", "ten don vi", "xa", "xa phuong"},
	roleAbove: {"huyen", "above", "district", "thuoc", "cap tren"},
	roleForm:  {"hoat dong", "form", "activity", "loai", "noi dung"},
	roleFrom:  {"ngay", "date", "ky", "thoi gian", "tu ngay", "from", "day", "tinh den ngay"},
	roleTo:    {"den ngay", "to"},
	roleSum:   {"so tong", "sum", "la so tong"},
}

// column is one column of a file.
type column struct {
	name string // as in the header
	role role
	fold string   // of the name
	keys []string // of the questions that any form calls so
}

// readHeader finds out what the columns are.
func (r *Reader) readHeader(header []string) {
	for _, name := range header {
		r.columns = append(r.columns, r.columnOf(strings.TrimSpace(name)))
	}
	for i, c := range r.columns {
		switch {
		case c.name == "":
		case c.role == roleQuestion && len(c.keys) == 0:
			r.fault(i, "import.unknown_column")
		case slices.ContainsFunc(r.columns[:i], func(b column) bool {
			return b.fold == c.fold || c.role != roleQuestion && b.role == c.role
		}):
			r.fault(i, "import.column_twice")
		}
		r.has[c.role] = true
	}
	for _, needed := range []role{roleUnit, roleForm, roleFrom} {
		if !r.has[needed] {
			r.fault(-1, "import.missing_column", "name", r.roleName(needed))
		}
	}
}

// roleName is the header of a role in templates.
func (r *Reader) roleName(of role) string { return r.msg("import.column_" + roleKeys[of]) }

var roleKeys = [roleCount]string{
	roleKey: "key", roleUnit: "unit", roleAbove: "above", roleForm: "form", roleFrom: "date", roleTo: "to", roleSum: "sum",
}

// columnOf reads one header: "Người dự", "luot_nguoi", "Người dự (luot_nguoi)".
func (r *Reader) columnOf(name string) column {
	c := column{name: name, fold: fold.Key(name)}
	for of, words := range roleWords {
		if slices.Contains(words, c.fold) {
			c.role = role(of)
			return c
		}
	}
	if c.keys = r.keysOf(c); len(c.keys) > 0 {
		return c
	}
	if begin, inside, ok := strings.Cut(strings.TrimSuffix(c.fold, ")"), "("); ok {
		for _, c.fold = range []string{strings.TrimSpace(inside), strings.TrimSpace(begin)} {
			if c.keys = r.keysOf(c); len(c.keys) > 0 {
				return c
			}
		}
	}
	return c
}

// keysOf are the questions that any form calls so.
func (r *Reader) keysOf(c column) []string {
	var keys []string
	for _, f := range r.Forms.Forms {
		for _, q := range f.Questions {
			if c.calls(q) && q.Type != form.Photos && q.Type != form.Unit && q.Type != form.Days && !slices.Contains(keys, q.Key) {
				keys = append(keys, q.Key)
			}
		}
	}
	return keys
}

// calls tells whether the header is what a form calls a question.
func (c column) calls(q form.Question) bool {
	return c.fold != "" && (c.fold == q.Key || slices.Contains(labels(q.Label, q.Noun), c.fold))
}

// in is the question of a form that the column asks: the one that the form calls so, or else one that others do.
func (c column) in(f form.Form) question {
	if c.role != roleQuestion {
		return question{}
	}
	asked := func(is func(form.Question) bool) question {
		for _, q := range f.Questions {
			if is(q) {
				return question{Question: q, asked: true, choices: choicesOf(q)}
			}
		}
		return question{}
	}
	if q := asked(func(q form.Question) bool { return q.Key == c.fold }); q.asked {
		return q
	}
	if q := asked(c.calls); q.asked {
		return q
	}
	return asked(func(q form.Question) bool { return slices.Contains(c.keys, q.Key) })
}

// choicesOf are the words for the choices of a question: key, label, and how sentences name them.
func choicesOf(q form.Question) map[string]string {
	words := map[string]string{}
	if q.Type == form.YesNo {
		for key, all := range map[string][]string{"yes": yesWords, "no": noWords} {
			for _, w := range all {
				words[w] = key
			}
		}
	}
	for _, c := range q.Choices {
		words[c.Key] = c.Key
		for _, w := range labels(c.Label) {
			words[w] = c.Key
		}
	}
	return words
}

// The words for yes and no, folded.
var (
	yesWords = []string{"yes", "co", "x", "1", "dung"}
	noWords  = []string{"no", "khong", "0", "sai"}
)
