package storage_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/chat"
	"danvanbot/bot/form"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// sound makes a closed data file with some submissions and returns its name.
func sound(t *testing.T) string {
	t.Helper()
	o := storagetest.Options(t.TempDir())
	db, err := storage.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := storagetest.Fill(db, 300); err != nil {
		t.Fatal(err)
	}
	update(t, db, func(tx *storage.Tx) error {
		_, err := tx.Queue(alice, chat.Reply{Text: "một câu trả lời"}, storagetest.Now)
		return err
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(o.Dir, storage.FileName)
}

func reopen(path string) (*storage.DB, error) {
	return storage.Open(storagetest.Options(filepath.Dir(path)))
}

func TestOpenMakesPrivateFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "data")
	db := storagetest.OpenWith(t, storagetest.Options(dir))
	for path, want := range map[string]os.FileMode{dir: 0o700 | os.ModeDir, db.Path(): 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode(); got != want {
			t.Errorf("got mode %v of %s, want %v", got, path, want)
		}
	}
	files, _ := os.ReadDir(dir)
	if len(files) != 1 {
		t.Errorf("got %d files in a new folder, want the data file alone", len(files))
	}
}

func TestOpenIsAlone(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	if _, err := reopen(db.Path()); !errors.Is(err, storage.ErrLocked) {
		t.Errorf("got error %v for a second Open, want %v", err, storage.ErrLocked)
	}
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	path := sound(t)
	before := readFile(t, path)
	o := storagetest.Options(filepath.Dir(path))
	o.ReadOnly, o.Tree = true, nil
	for range 2 { // at the same time
		db := storagetest.OpenWith(t, o)
		if err := db.Update(t.Context(), func(*storage.Tx) error { return nil }); err == nil {
			t.Error("got no error from Update of a read-only file, want one")
		}
	}
	if !bytes.Equal(before, readFile(t, path)) {
		t.Error("got a changed file, want it untouched")
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	other, err := bolt.Open(foreign, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	good := bytes.TrimRight(readFile(t, sound(t)), "\x00")
	zeros := bytes.Clone(good)
	clear(zeros[:3*os.Getpagesize()])
	tests := []struct {
		name    string
		content []byte
		want    error
	}{
		{"text", bytes.Repeat([]byte("Đây là một bức thư. "), 1000), storage.ErrForeign},
		{"empty", nil, storage.ErrForeign},
		{"one page", good[:os.Getpagesize()], storage.ErrForeign},
		{"another bbolt file", readFile(t, foreign), storage.ErrForeign},
		{"half", good[:len(good)/2], storage.ErrDamaged},
		{"four pages", good[:4*os.Getpagesize()], storage.ErrDamaged},
		{"no meta pages", zeros, storage.ErrForeign},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), storage.FileName)
			if err := os.WriteFile(path, tt.content, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := reopen(path); !errors.Is(err, tt.want) {
				t.Errorf("got error %v, want %v", err, tt.want)
			}
			if !bytes.Equal(readFile(t, path), tt.content) {
				t.Error("got a changed file, want it untouched")
			}
		})
	}
}

func TestOpenRefusesANewerFile(t *testing.T) {
	t.Parallel()
	path := sound(t)
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("schema"), storage.SealedNumber(2))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := reopen(path); !errors.Is(err, storage.ErrNewer) {
		t.Errorf("got error %v, want %v", err, storage.ErrNewer)
	}
}

