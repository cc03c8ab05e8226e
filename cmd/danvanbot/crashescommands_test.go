package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
)

// fill writes reports into the data file, a few in each transaction.
func (p *program) fill(n int) {
	p.t.Helper()
	db, tree, today := p.open(), orgunit.Sample(), period.DateOf(time.Now().In(vietnam()))
	communes := tree.Communes(tree.Roots(today)[0], today)
	var err error
	for from := 0; from < n && err == nil; from += 5 {
		err = db.Update(p.t.Context(), func(tx *storage.Tx) error {
			for i := from; i < min(from+5, n); i++ {
				_, err := tx.Submit(form.Submission{
					Form: "tuyen_truyen", Kind: form.Event, N: 1, Unit: communes[i%len(communes)], Days: today.Day(), SentAt: time.Now(),
					Values: map[string]form.Value{"luot_nguoi": {N: int64(1 + i)}}, Texts: map[string]string{"note": fmt.Sprintf("buổi thứ %d", i+1)},
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := cmp.Or(err, db.Close()); err != nil {
		p.t.Fatal(err)
	}
}

// deaths are calls at which strace kills a command.
var deaths = []string{
	"pwrite64,write:signal=KILL:when=2", "fdatasync:signal=KILL:when=1", "fsync:signal=KILL:when=1",
	"linkat,renameat:signal=KILL:when=1", "unlinkat:signal=KILL:when=1",
}

// TestCrashesOfCommands: backup, restore and compact are killed on their way. The data stays as it was, there is no half
// backup under a backup's name and no half data file, and the same command then succeeds.
func TestCrashesOfCommands(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.fill(60)
	c := commandCrashes{program: p, source: filepath.Join(p.dir, "source.db"), want: stored(p), killed: map[string]int{}}
	p.must("backup", c.source)
	for i, death := range deaths {
		copied := filepath.Join(p.dir, fmt.Sprintf("copy-%d.db", i))
		c.die(p, death, "compact")
		c.die(p, death, "backup", copied)
		c.wantWhole(death, copied)
		fresh := newProgram(t, demo())
		c.die(fresh, death, "restore", c.source)
		c.wantWhole(death, filepath.Join(fresh.data(), storage.FileName))
	}
	for _, command := range []string{"compact", "backup", "restore"} {
		if c.killed[command] < 3 {
			t.Errorf("%s was killed %d times, want 3 at least", command, c.killed[command])
		}
	}
	t.Logf("killed: %v", c.killed)
}

// commandCrashes is a data file whose commands are killed.
type commandCrashes struct {
	*program

	source string
	want   map[string]reported
	killed map[string]int
}

// die kills a command, holds the data against what it was, and lets the command succeed where it has not.
func (c commandCrashes) die(p *program, death, command string, args ...string) {
	c.t.Helper()
	words := append([]string{command, "-config", p.config}, args...)
	r := p.traced(words, death)
	if r.code == -1 {
		c.killed[command]++
	} else if r.code != exitOK && !strings.Contains(r.err, "signal: killed") { // its child
		c.t.Errorf("%s at %s: got exit code %d: %s", command, death, r.code, r.err)
	}
	c.wantWhole(command+" at "+death, filepath.Join(c.data(), storage.FileName))
	if again := p.exec("", words...); again.code != exitOK && !strings.Contains(again.err, "exist") && !strings.Contains(again.err, "never overwritten") {
		c.t.Errorf("%s once more after %s: got exit code %d: %s", command, death, again.code, again.err)
	}
}

// wantWhole holds a file against what must be in it.
func (c commandCrashes) wantWhole(name, path string) {
	c.t.Helper()
	if out := c.must("check", "-file", path); !strings.HasPrefix(out, "clean: ") {
		c.t.Errorf("%s: check of %s: got %q, want clean", name, path, out)
	}
	if diff := gocmp.Diff(c.want, storedIn(c.t, path)); diff != "" {
		c.t.Errorf("%s: the reports in %s (-want +got):\n%s", name, path, diff)
	}
}

// traced runs the program under strace; the exit code is -1 if it was killed.
func (p *program) traced(args []string, injections ...string) result {
	p.t.Helper()
	return p.run("", append(append(straced(p.t, filepath.Join(p.dir, "trace"), "", injections...), built), args...))
}
