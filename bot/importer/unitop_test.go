package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/importer"
	"danvanbot/bot/orgunit"
)

const unitHeader = "Mã dòng|Việc|Từ ngày|Đơn vị|Huyện|Đơn vị nhận|Tên mới|Mã mới|Tên gọi khác|Cấp|Cấp trên|Giữ số liệu cũ|Nhận cán bộ"

// readUnits reads a file with a header; known are the rows that were imported before, by key.
func readUnits(known map[string][]byte, rows [][]string) (ops []importer.UnitOp, faults []importer.Fault) {
	r, faults := importer.NewUnits(options(importer.Units), func(key []byte) []byte { return known[string(key)] }, 1, rows[0])
	if len(faults) > 0 {
		return nil, faults
	}
	for i, row := range rows[1:] {
		op, more := r.Row(i+2, row)
		if len(more) == 0 {
			ops = append(ops, op)
		}
		faults = append(faults, more...)
	}
	return ops, faults
}

// TestUnits reads each operation; those that follow use the names that the file itself gives.
func TestUnits(t *testing.T) {
	t.Parallel()
	lines := []string{
		unitHeader,
		"|Thành lập|1/12/2026||||Xã Núi Mới|90001|Xã Nui Moi; Xã NM||Quảng Ngãi||",
		"|đổi tên|2026-12-02|Xã Núi Mới|||Phường Núi Mới||||||",
		"|doi ma|ngày 3 tháng 12 năm 2026|phường núi mới||||90002|||||",
		"|tên gọi khác|3/12/2027|q-bo-y|||||Xã Bờ Y cũ||||",
		"|sáp nhập|1/1/2028|Xã Bờ Y; Phường Núi Mới|||Xã Bờ Y||||||",
		"|Sáp nhập|1/2/2028|Xã Sa Loong||Xã Bờ Y||||||||",
		"|tách|1/3/2028|Xã Đăk Tô|||Xã Đăk Tô; Xã Tô Hai|90003; 90004|||||",
		"|tách|1/4/2028|Xã Ngọk Tụ|||Xã Ngọk Một; Xã Ngọk Hai|||||Xã Ngọk Hai|xã ngọk một",
		"|chuyển|1/5/2028|Xã Tô Hai|||||||không||",
		"|giải thể|1/6/2028|Xã Tô Hai||||||||||",
		"|nhóm|1/7/2028|Xã Đăk Tô; Xã Ngọk Hai|||Khu vực Tô Ngọk|||||||",
		"|nhóm|1/8/2028|Xã Đăk Tô|||Khu vực Tô Ngọk|||||||",
	}
	ops, faults := readUnits(nil, table(lines...))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	part := func(id, name, code string) orgunit.Part {
		return orgunit.Part{Unit: id, New: orgunit.New{Name: name, Code: code}}
	}
	want := []orgunit.Operation{
		{Do: orgunit.Found, On: date(2026, 12, 1), Unit: "xa-nui-moi", New: orgunit.New{Name: "Xã Núi Mới", Code: "90001", Aliases: []string{"Xã Nui Moi", "Xã NM"}, Parent: "p-quang-ngai"}},
		{Do: orgunit.Rename, On: date(2026, 12, 2), Unit: "xa-nui-moi", New: orgunit.New{Name: "Phường Núi Mới"}},
		{Do: orgunit.Rename, On: date(2026, 12, 3), Unit: "xa-nui-moi", New: orgunit.New{Code: "90002"}},
		{Do: orgunit.Rename, On: date(2027, 12, 3), Unit: "q-bo-y", New: orgunit.New{Aliases: []string{"Xã Bờ Y cũ"}}},
		{Do: orgunit.Merge, On: date(2028, 1, 1), Units: []string{"q-bo-y", "xa-nui-moi"}, Into: "xa-bo-y", New: orgunit.New{Name: "Xã Bờ Y"}},
		{Do: orgunit.Merge, On: date(2028, 2, 1), Units: []string{"q-sa-loong"}, Into: "xa-bo-y"},
		{Do: orgunit.Split, On: date(2028, 3, 1), Unit: "q-dak-to", Parts: []orgunit.Part{{Unit: "q-dak-to"}, part("xa-to-hai", "Xã Tô Hai", "90004")}},
		{
			Do: orgunit.Split, On: date(2028, 4, 1), Unit: "q-ngok-tu", Parts: []orgunit.Part{part("xa-ngok-mot", "Xã Ngọk Một", ""), part("xa-ngok-hai", "Xã Ngọk Hai", "")},
			Past: "xa-ngok-hai", People: "xa-ngok-mot",
		},
		{Do: orgunit.Move, On: date(2028, 5, 1), Unit: "xa-to-hai"},
		{Do: orgunit.Close, On: date(2028, 6, 1), Unit: "xa-to-hai"},
		{Do: orgunit.Gather, On: date(2028, 7, 1), Unit: "khu-vuc-to-ngok", Units: []string{"q-dak-to", "xa-ngok-hai"}, New: orgunit.New{Name: "Khu vực Tô Ngọk"}},
		{Do: orgunit.Gather, On: date(2028, 8, 1), Unit: "khu-vuc-to-ngok", Units: []string{"q-dak-to"}, New: orgunit.New{Name: "Khu vực Tô Ngọk"}},
	}
	known, got := map[string][]byte{}, []orgunit.Operation{}
	for _, op := range ops {
		got = append(got, op.Operation)
		known[string(op.Key)] = op.Content
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, _, err := orgunit.Apply(sample, got); err != nil {
		t.Errorf("all at once: %v", err)
	}
	again, faults := readUnits(known, table(lines...))
	for _, op := range again {
		if !op.Known {
			t.Errorf("again: got %+v, want a known row", op)
		}
	}
	if len(faults) > 0 || len(again) != len(ops) {
		t.Errorf("again: got %d rows and faults %v, want %d rows", len(again), faults, len(ops))
	}
}

func TestUnitFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ row, column, reason string }{
		{"|bán|1/12/2026|Xã Bờ Y|||||||||", "Việc", "Không hiểu việc «bán»"},
		{"|giải thể|tháng 12/2026|Xã Bờ Y|||||||||", "Từ ngày", "một ngày"},
		{"|giải thể|1/12|Xã Bờ Y|||||||||", "Từ ngày", "cả năm"},
		{"|giải thể|1/12/2026|Xã Không Có|||||||||", "Đơn vị", "Không có đơn vị «Xã Không Có» vào ngày 30/11/2026"},
		{"|giải thể|1/12/2026||||||||||", "Đơn vị", "cần cột «Đơn vị»"},
		{"|giải thể|1/12/2026|Xã Bờ Y; Xã Sa Loong|||||||||", "Đơn vị", "một đơn vị mỗi dòng"},
		{"|giải thể|1/12/2026|Xã Đăk Nông|||||||||", "Đơn vị", "đã là"},
		{"|giải thể|1/12/2026|Xã Bờ Y||Xã Sa Loong||||||||", "Đơn vị nhận", "không dùng cột này"},
		{"|giải thể|1/12/2026|Quảng Ngãi|||||||||", "", "Còn đơn vị trực thuộc"},
		{"|giải thể|1/12/2024|Huyện Ngọc Hồi|||||||||", "", "kết thúc"},
		{"|đổi tên|1/12/2026|Xã Bờ Y|||||||||", "Tên mới", "Mã mới hoặc Tên gọi khác"},
		{"|đổi tên|1/12/2026|Xã Bờ Y|||gọi 0905 123 456||||||", "Tên mới", "số điện thoại"},
		{"|chuyển|1/12/2026|Xã Bờ Y|||||||Quảng Ngãi||", "", "trực thuộc cấp trên đó rồi"},
		{"|sáp nhập|1/12/2026|Xã Bờ Y|||||||||", "Đơn vị nhận", "một trong hai"},
		{"|sáp nhập|1/12/2026|Xã Bờ Y||Xã Sa Loong||99001|||||", "Mã mới", "lập đơn vị mới"},
		{"|sáp nhập|1/12/2026|Xã Bờ Y||Xã Bờ Y||||||||", "", "là một"},
		{"|sáp nhập|1/12/2026|Xã Bờ Y; Quảng Ngãi|||Xã Lạ|||||||", "", "«Cấp trên» của đơn vị mới"},
		{"|tách|1/12/2026|Xã Bờ Y|||Xã Một|||||||", "Tên mới", "ít nhất hai tên"},
		{"|tách|1/12/2026|Xã Bờ Y|||Xã Một; Xã Hai|99001||||||", "Mã mới", "mỗi tên một mã"},
		{"|tách|1/12/2026|Xã Bờ Y|||Xã Một; Xã Hai|||||Xã Ba|", "Giữ số liệu cũ", "không có trong"},
		{"|thành lập|1/12/2026||||Xã Mới|||thôn|||", "Cấp", "tỉnh, huyện hoặc xã"},
		{"|nhóm|1/12/2026||||Khu vực Lạ|||||||", "Đơn vị", "cần cột"},
		{"|nhóm|1/1/2020|k-611-bo-y|||Khu vực Lạ|||||||", "Đơn vị", "không có vào ngày 23/11/2026"},
	}
	for _, tt := range tests {
		ops, faults := readUnits(nil, table(unitHeader, tt.row))
		if len(ops) > 0 || len(faults) != 1 || faults[0].Column != tt.column || !strings.Contains(faults[0].Reason, tt.reason) {
			t.Errorf("%s: got %v and %v, want a fault of %q with %q", tt.row, ops, faults, tt.column, tt.reason)
		}
	}
	for header, want := range map[string]string{
		"Việc|Đơn vị": "Thiếu cột «Từ ngày»", "Việc|Từ ngày|Tỷ lệ": "không chia theo tỷ lệ", "Việc|Từ ngày|Màu": "Không hiểu", "Việc|Từ ngày|Ngày": "hai lần",
	} {
		if _, faults := readUnits(nil, table(header)); len(faults) != 1 || !strings.Contains(faults[0].Reason, want) {
			t.Errorf("header %s: got %v, want %q", header, faults, want)
		}
	}
}

