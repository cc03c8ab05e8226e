package cuts

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"danvanbot/storage"
)

var (
	reports = flag.Int("reports", 10, "how many reports a writer makes")
	images  = flag.Int("images", 14, "how many images are made of each moment")
)

// TestCuts: whenever the power fails while reports are made, by two lives of the bot, all that was acknowledged is there.
func TestCuts(t *testing.T) {
	t.Parallel()
	d := mount(t)
	for _, from := range []int{1, *reports + 1} {
		if said := d.write(t, "store", from, *reports); said != "" {
			t.Fatalf("the writer stopped: %s", said)
		}
	}
	bad, seen := lookAt(t, d.data(), looked{open: reportsIn})
	for _, fault := range bad {
		t.Error(fault)
	}
	t.Logf("%d images, %d bad", seen, len(bad))

	bad, seen = lookAt(t, d.data(), looked{open: reportsIn, lies: true, enough: 1})
	if len(bad) == 0 {
		t.Errorf("control: %d images of a disk that ignores syncs, and none is bad", seen)
	}
	t.Logf("control, a disk that ignores syncs: bad after %d images: %v", seen, bad)
}

// TestFailedSync: the sync of a meta page fails once, at one commit after the other. The writer stops, acknowledges nothing that is not
// durable, is started anew, and goes on; whenever the power fails then, all that was acknowledged is there.
func TestFailedSync(t *testing.T) {
	t.Parallel()
	every := max(*reports/3, 1)
	total := 0
	for at := 2; at <= *reports; at += every {
		d := mount(t)
		d.failMeta = at
		if said := d.write(t, "store", 1, *reports); !strings.Contains(said, "input/output error") {
			t.Fatalf("sync %d failed, and the writer did not stop because of that: %q", at, said)
		}
		next := 1 + lastBegun(t, d)
		if said := d.write(t, "store", next, *reports); said != "" {
			t.Fatalf("sync %d failed, and the next writer stopped, too: %s", at, said)
		}
		bad, seen := lookAt(t, d.data(), looked{open: reportsIn, lives: 2})
		for _, fault := range bad {
			t.Errorf("sync %d failed: %s", at, fault)
		}
		total += seen
	}
	t.Logf("%d images", total)
}

// TestFailedSyncIsFound is its control: bare bbolt that goes on after the failed sync loses what it acknowledged, or its file.
func TestFailedSyncIsFound(t *testing.T) {
	t.Parallel()
	d := mount(t)
	d.failMeta = 6
	d.write(t, "bare", 1, *reports+20)
	bad, seen := lookAt(t, d.data(), looked{open: rowsIn, later: true, enough: 1, atLeast: 200})
	if len(bad) == 0 {
		t.Errorf("%d images, and none is bad", seen)
	}
	t.Logf("bad after %d images: %v", seen, bad)
}

// lastBegun is the highest number in the file as it is in memory: what was begun when the writer stopped may be there or not.
func lastBegun(t *testing.T, d *disk) (last int) {
	t.Helper()
	var content []byte
	for _, e := range d.data() {
		switch e.kind {
		case written:
			content = with(content, parts(e))
		case resized:
			content = with(content, []part{{at: e.at}})
		case acknowledged:
			last = max(last, int(e.at))
		case synced, named:
		}
	}
	path := filepath.Join(t.TempDir(), storage.FileName)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	numbers, err := reportsIn(path)
	if err != nil {
		t.Fatal(err)
	}
	return max(last, len(numbers))
}

// looked is how images are looked at.
type looked struct {
	open    func(path string) ([]int, error) // gives the numbers in it
	lies    bool
	later   bool // only moments after a failed sync: a new file of bare bbolt is not safe
	enough  int  // bad ones; 0: all images are looked at
	atLeast int  // images of each moment; 0: as the flag says
	lives   int  // of writers of which each may have left something that it did not acknowledge; 0: one
}

