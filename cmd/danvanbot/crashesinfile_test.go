package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"danvanbot/bot/bench"
)

// TestCrashesInTheFile: import and rebuild, which write into the bot's own file, are killed at each step of a commit. The file
// is clean after each, with all that the command was to do or nothing of it, and in the end the command succeeds.
func TestCrashesInTheFile(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"import", "rebuild"} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			p := newProgram(t, demo())
			p.fill(60)
			before, after, args := stored(p), stored(p), []string{}
			if command == "import" {
				rows := filepath.Join(p.dir, "rows.csv")
				past, err := bench.PastCSV(0, 120)
				if err != nil {
					t.Fatal(err)
				}
				writeAll(t, rows, past)
				args = []string{rows}
				other := newProgram(t, demo())
				other.put(readAll(t, p.theFile()))
				other.must(command, args...)
				after = stored(other)
			}
			d := dying{program: p, command: p.with(command, args...), whole: readAll(t, p.theFile()), before: before, after: after, hits: map[string]int{}}
			for n := 1; n <= 4 || n <= 12 && len(d.missing()) > 0; n++ {
				d.die(fmt.Sprintf("fdatasync:signal=KILL:when=%d", 1+n%4))
				d.die(fmt.Sprintf("pwrite64:signal=KILL:when=%d", 2*n))
			}
			if missing := d.missing(); len(missing) > 0 {
				t.Errorf("never killed %v", missing)
			}
			t.Logf("killed %v", d.hits)
			p.must(command, args...)
			if got := stored(p); !maps.Equal(got, after) {
				t.Errorf("in the end: got %d reports, want %d", len(got), len(after))
			}
			p.check(t, call{args: p.with("check"), out: `^clean: `})
		})
	}
}

// dying is one command that is killed again and again, over the same file.
type dying struct {
	*program

	command       []string
	whole         []byte // the file as it is before
	before, after map[string]reported
	hits          map[string]int
}

// missing are the steps of a commit at which the command was not killed yet. The call that writes the meta page comes behind so
// many others that strace meets it by chance only.
func (d *dying) missing() []string {
	return slices.DeleteFunc(slices.Clone(pointsOfCommit), func(name string) bool { return name == beforeMeta || d.hits[name] > 0 })
}

// die kills the command once, with a file as it was.
func (d *dying) die(injection string) {
	d.t.Helper()
	d.put(d.whole)
	tr := trace{t: d.t, path: filepath.Join(d.dir, "trace")}
	r := d.run("", append(append(straced(d.t, tr.path, d.theFile(), injection), built), d.command...))
	if r.code == exitOK {
		return // it has fewer calls
	}
	if r.code != -1 {
		d.t.Errorf("%s: got exit code %d: %s", injection, r.code, r.err)
	}
	at := tr.pointOfCommit()
	d.hits[at]++
	if out := d.must("check", "-file", d.theFile()); !strings.HasPrefix(out, "clean: ") {
		d.t.Errorf("%s, %s: check: got %q, want clean", injection, at, out)
	}
	if got := storedIn(d.t, d.theFile()); !maps.Equal(got, d.before) && !maps.Equal(got, d.after) {
		d.t.Errorf("%s, %s: got %d reports, want %d or %d", injection, at, len(got), len(d.before), len(d.after))
	}
}
