package importer_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/importer"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

var sample = orgunit.Sample()

func options(kind importer.Kind) importer.Options {
	return importer.Options{
		Kind: kind, Tree: sample, Forms: form.Default(), Texts: i18n.Default(), Lang: i18n.VI,
		Today: period.NewDate(2026, time.November, 23), Calendar: period.Plain,
	}
}

func open(t testing.TB, header string) *importer.Reader {
	t.Helper()
	r, faults := importer.New(options(importer.Reports), 1, strings.Split(header, "|"))
	if len(faults) > 0 {
		t.Fatalf("header %s: got %v", header, faults)
	}
	return r
}

func date(y int, m time.Month, d int) period.Date { return period.NewDate(y, m, d) }

const header = "Mã dòng|don vi|Huyện|HOẠT ĐỘNG|Ngày|Đến ngày|Số tổng|Số đợt|Người dự|topic|Ghi chú|Trị giá"

func TestRow(t *testing.T) {
	t.Parallel()
	people := func(n int64, h form.Hedge) map[string]form.Value {
		return map[string]form.Value{"luot_nguoi": {N: n, Hedge: h}}
	}
	tests := []struct {
		row  string
		want form.Submission
	}{
		{"|Xã Bờ Y||tuyen_truyen|22/11/2014|||2|1.200|atgt|bà con hưởng ứng", form.Submission{
			Form: "tuyen_truyen", Unit: "k-611-bo-y", Days: date(2014, 11, 22).Day(), N: 2, Values: people(1200, form.Exact),
			Choices: map[string]string{"topic": "atgt"}, Texts: map[string]string{"note": "bà con hưởng ứng"},
		}},
		{"|bo y|ngoc hoi|Tuyên truyền pháp luật|2014-11-22||||hơn 50|An toàn giao thông", form.Submission{
			Form: "tuyen_truyen", Unit: "k-611-bo-y", Days: date(2014, 11, 22).Day(), N: 1, Values: people(50, form.More),
			Choices: map[string]string{"topic": "atgt"},
		}},
		{"|xã bờ y||phat dong phong trao tai dia ban trong diem|tháng 3/2015|||6|khoảng 300", form.Submission{
			Form: "phat_dong_dia_ban", Unit: "k-611-bo-y", Days: period.Range{From: date(2015, 3, 1), To: date(2015, 3, 31)}, Sum: true, N: 6,
			Values: people(300, form.About),
		}},
		{"|xã bờ y||phat_dong_dia_ban|quý II/2012|||6|", form.Submission{
			Form: "phat_dong_dia_ban", Unit: "k-611-bo-y", Days: period.Range{From: date(2012, 4, 1), To: date(2012, 6, 30)}, Sum: true, N: 6,
		}},
		{"|xã bờ y||phat_dong_dia_ban|năm 2014|||6|", form.Submission{
			Form: "phat_dong_dia_ban", Unit: "k-611-bo-y", Days: period.Range{From: date(2014, 1, 1), To: date(2014, 12, 31)}, Sum: true, N: 6,
		}},
		{"|xã bờ y||phat_dong_dia_ban|1/2/2014|20/3/2014|x|6|", form.Submission{
			Form: "phat_dong_dia_ban", Unit: "k-611-bo-y", Days: period.Range{From: date(2014, 2, 1), To: date(2014, 3, 20)}, Sum: true, N: 6,
		}},
		{"|xã bờ y||phat_dong_dia_ban|41965||||5", form.Submission{ // Excel's number of 22/11/2014
			Form: "phat_dong_dia_ban", Unit: "k-611-bo-y", Days: date(2014, 11, 22).Day(), N: 1, Values: people(5, form.Exact),
		}},
		{"|xã bờ y||phat_dong_dia_ban|từ 16 đến 20/11/2015||||5", form.Submission{
			Form: "phat_dong_dia_ban", Unit: "k-611-bo-y", Days: period.Range{From: date(2015, 11, 16), To: date(2015, 11, 20)}, N: 1,
			Values: people(5, form.Exact),
		}},
		{"|xã bờ y||tang_qua|22/11/2025|||||||15 triệu", form.Submission{
			Form: "tang_qua", Unit: "q-bo-y", Days: date(2025, 11, 22).Day(), N: 1, Values: map[string]form.Value{"tien": {N: 15_000_000}},
		}},
	}
	for _, test := range tests {
		got, faults := open(t, header).Row(2, strings.Split(test.row, "|"))
		if len(faults) > 0 {
			t.Errorf("%s: got %v", test.row, faults)
			continue
		}
		test.want.Kind = form.Event
		if diff := cmp.Diff(test.want, got, cmpopts.IgnoreFields(form.Submission{}, "Imported")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.row, diff)
		}
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ row, column, want string }{
		{"|Bờ Yy||tuyen_truyen|22/11/2014||||5", "don vi", "có thể là: Xã Bờ Y, Huyện Ngọc Hồi (k-611-bo-y)"},
		{"|Đắk Hà||tuyen_truyen|22/11/2014||||5", "don vi", "có thể là"},
		{"|Hà Nội||tuyen_truyen|22/11/2014||||5", "don vi", "Không có đơn vị"},
		{"|q-bo-y||tuyen_truyen|22/11/2014||||5", "don vi", "không có vào ngày 22/11/2014"},
		{"|||tuyen_truyen|22/11/2014||||5", "don vi", "trống"},
		{"|Xã Bờ Y||hop|22/11/2014||||5", "HOẠT ĐỘNG", "Không có hoạt động «hop»"},
		{"|Xã Bờ Y||to_annd|22/11/2014||||", "HOẠT ĐỘNG", "-kind stocks"},
		{"|Xã Bờ Y||tuyen_truyen|30/2/2014||||5", "Ngày", "Không đọc được ngày"},
		{"|Xã Bờ Y||tuyen_truyen|22/11||||5", "Ngày", "cả năm"},
		{"|Xã Bờ Y||tuyen_truyen|hôm qua||||5", "Ngày", "cả năm"},
		{"|Xã Bờ Y||tuyen_truyen|24/11/2026||||5", "Ngày", "tương lai"},
		{"|Xã Bờ Y||tuyen_truyen|2/9/1944||||5", "Ngày", "quá khứ"},
		{"|Xã Bờ Y||tuyen_truyen|22/11/2014|21/11/2014|||5", "Đến ngày", "Không đọc được ngày"},
		{"|Xã Bờ Y||tuyen_truyen|22/11/2014||có lẽ||5", "Số tổng", "x, có hoặc không"},
		{"|Xã Bờ Y||tuyen_truyen|năm 2014||||5", "", "số đợt"},
		{"|Xã Bờ Y||tuyen_truyen|22/11/2014||||12,5", "Người dự", "số"},
		{"|Xã Bờ Y||tuyen_truyen|22/11/2014||||100-120", "Người dự", "nhiều cách"},
		{"|Xã Bờ Y||tuyen_truyen|22/11/2014||||0905123456", "Người dự", "quá lớn"},
		{"|Xã Bờ Y||tuyen_truyen|22/11/2014|||0|5", "Số đợt", "quá nhỏ"},
		{"|Xã Bờ Y||tuyen_truyen|22/11/2014||||5|thể thao", "topic", "Hãy chọn: "},
		{"|Xã Bờ Y||tuyen_truyen|22/11/2014||||5|||300", "Trị giá", "không có mục"},
		{"|Xã Bờ Y||tuyen_truyen|22/11/2014||||5||liên hệ 0905 123 456", "Ghi chú", "số điện thoại"},
		{"|Xã Bờ Y||nguon_tin|22/11/2014||||", "", "Thiếu số liệu"},
	}
	for _, test := range tests {
		r := open(t, header)
		_, faults := r.Row(7, strings.Split(test.row, "|"))
		ok := slices.ContainsFunc(faults, func(f importer.Fault) bool {
			return f.Line == 7 && f.Column == test.column && strings.Contains(f.Reason, test.want)
		})
		if !ok {
			t.Errorf("%s: got %+v, want %q in column %q", test.row, faults, test.want, test.column)
		}
		for _, f := range faults {
			if strings.Contains(f.Reason, "0905") {
				t.Errorf("%s: the fault says %q", test.row, f.Reason)
			}
		}
	}
}

