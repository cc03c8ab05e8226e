package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"danvanbot/storage"
)

var thorough = flag.Bool("thorough", false, "TestTornPages: damage each page in every way instead of one; TestCrashesAtEachCall: kill at each call")

// wounds are ways in which a page can be damaged; cut loses all that follows, too.
var wounds = []struct {
	name string
	deal func(file []byte, at, size int) []byte
}{
	{"cut", func(file []byte, at, _ int) []byte { return file[:at] }},
	{"zeroed", func(file []byte, at, size int) []byte { clear(file[at : at+size]); return file }},
	{"overwritten", func(file []byte, at, size int) []byte {
		random := rand.New(rand.NewPCG(uint64(at), 1)) //nolint:gosec // must be repeatable
		for i := range size {
			file[at+i] = byte(random.Uint32())
		}
		return file
	}},
	{"half written", func(file []byte, at, size int) []byte { clear(file[at+size/2 : at+size]); return file }},
	{"half of another page", func(file []byte, at, size int) []byte {
		other := max(0, at-size)
		copy(file[at:at+size/2], bytes.Clone(file[other:other+size/2]))
		return file
	}},
}

// metaEnd is where a meta page of bbolt holds the number of the first page that was never used.
const metaEnd = 56

// TestTornPages damages each page of a small file. The program says so with one plain line, or the page held nothing in
// use; it never falls over, and shows no other reports than there were.
func TestTornPages(t *testing.T) {
	t.Parallel()
	p := newProgram(t, demo())
	p.fill(40)
	source := filepath.Join(p.data(), storage.FileName)
	good, want := readAll(t, source), stored(p)
	size := os.Getpagesize()
	pages := int(max(binary.NativeEndian.Uint64(good[metaEnd:]), binary.NativeEndian.Uint64(good[size+metaEnd:])))
	var found, harmless atomic.Int64
	at := errgroup.Group{}
	at.SetLimit(2)
	for page := range pages {
		for i, w := range wounds {
			if !*thorough && (page+page/len(wounds))%len(wounds) != i {
				continue
			}
			at.Go(func() error {
				name := fmt.Sprintf("page %d of %d %s", page, pages, w.name)
				torn := tornFile{program: newProgram(t, demo()), name: name}
				torn.place(w.deal(bytes.Clone(good), page*size, size))
				if torn.wantToldOrWhole(want, page < 2) {
					found.Add(1)
				} else {
					harmless.Add(1)
				}
				return nil
			})
		}
	}
	_ = at.Wait()
	t.Logf("%d pages; damage found %d times, of no consequence %d times", pages, found.Load(), harmless.Load())
	if found.Load() < int64(pages)/3 {
		t.Errorf("damage was found %d times in %d pages, want more", found.Load(), pages)
	}
}

// tornFile is a program with a damaged data file.
type tornFile struct {
	*program

	name string
}

func (f tornFile) place(content []byte) {
	if err := os.MkdirAll(f.data(), 0o700); err != nil {
		f.t.Error(err)
	}
	if err := os.WriteFile(f.file(), content, 0o600); err != nil {
		f.t.Error(err)
	}
}

func (f tornFile) file() string { return filepath.Join(f.data(), storage.FileName) }

// wantToldOrWhole: check tells of the damage, or everything is there; with a damaged meta page, everything up to the last
// commit but one. What works on the data itself tells of it, too, or works.
func (f tornFile) wantToldOrWhole(want map[string]reported, meta bool) (told bool) {
	r := f.exec("", "check", "-config", f.config, "-file", f.file())
	switch r.code {
	case exitFailed:
		wantPlain(f.t, f.name+", check", r.err, "danvanbot check: ")
	case exitOK:
		got := storedIn(f.t, f.file())
		if meta {
			maps.DeleteFunc(want, func(code string, _ reported) bool { _, ok := got[code]; return !ok })
		}
		if !maps.Equal(got, want) {
			f.t.Errorf("%s: check finds it clean, with %d reports, want %d", f.name, len(got), len(want))
		}
	default:
		f.t.Errorf("%s: check: got exit code %d: %s", f.name, r.code, r.err)
	}
	if e := f.command("export"); e.code == exitFailed {
		wantPlain(f.t, f.name+", export", e.err, "danvanbot export: ")
	} else if e.code != exitOK {
		f.t.Errorf("%s: export: got exit code %d: %s", f.name, e.code, e.err)
	}
	return r.code == exitFailed
}
