package storage

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"sync"
	"time"
)

const (
	// wipeSlice is how many pages Wipe overwrites while writers wait, some milliseconds' work.
	wipeSlice = 2048
	// wipePatience is how long writers wait with Wipe for readers that may still use what is free.
	wipePatience = 20 * time.Millisecond
)

// readers knows who reads, by whether they began before or after a moment.
type readers struct {
	mu  sync.Mutex
	now *sync.WaitGroup // those since the last call of before
}

// enter notes a reader until leave is called.
func (r *readers) enter() (leave func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now == nil {
		r.now = new(sync.WaitGroup)
	}
	r.now.Add(1)
	return r.now.Done
}

// before is closed when all have left who entered before the call.
func (r *readers) before() <-chan struct{} {
	r.mu.Lock()
	old := r.now
	r.now = nil
	r.mu.Unlock()
	gone := make(chan struct{})
	if old == nil {
		close(gone)
		return gone
	}
	go func() {
		old.Wait()
		close(gone)
	}()
	return gone
}

// Wipe overwrites with zeros whatever was deleted before the call: bbolt leaves it in pages that are free, until it uses
// them again some time. It works in slices between the commits of others, and waits for long readers, as of a backup.
func (db *DB) Wipe(ctx context.Context) error {
	if err := db.emptyLog(); err != nil {
		return fmt.Errorf("wiping free pages: %w", err)
	}
	for next := uint64(0); next != math.MaxUint64; {
		from, gone, err := db.wipeSlice(ctx, next)
		if err != nil {
			return fmt.Errorf("wiping free pages: %w", err)
		}
		select {
		case <-gone:
			next = from
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if err := db.bolt.Sync(); err != nil {
		return fmt.Errorf("wiping free pages: %w", err)
	}
	return nil
}

// emptyLog lets nothing wait, as the log has also what was replaced since.
func (db *DB) emptyLog() error {
	defer db.write()()
	if db.stopped.Load() {
		return ErrStopped
	}
	return db.placeAll()
}

// wipeSlice overwrites free pages from a number on and gives the number to go on from, all ones at the end. If readers
// are in the way it does nothing; gone is closed when they have left.
func (db *DB) wipeSlice(ctx context.Context, from uint64) (next uint64, gone <-chan struct{}, err error) {
	defer db.write()()
	if db.stopped.Load() {
		return from, nil, ErrStopped
	}
	if err := db.commitFreelist(); err != nil {
		return from, nil, err
	}
	// What is free now was last used by readers who began before this commit, and nobody else writes meanwhile.
	gone = db.readers.before()
	wait, cancel := context.WithTimeout(ctx, wipePatience)
	defer cancel()
	select {
	case <-gone:
		next, err = wipePages(db.file, db.bolt.Info().PageSize, from)
		return next, gone, err
	case <-wait.Done():
		return from, gone, nil
	}
}

// wipePages overwrites a slice of the pages that a file lists as free, the last slice also what lies behind its end.
func wipePages(file *os.File, pageSize int, from uint64) (next uint64, err error) {
	free, end, err := freePages(file, pageSize)
	if err != nil {
		return 0, err
	}
	zeros, done := make([]byte, pageSize), 0
	for _, page := range free {
		if page < from || page < 2 || page >= end {
			continue
		}
		if done++; done > wipeSlice {
			return page, nil
		}
		if err := zero(file, int64(page)*int64(pageSize), zeros); err != nil {
			return 0, err
		}
	}
	return math.MaxUint64, zeroTail(file, int64(end)*int64(pageSize), zeros)
}

// zeroTail overwrites what an unfinished commit may have left behind the last page in use.
func zeroTail(file *os.File, from int64, zeros []byte) error {
	info, err := file.Stat()
	for at := from; err == nil && at < info.Size(); at += int64(len(zeros)) {
		err = zero(file, at, zeros[:min(int64(len(zeros)), info.Size()-at)])
	}
	return err
}

// zero overwrites one page, unless it is empty already.
func zero(file *os.File, at int64, zeros []byte) error {
	page := make([]byte, len(zeros))
	if _, err := file.ReadAt(page, at); err != nil {
		return err
	}
	for _, b := range page {
		if b != 0 {
			_, err := file.WriteAt(zeros, at)
			return err
		}
	}
	return nil
}

// freePages reads bbolt's list of free pages, in order, and the first page that was never used.
func freePages(file *os.File, pageSize int) (free []uint64, end uint64, err error) {
	metas := make([]byte, 2*pageSize)
	if _, err := file.ReadAt(metas, 0); err != nil {
		return nil, 0, err
	}
	meta := newestMeta(metas)
	end = binary.NativeEndian.Uint64(meta[metaEnd:])
	list, err := readList(file, pageSize, binary.NativeEndian.Uint64(meta[metaFreelist:]))
	for ; len(list) > 0; list = list[8:] {
		free = append(free, binary.NativeEndian.Uint64(list))
	}
	return free, end, err
}

// errNoList is returned for a page that is no list of free pages.
var errNoList = errors.New("there is no list of free pages")

// readList reads the page with the list. Its head is number 8, kind 2, count 2, further pages 4 bytes; a count of all ones
// says that the first number is the count.
func readList(file *os.File, pageSize int, page uint64) ([]byte, error) {
	const headSize, kindFreelist = 16, 0x10
	head := make([]byte, headSize)
	if _, err := file.ReadAt(head, int64(page)*int64(pageSize)); err != nil {
		return nil, err
	}
	if binary.NativeEndian.Uint64(head) != page || binary.NativeEndian.Uint16(head[8:]) != kindFreelist {
		return nil, errNoList
	}
	count, pages := uint64(binary.NativeEndian.Uint16(head[10:])), uint64(binary.NativeEndian.Uint32(head[12:]))+1
	body := make([]byte, pages*uint64(pageSize)-headSize)
	if _, err := file.ReadAt(body, int64(page)*int64(pageSize)+headSize); err != nil {
		return nil, err
	}
	if count == math.MaxUint16 {
		count, body = binary.NativeEndian.Uint64(body), body[8:]
	}
	if count > uint64(len(body)/8) {
		return nil, errNoList
	}
	return body[:count*8], nil
}