func TestHeaderFaults(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"Đơn vị|Ngày|Người dự":                    "Thiếu cột «Hoạt động»",
		"Đơn vị|Hoạt động|Ngày|Chiều cao":         "Không hiểu",
		"Đơn vị|Hoạt động|Ngày|Người dự|nguoi du": "hai lần",
		"Đơn vị|unit|Hoạt động|Ngày":              "hai lần",
	} {
		_, faults := importer.New(options(importer.Reports), 3, strings.Split(header, "|"))
		if len(faults) != 1 || !strings.Contains(faults[0].Reason, want) || faults[0].Line != 3 {
			t.Errorf("%s: got %+v, want %q", header, faults, want)
		}
	}
}

// TestKeys reads rows in two files of different columns and spellings.
func TestKeys(t *testing.T) {
	t.Parallel()
	read := func(r *importer.Reader, row string) string {
		s, faults := r.Row(2, strings.Split(row, "|"))
		if len(faults) > 0 {
			t.Fatalf("%s: %v", row, faults)
		}
		return string(s.Imported.Key)
	}
	a := open(t, "Mã dòng|Đơn vị|Hoạt động|Ngày|Số đợt|Người dự")
	b := open(t, "luot_nguoi|date|form|unit|key")
	first := read(a, "|Xã Bờ Y|tuyen_truyen|22/11/2014|1|1.200")
	again := read(a, "|Xã Bờ Y|tuyen_truyen|22/11/2014|1|1.200")
	if first == again {
		t.Error("the second of two rows that say the same has the key of the first")
	}
	if got := read(b, "1200|2014-11-22|Tuyên truyền pháp luật|bo y|"); got != first {
		t.Error("the same row in another spelling has another key")
	}
	if got := read(b, "1200|2014-11-22|tuyen_truyen|bo y|"); got != again {
		t.Error("its second time has another key")
	}
	named := read(a, "TT-1|Xã Bờ Y|tuyen_truyen|22/11/2014|1|1.200")
	if got := read(b, "9|2014-11-23|tuyen_truyen|bo y|TT-1"); got != named {
		t.Error("a row with the same explicit key has another key")
	}
	if _, faults := a.Row(9, strings.Split("TT-1|Xã Bờ Y|tuyen_truyen|22/11/2014|1|1.200", "|")); len(faults) != 1 {
		t.Errorf("an explicit key for the second time: got %v, want one fault", faults)
	}
}

