package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestFrozen freezes a month in the chat, and then lists it and makes its document again, while the bot runs and while it does not.
func TestFrozen(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	head := newBrowserless(t, p.webOrigin(), "chi-huy")
	head.ask("/chot tháng 10/2025", "Chốt số liệu Công an xã Bờ Y?")
	head.ask("đồng ý", "Đã chốt Công an xã Bờ Y")
	frozen := []string{"-unit", "Bờ Y", "-period", "tháng 10/2025"}
	var documents [][]byte
	for _, state := range []string{"running", "stopped"} {
		if state == "stopped" {
			if code, _ := p.stop(); code != exitOK {
				t.Errorf("stopping: got exit code %d", code)
			}
		}
		p.check(t, call{args: p.with("frozen", "-list"), out: `^\S+\t2025-10\tnd09\t.*\tentry \d+ as known at \d+\t\S.*\tsha256 [0-9a-f]{64}\n$`})
		p.check(t, call{args: p.with("frozen", frozen...), out: `^$`, err: `^the document made again from the journal is the one that was sent: sha256 [0-9a-f]{64}\n$`})
		path := filepath.Join(p.dir, state+".docx")
		p.check(t, call{args: append(p.with("frozen", frozen...), "-o", path), err: `is the one that was sent`})
		p.check(t, call{args: append(p.with("frozen", frozen...), "-stored", "-o", path+".stored"), err: `the stored document is the one that was sent`})
		p.check(t, call{args: append(p.with("frozen", frozen...), "-o", path), code: exitFailed, err: `exists`})
		for _, name := range []string{path, path + ".stored"} {
			document, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			documents = append(documents, document)
		}
		p.check(t, call{args: p.with("frozen", "-unit", "Bờ Y", "-period", "tháng 9/2025"), code: exitFailed, err: `2025-09 is not frozen for q-bo-y in the calendar nd09`})
		p.check(t, call{args: p.with("frozen", "-unit", "Bờ Y"), code: exitUsage, err: `name -unit and -period, or -list`})
	}
	for _, d := range documents[1:] {
		if !bytes.HasPrefix(d, []byte("PK")) || !bytes.Equal(d, documents[0]) {
			t.Error("the documents of one freeze differ")
		}
	}
}
