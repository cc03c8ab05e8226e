package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// call is a way to call the program and what must come of it. In args, $DIR is the program's folder.
type call struct {
	args []string
	in   string
	code int
	out  string // pattern of stdout
	err  string // pattern of stderr
}

func (p *program) check(t *testing.T, c call) {
	t.Helper()
	args := slices.Clone(c.args)
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "$DIR", p.dir)
	}
	got := p.exec(c.in, args...)
	if got.code != c.code || !regexp.MustCompile(c.out).MatchString(got.out) || !regexp.MustCompile(c.err).MatchString(got.err) {
		t.Errorf("danvanbot %q: got exit code %d, stdout %q, stderr %q; want %d, %q, %q", args, got.code, got.out, got.err, c.code, c.out, c.err)
	}
	if c.code != exitOK && got.out != "" {
		t.Errorf("danvanbot %q: got %q on stdout although it failed", args, got.out)
	}
}

// with puts the program's configuration behind the command's name.
func (p *program) with(name string, args ...string) []string {
	return append([]string{name, "-config", p.config}, args...)
}

// TestCommandsOnData calls each command that works on the data, while the bot runs and while it does not.
func TestCommandsOnData(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.check(t, call{args: p.with("summary"), code: exitFailed, err: `there is no data folder`})
	p.start()
	p.webOrigin()
	for _, state := range []string{"running", "stopped"} {
		if state == "stopped" {
			if code, _ := p.stop(); code != exitOK {
				t.Errorf("stopping: got exit code %d", code)
			}
		}
		t.Run(state, func(t *testing.T) {
			for _, c := range p.dataCalls(state) {
				p.check(t, c)
			}
			p.checkBackup(t, state)
		})
	}
	p.check(t, call{args: p.with("rebuild"), err: `rebuilt from \d+ journal entries`})
	p.check(t, call{args: p.with("check"), out: `^clean: `})
}

