package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"danvanbot/bot/orgunit"
)

// TestUnits shows the units and reorganises them by a file of operations, while the bot runs and while it does not.
func TestUnits(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	for name, text := range map[string]string{
		"running.jsonl": `{"do": "rename", "on": "2026-01-01", "unit": "Xã Bờ Y", "name": "Phường Bờ Y"}`,
		"stopped.jsonl": "# a merger\n" + `{"do": "merge", "on": "2026-02-01", "units": ["q-sa-loong"], "into": "q-bo-y"}`,
		"wrong.jsonl":   `{"do": "close", "on": "2026-03-01", "unit": "p-quang-ngai"}`,
		"odd.jsonl":     "{\n",
	} {
		if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p.start()
	p.webOrigin()
	change := map[string]string{
		"running": `^✏️ Xã Bờ Y đổi tên thành Phường Bờ Y, từ 1/1/2026\nChuyển theo: 0 người`,
		"stopped": `^➡️ Xã Sa Loong nhập vào Phường Bờ Y, từ 1/2/2026\n🗂 Nhóm Khu vực Kon Tum\n🗂 Nhóm Khu vực Ngọc Hồi\nChuyển theo: \d+ người, \d+ báo cáo đang soạn\. \d+ báo cáo`,
	}
	for _, state := range []string{"running", "stopped"} {
		if state == "stopped" {
			if code, _ := p.stop(); code != exitOK {
				t.Errorf("stopping: got exit code %d", code)
			}
		}
		before := p.must("units", "-list")
		p.check(t, call{args: p.with("units", "-dry-run", "$DIR/"+state+".jsonl"), out: change[state]})
		if after := p.must("units", "-list"); after != before {
			t.Errorf("%s: a dry run changed the units", state)
		}
		p.check(t, call{args: p.with("units", "$DIR/wrong.jsonl"), code: exitFailed, err: `operation 1 \(close\): .* still answers to p-quang-ngai`})
		p.check(t, call{args: p.with("units", "$DIR/odd.jsonl"), code: exitFailed, err: `line 1: unexpected EOF`})
		p.check(t, call{args: p.with("units"), code: exitUsage, err: `name the file of operations, JSON lines`})
		p.check(t, call{args: p.with("units", "$DIR/"+state+".jsonl"), out: change[state]})
		if after := p.must("units", "-list"); after == before {
			t.Errorf("%s: nothing changed", state)
		}
	}
	p.check(t, call{args: p.with("units", "-list"), out: `(?m)^q-bo-y\tcommune\tp-quang-ngai\tPhường Bờ Y$`})
	tree, err := orgunit.Load([]byte(p.must("units", "-tree")))
	if err != nil {
		t.Fatal(err)
	}
	if got := tree.Now("q-sa-loong"); got != "q-bo-y" || strings.Contains(p.must("units", "-list"), "Sa Loong") {
		t.Errorf("got %s as what Sa Loong has become, want q-bo-y", got)
	}
	p.check(t, call{args: p.with("check"), out: `^clean: `})
}
