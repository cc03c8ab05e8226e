package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

const targetsFile = "\ufeffĐơn vị;Hoạt động;Chỉ số;Năm;Chỉ tiêu\n" +
	"Bờ Y;Tuyên truyền;buổi;2026;40\nq-dak-to;tang_qua;tien;2026;500 triệu\nBờ Y;Hiến máu;;2026;1.200\n"

const wrongTargets = "don vi,hoat dong,chi so,nam,chi tieu\nBờ Y,Tuyên truyền,,2026,40\nNơi Nào Đó,Tuyên truyền,,2026,1\n" +
	"Bờ Y,Bay lượn,,2026,1\nBờ Y,Tuyên truyền,cây,2026,1\nBờ Y,Tuyên truyền,,26,1\nBờ Y,Hiến máu,,2026,vài\nBờ Y,Tuyên truyền,buổi,2026,41\n"

// TestTargetsFromAFile sets targets from a file: nothing in a dry run or with a wrong row, everything otherwise.
func TestTargetsFromAFile(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	for name, content := range map[string]string{"good.csv": targetsFile, "wrong.csv": wrongTargets, "odd.csv": "a,b\n1,2\n", "empty.csv": ""} {
		if err := os.WriteFile(filepath.Join(p.dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p.start()
	p.webOrigin()
	for _, c := range []call{
		{args: p.with("targets", "-dry-run", "$DIR/good.csv"), out: `(?s)Xã Bờ Y tuyen_truyen.n 2026: 0 -> 40\n.*tang_qua.tien 2026: 0 -> 500000000\n.*3 targets, 3 changed`},
		{args: p.with("targets", "$DIR/wrong.csv"), code: exitFailed, err: `nothing was changed: row 3: there is no unit .*; row 4: there is no activity "Bay lượn"; row 5: .*; row 6: "26" is no year; row 7: "vài" is no number.*; row 8: the same target as in row 2`},
		{args: p.with("targets", "$DIR/odd.csv"), code: exitFailed, err: `must name the columns`},
		{args: p.with("targets", "$DIR/empty.csv"), code: exitFailed, err: `is empty`},
		{args: p.with("targets"), code: exitUsage, err: `name the file to read`},
		{args: p.with("targets", "$DIR/good.csv"), out: `3 targets, 3 changed`},
		{args: p.with("targets", "$DIR/good.csv"), out: `^3 targets, 0 changed`},
	} {
		p.check(t, c)
	}
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("stopping: got exit code %d", code)
	}
	p.check(t, call{args: p.with("targets", "$DIR/good.csv"), out: `^3 targets, 0 changed`})
	p.check(t, call{args: p.with("check"), out: `^clean: `})
}

// FuzzTargets: whatever stands in a file of targets is read into whole rows, which hold after being written and read again,
// and into a goal for each, or refused with a reason.
func FuzzTargets(f *testing.F) {
	f.Add([]byte(targetsFile))
	f.Add([]byte(wrongTargets))
	f.Add([]byte("chi tieu,nam,chi so,hoat dong,don vi,don vi\n1,2026,,hien_mau,Bờ Y,\n\"a\"\"\n"))
	a, tree := &app{forms: form.Default(), zone: time.UTC, calendar: period.ND09}, orgunit.Sample()
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, err := targetRows(content)
		if err != nil {
			return
		}
		if slices.ContainsFunc(rows, func(row []string) bool { return strings.Contains(strings.Join(row, ""), "\r") }) {
			return // a reader of CSV takes some of them for the end of a line
		}
		var again bytes.Buffer
		w := csv.NewWriter(&again)
		if err := errors.Join(w.Write(targetColumns), w.WriteAll(rows)); err != nil {
			t.Fatal(err)
		}
		read, err := targetRows(again.Bytes())
		if diff := gocmp.Diff(rows, read, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Errorf("written and read again (-want +got):\n%s%v", diff, err)
		}
		goals, err := a.readTargets(tree, rows)
		if (err == nil) != (len(goals) == len(rows)) {
			t.Errorf("got %d goals of %d rows and error %v", len(goals), len(rows), err)
		}
		for _, g := range goals {
			if g.Unit == "" || g.Form == "" || g.Key == "" || g.Goal < 0 {
				t.Errorf("got %+v, want a whole goal", g)
			}
		}
	})
}
