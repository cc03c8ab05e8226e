package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"
	"golang.org/x/sync/errgroup"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/storage"
)

// TestBackupUnderLoad: backups, one scheduled and one asked for, are made while people report; one is restored elsewhere,
// and everybody is told to send again what came after it. No receipt's code is ever given twice.
func TestBackupUnderLoad(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Seed: 5, Flood: patient})
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	config := forTelegram(srv)
	p := newProgram(t, config)
	config["backup"] = map[string]any{"dir": filepath.Join(p.dir, "backups"), "recipients": []string{key.Recipient().String()}, "keep": 2}
	p.write("config.json", config)
	old := p.oldBackups(t, 3)
	staff := recruit(p, srv, 8)
	calm, busy := staff[:4], staff[4:]
	p.start()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	kept, lost := newLedger(), newLedger()
	reportAll(ctx, t, calm, 1, kept)

	var over atomic.Bool
	load, loaded := errgroup.WithContext(ctx)
	for i, o := range busy {
		load.Go(func() error {
			for n := i; !over.Load(); n++ {
				if err := o.report(loaded, n, int64(1+n), lost); err != nil {
					return err
				}
			}
			return nil
		})
	}
	p.running.stderr.find(t, `backup made.*encrypted=true`)
	backup := filepath.Join(p.dir, "asked-for.db.age")
	p.must("backup", backup)
	over.Store(true)
	if err := load.Wait(); err != nil {
		t.Fatal(err)
	}
	reportAll(ctx, t, calm, 100, lost)
	wantPruned(t, filepath.Join(p.dir, "backups"), old)
	wantNoPlainCopy(t, p)
	p.kill()

	secret := filepath.Join(p.dir, "key.txt")
	if err := os.WriteFile(secret, []byte("# a comment\n"+key.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.restored(ctx, t, restoredCase{srv: srv, calm: calm, backup: backup, secret: secret, kept: kept, lost: lost})
}

// TestLogOfABackup: how far the check of a scheduled backup is does not go to the log, whose lines may be JSON.
func TestLogOfABackup(t *testing.T) {
	t.Parallel()
	config := demo()
	config["log"] = map[string]any{"format": "json"}
	p := newProgram(t, config)
	config["backup"] = map[string]any{"dir": p.backups()}
	p.write("config.json", config)
	p.start()
	p.running.stderr.find(t, `"msg":"backup made"`)
	if log := p.running.stderr.String(); strings.Contains(log, "check: ") {
		t.Errorf("the log has the progress of the check:\n%s", log)
	}
}

type restoredCase struct {
	srv            *telegramd.Server
	calm           []*officer
	backup, secret string
	kept, lost     *ledger
}

// restored goes on with a backup on another machine.
func (p *program) restored(ctx context.Context, t *testing.T, c restoredCase) {
	t.Helper()
	config := forTelegram(c.srv)
	other := newProgram(t, config)
	if r := other.command("restore", c.backup); r.code != exitFailed || !strings.Contains(r.err, "the file is encrypted: name the secret key") {
		t.Errorf("restore without a key: got exit code %d and %q", r.code, r.err)
	}
	r := other.command("restore", "-identity", c.secret, c.backup)
	if r.code != exitOK || !strings.Contains(r.err, "8 people are told at the next start") {
		t.Fatalf("restore: got exit code %d and %q", r.code, r.err)
	}
	if again := other.command("restore", "-identity", c.secret, c.backup); again.code != exitFailed || !strings.Contains(again.err, "never overwritten") {
		t.Errorf("restore over data: got exit code %d and %q", again.code, again.err)
	}
	other.must("check")
	c.srv.BotKilled()
	other.start()
	for _, o := range c.calm {
		if _, err := o.await(ctx, "Dữ liệu được khôi phục về lúc"); err != nil {
			t.Fatalf("%v; the bot says:\n%s", err, other.running.stderr)
		}
	}
	reportAll(ctx, t, c.calm, 200, c.lost) // the ledger refuses codes that it has
	reportAll(ctx, t, c.calm, 300, c.kept)
	if code, _ := other.stop(); code != exitOK {
		t.Errorf("got exit code %d", code)
	}
	got := stored(other)
	for code, want := range c.kept.entries {
		if got[code] != want {
			t.Errorf("receipt %s: got %+v, want %+v", code, got[code], want)
		}
	}
	other.start()
	time.Sleep(300 * time.Millisecond) // for a second notice, if there was one
	for _, o := range c.calm {
		notices := 0
		for _, m := range o.Messages() {
			if strings.Contains(m.Text, "khôi phục") {
				notices++
			}
		}
		if notices != 1 {
			t.Errorf("%s was told %d times, want once", o.Name, notices)
		}
	}
	if out := other.must("check", "-chain"); !strings.Contains(out, "restored from a backup") {
		t.Errorf("check -chain: got %q, want it to tell of the restore", out)
	}
	noBreach(t, c.srv)
	p.listLost(t, c)
}

// listLost: the lost file, where it can still be read, tells what came after the backup.
func (p *program) listLost(t *testing.T, c restoredCase) {
	t.Helper()
	inFile := p.must("export", "-file", filepath.Join(p.data(), storage.FileName))
	inBackup := p.must("export", "-file", c.backup, "-identity", c.secret)
	if !strings.HasPrefix(inFile, strings.TrimRight(inBackup, "\n")) || len(inFile) == len(inBackup) {
		t.Errorf("the lost file lists %d bytes, the backup %d; want more, after the same begin", len(inFile), len(inBackup))
	}
}

func reportAll(ctx context.Context, t *testing.T, staff []*officer, n int64, into *ledger) {
	t.Helper()
	at, ctx := errgroup.WithContext(ctx)
	for i, o := range staff {
		at.Go(func() error { return o.report(ctx, i, n+int64(i), into) })
	}
	if err := at.Wait(); err != nil {
		t.Fatal(err)
	}
}

// oldBackups makes files that look like scheduled backups, and one that does not.
func (p *program) oldBackups(t *testing.T, n int) []string {
	t.Helper()
	dir := filepath.Join(p.dir, "backups")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	names := []string{"danvanbot-of-my-own.db"}
	for i := range n {
		names = append(names, fmt.Sprintf("danvanbot-2026010%dT020000Z.db", i+1))
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// wantPruned: two are kept, the new one and the newest old one, and what is not ours stays.
func wantPruned(t *testing.T, dir string, old []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]bool{}
	for _, e := range entries {
		left[e.Name()] = true
	}
	if len(left) != 3 || !left[old[0]] || !left[old[len(old)-1]] {
		t.Errorf("got %v in the folder, want %s, %s and a new one", left, old[0], old[len(old)-1])
	}
	for name := range maps.Keys(left) {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".age") && (!bytes.HasPrefix(content, []byte(ageIntro)) || bytes.Contains(content, []byte("journal"))) {
			t.Errorf("%s is not encrypted", name)
		}
	}
}

// wantNoPlainCopy: the copies that were checked are gone.
func wantNoPlainCopy(t *testing.T, p *program) {
	t.Helper()
	for _, mark := range []string{snapshotMark, storage.DraftMark} {
		if left, _ := filepath.Glob(filepath.Join(p.data(), "*"+mark+"*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

// TestCheckFile checks files that are not the bot's own, sound and unsound ones.
func TestCheckFile(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	p.webOrigin()
	p.check(t, call{args: p.with("compact"), code: exitFailed, err: `another danvanbot uses this data folder`})
	p.must("backup", filepath.Join(p.dir, "b.db"))
	p.stop()
	good, err := os.ReadFile(filepath.Join(p.dir, "b.db"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"cut.db": good[:len(good)/2], "text.db": bytes.Repeat([]byte("thư "), 9000), "sealed.db": []byte(ageIntro + "x")} {
		if err := os.WriteFile(filepath.Join(p.dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	head := strings.Fields(p.must("check", "-chain"))[3]
	number, hash, _ := strings.Cut(head, ":")
	for _, c := range []call{
		{args: p.with("check", "-chain", "-file", "$DIR/b.db"), out: `^clean chain, head ` + head},
		{args: p.with("check", "-chain", "-head", head), out: `^clean chain`},
		{args: p.with("check", "-chain", "-head", number+": "+hash[:20], "-file", "$DIR/b.db"), out: `^clean chain`},
		{args: p.with("check", "-chain", "-head", number+":"+strings.Repeat("0", 64), "-file", "$DIR/b.db"), code: exitFailed, err: `entry ` + number + ` has hash ` + hash},
		{args: p.with("check", "-chain", "-head", "99999:"+hash), code: exitFailed, err: `ends at entry ` + number},
		{args: p.with("check", "-chain", "-head", "99999"), code: exitUsage, err: `-head must look like`},
		{args: p.with("check", "-head", head), code: exitUsage, err: `-head goes with -chain`},
		{args: p.with("check", "-file", "$DIR/b.db"), out: `^clean: \d+ journal entries`},
		{args: p.with("check", "-file", "$DIR/none.db"), code: exitFailed, err: `no such file`},
		{args: p.with("check", "-file", "$DIR/cut.db"), code: exitFailed, err: `damaged: it was cut off`},
		{args: p.with("check", "-file", "$DIR/text.db"), code: exitFailed, err: `not a data file of danvanbot`},
		{args: p.with("check", "-file", "$DIR/sealed.db", "-identity", "$DIR/b.db"), code: exitFailed, err: `the secret key is not one of age`},
		{args: p.with("restore", "$DIR/b.db"), code: exitFailed, err: `never overwritten`},
		{args: p.with("compact"), err: `MB before, .* MB now`},
		{args: p.with("check"), out: `^clean`},
	} {
		p.check(t, c)
	}
	before := p.must("export")
	if err := os.RemoveAll(p.data()); err != nil {
		t.Fatal(err)
	}
	p.check(t, call{args: p.with("restore", "$DIR/cut.db"), code: exitFailed, err: `the backup is not sound: .*cut off`})
	p.check(t, call{args: p.with("restore", "-skip", "50", "$DIR/b.db"), err: `new reports get numbers after \d+`})
	if after := p.must("export"); after != before {
		t.Error("the restored data exports something else")
	}
}
