package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/review"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/report"
)

// TestReview imports the ten years of the review, in part while the bot runs, and asks for every figure.
func TestReview(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	if _, err := review.Write(p.dir, ".xlsx"); err != nil {
		t.Fatal(err)
	}
	if _, err := review.Write(p.dir, ".csv"); err != nil {
		t.Fatal(err)
	}
	p.check(t, call{args: append(p.with("import", "$DIR/reports.xlsx"), "-dry-run"), out: `^would import (\d+) new and 0 changed`})
	p.check(t, call{args: p.with("import", "$DIR/reports.xlsx"), out: `^imported (\d+) new and 0 changed of (\d+) rows; 0 .*\njournal entry 2\n$`})
	p.start()
	p.webOrigin()
	p.check(t, call{args: p.with("import", "$DIR/stocks.csv", "-kind", "stocks"), out: `^imported (\d+) new`})
	p.check(t, call{args: p.with("import", "$DIR/reports.csv"), out: `^imported 0 new and 0 changed.*\nnothing was added\n$`})
	p.check(t, call{args: p.with("import", "$DIR/stocks.xlsx", "-kind", "stocks"), out: `nothing was added`})
	p.check(t, call{args: p.with("import", "$DIR/models.xlsx", "-kind", "models"), out: `^imported 18 new`})
	p.check(t, call{args: p.with("import", "$DIR/models.csv", "-kind", "models"), out: `^imported 0 new .* 18 .*\nnothing was added\n$`})
	p.wantFigures(t)
	p.wantFigures(t, "-unit", string(review.Province), "-view", "was")
	p.check(t, call{args: p.with("check"), out: `^clean: `})
}

func (p *program) wantFigures(t *testing.T, more ...string) {
	t.Helper()
	var s struct {
		Lines, Stocks []struct {
			Form    string
			Figures []struct {
				Key   string
				Value int64
				Hedge string
			}
		}
		Models []report.ModelLine
	}
	args := append([]string{"-period", "2010-06-17..2020-02-07", "-format", "json"}, more...)
	if err := json.Unmarshal([]byte(p.must("summary", args...)), &s); err != nil {
		t.Fatal(err)
	}
	var got []review.Figure
	for _, l := range append(s.Lines, s.Stocks...) {
		for _, f := range l.Figures {
			if f.Value != 0 && (p.ofReview(l.Form) || f.Hedge != "") {
				got = append(got, review.Figure{Form: l.Form, Key: f.Key, N: f.Value, Hedge: f.Hedge})
			}
		}
	}
	counts := report.CountModels(s.Models)
	models := []int{counts.Active[orgunit.Province], counts.Active[orgunit.District], counts.Replicated}
	if want := []int{review.ProvinceModels, review.DistrictModels, review.ReplicatedModels}; !slices.Equal(models, want) {
		t.Errorf("%v: got %v models of the province, of districts and replicated, want %v", more, models, want)
	}
	if diff := cmp.Diff(review.Figures, got); diff != "" {
		t.Errorf("%v (-want +got):\n%s", more, diff)
	}
}

// ofReview tells whether the review has figures of a form; the sample reports of the demo are of later days.
func (p *program) ofReview(formID string) bool {
	for _, f := range review.Figures {
		if f.Form == formID {
			return true
		}
	}
	return false
}

// TestImportFaults tells every fault and takes nothing in, through the bot and without it.
func TestImportFaults(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	text := "Mã dòng,Đơn vị,Hoạt động,Ngày,Người dự,Ghi chú\n" +
		"1,Xã Bờ Y,tuyen_truyen,22/11/2014,85,\n" +
		"2,Đắk Hà,tuyen_truyen,22/11/2014,85,\n" +
		"3,Xã Bờ Y,tuyen_truyen,22/11/2014,nhiều,liên hệ 0905 123 456\n"
	if err := os.WriteFile(filepath.Join(p.dir, "bad.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	bad := call{
		args: p.with("import", "$DIR/bad.csv"), code: exitFailed,
		err: `^dòng 3, cột Đơn vị: «Đắk Hà» có thể là: .*\ndòng 4, cột Người dự: Số có thể hiểu nhiều cách.*\n` +
			`dòng 4, cột Ghi chú: Ô có số điện thoại[^5]*\ndanvanbot import: nothing was imported: 3 faults`,
	}
	p.check(t, bad)
	p.start()
	p.webOrigin()
	p.check(t, bad)
	p.check(t, call{args: p.with("import", "$DIR/none.csv"), code: exitFailed, err: `no such file`})
	p.check(t, call{args: p.with("import"), code: exitUsage, err: `name the file to import\nexample: danvanbot import`})
	p.check(t, call{args: p.with("import", "$DIR/bad.csv", "-kind", "dogs"), code: exitUsage, err: `-kind must be reports, stocks, models or units`})
	p.check(t, call{args: p.with("import", "-template", "dogs"), code: exitUsage, err: `-template must be`})
	p.check(t, call{args: p.with("import", "-template", "stocks"), out: `^\x{feff}"?# Mỗi dòng(?s:.*)TK-0001,Xã Bờ Y`})
	p.check(t, call{args: p.with("import", "-template", "reports", "-o", "$DIR/t.xlsx")})
	p.check(t, call{args: p.with("import", "$DIR/t.xlsx"), out: `^imported 2 new`})
	p.check(t, call{args: p.with("import", "-template", "models", "-o", "$DIR/m.xlsx")})
	p.check(t, call{args: p.with("import", "$DIR/m.xlsx", "-kind", "models"), out: `^imported 1 new`})
}
