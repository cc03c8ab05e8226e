package main

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"danvanbot/bot/bench"
	"danvanbot/bot/bottest/telegramd"
	"danvanbot/storage"
)

// roomFor makes strace tell a program that its disk has so much free space, which no test can arrange without the right
// to mount.
func roomFor(bytes int64) string {
	var fs []byte // as struct statfs begins: type, block size, blocks, free ones, those for everybody
	for _, n := range []uint64{0x01021994, 4096, 1 << 20, uint64(bytes / 4096), uint64(bytes / 4096)} {
		fs = binary.LittleEndian.AppendUint64(fs, n)
	}
	return "statfs:poke_exit=@arg2=" + hex.EncodeToString(fs)
}

// TestNoSpaceIsRefused: what would fill the disk is refused before it begins, says how much is missing, and leaves nothing
// behind. An import is refused while the bot runs, which goes on.
func TestNoSpaceIsRefused(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now})
	p := newProgram(t, forTelegram(srv))
	o := recruit(p, srv, 1)[0]
	p.fill(20)
	backup, rows, before := filepath.Join(p.dir, "backup.db"), filepath.Join(p.dir, "rows.csv"), stored(p)
	p.must("backup", backup)
	past, err := bench.PastCSV(0, 12_000)
	if err != nil {
		t.Fatal(err)
	}
	writeAll(t, rows, past)
	empty := newProgram(t, demo())
	tight, half := roomFor(30<<20), filepath.Join(p.dir, "half.db")
	for name, r := range map[string]result{
		"backup":  p.traced(p.with("backup", half), tight),
		"compact": p.traced(p.with("compact"), tight),
		"restore": empty.traced(empty.with("restore", backup), tight),
		"import":  p.traced(p.with("import", rows), tight),
	} {
		if r.code != exitFailed {
			t.Errorf("%s: got exit code %d, want 1", name, r.code)
		}
		wantPlain(t, name, r.err, "not enough free space in")
		wantPlain(t, name, r.err, "MB are needed, 30.0 MB are there")
	}
	if _, err := os.Stat(half); err == nil {
		t.Error("a backup was made in spite of the full disk")
	}
	for _, dir := range []string{p.data(), empty.data()} {
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(files) > 1 || len(files) == 1 && filepath.Base(files[0]) != storage.FileName {
			t.Errorf("got files %v, error %v, want the data file alone", files, err)
		}
	}
	p.startUnder(straced(t, filepath.Join(p.dir, "trace"), "", tight)...)
	p.running.stderr.find(t, "started")
	r := p.command("import", rows)
	if r.code != exitFailed || !strings.Contains(r.err, "not enough free space in") {
		t.Errorf("import while the bot runs: got exit code %d and %q, want a refusal", r.code, r.err)
	}
	book := newLedger()
	reportAll(t.Context(), t, []*officer{o}, 7, book)
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	if got := len(stored(p)); got != len(before)+1 {
		t.Errorf("got %d reports, want %d and the officer's", got, len(before))
	}
	p.must("check")
	if r := p.traced(p.with("import", rows), roomFor(1<<30)); r.code != exitOK || !strings.Contains(r.out, fmt.Sprintf("imported %d new", 12_000)) {
		t.Errorf("import with space: got exit code %d, %q and %q", r.code, r.out, r.err)
	}
}
