package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/orgunit"
)

// ErrAmbiguous is returned when a commit failed: what it wrote may or may not be there after the next start. The
// process must stop and start anew, as all further writing is refused with ErrStopped.
var ErrAmbiguous = errors.New("the commit failed, and it is open whether it took place")

// ErrStopped is returned when writing after a failed commit.
var ErrStopped = errors.New("an earlier commit failed, so nothing more is written until a restart")

// ErrFenced is returned when the file was moved on by somebody else since the last commit of this DB.
var ErrFenced = errors.New("the data file was changed from outside")

// shortFreelist is up to how many free pages the list of them is written with each commit; see doc.go.
const shortFreelist = 8192

// DB is one open data file. It is safe for many goroutines; writers wait for one another.
type DB struct {
	bolt    *bolt.DB
	units   atomic.Pointer[units]
	file    *os.File // bbolt's own
	now     func() time.Time
	log     *slog.Logger
	dict    atomic.Pointer[dictionary] // replaced before a commit that needs it, only ever grown
	stopped atomic.Bool
	writing sync.Mutex // of the writer, also for what follows bbolt's commit, which lets the next writer in too early
	head    []byte     // the stored head after the last commit: the fence; of the writer
	flight  *flight    // the last batch that Start handed over; of the writer
	seen    seenRings
	states  map[chat.Key]conversation.State  // what chats remember that wrote lately; of the writer
	senders map[chat.Key]conversation.Person // who wrote from which chat; of the writer
	table   atomic.Pointer[memtable]
	days    dayRows // of the writer
	readers readers
	erased  chan struct{} // holds a token after a person was erased

	waiting int // how many rows may wait in the memtable
}

// Update runs fn in the one write transaction and commits it durably, or changes nothing if fn returns an error. What is
// large and would not fit on the disk is refused with ErrSpace.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer db.write()()
	clear(db.days)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer noteDamage(&err)
	base, err := db.bolt.Begin(true)
	if err != nil {
		return fmt.Errorf("beginning to write: %w", err)
	}
	defer func() { _ = base.Rollback() }() // does nothing after a commit
	if db.stopped.Load() {
		return ErrStopped
	}
	tx, err := db.begin(base)
	if err != nil {
		return err
	}
	return db.finish(tx, fn)
}

// finish runs fn and commits.
func (db *DB) finish(tx *Tx, fn func(*Tx) error) error {
	if err := tx.work(fn); err != nil {
		return err
	}
	if err := tx.prepare(); err != nil {
		return err
	}
	return db.commit(tx)
}

// prepare flushes what fits on the disk; whatever fails, a panic included, also restores what is kept in memory.
func (t *Tx) prepare() error {
	ready := false
	defer func() {
		if !ready {
			t.takeBack()
		}
	}()
	volume := t.over.volume()
	if err := t.flush(); err != nil {
		return err
	}
	err := t.fits(volume)
	ready = err == nil
	return err
}

// commit is where an error leaves it open whether the data is there, so that nothing may be written after one.
func (db *DB) commit(tx *Tx) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%w: bbolt: %v", ErrAmbiguous, cause)
		}
		if err != nil {
			db.stopped.Store(true)
		}
	}()
	db.dict.Store(tx.dict)
	db.publish(tx)
	stats := db.bolt.Stats()
	db.bolt.NoFreelistSync = stats.FreePageN+stats.PendingPageN > shortFreelist
	if err := tx.base.Commit(); err != nil {
		return fmt.Errorf("%w: %w", ErrAmbiguous, err)
	}
	db.head = tx.sealedHead
	if tx.erasing {
		select {
		case db.erased <- struct{}{}:
		default:
		}
	}
	return nil
}

// begin makes the Tx over a write transaction of bbolt.
func (db *DB) begin(base *bolt.Tx) (*Tx, error) {
	table := db.table.Load().asOf(base).next()
	tx := &Tx{ReadTx: ReadTx{db: db, base: base, table: table, over: newOverlay(), dict: db.dict.Load(), units: db.units.Load()}, at: db.now()}
	stored := tx.get(bucketMeta, keyHead)
	if !bytes.Equal(stored, db.head) {
		return nil, ErrFenced
	}
	return tx, decode(stored, &tx.head)
}

// View runs fn on the last committed state. It must be short: the pages of that state cannot be used again meanwhile.
func (db *DB) View(ctx context.Context, fn func(*ReadTx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer db.readers.enter()()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer noteDamage(&err)
	base, table, err := db.beginView()
	if err != nil {
		return fmt.Errorf("beginning to read: %w", err)
	}
	defer func() { _ = base.Rollback() }()
	return fn(db.reader(base, table))
}

// beginView begins to read a state whose memtable is still there: by chance two commits pass before it is taken.
func (db *DB) beginView() (*bolt.Tx, *memtable, error) {
	for {
		base, err := db.bolt.Begin(false)
		if err != nil {
			return nil, nil, err
		}
		if table := db.table.Load().asOf(base); table != nil {
			return base, table, nil
		}
		if err := base.Rollback(); err != nil {
			return nil, nil, err
		}
	}
}

// reader reads what base holds.
func (db *DB) reader(base *bolt.Tx, table *memtable) *ReadTx {
	r := &ReadTx{db: db, base: base, table: table, dict: db.dict.Load()}
	if units := db.units.Load(); units != nil { // while the file is opened there are none
		r.units = units.asOf(base)
	}
	return r
}

// Tree is the tree of units in force after the last commit. Whoever reads something else with it takes that of the
// transaction.
func (db *DB) Tree() *orgunit.Tree { return db.units.Load().tree }

// Erased holds a token after somebody was erased: what was freed by that is in free pages until Wipe.
func (db *DB) Erased() <-chan struct{} { return db.erased }

// Path is the name of the data file.
func (db *DB) Path() string { return db.bolt.Path() }

// Close waits for all transactions and closes the file. It leaves all rows in their places and the list of free pages in the
// file, so that the next Open does not search for them. After a failed commit it just lets go of the file.
func (db *DB) Close() error {
	defer db.write()()
	if !db.bolt.IsReadOnly() && !db.stopped.Load() {
		db.tidy()
	}
	if err := db.bolt.Close(); err != nil {
		return fmt.Errorf("closing the data file: %w", err)
	}
	return nil
}

// tidy leaves nothing to do in the file. If that fails, the next Open is slower and no worse.
func (db *DB) tidy() {
	err := db.placeAll()
	if err == nil {
		err = db.commitFreelist()
	}
	if err != nil {
		db.log.Warn("the data file was not tidied", "error", err)
	}
}

// commitFreelist commits nothing but the list of free pages.
func (db *DB) commitFreelist() (err error) {
	defer noteDamage(&err)
	db.bolt.NoFreelistSync = false
	if err := db.bolt.Update(func(*bolt.Tx) error { return nil }); err != nil {
		db.stopped.Store(true)
		return fmt.Errorf("%w: %w", ErrAmbiguous, err)
	}
	return nil
}
