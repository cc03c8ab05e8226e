package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"danvanbot/bot/bottest/telegramd"
)

var cuts = flag.Int("cuts", 5, "how often TestPowerCuts cuts the power")

// fileSystem is one that power is cut under.
type fileSystem struct {
	tool  string   // makes it
	args  []string // before the file's name
	size  int64    // the least that it takes, or enough
	bring string   // the Debian package with the tool
}

// fileSystems are those on which a province's server stands: what each writes, in which order, is its own.
var fileSystems = map[string]fileSystem{
	"ext4": {"mkfs.ext4", []string{"-q", "-F"}, 64 << 20, "e2fsprogs"},
	"xfs":  {"mkfs.xfs", []string{"-q", "-f"}, 320 << 20, "xfsprogs"},
}

// cutDisk is a disk of its own below a folder, a file system in a file, whose power can be cut: what was not synced is gone.
type cutDisk struct {
	t          *testing.T
	image, dir string
}

// newCutDisk makes the disk. Without the right to mount, as in a container, there is no power to cut, and the test says so.
func newCutDisk(t *testing.T, p *program, fs fileSystem) *cutDisk {
	t.Helper()
	d := &cutDisk{t: t, image: filepath.Join(p.dir, "disk.img"), dir: p.data()}
	writeAll(t, d.image, nil)
	if err := os.Truncate(d.image, fs.size); err != nil { // without a byte of it
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), fs.tool, append(fs.args, d.image)...).CombinedOutput(); err != nil { //nolint:gosec // our own file
		t.Fatalf("%s (apt-get install %s): %v: %s", fs.tool, fs.bring, err, out)
	}
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := d.mount(); err != nil {
		_, loops := os.Stat("/dev/loop-control")
		if os.Geteuid() != 0 || loops != nil || strings.Contains(out, "ermi") || strings.Contains(out, "loop device") {
			t.Skipf("may not mount a file (%v): %s", err, out)
		}
		t.Fatalf("mounting: %v: %s", err, out)
	}
	t.Cleanup(d.unmount)
	return d
}

func (d *cutDisk) mount() (string, error) {
	out, err := exec.Command("mount", "-o", "loop", d.image, d.dir).CombinedOutput() //nolint:noctx,gosec // also while a test ends; our own file
	if err == nil {
		err = os.Chmod(d.dir, 0o700) //nolint:gosec // a folder
	}
	return string(out), err
}

func (d *cutDisk) unmount() {
	var out []byte
	var err error
	for range 50 { // a process that was killed lets go of it soon
		if out, err = exec.Command("umount", d.dir).CombinedOutput(); err == nil { //nolint:noctx,gosec // also while a test ends; our own file
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	d.t.Errorf("unmounting %s: %v: %s", d.dir, err, out)
}

// cut cuts the power: from here on nothing reaches the disk, and what had not reached it is lost, the file system's own journal
// included.
func (d *cutDisk) cut() {
	d.t.Helper()
	const shutdown, withoutFlushing = 0x8004587d, uint32(2) // the same of both: EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN, NOLOGFLUSH
	dir, err := os.Open(d.dir)
	if err != nil {
		d.t.Fatal(err)
	}
	flags := withoutFlushing
	_, _, failed := syscall.Syscall(syscall.SYS_IOCTL, dir.Fd(), shutdown, uintptr(unsafe.Pointer(&flags))) //nolint:gosec // the call takes a pointer
	_ = dir.Close()
	if failed != 0 {
		d.t.Fatalf("cutting the power: %v", failed)
	}
}

// again gives power back.
func (d *cutDisk) again() {
	d.t.Helper()
	d.unmount()
	if out, err := d.mount(); err != nil {
		d.t.Fatalf("mounting: %v: %s", err, out)
	}
}

// TestPowerCuts: the power is cut while people report, on each file system. What they have receipts for is on the disk, the file is
// clean, and the bot goes on where it was. go test ./cmd/danvanbot -run PowerCuts -cuts 100 -v -timeout 40m
func TestPowerCuts(t *testing.T) {
	t.Parallel()
	for name, fs := range fileSystems {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cutPower(t, fs)
		})
	}
}

func cutPower(t *testing.T, fs fileSystem) {
	t.Helper()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
	p := newProgram(t, forTelegram(srv))
	disk := newCutDisk(t, p, fs)
	s := newShift(p, srv)
	random := rand.New(rand.NewPCG(1, 5)) //nolint:gosec // must be repeatable
	s.through(func() {
		for n := range *cuts {
			s.start()
			pause(t.Context(), time.Duration(100+random.IntN(900))*time.Millisecond)
			disk.cut()
			s.kill()
			srv.BotKilled()
			disk.again()
			if lost := s.lost(); len(lost) > 0 {
				t.Fatalf("cut %d: %v", n+1, lost)
			}
		}
		s.start()
	})
	if code, _ := s.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	t.Logf("the power was cut %d times; %d reports with receipts", *cuts, s.book.size())
	audit(p, s.book)
	noBreach(t, srv)
}

// TestPowerCutsAreFound is the control of TestPowerCuts: with a disk that only says that it has synced, reports are lost, and that is
// found.
func TestPowerCutsAreFound(t *testing.T) {
	t.Parallel()
	for name, fs := range fileSystems {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cutUnsynced(t, fs)
		})
	}
}

func cutUnsynced(t *testing.T, fs fileSystem) {
	t.Helper()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now, Flood: patient})
	p := newProgram(t, forTelegram(srv))
	disk := newCutDisk(t, p, fs)
	staff, book := recruit(p, srv, 4), newLedger()
	disk.again() // what was synced so far is on the disk
	p.startTraced("fdatasync:retval=0")
	reportAll(t.Context(), t, staff, 1, book)
	disk.cut()
	p.kill()
	disk.again()
	s := shift{program: p, srv: srv, book: book}
	if len(s.lost()) == 0 {
		t.Errorf("%d reports were never synced, and nothing is missing", book.size())
	}
}

// lost are the reports with receipts that are not in the dead bot's file as they should be, and what else is wrong with it.
func (s *shift) lost() (list []string) {
	s.t.Helper()
	if r := s.command("check"); r.code != exitOK {
		return []string{"check: " + r.out + r.err}
	}
	kept := storedIn(s.t, s.theFile())
	for code, want := range s.book.copy() {
		if got := kept[code]; got != want {
			list = append(list, fmt.Sprintf("report %s: got %+v in the file, want %+v, as its receipt says", code, got, want))
		}
	}
	slices.Sort(list)
	return list
}
