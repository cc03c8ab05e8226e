package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// fillUp writes a file until the disk is full, and gives what takes it away.
func fillUp(t *testing.T, dir string) (empty func()) {
	t.Helper()
	path := filepath.Join(dir, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(f, zeros{})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("filling the disk: got error %v, want %v", err, syscall.ENOSPC)
	}
	_ = f.Close()
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// zeros is a file without an end.
type zeros struct{}

// Read fills p with zeros.
func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// shift is some officers who go on reporting through whatever happens to the bot.
type shift struct {
	*program

	srv   *telegramd.Server
	staff []*officer
	book  *ledger
	n     atomic.Int64
}

// newShift recruits some officers.
func newShift(p *program, srv *telegramd.Server) *shift {
	return &shift{program: p, srv: srv, staff: recruit(p, srv, 4), book: newLedger()}
}

// through lets everybody make reports while trouble happens, and one at least. It returns when all have their receipts.
func (s *shift) through(trouble func()) {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	defer cancel()
	at, ctx := errgroup.WithContext(ctx)
	var over atomic.Bool
	for i, o := range s.staff {
		at.Go(func() error {
			for first := true; first || !over.Load(); first = false {
				n := s.n.Add(1)
				if err := o.report(ctx, i+int(n), n, s.book); err != nil {
					return err
				}
			}
			return nil
		})
	}
	trouble()
	over.Store(true)
	defer time.AfterFunc(3*patience, cancel).Stop() // somebody whose message was lost waits for an answer
	if err := at.Wait(); err != nil {
		s.t.Fatal(err)
	}
}

// wantStop waits until the bot has stopped because of its disk: with one line that says so, and with nothing acknowledged
// that is not in the file.
func (s *shift) wantStop(name, says string) {
	s.t.Helper()
	pr := s.running
	if code := s.wait(); code != exitFailed {
		s.t.Errorf("%s: got exit code %d, want 1", name, code)
	}
	s.srv.BotKilled()
	wantPlain(s.t, name, pr.stderr.String(), says)
	kept := storedIn(s.t, filepath.Join(s.data(), storage.FileName))
	for code, want := range s.book.copy() {
		if got := kept[code]; got != want {
			s.t.Errorf("%s, report %s: got %+v in the file, want %+v, as its receipt says", name, code, got, want)
		}
	}
}

// wantPlain holds what a program says at its end against the promise: one line that says what is wrong, and no trace.
func wantPlain(t testing.TB, name, said, says string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(said), "\n")
	last := lines[len(lines)-1]
	if !strings.HasPrefix(last, "danvanbot ") || !strings.Contains(last, says) {
		t.Errorf("%s: the last line is %q, want one with %q", name, last, says)
	}
	for _, trace := range []string{"goroutine ", "panic", "SIGBUS", "SIGSEGV", "fatal error", "runtime."} {
		if strings.Contains(said, trace) {
			t.Errorf("%s: got %q in %q, want a plain message", name, trace, said)
		}
	}
}

// TestFullDisk: the disk is full while people report. The bot stops and says why, however often it is started; with space
// it goes on, and nothing is lost.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now})
	p := newProgram(t, forTelegram(srv))
	mounted := storagetest.MountTmpfs(t, p.data(), "24m") // if not, strace lets the calls fail
	s := newShift(p, srv)
	s.start()
	s.through(func() {})
	s.kill()
	srv.BotKilled()
	s.through(func() {
		full, empty := func() { s.startTraced("pwrite64:error=ENOSPC:when=3+") }, func() {}
		if mounted {
			full, empty = func() { s.start() }, fillUp(t, p.data())
		}
		for range 3 {
			full()
			s.wantStop("full disk", "no space left on device")
		}
		empty()
		s.start()
	})
	if code, _ := s.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	audit(p, s.book)
	noBreach(t, srv)
}

// TestFailingDisk: each of the first calls of a commit fails once. The bot stops and says so, and nothing is lost.
func TestFailingDisk(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now})
	s := newShift(newProgram(t, forTelegram(srv)), srv)
	var faults []string
	for n := 1; n <= 4; n++ {
		faults = append(faults, fmt.Sprintf("fdatasync:error=EIO:when=%d", n))
	}
	for _, n := range []int{1, 2, 5, 8, 12, 16} {
		faults = append(faults, fmt.Sprintf("pwrite64:error=EIO:when=%d", n))
	}
	s.through(func() {
		for _, fault := range faults {
			s.startTraced(fault)
			s.wantStop(fault, "input/output error")
		}
		s.start()
	})
	if code, _ := s.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	audit(s.program, s.book)
	noBreach(t, srv)
}
