package importer

import (
	"slices"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// The columns of a file of operations on units.
const (
	opKey     = "key"
	opDo      = "do"
	opOn      = "date"
	opUnit    = "unit"
	opAbove   = "above"
	opInto    = "into"
	opName    = "name"
	opCode    = "code"
	opAliases = "aliases"
	opLevel   = "level"
	opParent  = "parent"
	opPast    = "past"
	opPeople  = "people"
	opShares  = "shares" // known only to be refused: shares of figures are never invented
)

// opWords are the headers of a file of operations, folded.
var opWords = map[string][]string{
	opKey:     {"ma dong", "key", "row key"},
	opDo:      {"viec", "do", "operation", "thay doi"},
	opOn:      {"tu ngay", "ngay", "date", "on", "from"},
	opUnit:    {"don vi", "unit", "units", "don vi cu"},
	opAbove:   {"huyen", "above", "district"},
	opInto:    {"don vi nhan", "into", "nhap vao"},
	opName:    {"ten moi", "new name", "name"},
	opCode:    {"ma moi", "new code", "code"},
	opAliases: {"ten goi khac", "aliases", "other names"},
	opLevel:   {"cap", "level"},
	opParent:  {"cap tren", "parent", "truc thuoc"},
	opPast:    {"giu so lieu cu", "keeps the past", "past"},
	opPeople:  {"nhan can bo", "takes the people", "people"},
	opShares:  {"ty le", "ti le", "phan chia", "share", "shares"},
}

// opColumns are the columns of the template, in order.
var opColumns = []string{
	opKey, opDo, opOn, opUnit, opAbove, opInto, opName, opCode, opAliases, opLevel, opParent, opPast, opPeople,
}

// opActions are the words for what an operation does, folded, with the columns that it has besides those of all rows.
var opActions = map[orgunit.Action]struct {
	words   []string
	columns []string
}{
	orgunit.Found:  {[]string{"thanh lap", "found", "create"}, []string{opName, opCode, opAliases, opLevel, opParent}},
	orgunit.Rename: {[]string{"doi ten", "doi ma", "ten goi khac", "them ten goi khac", "rename", "code", "alias"}, []string{opUnit, opAbove, opName, opCode, opAliases}},
	orgunit.Move:   {[]string{"chuyen", "move"}, []string{opUnit, opAbove, opParent}},
	orgunit.Merge:  {[]string{"sap nhap", "nhap", "hop nhat", "merge"}, []string{opUnit, opAbove, opInto, opName, opCode, opAliases, opLevel, opParent}},
	orgunit.Split:  {[]string{"tach", "chia", "split"}, []string{opUnit, opAbove, opName, opCode, opLevel, opParent, opPast, opPeople}},
	orgunit.Close:  {[]string{"giai the", "close"}, []string{opUnit, opAbove, opParent}},
	orgunit.Gather: {[]string{"nhom", "group"}, []string{opUnit, opAbove, opName, opAliases}},
}

// UnitOp is what a row of a file of operations says.
type UnitOp struct {
	Key, Content []byte // as those of form.Imported
	Known        bool   // it was imported before as it is: Operation says nothing
	Operation    orgunit.Operation
}

// UnitReader reads the rows of a file of operations on units. Each is carried out on the units that those before it lead to,
// so that it finds names which the file itself gives; ids stand in the operations it returns, those of new units too.
// It costs a check of all units for each row: a fifth of what reading them anew would take, some 20 ms in a country of 3,321.
type UnitReader struct {
	r     *Reader
	known func(key []byte) (content []byte)
	at    map[string]int // columns by what they mean
	cells []string
	tree  *orgunit.Tree
}

// NewUnits makes a UnitReader for a file with a header. Known tells what the row of a key said when it was imported, and nil for
// one that was not. A header that cannot be read is a fault.
func NewUnits(o Options, known func(key []byte) []byte, line int, header []string) (*UnitReader, []Fault) {
	u := &UnitReader{r: newReader(o, line), known: known, at: map[string]int{}, tree: o.Tree}
	u.r.units.exact = true
	for i, name := range header {
		name = strings.TrimSpace(name)
		u.r.columns = append(u.r.columns, column{name: name, fold: fold.Key(name)})
		u.readColumn(i)
	}
	for _, needed := range []string{opDo, opOn} {
		if _, ok := u.at[needed]; !ok {
			u.r.fault(-1, "import.missing_column", "name", u.r.msg("import.unit_"+needed))
		}
	}
	return u, u.r.faults
}

func (u *UnitReader) readColumn(i int) {
	c := u.r.columns[i]
	for what, words := range opWords {
		if !slices.Contains(words, c.fold) {
			continue
		}
		if _, twice := u.at[what]; twice {
			u.r.fault(i, "import.column_twice")
		}
		if u.at[what] = i; what == opShares {
			u.r.fault(i, "import.unit_no_shares")
		}
		return
	}
	if c.name != "" {
		u.r.fault(i, "import.unknown_column")
	}
}

// cell finds the cell of a column; an absent one is empty.
func (u *UnitReader) cell(what string) cell {
	i, ok := u.at[what]
	switch {
	case !ok:
		return cell{column: -1}
	case i >= len(u.cells):
		return cell{column: i}
	default:
		return cell{i, fold.NFC(strings.Join(strings.Fields(u.cells[i]), " "))}
	}
}

// list are the texts of a cell that may hold several.
func (u *UnitReader) list(what string) (texts []string) {
	for text := range strings.SplitSeq(u.cell(what).text, ";") {
		if text = strings.TrimSpace(text); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// Row reads one row. It gives the operation, or the faults.
func (u *UnitReader) Row(line int, cells []string) (UnitOp, []Fault) {
	u.r.line, u.r.faults, u.cells = line, nil, cells
	op := orgunit.Operation{Do: u.action(), On: u.day()}
	u.private()
	if len(u.r.faults) > 0 {
		return UnitOp{}, u.r.faults
	}
	row := u.sign(op)
	if row.Known || len(u.r.faults) > 0 {
		return row, u.r.faults
	}
	if u.unused(op.Do); len(u.r.faults) == 0 {
		u.fill(&op)
	}
	if len(u.r.faults) == 0 {
		row.Operation = u.carryOut(op)
	}
	return row, u.r.faults
}

// action reads what is done.
func (u *UnitReader) action() orgunit.Action {
	at := u.cell(opDo)
	for do, of := range opActions {
		if slices.Contains(of.words, fold.Key(at.text)) {
			return do
		}
	}
	u.r.fault(at.column, "import.unit_bad_do", "text", shown(at.text))
	return ""
}

// day reads the first day on which it holds. It may lie in the future.
func (u *UnitReader) day() period.Date {
	at := u.cell(opOn)
	w := u.r.dayCell(at.text)
	switch {
	case w.fault == "import.bad_date", w.fault == "" && (w.sum || w.days.From != w.days.To):
		w.fault = "import.unit_day"
	case w.fault == "" && w.days.From < period.Dawn:
		w.fault = "import.too_early"
	}
	if w.fault != "" {
		u.r.fault(at.column, w.fault)
	}
	return w.days.From
}

// private refuses what must not be kept.
func (u *UnitReader) private() {
	for _, what := range []string{opName, opAliases} {
		if at := u.cell(what); at.text != "" {
			u.r.text(at)
		}
	}
}

// unused refuses cells that the operation has no use for: nothing of a row is passed over.
func (u *UnitReader) unused(do orgunit.Action) {
	for _, what := range opColumns {
		at := u.cell(what)
		if at.text != "" && !slices.Contains(opActions[do].columns, what) && !slices.Contains([]string{opKey, opDo, opOn}, what) {
			u.r.fault(at.column, "import.unit_no_use")
		}
	}
}
