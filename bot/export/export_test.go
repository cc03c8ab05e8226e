package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"danvanbot/bot/bottest/sample"
	"danvanbot/bot/export"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
)

// formats are all that a dossier can be written as.
var formats = map[string]func(report.Dossier, export.Options) ([]byte, error){
	"csv": export.CSV, "docx": export.Docx, "json": export.JSON, "xlsx": export.Xlsx,
}

func write(t *testing.T, format string, d report.Dossier) []byte {
	t.Helper()
	b, err := formats[format](d, export.Options{Lang: i18n.VI})
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b
}

func TestSameDossierGivesSameBytes(t *testing.T) {
	t.Parallel()
	for format := range formats {
		first := write(t, format, sample.Month())
		for range 3 {
			if !bytes.Equal(write(t, format, sample.Month()), first) {
				t.Errorf("%s: got other bytes", format)
			}
		}
	}
}

func TestEmptyDossier(t *testing.T) {
	t.Parallel()
	for format := range formats {
		if got := write(t, format, report.Dossier{Summary: report.Summary{Period: sample.Month().Summary.Period}}); len(got) == 0 {
			t.Errorf("%s: got nothing", format)
		}
	}
}

func readCSV(t *testing.T, b []byte) [][]string {
	t.Helper()
	body, ok := strings.CutPrefix(string(b), "\ufeff")
	if !ok {
		t.Error("got no byte order mark")
	}
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestCSV(t *testing.T) {
	t.Parallel()
	rows := readCSV(t, write(t, "csv", sample.Month()))
	want := [][]string{
		{"Phần", "Đơn vị", "Kỳ báo cáo", "Mã chỉ tiêu", "Chỉ tiêu", "ĐVT", "Mức", "Kỳ này", "Lũy kế năm", "Cùng kỳ năm trước", "Tăng/giảm", "Tăng/giảm (%)"},
		{"Tổng hợp", "Công an tỉnh Quảng Ngãi", "2026-10", "phat_dong_dia_ban.n", "Phát động phong trào tại địa bàn trọng điểm", "đợt", "", "42", "403", "33", "9", "27,3"},
		{"Tổng hợp", "Công an tỉnh Quảng Ngãi", "2026-10", "phat_dong_dia_ban.luot_nguoi", "Số lượt người", "lượt người", "", "4914", "47174", "3931", "983", "25,0"},
	}
	if diff := cmp.Diff(want, rows[:3]); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	d := sample.Month()
	for i, name := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"} {
		d.Units[i].Name, d.Sources[i].Name = name, name
	}
	for _, row := range readCSV(t, write(t, "csv", d)) {
		if strings.ContainsRune("=+-@\t\r", rune((row[1] + " ")[0])) {
			t.Errorf("got %q, want it safe", row[1])
		}
	}
	book := readBook(t, write(t, "xlsx", d))
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x := range row {
				at, _ := excelize.CoordinatesToCellName(x+1, y+1)
				if f, err := book.GetCellFormula(sheet, at); f != "" || err != nil {
					t.Errorf("%s %s: got formula %q, %v", sheet, at, f, err)
				}
			}
		}
	}
}

func readBook(t *testing.T, b []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

func TestXlsx(t *testing.T) {
	t.Parallel()
	book := readBook(t, write(t, "xlsx", sample.Month()))
	want := []string{"Thông tin", "Tổng hợp", "Theo đơn vị", "Theo tháng", "Tuyên truyền - Chủ đề", "Chỉ tiêu năm", "Mô hình", "Chưa báo cáo", "Báo cáo gốc", "Bổ sung sau kỳ", "Tra số liệu"}
	if diff := cmp.Diff(want, book.GetSheetList()); diff != "" {
		t.Errorf("sheets: want -, got +\n%s", diff)
	}
	for at, want := range map[string]string{"B2": "Phát động phong trào tại địa bàn trọng điểm", "E2": "42", "E3": "4,914", "D7": "hơn", "I2": "27.3"} {
		if got, err := book.GetCellValue("Tổng hợp", at); got != want || err != nil {
			t.Errorf("%s: got %q, %v, want %q", at, got, err, want)
		}
	}
	kind, err := book.GetCellType("Tổng hợp", "E3")
	if err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("got type %v, %v, want a number", kind, err)
	}
	panes, err := book.GetPanes("Tổng hợp")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("got panes %+v, %v, want the heading frozen", panes, err)
	}
}