func (p *program) dataCalls(state string) []call {
	calls := []call{
		{args: p.with("summary"), out: `^📊 Công an tỉnh Quảng Ngãi`},
		{args: p.with("summary", "-unit", "Bờ Y", "-period", "2026"), out: `^📊 Công an xã Bờ Y\nNăm 2026`},
		{args: p.with("summary", "-unit", "bo y", "-view", "was", "-calendar", "duong_lich"), out: `^📊 Công an xã Bờ Y`},
		{args: p.with("summary", "-period", "2010-06-17..2020-02-07", "-format", "json"), out: `"from": "2010-06-17",\s+"to": "2020-02-07"`},
		{args: p.with("trace", "-period", "2026", "-measure", "tuyen_truyen.n"), out: `(?s)🔎 .* · Tuyên truyền.*Cộng: \d+ ✓.*Cộng: \d+ ✓`},
		{args: p.with("trace", "-period", "2026", "-measure", "tuyen_truyen.n", "-format", "csv"), out: `^\x{feff}code,version`},
		{args: p.with("trace", "-measure", "vui.n"), code: exitUsage, err: `there is no form "vui"`},
		{args: p.with("summary", "-unit", "zzzzzzzz"), code: exitUsage, err: `there is no unit "zzzzzzzz"\nexample: danvanbot summary`},
		{args: p.with("summary", "-unit", "sa thầy"), code: exitUsage, err: `Xã Sa Thầy \(.*Khu vực Sa Thầy \(.*by its id`},
		{args: p.with("summary", "-period", "hôm nào"), code: exitUsage, err: `^danvanbot summary: wrong usage: -period "hôm nào" is not understood; for example`},
		{args: p.with("summary", "-view", "later"), code: exitUsage, err: `-view must be now or was`},
		{args: p.with("summary", "-calendar", "mayan"), code: exitUsage, err: `there is no calendar "mayan"`},
		{args: p.with("summary", "-format", "pdf"), code: exitUsage, err: `-format must be text, json, csv, xlsx, docx or png`},
		{args: p.with("summary", "-format", "csv"), out: `^\x{feff}Phần;Đơn vị;(?s:.*)Công an tỉnh Quảng Ngãi;`},
		{args: p.with("summary", "-format", "xlsx"), out: `^PK`},
		{args: p.with("summary", "-format", "docx", "-unit", "Bờ Y"), out: `^PK`},
		{args: p.with("summary", "-format", "png", "-chart", "units"), out: `PNG`},
		{args: p.with("summary", "-format", "png", "-chart", "pie"), code: exitUsage, err: `-chart must be trend, units or targets`},
		{args: p.with("summary", "-o", "$DIR/sum-"+state+".txt")},
		{args: p.with("summary", "-o", "$DIR/sum-"+state+".txt"), code: exitFailed, err: `exists`},
		{args: p.with("invite", "-role", "officer", "-unit", "Bờ Y"), out: `^[A-Z2-9]{16}\n$`},
		{args: p.with("invite", "-role", "admin", "-ttl", "36h"), out: `^[A-Z2-9]{16}\n$`},
		{args: p.with("invite"), code: exitUsage, err: `-role must be officer, head, commander or admin`},
		{args: p.with("invite", "-role", "king"), code: exitUsage, err: `not "king"\nexample: danvanbot invite`},
		{args: p.with("invite", "-role", "head", "-ttl", "91d"), code: exitUsage, err: `at most 90d`},
		{args: p.with("invite", "-role", "head", "-unit", "khu vực Sa Thầy"), code: exitUsage, err: `is a group; an invitation needs a unit`},
		{args: p.with("export"), out: `^\x{feff}code,version,form,unit,unit_name,.*\nBY-0001,1,`},
		{args: p.with("export", "-format", "jsonl"), out: `^\{"code":"BY-0001","version":1,`},
		{args: p.with("export", "-since", "1000000"), out: `^\x{feff}code,[^\n]*\n$`},
		{args: p.with("export", "-format", "xml"), code: exitUsage, err: `-format must be csv or jsonl`},
		{args: p.with("people"), out: `(?m)^1 +officer +\S.* active `},
		{args: p.with("people", "-suspend", "1"), out: `(?m)^1 +officer .* suspended `},
		{args: p.with("people", "-resume", "1"), out: `(?m)^1 +officer .* active `},
		{args: p.with("people", "-move", "1", "-unit", "xã Đăk Tô"), out: `(?m)^1 +officer +Xã Đăk Tô `},
		{args: p.with("people", "-role", "1", "-as", "head"), out: `(?m)^1 +head +Xã Đăk Tô `},
		{args: p.with("people", "-role", "1", "-as", "officer"), out: `(?m)^1 +officer `},
		{args: p.with("people", "-move", "1", "-unit", "xã Đăk Tô"), code: exitUsage, err: `as it is already`},
		{args: p.with("people", "-move", "1", "-unit", "xã Bờ Y"), out: `(?m)^1 +officer +Xã Bờ Y `},
		{args: p.with("people", "-hand", "1", "-to", "2"), out: `(?m)^1 +officer `},
		{args: p.with("people", "-role", "1", "-as", "king"), code: exitUsage, err: `-as must be officer, head, commander or admin`},
		{args: p.with("people", "-hand", "1"), code: exitUsage, err: `-hand needs -to`},
		{args: p.with("people", "-hand", "1", "-to", "1"), code: exitUsage, err: `nobody with that number`},
		{args: p.with("people", "-move", "1", "-suspend", "1"), code: exitUsage, err: `one of -move`},
		{args: p.with("people", "-move", "1", "-unit", "khu vực Sa Thầy"), code: exitUsage, err: `is a group; a person needs a unit`},
		{args: p.with("people", "-resume", "999"), code: exitUsage, err: `nobody with that number`},
		{args: p.with("check"), out: `^clean: \d+ journal entries, every figure recomputed\n$`},
		{args: p.with("check", "now"), code: exitUsage, err: `"now" is not expected`},
		{args: p.with("backup"), code: exitUsage, err: `name the file to write`},
		{args: p.with("backup", "$DIR/"+state+".db")},
		{args: p.with("backup", "$DIR/"+state+".db"), code: exitFailed, err: `exists`},
		{args: p.with("backup", "$DIR/none/x.db"), code: exitFailed, err: `no such file`},
	}
	if state == "running" {
		calls = append(calls, call{args: p.with("rebuild"), code: exitFailed, err: `another danvanbot uses this data folder`})
	}
	return calls
}

