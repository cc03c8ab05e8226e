package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"danvanbot/storage"
)

// draft is a file that is being written next to the one that it will become.
type draft struct{ *os.File }

func newDraft(target string) (draft, error) {
	f, err := os.CreateTemp(filepath.Dir(target), filepath.Base(target)+storage.DraftMark+"*")
	return draft{f}, err
}

// leftAfter is how old an unfinished file must be to be nobody's work any more.
const leftAfter = 24 * time.Hour

// removeOld removes what a crash left unfinished in a folder, files and folders that begin with a name and have a mark behind it.
func removeOld(now time.Time, dir, name, mark string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("removing unfinished files: %w", err)
	}
	var errs []error
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), name)
		info, err := e.Info()
		if ours && strings.Contains(rest, mark) && err == nil && now.Sub(info.ModTime()) > leftAfter {
			errs = append(errs, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("removing unfinished files: %w", err)
	}
	return nil
}

// place gives a draft its name, which nothing may have; after it the file is durable.
func (d draft) place(target string) error {
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return err
	}
	if err := os.Link(d.Name(), target); errors.Is(err, os.ErrExist) {
		return err
	} else if err != nil { // a file system without links
		if err := refuseExisting(target); err != nil {
			return err
		}
		if err := os.Rename(d.Name(), target); err != nil {
			return err
		}
	}
	d.drop()
	return syncFolder(filepath.Dir(target))
}

// drop takes the draft away, unless it was renamed.
func (d draft) drop() {
	_ = d.Close()
	_ = os.Remove(d.Name())
}

// refuseExisting is an error if something has a name already.
func refuseExisting(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return &os.PathError{Op: "writing", Path: path, Err: os.ErrExist}
	}
	return nil
}

// syncFolder makes a new name durable.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
