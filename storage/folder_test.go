package storage_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestLinksInTheFolder: no data file is opened through a symbolic link, whether it leads to a file or nowhere, and nothing
// is written behind it. The folder itself may be one: that is the administrator's choice.
func TestLinksInTheFolder(t *testing.T) {
	t.Parallel()
	path := sound(t)
	before := readFile(t, path)
	for name, target := range map[string]string{"a data file elsewhere": path, "nothing": filepath.Join(t.TempDir(), "new")} {
		dir := t.TempDir()
		if err := os.Symlink(target, filepath.Join(dir, storage.FileName)); err != nil {
			t.Fatal(err)
		}
		if db, err := storage.Open(storagetest.Options(dir)); err == nil {
			t.Errorf("%s: got no error", name)
			_ = db.Close()
		} else if name == "a data file elsewhere" && !errors.Is(err, storage.ErrLink) {
			t.Errorf("%s: got error %v, want %v", name, err, storage.ErrLink)
		}
		if _, err := os.Lstat(target); name == "nothing" && err == nil {
			t.Errorf("a file was made behind the link")
		}
	}
	if !bytes.Equal(before, readFile(t, path)) {
		t.Error("the file behind the link was changed")
	}
	link := filepath.Join(t.TempDir(), "data")
	if err := os.Symlink(filepath.Dir(path), link); err != nil {
		t.Fatal(err)
	}
	storagetest.OpenWith(t, storagetest.Options(link))
}

// TestFolderOfOthers: a folder into which everybody may write is refused, and a file that others may read is told of.
func TestFolderOfOthers(t *testing.T) {
	t.Parallel()
	path := sound(t)
	dir := filepath.Dir(path)
	if err := os.Chmod(dir, 0o777); err != nil { //nolint:gosec // that is the fault
		t.Fatal(err)
	}
	if _, err := reopen(path); !errors.Is(err, storage.ErrOpenFolder) {
		t.Errorf("got error %v, want %v", err, storage.ErrOpenFolder)
	}
	if err := errors.Join(os.Chmod(dir, 0o755), os.Chmod(path, 0o644)); err != nil { //nolint:gosec // that is the fault
		t.Fatal(err)
	}
	var log bytes.Buffer
	o := storagetest.Options(dir)
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	storagetest.OpenWith(t, o)
	if !strings.Contains(log.String(), "chmod 600") {
		t.Errorf("got log %q, want a warning", log.String())
	}
}