// TestXlsxSaysWhatItLeavesOut says that a table whose submissions are not all there tells so, and that reporters have a
// column only where somebody is named.
func TestXlsxSaysWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	d := sample.Month()
	d.More, d.Sources[1].Reporter = true, "Cán bộ"
	book := readBook(t, write(t, "xlsx", d))
	if got, err := book.GetCellValue("Thông tin", "B12"); got != "chỉ 12 báo cáo đầu tiên; còn nữa" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	for sheet, want := range map[string]string{"Báo cáo gốc": "Người báo cáo", "Bổ sung sau kỳ": "Số lần"} {
		if got, err := book.GetCellValue(sheet, "G1"); got != want || err != nil {
			t.Errorf("%s: got the heading %q, %v, want %q", sheet, got, err, want)
		}
	}
	if got, err := book.GetCellValue("Báo cáo gốc", "G3"); got != "Cán bộ" || err != nil {
		t.Errorf("got %q, %v as the second reporter", got, err)
	}
}

// TestSumsThatAreLeftOutAreNamed in the workbook and below the tables of the report.
func TestSumsThatAreLeftOutAreNamed(t *testing.T) {
	t.Parallel()
	d := sample.Month()
	year := period.Range{From: period.NewDate(2026, 1, 1), To: period.NewDate(2026, 12, 31)}
	quarter := period.Range{From: period.NewDate(2026, 7, 1), To: period.NewDate(2026, 9, 30)}
	d.Summary.Partial, d.Across = []period.Range{year}, []period.Range{quarter}
	want := []string{
		"Chưa tính số tổng của 1/1 – 31/12/2026 vì chỉ nằm một phần trong kỳ.",
		"Chưa tính vào tháng nào: số tổng của 1/7 – 30/9/2026, vì nằm trên nhiều tháng của lịch báo cáo.",
	}
	rows, err := readBook(t, write(t, "xlsx", d)).GetRows("Thông tin")
	if err != nil {
		t.Fatal(err)
	}
	letter := partOf(t, write(t, "docx", d), "word/document.xml")
	for _, text := range want {
		if !slices.ContainsFunc(rows, func(row []string) bool { return row[1] == text }) {
			t.Errorf("the workbook does not say %q: %q", text, rows)
		}
		if !strings.Contains(letter, text) {
			t.Errorf("the report does not say %q", text)
		}
	}
}

// TestYearsSayThatTheyAreOfMonths: a quarter lies in a year and in no month, so a table of years that adds months up lacks it.
func TestYearsSayThatTheyAreOfMonths(t *testing.T) {
	t.Parallel()
	d := sample.Month()
	for year := range 25 { // more than are told one by one
		m := d.Months[0]
		m.Period.Year -= year
		d.Months = append(d.Months, m)
	}
	d.Across = []period.Range{{From: period.NewDate(2026, 1, 1), To: period.NewDate(2026, 3, 31)}}
	want := "Bảng này cộng từ các tháng, nên chưa có số tổng của 1/1 – 31/3/2026"
	if letter := partOf(t, write(t, "docx", d), "word/document.xml"); !strings.Contains(letter, want) || strings.Contains(letter, "Chưa tính vào tháng") {
		t.Errorf("the report does not say %q", want)
	}
}

// partOf reads one file of a document.
func partOf(t *testing.T, document []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(document), int64(len(document)))
	if err != nil {
		t.Fatal(err)
	}
	content, err := fs.ReadFile(z, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
