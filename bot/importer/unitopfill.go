package importer

import (
	"slices"
	"strconv"
	"strings"

	"danvanbot/bot/fold"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// sign gives a row its key and the hash of what it says, and finds out whether it was imported before. The words of a row
// count, not the units that they mean: what a name means on a day may change by what is reorganised later.
func (u *UnitReader) sign(op orgunit.Operation) UnitOp {
	text := []byte("unit\x00" + string(op.Do) + "\x00" + op.On.String())
	for _, what := range opColumns[3:] {
		text = append(append(append(text, 0), what...), 0)
		text = append(text, u.cell(what).text...)
	}
	content := hash(text)
	key := content
	if at := u.cell(opKey); at.text != "" {
		key = hash([]byte("unit\x00" + at.text))
		if line, twice := u.r.lines[key]; twice {
			u.r.fault(at.column, "import.same_key", "line", line)
		}
	} else if line, twice := u.r.lines[key]; twice {
		u.r.fault(-1, "import.unit_twice", "line", line)
	}
	u.r.lines[key] = u.r.line
	row := UnitOp{Key: key[:], Content: content[:]}
	said := u.known(row.Key)
	if said != nil && !slices.Equal(said, row.Content) {
		u.r.fault(u.cell(opKey).column, "import.unit_changed")
	}
	row.Known = said != nil
	return row
}

// fill reads the cells of an operation.
func (u *UnitReader) fill(op *orgunit.Operation) {
	op.New = orgunit.New{Code: u.cell(opCode).text, Aliases: u.list(opAliases), Level: u.level()}
	switch op.Do {
	case orgunit.Found:
		op.Name = u.need(opName)
		op.Parent = u.unit(opParent, op.On)
	case orgunit.Rename:
		op.Unit, op.Name = u.one(op.On), u.cell(opName).text
		if op.Name+op.Code == "" && op.Aliases == nil {
			u.r.fault(u.cell(opName).column, "import.unit_new_what")
		}
	case orgunit.Move:
		op.Unit, op.Parent = u.one(op.On), u.moveTo(op.On)
	case orgunit.Merge:
		u.fillMerge(op)
	case orgunit.Split:
		u.fillSplit(op)
	case orgunit.Close:
		op.Unit, op.Parent = u.one(op.On-1), u.unit(opParent, op.On)
	case orgunit.Gather:
		op.Name, op.Units = u.need(opName), u.units(orgunit.Latest)
		op.Unit = u.group(op.Name, op.On)
		if op.Unit == "" {
			u.need(opUnit)
		}
	}
}

func (u *UnitReader) fillMerge(op *orgunit.Operation) {
	u.need(opUnit)
	op.Units, op.Name, op.Into = u.units(op.On-1), u.cell(opName).text, u.unit(opInto, op.On)
	op.Parent = u.unit(opParent, op.On)
	switch {
	case (op.Name == "") == (op.Into == ""):
		u.r.fault(u.cell(opInto).column, "import.unit_into_or_name")
	case op.Into != "":
		for _, what := range []string{opCode, opAliases, opLevel, opParent} {
			if at := u.cell(what); at.text != "" {
				u.r.fault(at.column, "import.unit_only_new")
			}
		}
	}
}

// fillSplit reads the parts: one of the unit's own name is the unit itself, which goes on. Level and superior are those of all.
func (u *UnitReader) fillSplit(op *orgunit.Operation) {
	op.Unit = u.one(op.On - 1)
	names, codes := u.list(opName), u.list(opCode)
	switch {
	case len(names) < 2:
		u.r.fault(u.cell(opName).column, "import.unit_two_parts")
		return
	case len(codes) > 0 && len(codes) != len(names):
		u.r.fault(u.cell(opCode).column, "import.unit_codes")
		return
	}
	op.Code = ""
	parent := u.unit(opParent, op.On)
	for i, name := range names {
		part := orgunit.Part{New: orgunit.New{Name: name, Level: op.Level, Parent: parent}}
		if len(codes) > 0 {
			part.Code = codes[i]
		}
		if op.Unit != "" && fold.Key(name) == fold.Key(u.tree.Name(orgunit.ID(op.Unit), op.On-1)) {
			part = orgunit.Part{Unit: op.Unit}
		}
		op.Parts = append(op.Parts, part)
	}
	op.Level = ""
	op.Past, op.People = u.part(opPast, names), u.part(opPeople, names)
}

// part is which of the parts a cell names, by its place among them: their ids are not known before they are made.
func (u *UnitReader) part(what string, names []string) string {
	at := u.cell(what)
	if at.text == "" {
		return ""
	}
	i := slices.IndexFunc(names, func(n string) bool { return fold.Key(n) == fold.Key(at.text) })
	if i < 0 {
		u.r.fault(at.column, "import.unit_no_part", "text", shown(at.text), "names", strings.Join(names, "; "))
	}
	return strconv.Itoa(i)
}

// need is the text of a cell that must not be empty.
func (u *UnitReader) need(what string) string {
	at := u.cell(what)
	if at.text == "" {
		u.r.fault(at.column, "import.unit_needs", "name", u.r.msg("import.unit_"+what))
	}
	return at.text
}

func (u *UnitReader) level() orgunit.Level {
	at := u.cell(opLevel)
	if at.text == "" {
		return ""
	}
	level, ok := levelWords[fold.Key(strings.TrimPrefix(fold.Key(at.text), "cap "))]
	if !ok {
		u.r.fault(at.column, "import.model_bad_level")
	}
	return level
}

// one is the unit that the operation is about.
func (u *UnitReader) one(on period.Date) string {
	if u.need(opUnit) == "" {
		return ""
	}
	if len(u.list(opUnit)) > 1 {
		u.r.fault(u.cell(opUnit).column, "import.unit_one")
		return ""
	}
	return u.unit(opUnit, on)
}

// moveTo is the new superior; the word "không" is for none.
func (u *UnitReader) moveTo(on period.Date) string {
	if slices.Contains(noWords, fold.Key(u.need(opParent))) {
		return ""
	}
	return u.unit(opParent, on)
}

// units are those that a cell lists.
func (u *UnitReader) units(on period.Date) []string {
	var ids []string
	for _, name := range u.list(opUnit) {
		ids = append(ids, u.find(cell{u.cell(opUnit).column, name}, u.cell(opAbove).text, on))
	}
	return ids
}

// unit is the unit that a cell names; none, if it is empty.
func (u *UnitReader) unit(what string, on period.Date) string {
	at, above := u.cell(what), ""
	if at.text == "" {
		return ""
	}
	if what == opUnit {
		above = u.cell(opAbove).text
	}
	return u.find(at, above, on)
}

// find finds a unit by its name on a day. What a unit has taken over is not meant by the unit's own operation.
func (u *UnitReader) find(at cell, above string, on period.Date) string {
	of := u.r.units.find(at.text, above, on)
	if on == orgunit.Latest {
		on = u.r.Today // as people say it
	}
	switch {
	case !u.r.unitFound(at, of, on):
	case of.former:
		u.r.fault(at.column, "import.unit_former", "text", shown(at.text), "name", u.tree.Name(of.id, on), "day", u.r.dayName(on))
	}
	return string(of.id)
}

// group is the group of a name that is in force on a day.
func (u *UnitReader) group(name string, on period.Date) string {
	for _, g := range u.tree.Groups() {
		if g.Covers(on) && fold.Key(g.Name) == fold.Key(name) {
			return string(g.ID)
		}
	}
	return ""
}
