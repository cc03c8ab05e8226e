package export_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/sample"
	"danvanbot/bot/export"
	"danvanbot/bot/report"
)

// The documents that are turned into pages, by name.
var paper = map[string]func() (report.Dossier, export.Options){
	"month":  func() (report.Dossier, export.Options) { return sample.Month(), export.Options{} },
	"review": func() (report.Dossier, export.Options) { return sample.Review(), export.Options{} },
	"commune": func() (report.Dossier, export.Options) {
		d := sample.Month()
		d.Summary.Name, d.Above, d.Units, d.Summary.Complete = "Công an xã Bờ Y", "Công an tỉnh Quảng Ngãi", nil, report.Completeness{Due: 1, Reported: 1}
		return d, export.Options{}
	},
	"party": func() (report.Dossier, export.Options) {
		t, err := export.LoadTemplate([]byte(`{"letterhead": "party", "superior": "Đảng bộ tỉnh Quảng Ngãi", "issuer": "Đảng ủy Công an tỉnh", "symbol": "BC-ĐU"}`))
		if err != nil {
			panic(err)
		}
		return sample.Month(), export.Options{Template: &t}
	},
}

// converted holds what LibreOffice made of all documents. It starts slowly, so it is started twice in all.
var converted = sync.OnceValues(func() (string, error) {
	var err error
	folder, err = convert()
	return folder, err
})

// folder is where the documents are; empty as long as no test has asked for them.
var folder string

func convert() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "pages"); err != nil {
		return "", err
	}
	var files []string
	for name, make := range paper {
		d, o := make()
		b, err := export.Docx(d, o)
		if err != nil {
			return dir, err
		}
		files = append(files, filepath.Join(dir, name+".docx"))
		if err := os.WriteFile(files[len(files)-1], b, 0o600); err != nil {
			return dir, err
		}
	}
	if err := office(dir, "pdf", files...); err != nil {
		return dir, err
	}
	b, err := export.Xlsx(sample.Month(), export.Options{})
	if err != nil {
		return dir, err
	}
	book := filepath.Join(dir, "month.xlsx")
	if err := os.WriteFile(book, b, 0o600); err != nil {
		return dir, err
	}
	// Every sheet becomes a file: comma, quotes, UTF-8, cells as they are stored.
	return dir, office(dir, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", book)
}

// office runs LibreOffice with a profile of its own.
func office(dir, format string, files ...string) error {
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", format, "--outdir", dir}, files...)
	out, err := exec.Command("soffice", args...).CombinedOutput() //nolint:noctx,gosec // the run ends with the test binary; the names are ours
	if err != nil {
		return fmt.Errorf("soffice (Debian: libreoffice-writer-nogui, libreoffice-calc-nogui): %w\n%s", err, out)
	}
	return nil
}

func TestMain(m *testing.M) {
	code := m.Run()
	if folder != "" {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

// tool runs one of poppler's commands on a document and gives what it prints.
func tool(t *testing.T, name, document string, args ...string) string {
	t.Helper()
	dir, err := converted()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), name, append(args, filepath.Join(dir, document+".pdf"), "-")...) //nolint:gosec // the names are ours
	if name != "pdftotext" {
		cmd.Args = cmd.Args[:len(cmd.Args)-1]
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s (Debian: poppler-utils): %v\n%s", name, err, errs.String())
	}
	return out.String()
}

// flat puts a text on one line, each gap one space.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestPagesSay(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"month": {
			"BỘ CÔNG AN", "CÔNG AN TỈNH QUẢNG NGÃI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
			"Quảng Ngãi, ngày 15 tháng 10 năm 2026", "BÁO CÁO", "Kết quả công tác dân vận tháng 10 năm 2026", "(từ ngày 15/9/2026 đến ngày 14/10/2026)",
			"Kính gửi: Bộ Công an.", "với 4.914 lượt người tham gia; tăng 27,3% so với cùng kỳ năm trước (33 đợt)", "hơn 18 đợt tình nguyện", "trên 14 nguồn tin", "06 khẩu súng",
			"khoảng 210,5 triệu đồng", "210.500.000", "2.020.800.000", "Có 38/40 đơn vị cơ sở đã báo cáo", "Phụ lục IX", "CÁCH TRA TỪNG CON SỐ ĐẾN BÁO CÁO", "42 đợt từ đâu", "phat_dong_dia_ban.n", "Mô Rai", "Tiếng kẻng an ninh",
			"Nơi nhận:", "- Như trên;", "GIÁM ĐỐC", "kỳ theo lịch NĐ 09", "nhật ký số 1.234", "II. ĐÁNH GIÁ CHUNG", "III. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM KỲ TỚI",
		},
		"review": {
			"Tổng kết công tác dân vận từ ngày 17/6/2010 đến ngày 07/02/2020", "3.000 đợt phát động", "350.000 lượt người", "180 lượt phát động", "80.000 lượt người", "700 lượt phát động",
			"45 hội nghị", "hơn 1.000 đợt tình nguyện", "trên 1.200 nguồn tin", "1.714 tổ an ninh nhân dân", "206 tổ hòa giải", "136 tổ bảo vệ dân phố với 539 đồng chí",
			"53 tổ tự quản", "45 mô hình với tên gọi khác", "366 đồng chí Công an chính quy tại xã", "558 đồng chí Công an xã bán chuyên trách",
			"14 mô hình cấp tỉnh, 04 mô hình cấp huyện", "nhân rộng 03 mô hình", "Bài học kinh nghiệm", "KẾT QUẢ THEO NĂM", "2011 15/12/2010 - 14/12/2011", "trên 1.200",
		},
		"commune": {"CÔNG AN TỈNH QUẢNG NGÃI CỘNG HÒA", "CÔNG AN XÃ BỜ Y", "/BC-CAX", "Bờ Y, ngày 15 tháng 10", "Kính gửi: Công an tỉnh Quảng Ngãi.", "TRƯỞNG CÔNG AN XÃ"},
		"party":   {"ĐẢNG BỘ TỈNH QUẢNG NGÃI", "ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG ỦY CÔNG AN TỈNH", "-BC/ĐU"},
	}
	for name, texts := range want {
		got := flat(tool(t, "pdftotext", name, "-layout"))
		for _, text := range texts {
			if !strings.Contains(got, text) {
				t.Errorf("%s: got no %q", name, text)
			}
		}
		if strings.ContainsAny(got, "«»{}[]") {
			t.Errorf("%s: got a placeholder in %s", name, got)
		}
	}
}

