package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"danvanbot/storage"
)

// TestOldUnfinishedFilesAreRemoved: what a crash left goes after a day, with its folder; what is younger, finished or somebody
// else's stays.
func TestOldUnfinishedFilesAreRemoved(t *testing.T) {
	t.Parallel()
	dir, now := t.TempDir(), time.Now()
	for name, age := range map[string]time.Duration{
		"[a].db" + storage.DraftMark + "1": leftAfter + time.Minute, "[a].db" + storage.DraftMark + "2": leftAfter - time.Minute,
		"[a].db": 9 * leftAfter, "b.db" + storage.DraftMark + "1": 9 * leftAfter, plainMark + "1/x": 0, plainMark + "2/x": 0,
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		writeAll(t, path, []byte("x"))
		if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	old := now.Add(-9 * leftAfter)
	if err := os.Chtimes(filepath.Join(dir, plainMark+"1"), old, old); err != nil {
		t.Fatal(err)
	}
	for name, mark := range map[string]string{"[a].db": storage.DraftMark, plainMark: ""} {
		if err := removeOld(now, dir, name, mark); err != nil {
			t.Error(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	want := []string{"[a].db", "[a].db" + storage.DraftMark + "2", "b.db" + storage.DraftMark + "1", plainMark + "2"}
	if diff := gocmp.Diff(want, left); diff != "" {
		t.Errorf("what is left (-want +got):\n%s", diff)
	}
}
