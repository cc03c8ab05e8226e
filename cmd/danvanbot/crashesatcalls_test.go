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

	"filippo.io/age"

	"danvanbot/bot/conversation"
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
		for n := 1; *thorough && n < 20 && v.hits[at] == 0; n++ { // which thread makes which call is chance
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

// newBorn is a bot's first file, which the first command makes that needs one.
func newBorn(t *testing.T) *victim {
	t.Helper()
	v := &victim{program: newProgram(t, demo())}
	v.again = func(r result) error {
		v.wantReports("once more", v.theFile(), nil)
		return done("")(r)
	}
	v.words = append(v.with("invite"), "-role", "officer", "-unit", "Bờ Y")
	v.points = []string{"fdatasync of an unfinished file", "linkat", "unlinkat", "fsync of a folder", "pwrite64 of the data"}
	v.before = func() { v.remove(v.theFile()) }
	v.look = func(string) {} // the file may lack its units yet, which the next start brings
	return v
}

func compacted(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	whole, want := readAll(t, v.theFile()), stored(v.program)
	v.words, v.again = v.with("compact"), done("")
	v.points = []string{
		"pwrite64 of an unfinished file", "fdatasync of an unfinished file", "fsync of an unfinished file", "ftruncate of an unfinished file",
		"renameat", "fsync of a folder", "pwrite64 of the data", "fdatasync of the data",
	}
	v.before = func() { v.put(whole) }
	v.look = func(at string) { v.wantReports(at, v.theFile(), want) }
	return v
}

// reporting is a bot with some reports.
func reporting(t *testing.T) *victim {
	t.Helper()
	v := &victim{program: newProgram(t, demo())}
	v.fill(60)
	return v
}

func copied(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	v.copies(filepath.Join(v.dir, "copy.db"), func(at, target string, want map[string]reported) { v.wantReports(at, target, want) })
	v.points = append(v.points, "copy_file_range")
	return v
}

func copiedSealed(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	secret := v.seal()
	v.copies(filepath.Join(v.dir, "copy.db.age"), func(at, target string, want map[string]reported) {
		plain := filepath.Join(v.dir, "plain.db")
		c := console{getenv: os.Getenv}
		v.remove(plain)
		if err := c.unsealTo(plain, namedFile{path: target, identity: secret}); err != nil {
			v.t.Errorf("%s: %v", at, err)
			return
		}
		v.wantReports(at, plain, want)
	})
	v.points = append(v.points, "write of an unfinished file")
	return v
}

// copies makes the victim a backup to a file, which is there whole or not at all.
func (v *victim) copies(target string, look func(at, target string, want map[string]reported)) {
	want := stored(v.program)
	v.words, v.again = append(v.with("backup"), target), done("file already exists")
	v.points = []string{
		"write of a snapshot", "pwrite64 of the data", "fsync of an unfinished file", "linkat", "unlinkat", "fsync of a folder",
	}
	v.before = func() { v.remove(target) }
	v.look = func(at string) {
		v.wantReports(at, v.theFile(), want)
		if v.there(target) {
			look(at, target, want)
		}
	}
}

// seal configures a recipient of backups and gives the file of its secret key.
func (v *victim) seal() (secret string) {
	v.t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		v.t.Fatal(err)
	}
	config := demo()
	config["data_dir"], config["backup"] = v.data(), map[string]any{"recipients": []string{key.Recipient().String()}}
	v.write("config.json", config)
	secret = filepath.Join(v.dir, "key.txt")
	writeAll(v.t, secret, []byte(key.String()+"\n"))
	return secret
}

func restoredFrom(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	v.restores(filepath.Join(v.dir, "copy.db"))
	v.points = append(v.points, "copy_file_range")
	return v
}

func restoredSealed(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	v.restores(filepath.Join(v.dir, "copy.db.age"), "-identity", v.seal())
	v.points = append(v.points, "write of an unfinished file")
	return v
}

// restores makes the victim a restore from a backup into an empty folder.
func (v *victim) restores(source string, flags ...string) {
	want := stored(v.program)
	v.must("backup", source)
	v.words, v.again = append(append(v.with("restore"), flags...), source), done("never overwritten")
	v.points = []string{
		"pwrite64 of an unfinished file", "fdatasync of an unfinished file", "fsync of an unfinished file", "linkat", "unlinkat", "fsync of a folder",
	}
	v.before = func() { v.remove(v.theFile()) }
	v.look = func(at string) {
		if v.there(v.theFile()) {
			v.wantReports(at, v.theFile(), want)
		}
	}
}

// forgotten erases somebody of whom the file has many copies, so that there is much to overwrite.
func forgotten(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	const name = "Vết Tích Thứ Hai"
	v.named(name)
	whole, want := readAll(t, v.theFile()), stored(v.program)
	v.words, v.again = append(v.with("forget"), "1"), done("nobody with that number")
	v.points = []string{"pwrite64 of the data", "fdatasync of the data"}
	v.before = func() { v.put(whole) }
	v.look = func(at string) {
		v.wantReports(at, v.theFile(), want)
		if strings.Contains(v.must("people"), name) {
			return
		}
		db := v.open() // as the next start does
		if err := cmp.Or(db.Wipe(t.Context()), db.Close()); err != nil {
			t.Errorf("%s: %v", at, err)
		}
		if strings.Contains(string(readAll(t, v.theFile())), name) {
			t.Errorf("%s: the name is in the file after the next start", at)
		}
		v.wantReports(at, v.theFile(), want)
	}
	return v
}

// named lets somebody in, and writes the row anew many times.
func (v *victim) named(name string) {
	v.t.Helper()
	db, who := v.open(), conversation.Person{Name: name, Role: conversation.Officer, Unit: "kt-bo-y", Since: time.Now()}
	var err error
	for n := 0; n < 20 && err == nil; n++ {
		err = db.Update(v.t.Context(), func(tx *storage.Tx) error {
			who, err = tx.PutPerson(who)
			return err
		})
	}
	if err := cmp.Or(err, db.Close()); err != nil {
		v.t.Fatal(err)
	}
}

func (v *victim) there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func (v *victim) remove(path string) {
	v.t.Helper()
	if err := os.RemoveAll(path); err != nil {
		v.t.Fatal(err)
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
