package importer

import (
	"slices"

	"danvanbot/bot/fold"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// Kind is what a file holds.
type Kind string

// The kinds of files.
const (
	Reports Kind = "reports" // what happened: events and counts
	Stocks  Kind = "stocks"  // how many there are as of a day
	Models  Kind = "models"  // the registry of models
	Units   Kind = "units"   // operations of reorganisations
)

// Kinds lists them.
var Kinds = []Kind{Reports, Stocks, Models, Units}

// Options say by what rows are read.
type Options struct {
	Kind     Kind
	Tree     *orgunit.Tree
	Forms    *form.Catalogue
	Texts    *i18n.Catalogue
	Lang     i18n.Lang
	Today    period.Date     // later days are refused
	Calendar period.Calendar // of named periods
}

// Fault says why a row, or the whole file, cannot be imported.
type Fault struct {
	Line   int    // of the file, from 1
	Column string // as in the header; empty: the row as a whole
	Reason string
}

// Reader reads the rows of one file of reports or stocks. It remembers what it has read, so that the same words are not read again.
type Reader struct {
	Options

	columns []column
	has     [roleCount]bool
	units   units
	forms   map[string]formOf
	dates   map[string]when
	numbers map[string]numberOf
	texts   map[string]textOf
	lines   map[rowKey]int // in which line an explicit key stands
	times   map[rowKey]int // how often what a row says came before
	line    int
	faults  []Fault
}

// New makes a Reader for a file of reports or stocks with a header. A header that cannot be read is a fault.
func New(o Options, line int, header []string) (*Reader, []Fault) {
	r := newReader(o, line)
	r.readHeader(header)
	return r, r.faults
}

func newReader(o Options, line int) *Reader {
	return &Reader{
		Options: o, units: newUnits(o.Tree), line: line,
		forms: map[string]formOf{}, dates: map[string]when{}, numbers: map[string]numberOf{}, texts: map[string]textOf{},
		lines: map[rowKey]int{}, times: map[rowKey]int{},
	}
}

// fault notes what is wrong with the cell of a column.
func (r *Reader) fault(column int, key string, args ...any) {
	f := Fault{Line: r.line, Reason: r.msg(key, args...)}
	if column >= 0 && column < len(r.columns) {
		f.Column = r.columns[column].name
	}
	r.faults = append(r.faults, f)
}

func (r *Reader) msg(key string, args ...any) string { return r.Texts.T(r.Lang, key, args...) }

// longest is how much of a cell is shown in a fault.
const longest = 60

// shown is a cell as a fault may tell it: nothing that must not be kept.
func shown(cell string) string {
	text := []rune(cell)
	switch {
	case len(viet.Filter(cell)) > 0:
		return "…"
	case len(text) > longest:
		return string(text[:longest]) + "…"
	default:
		return cell
	}
}

// memoSize is how many words are remembered of each sort; then the memory starts afresh.
const memoSize = 1 << 14

// remember keeps what a cell means.
func remember[V any](memo map[string]V, cell string, v V) V {
	if len(memo) >= memoSize {
		clear(memo)
	}
	memo[cell] = v
	return v
}

// formOf is the form that a cell names, and which question each column asks there.
type formOf struct {
	form  form.Form
	cells []question // by column
	ok    bool
}

// question is what a column asks in a form.
type question struct {
	form.Question

	asked   bool
	choices map[string]string // folded words to keys
}

// formIn finds the form that a cell names by id, label or short name.
func (r *Reader) formIn(cell string) formOf {
	if f, known := r.forms[cell]; known {
		return f
	}
	var f formOf
	key := fold.Key(cell)
	for _, one := range r.Forms.Forms {
		if key == one.ID || slices.Contains(labels(one.Label, one.Short), key) {
			f = formOf{form: one, ok: true}
			for _, c := range r.columns {
				f.cells = append(f.cells, c.in(one))
			}
			break
		}
	}
	return remember(r.forms, cell, f)
}

// labels are texts in all languages, folded.
func labels(texts ...i18n.Text) []string {
	var keys []string
	for _, t := range texts {
		for _, l := range i18n.Langs() {
			if key := fold.Key(t[l]); key != "" {
				keys = append(keys, key)
			}
		}
	}
	return keys
}
