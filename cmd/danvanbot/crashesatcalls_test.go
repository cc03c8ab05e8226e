package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"danvanbot/storage"
)

// deadly are the calls to the kernel before which a command is killed: all that change a file or a folder.
var deadly = []string{"pwrite64", "write", "copy_file_range", "ftruncate", "fdatasync", "fsync", "linkat", "renameat", "unlinkat"}

// victim is a command that is killed at one call after the other, from the same state each time.
type victim struct {
	*program

	words  []string           // the command
	before func()             // makes that state
	look   func(at string)    // holds what the kill left against what may be there
	points []string           // those at which it can be killed
	hits   map[string]int     // by point
	again  func(result) error // holds the same command, run once more, against what it may say
}

// TestCrashesAtEachCall: whatever makes, replaces or cleans a file is killed at its n-th write, sync, link, rename or removal. The
// data is as it was or as it is to be, nothing unfinished has a finished file's name, the same command then succeeds or finds its
// work done, and when the bot's housekeeping has passed nothing unfinished is left.
// go test ./cmd/danvanbot -run CrashesAtEachCall -thorough -v
func TestCrashesAtEachCall(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(*testing.T) *victim{
		"first start": newBorn, "compact": compacted, "backup": copied, "backup to age": copiedSealed, "restore": restoredFrom,
		"restore from age": restoredSealed, "forget": forgotten,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := begin(t)
			v.hits = map[string]int{}
			for _, call := range deadly {
				v.dieAtEach(call)
			}
			v.tidy()
			v.wantPoints()
		})
	}
}

// dieAtEach kills the command at its first such call, its second, and so on, as long as it has so many; without -thorough at some.
func (v *victim) dieAtEach(call string) {
	v.t.Helper()
	some := []int{1}
	switch call {
	case "pwrite64":
		some = []int{1, 3}
	case "write":
		some = []int{3, 8}
	case "fdatasync", "fsync":
		some = []int{2} // the first is of the data, when it is opened
	}
	if *thorough {
		const most = 60
		some = slices.Collect(func(yield func(int) bool) {
			for n := 1; n <= most && yield(n); n++ {
			}
		})
	}
	missed := 0
	for _, n := range some {
		if missed > 1 { // strace counts the calls of each thread, so that a run may by chance have fewer
			return
		}
		if !v.die(call, n) {
			missed++
		}
	}
}

// die kills the command at its n-th such call, if it has so many, and runs it once more.
func (v *victim) die(call string, n int) bool {
	v.t.Helper()
	v.before()
	tr := trace{t: v.t, path: filepath.Join(v.dir, "trace")}
	words := append(straced(v.t, tr.path, "", fmt.Sprintf("%s:signal=KILL:when=%d", call, n)), "-y", built)
	r := v.run("", append(words, v.words...))
	if r.code == exitOK {
		return false
	}
	at := tr.lastCall()
	if r.code != -1 && !strings.Contains(r.err, "signal: killed") { // its child
		v.t.Errorf("%s: got exit code %d: %s", at, r.code, r.err)
	}
	v.hits[at]++
	v.look(fmt.Sprintf("killed before %s, the %d. of its thread", at, n))
	if err := v.again(v.exec("", v.words...)); err != nil {
		v.t.Errorf("after %s: once more: %v", at, err)
	}
	return true
}

// wantPoints: with -thorough each point that there is must have been hit, otherwise some.
func (v *victim) wantPoints() {
	v.t.Helper()
	const some = 2
	if len(v.hits) < some {
		v.t.Errorf("killed before %v, want more points", v.hits)
	}
	for _, at := range v.points {
		call, _, _ := strings.Cut(at, " ")
		for n := 1; *thorough && n < 100 && v.hits[at] == 0; n++ { // which thread makes which call is chance
			v.die(call, 1+n%6)
		}
		if *thorough && v.hits[at] == 0 {
			v.t.Errorf("never killed before %s; got %v", at, v.hits)
		}
	}
	total := 0
	for _, at := range slices.Sorted(maps.Keys(v.hits)) {
		v.t.Logf("%3d × killed before %s", v.hits[at], at)
		total += v.hits[at]
	}
	v.t.Logf("%d kills", total)
}