func TestFontsAreTimes(t *testing.T) {
	t.Parallel()
	for name := range paper {
		lines := strings.Split(strings.TrimSpace(tool(t, "pdffonts", name)), "\n")[2:]
		for _, line := range lines {
			// Liberation Serif stands in for Times New Roman, letter for letter as wide. Another font is one that some letter lacked.
			if !regexp.MustCompile(`LiberationSerif|TimesNewRoman`).MatchString(line) || !regexp.MustCompile(`\byes\s+yes`).MatchString(line) {
				t.Errorf("%s: got font %s", name, line)
			}
		}
		if len(lines) == 0 {
			t.Errorf("%s: got no fonts", name)
		}
	}
}

// word is a word on a page, in points.
type word struct {
	text                   string
	left, top, right, down float64
}

// page is a page with its words.
type page struct {
	width, height float64
	words         []word
}

var element = regexp.MustCompile(`<page width="([\d.]+)" height="([\d.]+)">|<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>`)

func pages(t *testing.T, name string) []page {
	t.Helper()
	var list []page
	number := func(s string) float64 {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, m := range element.FindAllStringSubmatch(tool(t, "pdftotext", name, "-bbox"), -1) {
		if m[1] != "" {
			list = append(list, page{width: number(m[1]), height: number(m[2])})
			continue
		}
		p := &list[len(list)-1]
		p.words = append(p.words, word{m[7], number(m[3]), number(m[4]), number(m[5]), number(m[6])})
	}
	return list
}

const mm = 72 / 25.4

// TestNothingRunsOverTheMargins holds the paper's size and margins.
func TestNothingRunsOverTheMargins(t *testing.T) {
	t.Parallel()
	for name, most := range map[string]int{"month": 14, "review": 18, "commune": 12, "party": 14} {
		list := pages(t, name)
		if len(list) < 3 || len(list) > most {
			t.Errorf("%s: got %d pages, want 3 to %d", name, len(list), most)
		}
		for i, p := range list {
			left, right := 30*mm, p.width-15*mm
			if p.width > p.height {
				left, right = 20*mm, p.width-20*mm
			}
			if short, long := min(p.width, p.height)/mm, max(p.width, p.height)/mm; short < 209 || short > 211 || long < 296 || long > 298 {
				t.Errorf("%s, page %d: got %.0f × %.0f mm, want A4", name, i+1, short, long)
			}
			if len(p.words) == 0 {
				t.Errorf("%s, page %d is empty", name, i+1)
			}
			for _, w := range p.words {
				if w.left < left-3 || w.right > right+3 || w.top < 9*mm || w.down > p.height-19*mm {
					t.Errorf("%s, page %d: %q runs over the margin", name, i+1, w.text)
				}
			}
		}
	}
}

// TestPageNumbers holds that numbers stand in the middle of the top margin, not on a first page, and begin anew with each
// appendix.
func TestPageNumbers(t *testing.T) {
	t.Parallel()
	want := 0
	for i, p := range pages(t, "review") {
		want++
		if strings.HasPrefix(text(p), "Phụ lục") || i == 0 {
			want = 1
		}
		var got strings.Builder
		for _, w := range p.words {
			if middle := (w.left + w.right) / 2; w.down < 20*mm && middle > p.width/2-15*mm && middle < p.width/2+15*mm {
				got.WriteString(w.text)
			}
		}
		if number := strconv.Itoa(want); got.String() != number && (want > 1 || got.String() != "") {
			t.Errorf("page %d: got number %q, want %s", i+1, got.String(), number)
		}
	}
}

func text(p page) string {
	var words []string
	for _, w := range p.words {
		words = append(words, w.text)
	}
	return strings.Join(words, " ")
}

// TestWorkbookOpens holds that LibreOffice reads the numbers of the workbook as they are.
func TestWorkbookOpens(t *testing.T) {
	t.Parallel()
	dir, err := converted()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "month-Tổng hợp.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	got, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[int][]string{
		1:  {"1", "Phát động phong trào tại địa bàn trọng điểm", "đợt", "", "42", "403", "33", "9", "27.3"},
		2:  {"", "Số lượt người", "lượt người", "", "4914", "47174", "3931", "983", "25"},
		11: {"", "Số tiền", "đồng", "khoảng", "210500000", "2020800000", "168400000", "42100000", "25"},
		12: {"5", "Nguồn tin có giá trị", "nguồn tin", "hơn", "14", "134", "11", "3", "27.3"},
	} {
		if diff := cmp.Diff(want, got[at]); diff != "" {
			t.Errorf("row %d: want -, got +\n%s", at, diff)
		}
	}
}
