package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"danvanbot/storage"
)

// trace is what strace saw of a program's calls on the data file.
type trace struct {
	t    testing.TB
	path string
}

// straced gives the words that run a program under strace, which tampers with its calls: "injections" are as strace's
// manual says under Tampering. With a file only calls on that file count. The program stays a child of ours, so that a kill
// hits it and not strace.
func straced(t testing.TB, log, file string, injections ...string) []string {
	t.Helper()
	tool, err := exec.LookPath("strace")
	if err != nil {
		t.Fatal("strace is not installed: apt-get install strace")
	}
	words := []string{tool, "-D", "-f", "-s", "0", "-o", log, "-e", "signal=none"}
	if file != "" {
		words = append(words, "-P", file)
	}
	calls := []string{"pwrite64", "fdatasync"}
	for _, i := range injections {
		words = append(words, "-e", "inject="+i)
		call, _, _ := strings.Cut(i, ":")
		calls = append(calls, call)
	}
	return append(words, "-e", "trace="+strings.Join(calls, ","))
}

// startTraced runs the bot under strace.
func (p *program) startTraced(injections ...string) trace {
	p.t.Helper()
	tr := trace{t: p.t, path: filepath.Join(p.dir, "trace")}
	p.startUnder(straced(p.t, tr.path, filepath.Join(p.data(), storage.FileName), injections...)...)
	return tr
}

// lines are the calls in their order.
func (tr trace) lines() []string {
	tr.t.Helper()
	data, err := os.ReadFile(tr.path)
	if err != nil {
		tr.t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

// The points of a commit: bbolt writes its pages and syncs, then one of its two meta pages and syncs.
const (
	beforePage     = "before a page is written"
	beforeSync     = "before the pages are synced"
	beforeMeta     = "before the meta page is written, which commits"
	beforeMetaSync = "after the commit, before it is synced"
)

var pointsOfCommit = []string{beforePage, beforeSync, beforeMeta, beforeMetaSync}

var (
	tracedWrite = regexp.MustCompile(`pwrite64\(\d+, .*, (\d+), (\d+)(\)| <unf)`)
	tracedSync  = regexp.MustCompile(`fdatasync\(`)
)

// metaPages is where bbolt's two meta pages end.
var metaPages = 2 * os.Getpagesize()

// pointOfCommit tells before which step of a commit the last call, which never came to be, stood.
func (tr trace) pointOfCommit() string {
	tr.t.Helper()
	last, wroteMeta := "anywhere", false
	for _, line := range tr.lines() {
		if w := tracedWrite.FindStringSubmatch(line); w != nil {
			offset, err := strconv.Atoi(w[2])
			if err != nil {
				tr.t.Fatal(err)
			}
			switch wroteMeta = offset < metaPages; {
			case !wroteMeta:
				last = beforePage
			case w[1] == strconv.Itoa(metaPages): // both, as they are
				last = "at the start"
			default:
				last = beforeMeta
			}
		} else if tracedSync.MatchString(line) {
			last = beforeSync
			if wroteMeta {
				last = beforeMetaSync
			}
		}
	}
	return last
}