// TestUnitRowsAgain reads rows that stood in the file or in an import before.
func TestUnitRowsAgain(t *testing.T) {
	t.Parallel()
	first := "DV-1|giải thể|1/12/2026|Xã Bờ Y|||||||||"
	ops, _ := readUnits(nil, table(unitHeader, first))
	known := map[string][]byte{string(ops[0].Key): ops[0].Content}
	for row, want := range map[string]string{
		"DV-1|giải thể|2/12/2026|Xã Bờ Y|||||||||": "đã nhập với nội dung khác",
		"DV-1|giai the|2026-12-01|Xã Bờ Y":         "",
	} {
		_, faults := readUnits(known, table(unitHeader, row))
		if want == "" && len(faults) > 0 || want != "" && (len(faults) != 1 || !strings.Contains(faults[0].Reason, want)) {
			t.Errorf("%s: got %v, want %q", row, faults, want)
		}
	}
	for _, row := range []string{first, strings.TrimPrefix(first, "DV-1")} {
		if _, faults := readUnits(nil, table(unitHeader, row, row)); len(faults) != 1 || !strings.Contains(faults[0].Reason, "dòng 2") {
			t.Errorf("%s twice: got %v, want that it stands in line 2", row, faults)
		}
	}
}

// FuzzUnitRow: whatever a row says, it is a fault or an operation that the units take.
func FuzzUnitRow(f *testing.F) {
	f.Add("|sáp nhập|1/1/2028|Xã Bờ Y; Xã Sa Loong|||Xã Mới||||||")
	f.Add("K|tách|1/4/2028|Xã Ngọk Tụ|||Một; Hai|1; 2||xã|Quảng Ngãi|Hai|một")
	f.Add("|nhóm|1/7/2028|;;Xã Đăk Tô;|||Khu vực Tô|||||||")
	f.Fuzz(func(t *testing.T, row string) {
		ops, faults := readUnits(nil, table(unitHeader, row))
		if len(faults) > 0 {
			return
		}
		if _, changes, err := orgunit.Apply(sample, []orgunit.Operation{ops[0].Operation}); err != nil || changes.Empty() {
			t.Errorf("%q: got %+v without a fault, which changes %+v, error %v", row, ops[0].Operation, changes, err)
		}
	})
}
