package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/sheet"
)

// of2020 is a configuration with the units of 2020.
func of2020(t *testing.T) map[string]any {
	t.Helper()
	path, err := filepath.Abs("../../bot/orgunit/testdata/2020.json")
	if err != nil {
		t.Fatal(err)
	}
	config := demo()
	config["units"] = path
	return config
}

// TestImportUnits reorganises the units of 2020 by a table of names, without the bot and while it runs, and comes to the units that
// the same operations in JSON lines lead to.
func TestImportUnits(t *testing.T) {
	t.Parallel()
	p := newProgram(t, of2020(t))
	districts, rest := writeTables(t, p.dir)
	p.check(t, call{args: p.with("import", districts, "-kind", "units", "-dry-run"), out: `^➖ Thành phố Kon Tum kết thúc, từ 1/3/2025(?s:.*)\nwould import 10 new and 0 changed of 10 rows`})
	p.check(t, call{args: p.with("import", districts, "-kind", "units"), out: `^➖ (?s:.*)\nimported 10 new and 0 changed of 10 rows; 0 .*\njournal entry \d+\n$`})
	p.start()
	p.webOrigin()
	before := p.must("units", "-list")
	p.check(t, call{args: p.with("import", rest, "-kind", "units", "-dry-run"), out: `^➕ Thành lập Phường Đăk Cấm, từ 1/7/2025(?s:.*)… và \d+ thay đổi nữa(?s:.*)\nwould import`})
	if after := p.must("units", "-list"); after != before {
		t.Error("a dry run changed the units")
	}
	p.check(t, call{args: p.with("import", rest, "-kind", "units"), out: `(?s)\nimported (\d+) new and 0 changed`})
	p.check(t, call{args: p.with("import", rest, "-kind", "units"), out: `^imported 0 new and 0 changed of \d+ rows; \d+ .*\nnothing was added\n$`})
	p.check(t, call{args: p.with("import", districts, "-kind", "units"), out: `nothing was added`})
	p.check(t, call{args: p.with("check"), out: `^clean: `})

	other := newProgram(t, of2020(t))
	other.start()
	other.webOrigin()
	lines, err := filepath.Abs("../../bot/orgunit/testdata/2025.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	other.must("units", lines)
	if diff := cmp.Diff(unitNames(other.must("units", "-list")), unitNames(p.must("units", "-list"))); diff != "" {
		t.Errorf("(-by JSON lines +by the table):\n%s", diff)
	}
}

// TestImportUnitsFaults tells every fault and changes nothing, without the bot and while it runs.
func TestImportUnitsFaults(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	text := "Mã dòng,Việc,Từ ngày,Đơn vị,Tên mới\n1,đổi tên,1/12/2026,Xã Bờ Y,Phường Bờ Y\n2,giải thể,1/12/2026,Quảng Ngãi,\n3,tách,hôm nào,Xã Lạ,Xã Một\n"
	if err := os.WriteFile(filepath.Join(p.dir, "bad.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	bad := call{
		args: p.with("import", "$DIR/bad.csv", "-kind", "units"), code: exitFailed,
		err: `^dòng 3: Còn đơn vị trực thuộc\..*\ndòng 4, cột Từ ngày: .*\ndanvanbot import: nothing was imported: 2 faults`,
	}
	p.check(t, bad)
	p.start()
	p.webOrigin()
	p.check(t, bad)
	if list := p.must("units", "-list"); strings.Contains(list, "Phường Bờ Y") {
		t.Error("a part of the file was taken in")
	}
	p.check(t, call{args: p.with("import", "-template", "units", "-o", "$DIR/u.xlsx")})
	p.check(t, call{args: p.with("import", "-template", "units"), out: `Mã dòng,Việc,Từ ngày,`})
	p.check(t, call{args: p.with("import", "$DIR/u.xlsx", "-kind", "units"), out: `imported 2 new`})
	p.check(t, call{args: p.with("import", "$DIR/u.xlsx", "-kind", "units"), out: `nothing was added`})
}

// writeTables writes the operations of 2025 as tables that name units as people do: the end of the districts, and the rest.
func writeTables(t *testing.T, dir string) (districts, rest string) {
	t.Helper()
	lines, err := os.ReadFile("../../bot/orgunit/testdata/2025.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	ops, err := orgunit.ParseOperations(lines)
	if err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile("../../bot/orgunit/testdata/2020.json")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := orgunit.Load(old)
	if err != nil {
		t.Fatal(err)
	}
	w := opWriter{tree: tree, made: map[string]string{}}
	end := slices.IndexFunc(ops, func(op orgunit.Operation) bool { return op.Do != orgunit.Close })
	return w.write(t, filepath.Join(dir, "districts.csv"), ops[:end]), w.write(t, filepath.Join(dir, "rest.xlsx"), ops[end:])
}

// opWriter writes operations as rows.
type opWriter struct {
	tree *orgunit.Tree
	made map[string]string // names by id, of units that the operations make
}

func (w opWriter) write(t *testing.T, path string, ops []orgunit.Operation) string {
	t.Helper()
	words := map[orgunit.Action]string{orgunit.Close: "giải thể", orgunit.Merge: "sáp nhập", orgunit.Gather: "nhóm"}
	rows := [][]string{{"Việc", "Từ ngày", "Đơn vị", "Đơn vị nhận", "Tên mới", "Mã mới", "Tên gọi khác", "Cấp trên"}}
	for _, op := range ops {
		year, month, day := op.On.YMD()
		units, into := op.Units, op.Into
		switch {
		case op.Do == orgunit.Close:
			units = []string{op.Unit}
		case op.Do == orgunit.Merge && op.Name != "":
			w.made[op.Into], into = op.Name, ""
		}
		rows = append(rows, []string{
			words[op.Do], fmt.Sprintf("%d/%d/%d", day, month, year), w.called(units, op.On-1), w.called([]string{into}, op.On-1), op.Name, op.Code,
			strings.Join(op.Aliases, ";"), w.called([]string{op.Parent}, op.On-1),
		})
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	write := sheet.WriteCSV
	if strings.HasSuffix(path, ".xlsx") {
		write = func(w io.Writer, table sheet.Table) error { return sheet.WriteXLSX(w, table) }
	}
	if err := errors.Join(write(file, sheet.Table{Name: "x", Rows: rows}), file.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// called are the names of units on a day; of namesakes their ids.
func (w opWriter) called(ids []string, on period.Date) string {
	var names []string
	for _, id := range ids {
		name := w.tree.Name(orgunit.ID(id), on)
		switch found := w.tree.Find(name, on); {
		case w.made[id] != "":
			name = w.made[id]
		case len(found) != 1:
			name = id
		}
		names = append(names, name)
	}
	return strings.Join(names, "; ")
}

// unitNames are today's units as units -list prints them, with names in place of ids.
func unitNames(list string) []string {
	names, lines := map[string]string{}, [][]string{}
	for line := range strings.Lines(list) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		names[fields[0]] = fields[3]
		lines = append(lines, fields)
	}
	var all []string
	for _, f := range lines {
		all = append(all, strings.Join([]string{f[1], names[f[2]], f[3]}, " "))
	}
	slices.Sort(all)
	return all
}
