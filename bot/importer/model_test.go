package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/importer"
	"danvanbot/bot/orgunit"
)

// readModels reads a file with a header.
func readModels(o importer.Options, rows [][]string) (models []form.Model, faults []importer.Fault) {
	r, faults := importer.NewModels(o, 1, rows[0])
	if len(faults) > 0 {
		return nil, faults
	}
	for i, row := range rows[1:] {
		m, more := r.Row(i+2, row)
		if len(more) == 0 {
			models = append(models, m)
		}
		faults = append(faults, more...)
	}
	return models, faults
}

const modelHeader = "Tên mô hình|Tên gọi khác|Cấp|Đơn vị|Huyện|Lĩnh vực|Thí điểm|Nhân rộng|Đơn vị nhân rộng|Dừng"

func table(lines ...string) (rows [][]string) {
	for _, l := range lines {
		rows = append(rows, strings.Split(l, "|"))
	}
	return rows
}

func TestModels(t *testing.T) {
	t.Parallel()
	got, faults := readModels(options(importer.Models), table(modelHeader,
		"Tiếng kẻng an ninh|Kẻng làng; Kẻng an ninh|cấp xã|Xã Bờ Y|Ngọc Hồi|ANTT|17/6/2012|5/5/2014; 6/6/2015|Xã Đắk Xú; Xã Đắk Dục|1/2/2020",
		"Heo đất nghĩa tình||Tỉnh|Tỉnh Kon Tum|||2013-03-20|||",
	))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	want := []form.Model{
		{Name: "Tiếng kẻng an ninh", Aliases: []string{"Kẻng làng", "Kẻng an ninh"}, Level: orgunit.Commune, Owner: "k-611-bo-y", Field: "ANTT", Stages: []form.Stage{
			{State: form.Pilot, On: date(2012, 6, 17)},
			{State: form.Replicated, On: date(2014, 5, 5), Unit: "k-611-dak-xu"},
			{State: form.Replicated, On: date(2015, 6, 6), Unit: "k-611-dak-duc"},
			{State: form.Stopped, On: date(2020, 2, 1)},
		}},
		{Name: "Heo đất nghĩa tình", Level: orgunit.Province, Owner: "p-kon-tum", Stages: []form.Stage{{State: form.Pilot, On: date(2013, 3, 20)}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestModelFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ row, column, reason string }{
		{"||xã|Xã Bờ Y|||17/6/2012|||", "Tên mô hình", "trống"},
		{"Kẻng||thôn|Xã Bờ Y|||17/6/2012|||", "Cấp", "tỉnh, huyện hoặc xã"},
		{"Kẻng||xã|Xã Không Có|||17/6/2012|||", "Đơn vị", "Không có đơn vị"},
		{"Kẻng||xã|Xã Bờ Y||||||", "", "ít nhất một mốc"},
		{"Kẻng||xã|Xã Bờ Y|||tháng 3/2015|||", "Thí điểm", "một ngày"},
		{"Kẻng||xã|Xã Bờ Y|||1/2/2013; 1/3/2013|||", "Thí điểm", "một ngày"},
		{"Kẻng||xã|Xã Bờ Y|||1/2/2013|1/2/2012||", "", "không nối tiếp"},
		{"Kẻng||xã|Xã Bờ Y||||1/2/2013; 1/3/2013|Xã Đắk Xú|", "Đơn vị nhân rộng", "mỗi lần"},
		{"Kẻng||xã|Xã Bờ Y||gọi 0905 123 456|1/2/2013|||", "Lĩnh vực", "số điện thoại"},
	}
	for _, tt := range tests {
		models, faults := readModels(options(importer.Models), table(modelHeader, tt.row))
		if len(models) > 0 || len(faults) != 1 || faults[0].Column != tt.column || !strings.Contains(faults[0].Reason, tt.reason) {
			t.Errorf("%s: got %v and %v, want a fault of %q with %q", tt.row, models, faults, tt.column, tt.reason)
		}
	}
	_, faults := readModels(options(importer.Models), table(modelHeader, "Kẻng||xã|Xã Bờ Y|||1/2/2013|||", "mô hình “kẻng”||xã|bo y|||1/2/2013|||"))
	if len(faults) != 1 || !strings.Contains(faults[0].Reason, "dòng 2") {
		t.Errorf("a model twice: got %v", faults)
	}
	for _, header := range []string{"Tên mô hình|Cấp", "Tên mô hình|Cấp|Đơn vị|Huyện|Màu", "Tên mô hình|Cấp|Đơn vị|Cấp"} {
		if _, faults := readModels(options(importer.Models), table(header)); len(faults) != 1 {
			t.Errorf("header %s: got %v, want one fault", header, faults)
		}
	}
}