// checkBackup opens a backup as the data of another program.
func (p *program) checkBackup(t *testing.T, state string) {
	t.Helper()
	other := newProgram(t, demo())
	if err := os.Mkdir(other.data(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(p.dir, state+".db"), filepath.Join(other.data(), "danvanbot.db")); err != nil {
		t.Fatal(err)
	}
	if got, want := other.must("check"), p.must("check"); got != want {
		t.Errorf("check of the backup: got %q, want %q", got, want)
	}
	if got, want := other.must("export"), p.must("export"); got != want {
		t.Errorf("the backup exports something else than its original")
	}
}

// TestCommandLine calls what needs no data, and calls wrongly.
func TestCommandLine(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	for _, c := range []call{
		{args: []string{"-h"}, err: `usage: danvanbot \[command\]`},
		{args: []string{"help"}, err: `usage: danvanbot \[command\]`},
		{args: []string{"frobnicate"}, code: exitUsage, err: `there is no command "frobnicate"\n\n.*\n\nusage:`},
		{args: []string{"check", "-frob"}, code: exitUsage, err: `flag provided but not defined: -frob`},
		{args: []string{"run", "now"}, code: exitUsage, err: `"now" is not expected`},
		{args: []string{"check", "-config", "$DIR/none.json"}, code: exitFailed, err: `configuration: open .*none.json`},
		{args: p.with("parse", "-kind", "number"), in: "mười lăm triệu\n", out: `15000000`},
		{args: p.with("parse", "-kind", "date", "-at", "2026-11-23T09:00:00+07:00"), in: "hôm qua\n", out: `^\{"from":"2026-11-22","to":"2026-11-22"\}\n$`},
		{args: p.with("parse", "-at", "2026-11-23T09:00:00+07:00"), in: "Hôm qua tuyên truyền ATGT, 85 người dự\n", out: `85.*"tuyen_truyen"`},
		{args: p.with("parse", "-kind", "date"), in: "", out: `^$`},
		{args: p.with("parse", "-kind", "mood"), code: exitUsage, err: `-kind must be number, date or report`},
		{args: p.with("parse", "-at", "noon"), code: exitUsage, err: `-at must look like`},
	} {
		p.check(t, c)
	}
	for _, cmd := range commands() {
		p.check(t, call{args: []string{cmd.name, "-h"}, err: regexp.QuoteMeta("example: "+cmd.example) + `\n\n(?s:.*)\n?  -config string`})
	}
}

// TestSummaryInJSON holds the keys that others read.
func TestSummaryInJSON(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	p.webOrigin()
	var got map[string]any
	if err := json.Unmarshal([]byte(p.must("summary", "-format", "json", "-period", "2026")), &got); err != nil {
		t.Fatal(err)
	}
	want := []string{"against", "as_of", "compared", "completeness", "lines", "name", "period", "stocks", "unit", "view"}
	if keys := slices.Sorted(maps.Keys(got)); !slices.Equal(keys, want) {
		t.Errorf("got keys %v, want %v", keys, want)
	}
	if lines, ok := got["lines"].([]any); !ok || len(lines) != len(sampleReports) {
		t.Errorf("got %v, want a line for each kind of sample report", got["lines"])
	}
}

// TestWrongConfiguration starts the program with configurations that it cannot use.
func TestWrongConfiguration(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		key   string
		value any
		want  string
	}{
		"unknown key":     {"telegarm", map[string]any{}, `unknown key "telegarm"; did you mean "telegram"\?`},
		"unknown sub-key": {"web", map[string]any{"listn": "x"}, `unknown key "web.listn"; did you mean "web.listen"\?`},
		"calendar":        {"calendar", "mayan", `calendar: "mayan" is not one of`},
		"demo to all":     {"web", map[string]any{"demo": true, "listen": "0.0.0.0:0"}, `demo mode listens on loopback only`},
		"nothing to do":   {"web", map[string]any{"listen": ""}, `nothing to do: set telegram.token`},
		"catalogue":       {"catalogue", "/nonexistent.json", `catalogue: open /nonexistent.json`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := demo()
			config[tc.key] = tc.value
			p := newProgram(t, config)
			p.check(t, call{args: p.with("run"), code: exitFailed, err: `^danvanbot run: (.*: )?` + tc.want})
		})
	}
}
