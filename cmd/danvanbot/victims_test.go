package main

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"danvanbot/bot/conversation"
	"danvanbot/storage"
)

// newBorn is a bot's first file, which the first command makes that needs one.
func newBorn(t *testing.T) *victim {
	t.Helper()
	v := &victim{program: newProgram(t, demo())}
	v.again = func(r result) error {
		v.wantReports("once more", v.theFile(), nil)
		return done("")(r)
	}
	v.words = append(v.with("invite"), "-role", "officer", "-unit", "Bờ Y")
	v.points = []string{"fdatasync of an unfinished file", "linkat", "unlinkat", "fsync of a folder", "pwrite64 of the data"}
	v.before = func() { v.remove(v.theFile()) }
	v.look = func(string) {} // the file may lack its units yet, which the next start brings
	return v
}

func compacted(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	whole, want := readAll(t, v.theFile()), stored(v.program)
	v.words, v.again = v.with("compact"), done("")
	v.points = []string{
		"pwrite64 of an unfinished file", "fdatasync of an unfinished file", "fsync of an unfinished file", "ftruncate of an unfinished file",
		"renameat", "fsync of a folder", "pwrite64 of the data", "fdatasync of the data",
	}
	v.before = func() { v.put(whole) }
	v.look = func(at string) { v.wantReports(at, v.theFile(), want) }
	return v
}

// reporting is a bot with some reports.
func reporting(t *testing.T) *victim {
	t.Helper()
	v := &victim{program: newProgram(t, demo())}
	v.fill(60)
	return v
}

func copied(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	v.copies(filepath.Join(v.dir, "copy.db"), func(at, target string, want map[string]reported) { v.wantReports(at, target, want) })
	v.points = append(v.points, "copy_file_range")
	return v
}

func copiedSealed(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	secret := v.seal()
	v.copies(filepath.Join(v.dir, "copy.db.age"), func(at, target string, want map[string]reported) {
		plain := filepath.Join(v.dir, "plain.db")
		c := console{getenv: os.Getenv}
		v.remove(plain)
		if err := c.unsealTo(plain, namedFile{path: target, identity: secret}); err != nil {
			v.t.Errorf("%s: %v", at, err)
			return
		}
		v.wantReports(at, plain, want)
	})
	v.points = append(v.points, "write of an unfinished file")
	return v
}

// copies makes the victim a backup to a file, which is there whole or not at all.
func (v *victim) copies(target string, look func(at, target string, want map[string]reported)) {
	want := stored(v.program)
	v.words, v.again = append(v.with("backup"), target), done("file already exists")
	v.points = []string{
		"write of a snapshot", "pwrite64 of the data", "fsync of an unfinished file", "linkat", "unlinkat", "fsync of a folder",
	}
	v.before = func() { v.remove(target) }
	v.look = func(at string) {
		v.wantReports(at, v.theFile(), want)
		if v.there(target) {
			look(at, target, want)
		}
	}
}

// seal configures a recipient of backups and gives the file of its secret key.
func (v *victim) seal() (secret string) {
	v.t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		v.t.Fatal(err)
	}
	config := demo()
	config["data_dir"], config["backup"] = v.data(), map[string]any{"recipients": []string{key.Recipient().String()}}
	v.write("config.json", config)
	secret = filepath.Join(v.dir, "key.txt")
	writeAll(v.t, secret, []byte(key.String()+"\n"))
	return secret
}

func restoredFrom(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	v.restores(filepath.Join(v.dir, "copy.db"))
	v.points = append(v.points, "copy_file_range")
	return v
}

func restoredSealed(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	v.restores(filepath.Join(v.dir, "copy.db.age"), "-identity", v.seal())
	v.points = append(v.points, "write of an unfinished file")
	return v
}

// restores makes the victim a restore from a backup into an empty folder.
func (v *victim) restores(source string, flags ...string) {
	want := stored(v.program)
	v.must("backup", source)
	v.words, v.again = append(append(v.with("restore"), flags...), source), done("never overwritten")
	v.points = []string{
		"pwrite64 of an unfinished file", "fdatasync of an unfinished file", "fsync of an unfinished file", "linkat", "unlinkat", "fsync of a folder",
	}
	v.before = func() { v.remove(v.theFile()) }
	v.look = func(at string) {
		if v.there(v.theFile()) {
			v.wantReports(at, v.theFile(), want)
		}
	}
}

// forgotten erases somebody of whom the file has many copies, so that there is much to overwrite.
func forgotten(t *testing.T) *victim {
	t.Helper()
	v := reporting(t)
	const name = "Vết Tích Thứ Hai"
	v.named(name)
	whole, want := readAll(t, v.theFile()), stored(v.program)
	v.words, v.again = append(v.with("forget"), "1"), done("nobody with that number")
	v.points = []string{"pwrite64 of the data", "fdatasync of the data"}
	v.before = func() { v.put(whole) }
	v.look = func(at string) {
		v.wantReports(at, v.theFile(), want)
		if strings.Contains(v.must("people"), name) {
			return
		}
		db := v.open() // as the next start does
		if err := cmp.Or(db.Wipe(t.Context()), db.Close()); err != nil {
			t.Errorf("%s: %v", at, err)
		}
		if strings.Contains(string(readAll(t, v.theFile())), name) {
			t.Errorf("%s: the name is in the file after the next start", at)
		}
		v.wantReports(at, v.theFile(), want)
	}
	return v
}

// named lets somebody in, and writes the row anew many times.
func (v *victim) named(name string) {
	v.t.Helper()
	db, who := v.open(), conversation.Person{Name: name, Role: conversation.Officer, Unit: "kt-bo-y", Since: time.Now()}
	var err error
	for n := 0; n < 20 && err == nil; n++ {
		err = db.Update(v.t.Context(), func(tx *storage.Tx) error {
			who, err = tx.PutPerson(who)
			return err
		})
	}
	if err := cmp.Or(err, db.Close()); err != nil {
		v.t.Fatal(err)
	}
}

func (v *victim) there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func (v *victim) remove(path string) {
	v.t.Helper()
	if err := os.RemoveAll(path); err != nil {
		v.t.Fatal(err)
	}
}