// tidy lets the day pass and the bot keep house: nothing unfinished may be left, in the data folder or beside a copy.
func (v *victim) tidy() {
	v.t.Helper()
	yesterday := time.Now().Add(-leftAfter - time.Minute)
	unfinished := v.unfinished()
	for _, path := range unfinished {
		if err := os.Chtimes(path, yesterday, yesterday); err != nil {
			v.t.Error(err)
		}
	}
	v.before()
	_ = v.exec("", v.words...)
	v.start().stderr.find(v.t, "started")
	for end := time.Now().Add(patience); len(v.unfinished()) > 0 && time.Now().Before(end); {
		pause(v.t.Context(), 50*time.Millisecond)
	}
	if left := v.unfinished(); len(left) > 0 {
		v.t.Errorf("left behind: %v", left)
	}
	v.t.Logf("%d unfinished files were taken away", len(unfinished))
	if code, _ := v.stop(); code != exitOK {
		v.t.Errorf("got exit code %d, want 0", code)
	}
}

// unfinished are the files of runs that were killed.
func (v *victim) unfinished() (list []string) {
	for _, mark := range []string{storage.DraftMark, snapshotMark} {
		for _, dir := range []string{v.data(), v.dir} {
			found, err := filepath.Glob(filepath.Join(dir, "*"+mark+"*"))
			if err != nil {
				v.t.Error(err)
			}
			list = append(list, found...)
		}
	}
	return list
}

// wantSound holds a file's own figures against its journal, and gives its reports.
func (v *victim) wantSound(at, path string) map[string]reported {
	v.t.Helper()
	db, err := storage.OpenFile(path)
	if err != nil {
		v.t.Errorf("%s: %v", at, err)
		return nil
	}
	found, err := db.Check(v.t.Context(), nil)
	if err != nil || len(found) > 0 {
		v.t.Errorf("%s: check of %s: got %v, error %v, want nothing", at, path, found, err)
	}
	all, err := submissions(v.t.Context(), db)
	if err := cmp.Or(err, db.Close()); err != nil {
		v.t.Errorf("%s: %v", at, err)
	}
	return all
}

// wantReports is wantSound with the reports that must be there.
func (v *victim) wantReports(at, path string, want map[string]reported) {
	v.t.Helper()
	if got := v.wantSound(at, path); !maps.Equal(got, want) {
		v.t.Errorf("%s: got %d reports in %s, want the %d that there were", at, len(got), path, len(want))
	}
}

// done takes a command for succeeded, or for one that found its work done.
func done(says string) func(result) error {
	return func(r result) error {
		if r.code != exitOK && (says == "" || !strings.Contains(r.err, says)) {
			return fmt.Errorf("got exit code %d: %s", r.code, r.err)
		}
		return nil
	}
}

// calledOn finds a call and the file that it is about.
var calledOn = regexp.MustCompile(`^\d+ +(\w+)\((?:\d+<([^>]*)>)?`)

// lastCall names the call before which a program was killed, and the kind of file.
func (tr trace) lastCall() string {
	tr.t.Helper()
	last := "nothing"
	for _, line := range tr.lines() {
		m := calledOn.FindStringSubmatch(line)
		if m == nil || !slices.Contains(deadly, m[1]) {
			continue
		}
		last = m[1]
		if m[2] != "" && m[1] != "copy_file_range" {
			last += " of " + kindOf(m[2])
		}
	}
	return last
}

// kindOf tells what a file is to us.
func kindOf(path string) string {
	switch {
	case strings.Contains(path, storage.DraftMark):
		return "an unfinished file"
	case strings.Contains(path, snapshotMark):
		return "a snapshot"
	case strings.HasSuffix(path, storage.FileName):
		return "the data"
	case strings.HasPrefix(path, "/"):
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return "a folder"
		}
	}
	return "something else"
}
