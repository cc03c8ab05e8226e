package main

import (
	"errors"
	"os"
	"path/filepath"
)

// draft is a file that is being written next to the one that it will become.
type draft struct{ *os.File }

func newDraft(target string) (draft, error) {
	f, err := os.CreateTemp(filepath.Dir(target), filepath.Base(target)+draftMark+"*")
	return draft{f}, err
}

// draftMark is in the names of files that are not finished; what a crash left of them is taken away some day.
const draftMark = ".partial-"

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
