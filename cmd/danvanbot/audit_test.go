package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// TestAuditFindsTampering: in copies of a real bot's file an entry is changed, another one taken out, and the end cut off by
// putting an older file back. check -chain says in plain words where; the head that a commander was sent tells the last of them.
func TestAuditFindsTampering(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.start()
	p.webOrigin()
	p.must("invite", "-role", "officer", "-unit", "Bờ Y")
	p.must("backup", filepath.Join(p.dir, "old.db"))
	p.must("invite", "-role", "officer", "-unit", "Bờ Y")
	p.must("backup", filepath.Join(p.dir, "new.db"))
	sent := strings.Fields(p.must("check", "-chain"))[3] // as in the letter of every morning
	number, _, _ := strings.Cut(sent, ":")
	p.stop()
	p.tampered(t, "changed.db", func(journal *bolt.Bucket) error {
		value := bytes.Clone(journal.Get(numbered(7)))
		value[len(value)-3] ^= 1
		return journal.Put(numbered(7), value)
	})
	p.tampered(t, "removed.db", func(journal *bolt.Bucket) error { return journal.Delete(numbered(9)) })
	p.tampered(t, "cut.db", func(journal *bolt.Bucket) error {
		last, _ := journal.Cursor().Last()
		return journal.Delete(bytes.Clone(last))
	})
	for _, c := range []call{
		{args: p.with("check", "-chain", "-head", sent, "-file", "$DIR/new.db"), out: `^clean chain`},
		{args: p.with("check", "-chain", "-file", "$DIR/old.db"), out: `^clean chain`},
		{args: p.with("check", "-chain", "-head", sent, "-file", "$DIR/old.db"), code: exitFailed, err: `ends at entry \d+, before the head ` + number + ` that was written down`},
	} {
		p.check(t, c)
	}
	for file, want := range map[string]string{
		"changed.db": "journal 7: ", "removed.db": "entries 9 to 9 are missing", "cut.db": "but entry " + number + " was written: the end was cut off",
	} {
		got := p.command("check", "-chain", "-file", filepath.Join(p.dir, file))
		if got.code != exitFailed || !strings.Contains(got.out+got.err, want) {
			t.Errorf("%s: got exit code %d, %q and %q, want %q", file, got.code, got.out, got.err, want)
		}
	}
}

// tampered is a copy of the newer backup with another journal.
func (p *program) tampered(t *testing.T, name string, change func(journal *bolt.Bucket) error) {
	t.Helper()
	path := filepath.Join(p.dir, name)
	content, err := os.ReadFile(filepath.Join(p.dir, "new.db"))
	if err == nil {
		err = os.WriteFile(path, content, 0o600) //nolint:gosec // a file of the test
	}
	if err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error { return change(tx.Bucket([]byte("journal"))) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// numbered is the key of a journal entry.
func numbered(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