// TestFlippedByte flips one byte of each kind of value; Check must name it, and reading it must fail.
func TestFlippedByte(t *testing.T) {
	t.Parallel()
	good := readFile(t, sound(t))
	for _, text := range []string{"một câu trả lời", "nhà rông thôn 1", `"units":[`} {
		content := bytes.Clone(good)
		at := bytes.LastIndex(content, []byte(text))
		if at < 0 {
			t.Fatalf("%q is not in the file", text)
		}
		content[at+2] ^= 0x10
		path := filepath.Join(t.TempDir(), storage.FileName)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := reopen(path)
		if errors.Is(err, storage.ErrDamaged) {
			continue // found at once
		}
		if err != nil {
			t.Fatal(err)
		}
		differences, err := db.Check(t.Context(), func(int, int) {})
		if len(differences) == 0 || err != nil {
			t.Errorf("byte of %q flipped: got differences %v, error %v, want some", text, differences, err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestCheckNamesDifferences tampers with valid values, which checksums do not find.
func TestCheckNamesDifferences(t *testing.T) {
	t.Parallel()
	path := sound(t)
	base, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = base.Update(func(tx *bolt.Tx) error {
		cells := tx.Bucket([]byte("cells"))
		first, row := cells.Cursor().First()
		second, other := cells.Cursor().Last()
		row, other = bytes.Clone(row), bytes.Clone(other)
		days := tx.Bucket([]byte("byday"))
		day, _ := days.Cursor().First()
		journal := tx.Bucket([]byte("journal"))
		last, _ := journal.Cursor().Last()
		_, entry := journal.Cursor().First()
		return errors.Join(cells.Put(first, other), cells.Put(second, row), days.Delete(day), journal.Put(last, bytes.Clone(entry)))
	})
	if err := errors.Join(err, base.Close()); err != nil {
		t.Fatal(err)
	}
	db, err := reopen(path)
	if err != nil {
		t.Fatal(err)
	}
	differences, err := db.Check(t.Context(), func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, d := range differences {
		found[d.Bucket]++
	}
	if found["cells"] < 2 || found["byday"] < 1 || found["journal"] != 1 {
		t.Errorf("got differences by bucket %v, want two cells, one day and one journal entry", found)
	}
	if err := db.Rebuild(t.Context()); !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("got error %v from Rebuild with a damaged journal, want %v", err, storage.ErrDamaged)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

func TestBackupAndCompact(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	if err := storagetest.Fill(db, 500); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), storage.FileName)
	var copied bytes.Buffer
	if _, err := db.Backup(t.Context(), &copied); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(backup, copied.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	compact := filepath.Join(t.TempDir(), storage.FileName)
	if err := db.Compact(t.Context(), compact); err != nil {
		t.Fatal(err)
	}
	if err := db.Compact(t.Context(), compact); !errors.Is(err, os.ErrExist) {
		t.Errorf("got error %v for compacting into an existing file, want %v", err, os.ErrExist)
	}
	for _, path := range []string{backup, compact} {
		again := storagetest.OpenWith(t, storagetest.Options(filepath.Dir(path))) // checked at the end
		view(t, again, func(r *storage.ReadTx) error {
			if head, err := r.Head(); head != 501 || err != nil {
				t.Errorf("got head %d, error %v of %s, want 501", head, err, path)
			}
			return nil
		})
	}
}

const fullDisk = "DANVANBOT_TEST_FULL_DISK"

// TestFailedCommit lets a child process run into its limit of file size, as a full disk would.
func TestFailedCommit(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv(fullDisk); dir != "" {
		runIntoFullDisk(t, dir)
		return
	}
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash to limit the size of files with")
	}
	dir := t.TempDir()
	child := exec.CommandContext(t.Context(), shell, "-c", `ulimit -f 8192; exec "$0" -test.run '^TestFailedCommit$' -test.v`, os.Args[0]) //nolint:gosec // this test itself
	child.Env = append(os.Environ(), fullDisk+"="+dir)
	if out, err := child.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("stopped as it should")) {
		t.Fatalf("got error %v from the child, which said:\n%s", err, out)
	}
	storagetest.OpenWith(t, storagetest.Options(dir)) // sound after a restart
}

func runIntoFullDisk(t *testing.T, dir string) {
	t.Helper()
	db, err := storage.Open(storagetest.Options(dir))
	if err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if err = handOver(t, db, bigReport); err != nil {
			break
		}
	}
	if !errors.Is(err, storage.ErrAmbiguous) {
		t.Fatalf("got error %v from the commit, want %v", err, storage.ErrAmbiguous)
	}
	ran := false
	err = db.Update(t.Context(), func(*storage.Tx) error { ran = true; return nil })
	if !errors.Is(err, storage.ErrStopped) || ran {
		t.Errorf("got error %v from the next Update, ran %v, want %v", err, ran, storage.ErrStopped)
	}
	if _, err = db.Start(t.Context(), func(*storage.Tx) error { ran = true; return nil }); !errors.Is(err, storage.ErrStopped) || ran {
		t.Errorf("got error %v from the next Start, ran %v, want %v", err, ran, storage.ErrStopped)
	}
	view(t, db, func(r *storage.ReadTx) error { _, err := r.Head(); return err })
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	t.Log("stopped as it should")
}

// handOver starts two batches, of which the second one does not begin to be written when the first one fails.
func handOver(t *testing.T, db *storage.DB, fn func(*storage.Tx) error) error {
	t.Helper()
	first, err := db.Start(t.Context(), fn)
	if err != nil {
		t.Fatalf("got error %v from Start after commits that all went well", err)
	}
	second, err := db.Start(t.Context(), fn)
	if failed := first(); failed != nil {
		if !errors.Is(err, storage.ErrStopped) {
			t.Errorf("got error %v from Start after a commit that failed, want %v", err, storage.ErrStopped)
		}
		return failed
	}
	return errors.Join(err, second())
}

func bigReport(tx *storage.Tx) error {
	day := period.NewDate(2026, 11, 22)
	_, err := tx.Submit(form.Submission{
		Form: "tang_qua", Kind: form.Event, N: 1, Unit: "x", Days: day.Day(),
		Texts: map[string]string{"note": string(bytes.Repeat([]byte("ghi chú "), 2000))}, SentAt: storagetest.Now,
	})
	return err
}
