package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// TestSlowMetricsClients: neither headers nor bodies that never end keep a connection to the metrics of the running bot, and beside a
// hundred of them its metrics and its page answer.
func TestSlowMetricsClients(t *testing.T) {
	t.Parallel()
	config := demo()
	config["metrics"] = map[string]any{"listen": "127.0.0.1:0"}
	p := newProgram(t, config)
	p.start()
	page := p.webOrigin()
	metrics := p.running.stderr.find(t, `metrics.* address=(\S+)`)[1]
	var at sync.WaitGroup
	for range 50 {
		at.Go(func() { dripUntilCut(t, metrics, "GET /metrics HTTP/1.1\r\nHost: x\r\nX-") })
		at.Go(func() {
			dripUntilCut(t, metrics, "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
		})
	}
	time.Sleep(time.Second) // they are all there
	asked := time.Now()
	if got := get(t, "http://"+metrics+"/healthz"); got != "ok\n" {
		t.Errorf("beside slow clients: got %q, want ok", got)
	}
	if got := get(t, page+"/"); !strings.Contains(got, "<html") {
		t.Errorf("beside slow clients: got %q, want the page", got)
	}
	if took := time.Since(asked); took > 5*time.Second {
		t.Errorf("beside slow clients the answers took %v", took)
	}
	at.Wait()
}

// dripUntilCut begins a request and goes on with it a byte at a time, until it is cut off.
func dripUntilCut(t *testing.T, address, begin string) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close() //nolint:errcheck // it is cut off
	if _, err := io.WriteString(conn, begin); err != nil {
		t.Error(err)
		return
	}
	go func() {
		for {
			if _, err := io.WriteString(conn, "x"); err != nil {
				return
			}
			time.Sleep(200 * time.Millisecond)
		}
	}()
	_ = conn.SetReadDeadline(time.Now().Add(readWithin + 10*time.Second))
	if _, err := io.Copy(io.Discard, conn); os.IsTimeout(err) {
		t.Errorf("%q at %s: still connected", begin, address)
	}
}

// TestFilesBehindLinks: whatever a command writes under a name that is a symbolic link goes nowhere, also when the link leads to
// nothing yet; while the bot runs and while it does not. What the bot's socket is replaced by is not written to either.
func TestFilesBehindLinks(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	behind, victim := filepath.Join(p.dir, "behind"), filepath.Join(p.dir, "victim")
	writeAll(t, victim, []byte("of somebody else"))
	p.fill(3)
	link := func(name, to string) string {
		t.Helper()
		path := filepath.Join(p.dir, name)
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	dangling, leading := link("dangling", behind), link("leading", victim)
	writes := [][]string{
		{"summary", "-o"},
		{"summary", "-format", "xlsx", "-o"},
		{"trace", "-measure", "tuyen_truyen.n", "-o"},
		{"export", "-o"},
		{"import", "-template", "reports", "-o"},
		{"backup"},
	}
	attack := func(state string) {
		t.Helper()
		for _, words := range writes {
			for _, to := range []string{dangling, leading} {
				p.check(t, call{args: append(p.with(words[0], words[1:]...), to), code: exitFailed, err: `exists`})
			}
		}
		if _, err := os.Lstat(behind); err == nil {
			t.Errorf("%s: a file was made behind a link", state)
		}
		if got := string(readAll(t, victim)); got != "of somebody else" {
			t.Errorf("%s: the file behind a link was changed to %q", state, got)
		}
	}
	attack("stopped")
	p.must("backup", filepath.Join(p.dir, "sound.db"))
	link("data/"+socketName, victim)
	p.start()
	p.webOrigin()
	p.running.stderr.find(t, `demo: pick`)
	attack("running")
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d", code)
	}
	if err := os.Remove(p.theFile()); err != nil {
		t.Fatal(err)
	}
	link("data/"+storage.FileName, behind)
	p.check(t, call{args: p.with("restore", "$DIR/sound.db"), code: exitFailed, err: `never overwritten`})
	for _, command := range []string{"check", "run", "rebuild", "compact"} {
		p.check(t, call{args: p.with(command), code: exitFailed, err: `^danvanbot ` + command + `: `})
	}
	if _, err := os.Lstat(behind); err == nil {
		t.Error("a data file was made behind a link")
	}
}

