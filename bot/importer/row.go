package importer

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/form"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// rowKey is the begin of a SHA-256.
type rowKey [16]byte

// cell is the text of a column; an empty one is no text.
type cell struct {
	column int
	text   string
}

// Row reads one row. It gives the submission, with its Imported, or the faults.
func (r *Reader) Row(line int, cells []string) (form.Submission, []Fault) {
	r.line, r.faults = line, nil
	s, ok := r.submission(cells)
	if ok {
		r.sign(&s, r.cell(cells, roleKey).text)
	}
	return s, r.faults
}

// cell finds the cell of a role.
func (r *Reader) cell(cells []string, of role) cell {
	if !r.has[of] {
		return cell{column: -1}
	}
	for i := range r.columns {
		if r.columns[i].role == of {
			if i < len(cells) {
				return cell{i, strings.TrimSpace(cells[i])}
			}
			return cell{column: i}
		}
	}
	return cell{column: -1}
}

func (r *Reader) submission(cells []string) (form.Submission, bool) {
	var s form.Submission
	of, w := r.cell(cells, roleForm), r.days(r.cell(cells, roleFrom), r.cell(cells, roleTo), r.cell(cells, roleSum))
	f := r.formIn(of.text)
	if !f.ok {
		r.fault(of.column, "import.unknown_form", "text", shown(of.text))
		return s, false
	}
	s = form.Submission{Form: f.form.ID, Kind: f.form.Kind, Days: w.days, Sum: w.sum}
	if s.Kind == form.Stock {
		s.Days, s.Sum = w.days.To.Day(), false
	}
	r.checkKind(of.column, s)
	if w.fault == "" {
		r.findUnit(&s, f.form, cells)
		if !f.form.ValidOn(s.Day()) {
			r.fault(of.column, "import.form_day")
		}
	}
	r.answers(&s, f, cells)
	r.complete(&s, f.form)
	return s, len(r.faults) == 0
}

// checkKind refuses what belongs into a file of another kind.
func (r *Reader) checkKind(column int, s form.Submission) {
	switch isStock := s.Kind == form.Stock; {
	case isStock && r.Kind == Reports:
		r.fault(column, "import.is_stock")
	case !isStock && r.Kind == Stocks:
		r.fault(column, "import.is_report")
	}
}

// findUnit finds the unit as it was on the row's last day.
func (r *Reader) findUnit(s *form.Submission, f form.Form, cells []string) {
	at := r.cell(cells, roleUnit)
	if at.text == "" {
		r.fault(at.column, "import.empty")
		return
	}
	of := r.units.find(at.text, r.cell(cells, roleAbove).text, s.Day())
	switch u, _ := r.Tree.Unit(of.id); {
	case !r.unitFound(at, of, s.Day()):
	case f.Level != "" && f.Level != u.Level:
		r.fault(at.column, "import.unit_level")
	default:
		s.Unit = of.id
	}
}

// unitFound tells whether a name means one unit; else it is a fault.
func (r *Reader) unitFound(at cell, of unitOf, on period.Date) bool {
	switch {
	case of.later:
		r.fault(at.column, "import.unit_later", "text", shown(at.text), "day", r.dayName(on))
	case len(of.choices) > 0:
		r.fault(at.column, "import.unit_choices", "text", shown(at.text), "names", strings.Join(of.choices, "; "))
	case of.id == "":
		r.fault(at.column, "import.unknown_unit", "text", shown(at.text), "day", r.dayName(on))
	}
	return of.id != ""
}

// answers reads the cells of the form's questions.
func (r *Reader) answers(s *form.Submission, f formOf, cells []string) {
	for i := range r.columns {
		if r.columns[i].role != roleQuestion || i >= len(cells) {
			continue
		}
		at := cell{i, strings.TrimSpace(cells[i])}
		switch q := &f.cells[i]; {
		case at.text == "":
		case !q.asked:
			r.fault(i, "import.no_question")
		default:
			r.answer(s, q, at)
		}
	}
}

