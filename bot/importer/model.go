package importer

import (
	"slices"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// The columns of a file of models.
const (
	modelName    = "name"
	modelAliases = "aliases"
	modelLevel   = "level"
	modelOwner   = "unit"
	modelAbove   = "above"
	modelField   = "field"
	modelTakers  = "takers"
)

// modelWords are the headers of a file of models, folded; those of the states follow.
var modelWords = map[string][]string{
	modelName:    {"ten mo hinh", "name", "model", "mo hinh"},
	modelAliases: {"ten goi khac", "aliases", "other names"},
	modelLevel:   {"cap", "level"},
	modelOwner:   {"don vi", "unit", "owner"},
	modelAbove:   {"huyen", "district", "above"},
	modelField:   {"linh vuc", "field"},
	modelTakers:  {"don vi nhan rong", "taken over by", "takers"},

	string(form.Proposed):   {"de xuat", "proposed"},
	string(form.Pilot):      {"thi diem", "pilot"},
	string(form.Recognised): {"cong nhan", "recognised"},
	string(form.Replicated): {"nhan rong", "replicated"},
	string(form.Stopped):    {"dung", "stopped"},
}

// modelColumns are the columns of the template, in order.
var modelColumns = []string{
	modelName, modelAliases, modelLevel, modelOwner, modelAbove, modelField, string(form.Proposed), string(form.Pilot),
	string(form.Recognised), string(form.Replicated), modelTakers, string(form.Stopped),
}

// levelWords are the levels of models, folded.
var levelWords = map[string]orgunit.Level{
	"tinh": orgunit.Province, "province": orgunit.Province, "huyen": orgunit.District, "district": orgunit.District,
	"xa": orgunit.Commune, "commune": orgunit.Commune,
}

// ModelReader reads the rows of a file of models.
type ModelReader struct {
	r     *Reader
	at    map[string]int // columns by what they mean
	cells []string
	names map[string]int // lines by the model's folded name and owner
}

// NewModels makes a ModelReader for a file with a header. A header that cannot be read is a fault.
func NewModels(o Options, line int, header []string) (*ModelReader, []Fault) {
	m := &ModelReader{r: newReader(o, line), at: map[string]int{}, names: map[string]int{}}
	for i, name := range header {
		name = strings.TrimSpace(name)
		m.r.columns = append(m.r.columns, column{name: name, fold: fold.Key(name)})
		m.readColumn(i)
	}
	for _, needed := range []string{modelName, modelLevel, modelOwner} {
		if _, ok := m.at[needed]; !ok {
			m.r.fault(-1, "import.missing_column", "name", m.r.msg("import.model_"+needed))
		}
	}
	return m, m.r.faults
}

func (m *ModelReader) readColumn(i int) {
	c := m.r.columns[i]
	for _, what := range modelColumns {
		if !slices.Contains(modelWords[what], c.fold) {
			continue
		}
		if _, twice := m.at[what]; twice {
			m.r.fault(i, "import.column_twice")
		}
		m.at[what] = i
		return
	}
	if c.name != "" {
		m.r.fault(i, "import.unknown_column")
	}
}

// cell finds the cell of a column; an absent one is empty.
func (m *ModelReader) cell(what string) cell {
	i, ok := m.at[what]
	switch {
	case !ok:
		return cell{column: -1}
	case i >= len(m.cells):
		return cell{column: i}
	default:
		return cell{i, strings.TrimSpace(m.cells[i])}
	}
}

// Row reads one row. It gives the model, without a number, or the faults.
func (m *ModelReader) Row(line int, cells []string) (form.Model, []Fault) {
	m.r.line, m.r.faults, m.cells = line, nil, cells
	model := form.Model{Name: m.text(modelName), Field: m.text(modelField)}
	for alias := range strings.SplitSeq(m.text(modelAliases), ";") {
		if alias = strings.TrimSpace(alias); alias != "" {
			model.Aliases = append(model.Aliases, alias)
		}
	}
	level := m.cell(modelLevel)
	var ok bool
	if model.Level, ok = levelWords[fold.Key(strings.TrimPrefix(fold.Key(level.text), "cap "))]; !ok {
		m.r.fault(level.column, "import.model_bad_level")
	}
	if m.stages(&model); len(model.Stages) > 0 {
		m.takers(model)
		model.Owner = m.unit(m.cell(modelOwner), m.cell(modelOwner).text, m.cell(modelAbove).text, model.Stages[0].On)
	}
	m.check(model)
	return model, m.r.faults
}

// check refuses what the registry would, and what stands in the file before.
func (m *ModelReader) check(model form.Model) {
	if len(m.r.faults) > 0 {
		return
	}
	key := form.ModelKey(model.Name) + "\x00" + string(model.Owner)
	line, twice := m.names[key]
	m.names[key] = m.r.line
	switch {
	case model.Name == "":
		m.r.fault(m.at[modelName], "import.empty")
	case twice:
		m.r.fault(m.at[modelName], "import.model_twice", "line", line)
	case model.Check() != nil:
		m.r.fault(-1, "import.model_wrong")
	}
}

// text is a filtered text.
func (m *ModelReader) text(what string) string {
	at := m.cell(what)
	if at.text == "" {
		return ""
	}
	text, _ := m.r.text(at)
	return text
}

// stages reads the days of a model's states. It may have been replicated several times, each by somebody else.
func (m *ModelReader) stages(model *form.Model) {
	for _, state := range form.ModelStates {
		at := m.cell(string(state))
		if at.text == "" {
			continue
		}
		for text := range strings.SplitSeq(at.text, ";") {
			w := m.r.date(strings.TrimSpace(text))
			if w.fault == "" && (w.sum || w.days.From != w.days.To || strings.Contains(at.text, ";") && state != form.Replicated) {
				w.fault = "import.model_day"
			}
			if w.fault != "" {
				m.r.fault(at.column, w.fault)
				return
			}
			model.Stages = append(model.Stages, form.Stage{State: state, On: w.days.To})
		}
	}
	if len(model.Stages) == 0 {
		m.r.fault(-1, "import.model_no_state")
	}
}

// takers are who took a model over, one each time, if the row says so.
func (m *ModelReader) takers(model form.Model) {
	at := m.cell(modelTakers)
	if at.text == "" {
		return
	}
	names := strings.Split(at.text, ";")
	var taken []*form.Stage
	for i := range model.Stages {
		if model.Stages[i].State == form.Replicated {
			taken = append(taken, &model.Stages[i])
		}
	}
	if len(names) != len(taken) {
		m.r.fault(at.column, "import.model_takers_count")
		return
	}
	for i, stage := range taken {
		stage.Unit = m.unit(at, strings.TrimSpace(names[i]), "", stage.On)
	}
}

func (m *ModelReader) unit(at cell, name, above string, on period.Date) orgunit.ID {
	if name == "" {
		m.r.fault(at.column, "import.empty")
		return ""
	}
	of := m.r.units.find(name, above, on)
	m.r.unitFound(cell{at.column, name}, of, on)
	return of.id
}

// modelTemplate is the template of a file of models.
func (r *Reader) modelTemplate() Template {
	var t Template
	example := map[string]string{
		modelName: "Tiếng kẻng an ninh", modelLevel: "xã", modelOwner: "Xã Bờ Y", modelField: "ANTT",
		string(form.Pilot): "17/6/2012", string(form.Recognised): "20/3/2013", string(form.Replicated): "5/5/2014; 6/6/2015",
	}
	var row []string
	for _, what := range modelColumns {
		t.Header = append(t.Header, r.msg("import.model_"+what))
		row = append(row, example[what])
	}
	t.Example = [][]string{row}
	t.Help = []string{r.msg("import.help_models"), r.msg("import.help_unit"), r.msg("import.help_private")}
	return t
}
