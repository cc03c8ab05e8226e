package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// errSpace is returned before anything is written that would not fit.
var errSpace = errors.New("not enough free space")

// spare is what must be left free beside a file, for the bot to go on.
const spare = 32 << 20

// freeSpace is how much can be written to a folder's file system, in bytes.
func freeSpace(dir string) (int64, error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return 0, &os.PathError{Op: "statfs", Path: dir, Err: err}
	}
	return int64(fs.Bavail) * fs.Bsize, nil
}

// needSpace refuses when a folder has no room for so many bytes.
func needSpace(dir string, bytes int64) error {
	free, err := freeSpace(dir)
	if err == nil && free < bytes+spare {
		err = fmt.Errorf("%w in %s: %s are needed, %s are there", errSpace, dir, megabytes(bytes+spare), megabytes(free))
	}
	return err
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }

// fileSize is 0 for a file that cannot be read.
func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