// formulas are what a spreadsheet could take for a formula, also after it has cut off what stands before or made letters narrow.
var formulas = []string{`=HYPERLINK("http://evil";"x") Một`, "+1 Hai", "-1 Ba", "@SUM(A1) Bốn", "＝1+1 Năm", "＋1 Sáu", "＠SUM(A1) Bảy"}

// TestExportHasNoFormulas: whatever a unit is called by a reorganisation and whatever is noted, no cell of what the program writes begins
// as a formula does, and no cell of a workbook is one.
func TestExportHasNoFormulas(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.must("invite", "-role", "admin") // makes the data
	tree := orgunit.Sample()
	today := period.DateOf(time.Now())
	communes := tree.Communes(tree.Roots(today)[0], today)
	var operations, reports bytes.Buffer
	lines := csv.NewWriter(&reports)
	write := func(cells ...string) {
		if err := lines.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	write("Đơn vị", "Hoạt động", "Ngày", "Người dự", "Ghi chú", "Địa điểm")
	for i, name := range formulas {
		line, err := json.Marshal(map[string]any{"do": "rename", "on": "2026-01-01", "unit": communes[i], "name": name})
		if err != nil {
			t.Fatal(err)
		}
		operations.Write(append(line, '\n'))
		write(string(communes[i]), "tuyen_truyen", "5/3/2026", "7", name, "\t"+name)
	}
	lines.Flush()
	writeAll(t, filepath.Join(p.dir, "names.jsonl"), operations.Bytes())
	writeAll(t, filepath.Join(p.dir, "reports.csv"), reports.Bytes())
	p.must("units", filepath.Join(p.dir, "names.jsonl"))
	p.must("import", filepath.Join(p.dir, "reports.csv"))
	march := []string{"-period", "2026-03-01..2026-03-31"}
	for comma, printed := range map[string]string{
		"export":  p.must("export"),
		"trace":   p.must("trace", append(march, "-measure", "tuyen_truyen.n", "-format", "csv")...),
		"summary": p.must("summary", append(march, "-format", "csv")...),
	} {
		checkCells(t, comma, printed)
	}
	checkBook(t, p.must("summary", append(march, "-format", "xlsx")...))
}

// checkCells holds that no cell of a CSV begins as a formula, and that the names are there.
func checkCells(t *testing.T, of, printed string) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(printed, "\ufeff")))
	if of == "summary" {
		r.Comma = ';'
	}
	rows, err := r.ReadAll()
	if err != nil || len(rows) < len(formulas) {
		t.Fatalf("%s: got %d rows, error %v", of, len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if begin := strings.TrimSpace(cell); begin != "" && strings.ContainsAny(string([]rune(begin)[0]), "=+-@＝＋－＠") {
				t.Errorf("%s: got cell %q, want it safe", of, cell)
			}
		}
	}
	for _, name := range formulas {
		if word := name[strings.LastIndexByte(name, ' ')+1:]; !strings.Contains(printed, word) {
			t.Errorf("%s: %q is not there, so that this test finds nothing", of, word)
		}
	}
}

// checkBook holds that no cell of a workbook is a formula or a link.
func checkBook(t *testing.T, printed string) {
	t.Helper()
	book, err := excelize.OpenReader(strings.NewReader(printed))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close() //nolint:errcheck // it was only read
	named := 0
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x, cell := range row {
				at, _ := excelize.CoordinatesToCellName(x+1, y+1)
				formula, err := book.GetCellFormula(sheet, at)
				linked, _, linkErr := book.GetCellHyperLink(sheet, at)
				if formula != "" || linked || err != nil || linkErr != nil {
					t.Errorf("%s %s: got formula %q, link %v, errors %v, %v", sheet, at, formula, linked, err, linkErr)
				}
				if strings.Contains(cell, formulas[0]) {
					named++
				}
			}
		}
	}
	if named == 0 {
		t.Error("no cell holds the name, so that this test finds nothing")
	}
}