// lookAt opens images of all moments, and tells which are bad.
func lookAt(t *testing.T, events []event, l looked) (bad []string, seen int) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 9)) //nolint:gosec // to be repeated
	path := filepath.Join(quickDir(t), storage.FileName)
	for c := range cutsOf(events, l.lies) {
		if l.later && !c.failed {
			continue
		}
		for image := range c.images(max(*images, l.atLeast), random) {
			seen++
			place(t, path, image)
			numbers, err := within(3*time.Minute, func() ([]int, error) { return l.open(path) })
			if err := cmp.Or(err, complete(numbers, c.acked, inFlight*max(l.lives, 1))); err != nil {
				bad = append(bad, fmt.Sprintf("power cut at sync %d, %d acknowledged, %d parts pending: %v", c.syncs+1, c.acked, len(c.pending), err))
				if len(bad) == l.enough {
					return bad, seen
				}
			}
		}
	}
	return bad, seen
}

// inFlight is how many reports a writer has begun at most and not acknowledged.
const inFlight = 2

// complete tells what is wrong: all that was acknowledged must be there once, and of what was begun after it nothing else than the next
// ones, so many more at most.
func complete(numbers []int, acked, more int) error {
	for i, n := range numbers {
		if n != i+1 {
			return fmt.Errorf("number %d stands at place %d", n, i+1)
		}
	}
	if got := len(numbers); got < acked || got > acked+more {
		return fmt.Errorf("got %d numbers, want %d, or up to %d more", got, acked, more)
	}
	return nil
}

// place writes an image; what is empty at its end takes no time.
func place(t *testing.T, path string, image []byte) {
	t.Helper()
	used := len(image)
	for used > 0 && image[used-1] == 0 {
		used--
	}
	if err := errors.Join(os.RemoveAll(path), os.WriteFile(path, image[:used], 0o600), os.Truncate(path, int64(len(image)))); err != nil {
		t.Fatal(err)
	}
}

// quickDir is a folder in memory where the system has one.
func quickDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "danvanbot-cuts-*") //nolint:usetesting // there, not elsewhere
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// within is what a damaged file needs: it can lead bbolt round in circles, or make it fall over.
func within(most time.Duration, open func() ([]int, error)) (numbers []int, err error) {
	type result struct {
		numbers []int
		err     error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if fault := recover(); fault != nil {
				r.err = fmt.Errorf("it fell over: %v", fault)
			}
			done <- r
		}()
		debug.SetPanicOnFault(true)
		r.numbers, r.err = open()
	}()
	select {
	case r := <-done:
		return r.numbers, r.err
	case <-time.After(most):
		return nil, errors.New("it does not end")
	}
}

// reportsIn opens an image as the next start does, checks it, and gives its reports.
func reportsIn(path string) (numbers []int, err error) {
	db, err := open(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	defer func() { err = cmp.Or(err, db.Close()) }()
	found, err := db.Check(context.Background(), nil)
	if err != nil || len(found) > 0 {
		return nil, fmt.Errorf("check: %v, error %w", found, err)
	}
	err = db.View(context.Background(), func(tx *storage.ReadTx) error {
		list, err := tx.Submissions(0, 1_000_000)
		for _, s := range list {
			numbers = append(numbers, int(s.Values["luot_nguoi"].N))
		}
		return err
	})
	return numbers, err
}

// rowsIn is the same of bare bbolt.
func rowsIn(path string) (numbers []int, err error) {
	db, err := bolt.Open(path, 0o600, &bareOptions)
	if err != nil {
		return nil, err
	}
	defer func() { err = cmp.Or(err, db.Close()) }()
	err = db.View(func(tx *bolt.Tx) error {
		for fault := range tx.Check() {
			return fault
		}
		b := tx.Bucket(bareBucket)
		if b == nil {
			return nil
		}
		return b.ForEach(func(key, _ []byte) error {
			if len(key) == 8 {
				numbers = append(numbers, int(binary.BigEndian.Uint64(key)))
			}
			return nil
		})
	})
	return numbers, err
}