func (r *Reader) answer(s *form.Submission, q *question, at cell) {
	switch {
	case q.Key == form.KeyN:
		if v, ok := r.number(q.Question, at); ok {
			s.N, s.NHedge = v.N, v.Hedge
		}
	case q.Counts():
		if v, ok := r.number(q.Question, at); ok {
			put(&s.Values, q.Key, v)
		}
	case q.Type == form.Words:
		if text, ok := r.text(at); ok {
			put(&s.Texts, q.Key, text)
		}
	default:
		key, ok := q.choices[fold.Key(at.text)]
		if !ok {
			r.fault(at.column, "import.unknown_choice", "text", shown(at.text), "names", r.choiceNames(q))
			return
		}
		put(&s.Choices, q.Key, key)
	}
}

func put[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = make(map[string]V, 2)
	}
	(*m)[key] = v
}

// choiceNames are the labels of a question's choices.
func (r *Reader) choiceNames(q *question) string {
	var names []string
	for _, c := range q.Choices {
		names = append(names, c.Label.In(r.Lang))
	}
	return strings.Join(names, ", ")
}

// complete refuses a row that tells nothing, and settles the number of events. What else a dialogue asks for may be missing,
// since nobody knows it any more.
func (r *Reader) complete(s *form.Submission, f form.Form) {
	switch {
	case s.Kind == form.Event && s.N == 0 && s.Sum:
		r.fault(-1, "import.sum_needs_n")
	case s.Kind == form.Event:
		s.N = max(s.N, 1)
	default:
		for _, q := range f.Measures() {
			if _, ok := s.Values[q.Key]; q.Required && !ok {
				r.fault(-1, "import.needs", "name", q.Label.In(r.Lang))
			}
		}
	}
}

// textOf is a text that was filtered.
type textOf struct {
	text  string
	kinds string // of what was found; empty: it may be kept
}

func (r *Reader) text(at cell) (string, bool) {
	of, known := r.texts[at.text]
	if !known {
		of = remember(r.texts, at.text, r.filter(at.text))
	}
	if of.kinds != "" {
		r.fault(at.column, "import.private", "kind", of.kinds)
	}
	return of.text, of.kinds == ""
}

func (r *Reader) filter(text string) textOf {
	var kinds []string
	text = fold.Visible(text)
	for _, f := range viet.Filter(text) {
		if name := r.msg("privacy." + string(f.Kind)); !slices.Contains(kinds, name) {
			kinds = append(kinds, name)
		}
	}
	return textOf{fold.NFC(text), strings.Join(kinds, ", ")}
}

// sign gives a row its key and the hash of what it says.
func (r *Reader) sign(s *form.Submission, explicit string) {
	content := says(*s)
	key := content
	if explicit != "" {
		key = hash(append([]byte(keyBegin(*s)), fold.NFC(explicit)...))
		if line, twice := r.lines[key]; twice {
			r.fault(r.cell(nil, roleKey).column, "import.same_key", "line", line)
		}
		r.lines[key] = r.line
	} else {
		r.times[content]++
		key = hash(binary.AppendUvarint(content[:], uint64(r.times[content])))
	}
	s.Imported = &form.Imported{Key: key[:], Content: content[:]}
}

// says is the hash of what a submission says.
func says(s form.Submission) rowKey {
	text := make([]byte, 0, 256)
	text = append(append(append(text, s.Form...), 0), s.Unit...)
	text = binary.AppendVarint(append(text, 0), int64(s.Days.From))
	text = binary.AppendVarint(text, int64(s.Days.To))
	text = append(binary.AppendVarint(text, s.N), byte(s.NHedge))
	if s.Sum {
		text = append(text, "sum"...)
	}
	for _, key := range slices.Sorted(maps.Keys(s.Values)) {
		text = append(append(text, 1), key...)
		text = append(binary.AppendVarint(append(text, 0), s.Values[key].N), byte(s.Values[key].Hedge))
	}
	for i, m := range []map[string]string{s.Choices, s.Texts} {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			text = append(append(text, byte(2+i)), key...)
			text = append(append(text, 0), m[key]...)
		}
	}
	return hash(text)
}

func hash(text []byte) rowKey {
	sum := sha256.Sum256(text)
	return rowKey(sum[:16])
}

// keyBegin keeps the keys of the two kinds of files apart.
func keyBegin(s form.Submission) string {
	if s.Kind == form.Stock {
		return "stock\x00"
	}
	return "report\x00"
}
