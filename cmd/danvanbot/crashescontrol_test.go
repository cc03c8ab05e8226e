package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/bottest/telegramd"
	"danvanbot/storage"
)

// TestCrashesAreFound is the control of TestCrashes: what a crash could do to the data is done to it on purpose, and must
// be found.
func TestCrashesAreFound(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now})
	p := newProgram(t, forTelegram(srv))
	staff, book := recruit(p, srv, 4), newLedger()
	file := filepath.Join(p.data(), storage.FileName)
	p.start()
	reportAll(t.Context(), t, staff, 1, book)
	p.kill()
	early := readAll(t, file)
	srv.BotKilled()
	p.start()
	reportAll(t.Context(), t, staff, 11, book)
	p.kill()
	sound := readAll(t, file)
	audit(p, book)
	for _, c := range []struct {
		name  string
		spoil func()
		want  string
	}{
		{"the last reports lost, as by a disk that did not sync", func() { writeAll(t, file, early) }, "the receipts and the store differ"},
		{"a report doubled", func() { double(p) }, "the receipts and the store differ"},
		{"a report doubled, in the figures too", func() { double(p) }, "the model and the summary differ"},
		{"a wrong total", func() { swapCells(t, file) }, "check: "},
		{"a wrong total, in the figures too", func() { swapCells(t, file) }, "the model and the summary differ"},
	} {
		writeAll(t, file, sound)
		c.spoil()
		if got := strings.Join(findings(p, book), "\n"); !strings.Contains(got, c.want) {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}

// double stores a report once more, as if its message had counted twice.
func double(p *program) {
	p.t.Helper()
	db := p.open()
	err := db.Update(p.t.Context(), func(tx *storage.Tx) error {
		list, err := tx.Submissions(0, 1)
		if err != nil {
			return err
		}
		again := list[0]
		again.ID, again.Version = 0, 0
		_, err = tx.Submit(again)
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		p.t.Fatal(err)
	}
}

// swapCells exchanges the figures of two cells, with sound checksums.
func swapCells(t *testing.T, file string) {
	t.Helper()
	base, err := bolt.Open(file, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = base.Update(func(tx *bolt.Tx) error {
		for _, name := range []string{"cells", "cells_now"} {
			if err := swapRows(tx.Bucket([]byte(name))); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, base.Close()); err != nil {
		t.Fatal(err)
	}
}

// swapRows turns the order of all rows of a bucket round.
func swapRows(b *bolt.Bucket) error {
	var keys, values [][]byte
	err := b.ForEach(func(k, v []byte) error {
		keys, values = append(keys, bytes.Clone(k)), append(values, bytes.Clone(v))
		return nil
	})
	for i, k := range keys {
		err = errors.Join(err, b.Put(k, values[len(values)-1-i]))
	}
	return err
}

func readAll(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func writeAll(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
