package storage

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"syscall"
)

// ErrSpace is returned before anything is written that would not fit on the disk.
var ErrSpace = errors.New("not enough free space")

// spare is what must be left free beside what is written, for the bot to go on.
const spare = 32 << 20

// FreeSpace is how much can be written to a folder's file system, in bytes. Some do not tell, and say that they have no blocks at all:
// those are taken for large.
func FreeSpace(dir string) (int64, error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return 0, &os.PathError{Op: "statfs", Path: dir, Err: err}
	}
	if fs.Blocks == 0 {
		return math.MaxInt64, nil
	}
	return int64(fs.Bavail) * fs.Bsize, nil
}

// NeedSpace refuses with ErrSpace when a folder has no room for so many bytes, and some to spare.
func NeedSpace(dir string, bytes int64) error {
	free, err := FreeSpace(dir)
	if err == nil && free < bytes+spare {
		const mega = 1 << 20
		err = fmt.Errorf("%w in %s: %.1f MB are needed, %.1f MB are there", ErrSpace, dir, float64(bytes+spare)/mega, float64(free)/mega)
	}
	return err
}

const (
	// manyEntries is from how many entries on a transaction is refused when it may not fit: after a commit that fails for
	// lack of space the process must stop. What is smaller fits into the spare, or finds the disk full already.
	manyEntries = 10_000
	rowBytes    = 64  // of a row of cells with its key, about
	chatBytes   = 512 // of what a chat remembers in the midst of a report, or of a reply, about
	reportBytes = 128 // of the rows that one figure of a report goes into, about: many go into the same
)

// entries is how many rows are written, about.
func (o *overlay) entries() int {
	entries := len(o.cells) + len(o.reports) + len(o.states) + len(o.letters) + len(o.seen)
	for b := range bucketCount {
		entries += len(o.puts[b]) + len(o.adds[b])
	}
	return entries
}

// volume is about how many bytes a large transaction writes; 0 for a small one.
func (o *overlay) volume() (bytes int64) {
	if o.entries() < manyEntries {
		return 0
	}
	bytes = rowBytes*int64(len(o.cells)) + reportBytes*int64(len(o.reports)) + chatBytes*int64(len(o.states)+len(o.letters))
	for b := range bucketCount {
		for key, value := range o.puts[b] {
			bytes += int64(len(key) + len(value))
		}
		for _, p := range o.adds[b] {
			bytes += int64(len(p.key) + len(p.value))
		}
	}
	return bytes
}

// fits refuses a flushed transaction for which there may be no room: each page that it touches is written anew elsewhere,
// and what it adds may fill pages by half.
func (t *Tx) fits(volume int64) error {
	if volume == 0 {
		return nil
	}
	stats := t.base.Stats()
	return NeedSpace(filepath.Dir(t.db.Path()), 2*volume+stats.GetNodeCount()*int64(os.Getpagesize()))
}
