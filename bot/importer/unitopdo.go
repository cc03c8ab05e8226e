package importer

import (
	"errors"
	"strconv"

	"danvanbot/bot/orgunit"
)

// carryOut carries an operation out on the units as they are so far, and gives it with the ids of what it makes.
func (u *UnitReader) carryOut(op orgunit.Operation) orgunit.Operation {
	past, people := op.Past, op.People
	op.Past, op.People = "", ""
	next, changes, err := orgunit.Apply(u.tree, []orgunit.Operation{op})
	if err == nil {
		op = named(op, changes)
		if op.Past, op.People = idOf(op, past), idOf(op, people); op.Past+op.People != "" {
			next, _, err = orgunit.Apply(u.tree, []orgunit.Operation{op})
		}
	}
	if err != nil {
		u.refused(err)
		return op
	}
	u.tree, u.r.units = next, newUnits(next)
	u.r.units.exact = true
	return op
}

// named writes the ids of new units into the operation that made them.
func named(op orgunit.Operation, made orgunit.Changes) orgunit.Operation {
	begin := made.Begin
	switch op.Do {
	case orgunit.Found:
		op.Unit = string(begin[0].ID)
	case orgunit.Merge:
		if op.Name != "" {
			op.Into = string(begin[0].ID)
		}
	case orgunit.Gather:
		op.Unit = string(made.Groups[len(made.Groups)-1])
	case orgunit.Split:
		for i := range op.Parts {
			if op.Parts[i].Unit == "" {
				op.Parts[i].Unit, begin = string(begin[0].ID), begin[1:]
			}
		}
	case orgunit.Rename, orgunit.Move, orgunit.Close:
	}
	return op
}

// idOf is the id of the part at a place; none for no place.
func idOf(op orgunit.Operation, place string) string {
	i, err := strconv.Atoi(place)
	if err != nil {
		return ""
	}
	return op.Parts[i].Unit
}

// refusals are the messages for what stands against an operation.
var refusals = map[orgunit.Why]string{
	orgunit.Ends: "import.unit_ends", orgunit.Begins: "import.unit_begins", orgunit.Below: "import.unit_below",
	orgunit.Later: "import.unit_entered", orgunit.Already: "import.unit_already", orgunit.NeedsParent: "import.unit_parent_needed",
	orgunit.Itself: "import.unit_itself",
}

// refused says why an operation cannot be done.
func (u *UnitReader) refused(err error) {
	key := "import.unit_wrong"
	if r, ok := errors.AsType[*orgunit.RefusalError](err); ok {
		key = refusals[r.Why]
	}
	u.r.fault(-1, key)
}

// unitTemplate is the template of a file of operations on units.
func (r *Reader) unitTemplate() Template {
	var t Template
	rows := []map[string]string{
		{opKey: "DV-0001", opDo: "sáp nhập", opOn: "1/12/2026", opUnit: "Xã Bờ Y; Xã Sa Loong", opName: "Xã Bờ Y Mới", opCode: "99001", opParent: "Quảng Ngãi"},
		{opKey: "DV-0002", opDo: "đổi tên", opOn: "ngày 1 tháng 12 năm 2026", opUnit: "Xã Đăk Tô", opName: "Phường Đăk Tô", opCode: "99002"},
	}
	for _, what := range opColumns {
		t.Header = append(t.Header, r.msg("import.unit_"+what))
	}
	for _, row := range rows {
		var cells []string
		for _, what := range opColumns {
			cells = append(cells, row[what])
		}
		t.Example = append(t.Example, cells)
	}
	t.Help = []string{
		r.msg("import.help_units"), r.msg("import.help_units_do"), r.msg("import.help_units_lists"), r.msg("import.help_units_split"),
		r.msg("import.help_units_again"),
	}
	return t
}
