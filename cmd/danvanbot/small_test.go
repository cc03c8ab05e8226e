package main

import (
	"os"
	"path/filepath"
	"testing"
)

// smallReports are figures below 3 of both restricted forms, a larger one, and one of a form that is not restricted.
const smallReports = "Đơn vị,Hoạt động,Ngày,Số nguồn tin,Số người,Người dự\n" +
	"Xã Bờ Y,nguon_tin,5/3/2026,2,,\nXã Đăk Tô,cam_hoa,6/3/2026,,1,\nXã Đăk Tô,nguon_tin,7/3/2026,9,,\nXã Bờ Y,tuyen_truyen,8/3/2026,,,2\n"

// TestSmall hides small figures of restricted forms, and what stands behind them, in everything that goes on to others, unless
// -small is given; while the bot runs and while it does not.
func TestSmall(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	if err := os.WriteFile(filepath.Join(p.dir, "small.csv"), []byte(smallReports), 0o600); err != nil {
		t.Fatal(err)
	}
	p.start()
	p.webOrigin()
	p.must("import", filepath.Join(p.dir, "small.csv"))
	for _, state := range []string{"running", "stopped"} {
		if state == "stopped" {
			if code, _ := p.stop(); code != exitOK {
				t.Errorf("stopping: got exit code %d", code)
			}
		}
		p.checkSmall(t)
	}
}

func (p *program) checkSmall(t *testing.T) {
	t.Helper()
	march, commune := []string{"-period", "2026-03-01..2026-03-31"}, []string{"-period", "2026-03-01..2026-03-31", "-unit", "Bờ Y"}
	tips := append(march, "-measure", "nguon_tin.nguon_tin")
	for _, c := range []struct {
		name        string
		args        []string
		hidden, all string // what is said without -small, and with it
	}{
		{"summary", march, `Nguồn tin: 11 nguồn tin\n🌱 Cảm hóa: dưới 3 người\n`, `Nguồn tin: 11 nguồn tin\n🌱 Cảm hóa: 1 người\n`},
		{"summary", commune, `Tuyên truyền: 1 buổi · 2 lượt người\n📨 Nguồn tin: dưới 3 nguồn tin\n`, `Tuyên truyền: 1 buổi · 2 lượt người\n📨 Nguồn tin: 2 nguồn tin\n`},
		{
			"summary", append(march, "-format", "csv"), `Bờ Y;[^;]*;nguon_tin.nguon_tin;[^;]*;[^;]*;;dưới 3;(?s:.*)Đăk Tô;[^;]*;nguon_tin.nguon_tin;[^;]*;[^;]*;;\(không nêu\);`,
			`Bờ Y;[^;]*;nguon_tin.nguon_tin;[^;]*;[^;]*;;2;(?s:.*)Đăk Tô;[^;]*;nguon_tin.nguon_tin;[^;]*;[^;]*;;9;`,
		},
		{"summary", append(commune, "-format", "json"), `"value": 0,\s+"before": 0,\s+"hidden": "small"`, `"nguồn tin"\s+\},\s+"value": 2,\s+"before": 0\s+\}`},
		{
			"summary", append(march, "-format", "json", "-full"), `"hidden": \[\s+"cam_hoa.nguoi"\s+\]`, `(?s)"cam_hoa.nguoi": 1,.*"code": "BY-\d+".*"form": "nguon_tin"`,
		},
		{"trace", tips, `Bờ Y: dưới 3\nĐăk Tô: \(không nêu\)\n\nCộng: 11 ✓(?s:.*)chỉ đơn vị báo cáo và lãnh đạo được xem\.\n$`, `Đăk Tô: 9\nBờ Y: 2\n\nCộng: 11 ✓(?s:.*)BY-\d+ · 5/3/2026 · Bờ Y · #0: 2\n`},
		{"trace", append(tips, "-format", "csv"), `^\x{feff}code,[^\n]*\n$`, `(?m)^BY-\d+,1,2026-03-05,2026-03-05,q-bo-y,Bờ Y,#0,,2$`},
		{"trace", append(tips, "-unit", "Bờ Y"), `^[^🔎]*🔎 dưới 3 nguồn tin · Nguồn tin\n\nTừng báo cáo`, `^[^🔎]*🔎 2 nguồn tin · Nguồn tin\n\nBY-\d+ · 5/3/2026 · Bờ Y · #0: 2\n\nCộng: 2 ✓\n$`},
		{"export", nil, `(?m)^BY-\d+,1,nguon_tin,q-bo-y,Xã Bờ Y,2026-03-05,2026-03-05,0,,,,false,true$`, `(?m)^BY-\d+,1,nguon_tin,q-bo-y,Xã Bờ Y,2026-03-05,2026-03-05,0,nguon_tin=2,,,false,false$`},
	} {
		p.check(t, call{args: p.with(c.name, c.args...), out: c.hidden})
		p.check(t, call{args: append(p.with(c.name, c.args...), "-small"), out: c.all})
	}
}
