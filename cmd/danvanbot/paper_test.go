package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"danvanbot/bot/bottest/review"
)

// TestReviewOnPaper imports the ten years of the review and turns its report into pages: every figure is there, with its hedge.
func TestReviewOnPaper(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	if _, err := review.Write(p.dir, ".xlsx"); err != nil {
		t.Fatal(err)
	}
	p.check(t, call{args: p.with("import", "$DIR/reports.xlsx"), out: `^imported`})
	p.check(t, call{args: p.with("import", "$DIR/stocks.xlsx", "-kind", "stocks"), out: `^imported`})
	p.check(t, call{args: p.with("import", "$DIR/models.xlsx", "-kind", "models"), out: `^imported`})
	p.check(t, call{args: p.with("summary", "-unit", string(review.Province), "-view", "was", "-period", "2010-06-17..2020-02-07", "-format", "docx", "-o", "$DIR/review.docx")})
	text := p.onPaper(t, "review")
	for _, want := range []string{
		"3.000 đợt phát động phong trào", "với 350.000 lượt người tham gia", "180 lượt phát động phong trào tại các trường học với 80.000 lượt người",
		"700 lượt phát động phong trào tại các cơ quan", "45 hội nghị", "trên 1.200 nguồn tin có giá trị", "hơn 1.000 đợt tình nguyện",
		"1.714 tổ an ninh nhân dân", "206 tổ hòa giải", "136 tổ bảo vệ dân phố với 539 đồng chí", "53 tổ tự quản về an ninh trật tự",
		"45 mô hình với tên gọi khác", "366 đồng chí Công an chính quy tại xã", "558 đồng chí Công an xã bán chuyên trách", "102/102 đơn vị",
		"14 mô hình cấp tỉnh", "04 mô hình cấp huyện", "nhân rộng 03 mô hình",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("got no %q in\n%s", want, text)
		}
	}
}

// onPaper is the text of a document's pages.
func (p *program) onPaper(t *testing.T, name string) string {
	t.Helper()
	for _, args := range [][]string{
		{"soffice", "-env:UserInstallation=file://" + filepath.Join(p.dir, "profile"), "--headless", "--convert-to", "pdf", "--outdir", p.dir, filepath.Join(p.dir, name+".docx")},
		{"pdftotext", "-layout", filepath.Join(p.dir, name+".pdf"), filepath.Join(p.dir, name+".txt")},
	} {
		if out, err := exec.CommandContext(t.Context(), args[0], args[1:]...).CombinedOutput(); err != nil { //nolint:gosec // the names are ours
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
	}
	text, err := os.ReadFile(filepath.Join(p.dir, name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	pages := regexp.MustCompile(`\f\s*\d+\n`).ReplaceAllString(string(text), "\n") // a page begins with its number
	return strings.Join(strings.Fields(pages), " ")
}
