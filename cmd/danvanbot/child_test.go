package main

import (
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"danvanbot/storage"
)

// hangEnv makes this test program, run once more as a child, stay for ever instead of testing.
const hangEnv = "DANVANBOT_TEST_HANG"

// hang stays until it is killed, and notes who it is.
func hang(pidFile string) {
	_ = os.WriteFile(pidFile, []byte{byte(os.Getpid() >> 16), byte(os.Getpid() >> 8), byte(os.Getpid())}, 0o600) //nolint:gosec // a file of the test
	select {}
}

// TestHangingChildIsKilled: a child that does not end is killed at its deadline, and the message says what that means.
func TestHangingChildIsKilled(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	t.Setenv(hangEnv, pidFile)
	a, err := newApp(console{out: io.Discard, err: io.Discard, getenv: func(string) string { return "" }}, "")
	if err != nil {
		t.Fatal(err)
	}
	a.within = func(string) time.Duration { return 2 * time.Second }
	began := time.Now()
	err = a.child(t.Context(), "some.db", "check")
	if want := "check did not end within 2s: the file is damaged"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %q", err, want)
	}
	if took := time.Since(began); took < 2*time.Second || took > patience {
		t.Errorf("it took %v, want 2 s", took)
	}
	pid := readAll(t, pidFile)
	if err := syscall.Kill(int(pid[0])<<16|int(pid[1])<<8|int(pid[2]), 0); err == nil {
		t.Error("the child still runs")
	}
}

// TestDeadlineGrowsWithTheFile: there is time for what a check takes, about two minutes for 600 MB.
func TestDeadlineGrowsWithTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "large")
	writeAll(t, path, nil)
	small := deadlineOf(path)
	if err := os.Truncate(path, 600<<20); err != nil {
		t.Fatal(err)
	}
	if large := deadlineOf(path); small < time.Minute || large < small+10*time.Minute || large > time.Hour {
		t.Errorf("got %v for an empty file and %v for 600 MB", small, large)
	}
}

// TestEndlessFile: pages that lead back to themselves would be followed for ever, which ends the child and not us.
func TestEndlessFile(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.fill(2000)
	file := filepath.Join(p.data(), storage.FileName)
	content, size, turned := readAll(t, file), os.Getpagesize(), 0
	for at := 2 * size; at+size <= len(content); at += size {
		page := content[at : at+size]
		const branch, head, element = 1, 16, 16
		if binary.NativeEndian.Uint16(page[8:]) != branch {
			continue
		}
		for i := range int(binary.NativeEndian.Uint16(page[10:])) { // each element leads to its own page
			binary.NativeEndian.PutUint64(page[head+i*element+8:], uint64(at/size))
		}
		turned++
	}
	if turned == 0 {
		t.Fatal("the file has no branch page")
	}
	writeAll(t, file, content)
	r := p.exec("", "check", "-config", p.config, "-file", file)
	if r.code != exitFailed {
		t.Errorf("got exit code %d, want 1", r.code)
	}
	wantPlain(t, "check", strings.ReplaceAll(r.err, "goroutine stack exceeds", ""), "the data file is damaged")
}
