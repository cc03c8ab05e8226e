package main

import (
	"os"
	"path/filepath"
	"testing"
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