// TestTemplates reads the templates as they are.
func TestTemplates(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs() {
		for _, kind := range importer.Kinds {
			o := options(kind)
			o.Lang = lang
			template := importer.TemplateOf(o)
			faults := readTemplate(o, append([][]string{template.Header}, template.Example...))
			if len(faults) > 0 || len(template.Example) == 0 {
				t.Errorf("%s in %s: got %v", kind, lang, faults)
			}
		}
	}
}

func readTemplate(o importer.Options, rows [][]string) (faults []importer.Fault) {
	switch o.Kind {
	case importer.Models:
		_, faults = readModels(o, rows)
	case importer.Units:
		_, faults = readUnits(nil, rows)
	case importer.Reports, importer.Stocks:
		r, more := importer.New(o, 1, rows[0])
		faults = more
		for i, row := range rows[1:] {
			_, more := r.Row(i+2, row)
			faults = append(faults, more...)
		}
	}
	return faults
}

func FuzzRow(f *testing.F) {
	f.Add("TT|Xã Bờ Y|Ngọc Hồi|tuyen_truyen|22/11/2014|23/11/2014|x|2|hơn 1.200|atgt|ghi chú|15 triệu")
	f.Add("||||||||||")
	f.Add("|k-611-bo-y||nguon_tin|quý II/2012||||")
	r, _ := importer.New(options(importer.Reports), 1, strings.Split(header, "|"))
	f.Fuzz(func(t *testing.T, row string) {
		s, faults := r.Row(2, strings.Split(row, "|"))
		if len(faults) > 0 {
			return
		}
		if s.Imported == nil || s.Unit == "" || !sample.Valid(s.Unit, s.Day()) || s.Days.Days() == 0 || s.Kind == form.Event && s.N < 1 {
			t.Errorf("%q: got %+v without a fault", row, s)
		}
	})
}

func BenchmarkRow(b *testing.B) {
	r := open(b, header)
	rows := [][]string{
		strings.Split("|Xã Bờ Y||tuyen_truyen|22/11/2014|||1|85|atgt|nhà rông thôn 3|", "|"),
		strings.Split("|Xã Bờ Y||phat_dong_dia_ban|3/5/2015|||1|1.240||nhà rông thôn 4|", "|"),
		strings.Split("|Xã Đắk Ruồng|Kon Rẫy|tang_qua|17/6/2012|||1||||15 triệu", "|"),
	}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if _, faults := r.Row(n, rows[n%len(rows)]); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}
