package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// misplaced is a data folder in which something is wrong.
type misplaced struct {
	name    string
	arrange func(t *testing.T, p *program)
	says    string // of every command
}

// theFile is the data file of a program.
func (p *program) theFile() string { return filepath.Join(p.data(), storage.FileName) }

// put makes the folder and writes the data file.
func (p *program) put(content []byte) {
	p.t.Helper()
	if err := os.MkdirAll(p.data(), 0o700); err != nil {
		p.t.Fatal(err)
	}
	writeAll(p.t, p.theFile(), content)
}

// filled is a data file with some reports.
func filled(t *testing.T) []byte {
	t.Helper()
	p := newProgram(t, demo())
	p.fill(60)
	return bytes.TrimRight(readAll(t, p.theFile()), "\x00")
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// newer is a data file as a later version of the program would leave it.
func newer(t *testing.T, p *program) {
	t.Helper()
	p.fill(1)
	base, err := bolt.Open(p.theFile(), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = base.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte("meta"))
		value := bytes.Clone(b.Get([]byte("schema")))
		value[len(value)-1]++ // the version stands last, behind the format and its checksum with the version
		sum := crc32.Update(crc32.Checksum(value[:1], castagnoli), castagnoli, value[5:])
		binary.BigEndian.PutUint32(value[1:], sum)
		return b.Put([]byte("schema"), value)
	})
	if err := errors.Join(err, base.Close()); err != nil {
		t.Fatal(err)
	}
}

// readOnly makes the program's folder one of a file system that takes no writes. Without the right to mount, the folder's own rights
// do, unless the test is root's.
func readOnly(t *testing.T, p *program) {
	t.Helper()
	if storagetest.MountTmpfs(t, p.data(), "16m") {
		p.fill(3)
		if err := syscall.Mount("", p.data(), "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
		return
	}
	p.fill(3)
	if err := errors.Join(os.Chmod(p.theFile(), 0o400), os.Chmod(p.data(), 0o500)); err != nil { //nolint:gosec // that is the fault
		t.Fatal(err)
	}
}

func misplacedFolders(t *testing.T) []misplaced {
	t.Helper()
	good := filled(t)
	holding := func(content []byte) func(*testing.T, *program) {
		return func(_ *testing.T, p *program) { p.put(content) }
	}
	const foreign = "the file is not a data file of danvanbot"
	list := []misplaced{
		{"a letter in its place", holding(bytes.Repeat([]byte("Đây là một bức thư. "), 1000)), foreign},
		{"an empty file", holding(nil), foreign},
		{"half a page", holding(good[:2048]), foreign},
		{"a newer schema", newer, "newer"},
		{"a symbolic link", func(t *testing.T, p *program) {
			t.Helper()
			p.put(nil)
			elsewhere := filepath.Join(p.dir, "elsewhere.db")
			writeAll(t, elsewhere, good)
			if err := errors.Join(os.Remove(p.theFile()), os.Symlink(elsewhere, p.theFile())); err != nil {
				t.Fatal(err)
			}
		}, "the data file is a symbolic link"},
		{"a folder in its place", func(t *testing.T, p *program) {
			t.Helper()
			if err := os.MkdirAll(p.theFile(), 0o700); err != nil {
				t.Fatal(err)
			}
		}, foreign + ": it is a folder"},
		{"a file in the folder's place", func(t *testing.T, p *program) {
			t.Helper()
			writeAll(t, p.data(), good)
		}, "not a directory"},
		{"a folder that takes no writes", readOnly, map[bool]string{true: "read-only file system", false: "permission denied"}[os.Geteuid() == 0]},
	}
	for _, pages := range []int{2, 3, 5, 9, len(good)/os.Getpagesize() - 1} {
		list = append(list, misplaced{fmt.Sprintf("cut after %d pages", pages), holding(good[:pages*os.Getpagesize()]), ""})
	}
	return list
}

// TestMisplacedFolders: whatever lies in the data folder's place, the bot and the commands say in one plain line what is
// wrong, exit with 1, and change nothing.
func TestMisplacedFolders(t *testing.T) {
	t.Parallel()
	for _, m := range misplacedFolders(t) {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			srv := telegramd.New(t, telegramd.Options{Now: time.Now})
			p := newProgram(t, forTelegram(srv))
			m.arrange(t, p)
			before, _ := os.ReadFile(p.theFile())
			pr := p.start()
			if code := p.wait(); code != exitFailed {
				t.Errorf("run: got exit code %d, want 1", code)
			}
			wantPlain(t, "run", pr.stderr.String(), m.says)
			for _, args := range [][]string{{"check"}, {"summary"}, {"compact"}, {"rebuild"}, {"backup", filepath.Join(p.dir, "copy.db")}} {
				r := p.command(args[0], args[1:]...)
				if r.code != exitFailed {
					t.Errorf("%s: got exit code %d and %q, want 1", args[0], r.code, r.out)
				}
				wantPlain(t, args[0], r.err, m.says)
			}
			if after, _ := os.ReadFile(p.theFile()); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

// TestLockedFolder: a second bot on the same folder says that the first one has it, and leaves it alone.
func TestLockedFolder(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now})
	p := newProgram(t, forTelegram(srv))
	s := newShift(p, srv)
	s.start()
	s.through(func() {}) // it is up, and has the folder
	s.through(func() {
		for _, command := range []string{"run", "compact", "rebuild"} {
			r := p.command(command)
			if r.code != exitFailed {
				t.Errorf("%s beside the bot: got exit code %d, want 1", command, r.code)
			}
			wantPlain(t, command, r.err, "another danvanbot uses this data folder; stop it first")
		}
	})
	if code, _ := s.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	audit(p, s.book)
	noBreach(t, srv)
}

// TestTightLimits: the system gives the program too little. It says which, and with enough it goes on where it was.
func TestTightLimits(t *testing.T) {
	t.Parallel()
	for _, l := range []struct{ name, limit, says string }{
		{"files may not be large", "ulimit -f 64", "file too large"},    // blocks of 512 bytes: the file is there, of which a part may be written
		{"few files may be open", "ulimit -n 8", "too many open files"}, // with two more the bot runs
	} {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			srv := telegramd.New(t, telegramd.Options{Now: time.Now})
			s := newShift(newProgram(t, forTelegram(srv)), srv)
			s.start()
			s.through(func() {})
			s.kill()
			srv.BotKilled()
			s.through(func() {
				s.startUnder("sh", "-c", l.limit+`; exec "$@"`, "sh")
				s.wantStop(l.name, l.says)
				s.start()
			})
			if code, _ := s.stop(); code != exitOK {
				t.Errorf("got exit code %d, want 0", code)
			}
			audit(s.program, s.book)
			noBreach(t, srv)
		})
	}
}
