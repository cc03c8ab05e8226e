package storage

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/rollup"
)

// FileName is the data file's name inside of its folder.
const FileName = "danvanbot.db"

// DraftMark is in the names of files that are not finished, behind the name that they will get. A crash may leave one; who runs
// the program takes it away when it is old.
const DraftMark = ".partial-"

// ErrLocked is returned by Open when another process has the file open.
var ErrLocked = errors.New("another danvanbot uses this data folder; stop it first, or choose another data_dir")

// ErrForeign is returned by Open for a file that is not one of ours.
var ErrForeign = errors.New("the file is not a data file of danvanbot")

// ErrLink is returned by Open for a data file that is a symbolic link: what it leads to may be anybody's.
var ErrLink = errors.New("the data file is a symbolic link; put the file itself there, or set data_dir to the folder where it is")

// ErrOpenFolder is returned by Open for a data folder into which everybody may put files.
var ErrOpenFolder = errors.New("everybody may write into the data folder; chmod 700 it, or choose another data_dir")

const (
	lockTimeout = time.Second
	// mapSize is address space, not memory: a file that outgrows its map must wait for all readers, and they for it.
	mapSize = 1 << 36
	// growBy is by how much a full file grows; each time costs one more sync.
	growBy = 4 << 20
	// Where a meta page of bbolt holds the page of its list of free pages, all ones if there is none, the first page that
	// was never used, and its number.
	metaFreelist, metaEnd, metaNumber = 48, 56, 64
)

// Options say what to open.
type Options struct {
	Dir      string           // the data folder; made if it does not exist
	Name     string           // the file's name in it; empty: FileName. A backup has another one
	Tree     *orgunit.Tree    // the first units of a new file; nil: the stored ones. Other ones than the last time are journaled and everything is added up anew
	KeepTree bool             // other ones than the last time do not replace units that were reorganised; without it they are refused with ErrReorganised
	Now      func() time.Time // the clock, read once per Update
	Log      *slog.Logger
	ReadOnly bool // only View, and nothing in the folder is changed; others may read at the same time
	Waiting  int  // how many rows may wait for their places in the file; 0: 16,384, a few MB of memory
}

// Open opens the data file of a folder, or makes it.
func Open(o Options) (*DB, error) {
	path := filepath.Join(o.Dir, cmp.Or(o.Name, FileName))
	if !o.ReadOnly {
		if err := provide(o.Dir, path); err != nil {
			return nil, err
		}
	}
	base, file, err := openBolt(path, o.ReadOnly)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	if info, err := file.Stat(); err == nil && !o.ReadOnly && info.Mode()&0o077 != 0 {
		o.Log.Warn("others may read the data file or write it; chmod 600 it", "file", path, "mode", info.Mode().String())
	}
	db := &DB{bolt: base, file: file, now: o.Now, log: o.Log, waiting: cmp.Or(o.Waiting, defaultWaiting), days: dayRows{}, erased: make(chan struct{}, 1)}
	if err := guard(func() error { return db.start(o) }); err != nil {
		_ = base.Close()
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	return db, nil
}

// start reads what is kept in memory and brings the file up to date.
func (db *DB) start(o Options) error {
	if err := db.checkLength(); err != nil {
		return err
	}
	if !o.ReadOnly {
		if err := migrate(db.bolt); err != nil {
			return err
		}
	} else if version, err := schemaOf(db.bolt); err != nil || version != schema {
		return errors.Join(err, ErrNewer)
	}
	if err := db.bolt.View(db.remember); err != nil {
		return err
	}
	adopt, err := db.useTree(o)
	if err != nil || !adopt {
		return err
	}
	return db.rebuild(context.Background(), (*Tx).adoptTree)
}

// remember loads the measures, the updates seen and the head.
func (db *DB) remember(base *bolt.Tx) (err error) {
	for b := range bucketCount {
		if base.Bucket(b.name()) == nil {
			return fmt.Errorf("%w: there is no bucket %s", ErrDamaged, b)
		}
	}
	table, err := db.reader(base, nil).loadLog()
	if err != nil {
		return err
	}
	db.table.Store(table)
	r := db.reader(base, table)
	if db.seen, err = r.loadSeen(); err != nil {
		return err
	}
	db.head = bytes.Clone(r.get(bucketMeta, keyHead))
	dict, err := r.loadDictionary()
	if err != nil {
		return err
	}
	dict.where = r.loadInhabited()
	dict.units, err = r.loadUnitNumbers()
	db.dict.Store(dict)
	return err
}

func (r *ReadTx) loadDictionary() (*dictionary, error) {
	dict := newDictionary()
	names, err := r.byNumber(bucketMeasures)
	if err != nil {
		return nil, err
	}
	for n := range uint32(len(names)) {
		name, ok := names[n+1]
		if !ok {
			return nil, fmt.Errorf("%w: no measure has number %d", ErrDamaged, n+1)
		}
		dict = dict.with(rollup.Measure(name))
	}
	return dict, nil
}

// byNumber reads a bucket that gives names numbers.
func (r *ReadTx) byNumber(b bucket) (map[uint32]string, error) {
	names := map[uint32]string{}
	for key, value := range r.scan(b, nil, nil) {
		var n uint32
		if err := decode(value, &n); err != nil {
			return nil, wrap(b, key, err)
		}
		names[n] = string(key)
	}
	return names, nil
}

// checkLength finds a file that was cut off, before a read beyond its end kills the process.
func (db *DB) checkLength() error {
	return db.bolt.View(func(tx *bolt.Tx) error {
		info, err := os.Stat(db.bolt.Path())
		if err == nil && info.Size() < tx.Size() {
			err = fmt.Errorf("%w: it was cut off, %d of %d bytes are there", ErrDamaged, info.Size(), tx.Size())
		}
		return err
	})
}

// openBolt opens an existing file and, before anything else is written, writes both meta pages back as they are: if the
// last sync of one failed, what this machine reads is not on the disk, and the next commit would build on it. If the file
// has no list of free pages, as after a crash while there were many, bbolt has just read all of it to find them: then the
// list is written and the file opened again, so that the process does not go on with all of it in memory.
func openBolt(path string, readOnly bool) (*bolt.DB, *os.File, error) {
	db, file, err := openOnce(path, readOnly)
	if err != nil || readOnly {
		return db, file, err
	}
	listed, err := rewriteMetas(file, db.Info().PageSize)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	if listed {
		return db, file, nil
	}
	db.NoFreelistSync = false
	if err := errors.Join(db.Update(func(*bolt.Tx) error { return nil }), db.Close()); err != nil {
		return nil, nil, fmt.Errorf("writing the list of free pages: %w", err)
	}
	return openOnce(path, readOnly)
}

// openOnce opens an existing file.
func openOnce(path string, readOnly bool) (db *bolt.DB, file *os.File, err error) {
	if err := checkMetas(path); err != nil {
		return nil, nil, err
	}
	options := bolt.Options{
		Timeout: lockTimeout, InitialMmapSize: mapSize, ReadOnly: readOnly,
		FreelistType:   bolt.FreelistArrayType, // the lowest free pages first, see doc.go
		NoFreelistSync: true,                   // keeps Open from writing; commit decides anew
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			if !readOnly {
				flag |= syscall.O_NOFOLLOW
			}
			file, err = os.OpenFile(name, flag&^os.O_CREATE, mode)
			return file, err
		},
	}
	err = guard(func() error {
		db, err = bolt.Open(path, 0o600, &options)
		return explain(err)
	})
	if err != nil {
		if file != nil {
			_ = file.Close() // bbolt does so too, unless it panicked
		}
		return nil, nil, err
	}
	if err := sameFile(path, file); err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	db.AllocSize = growBy
	return db, file, nil
}

// sameFile refuses a file that lost its name while we waited for its lock, as when it was compacted just now.
func sameFile(path string, file *os.File) error {
	named, err := os.Stat(path)
	if err != nil {
		return err
	}
	ours, err := file.Stat()
	if err == nil && !os.SameFile(named, ours) {
		err = ErrLocked
	}
	return err
}

// explain puts bbolt's errors into our words.
func explain(err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return ErrLocked
	case errors.Is(err, syscall.ELOOP):
		return ErrLink
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch):
		return fmt.Errorf("%w: %w", ErrForeign, err)
	case errors.Is(err, berrors.ErrChecksum):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	default:
		return err
	}
}

// checkMetas refuses a file that is too short to be one, into which bbolt would write a new database.
func checkMetas(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%w: it is a folder", ErrForeign)
	case info.Size() < 2*4096:
		return fmt.Errorf("%w: it has %d bytes", ErrForeign, info.Size())
	default:
		return nil
	}
}

// rewriteMetas writes both meta pages back and tells whether the newer one has a list of free pages.
func rewriteMetas(file *os.File, pageSize int) (listed bool, err error) {
	metas := make([]byte, 2*pageSize)
	if _, err := file.ReadAt(metas, 0); err != nil {
		return false, fmt.Errorf("reading the meta pages: %w", err)
	}
	if _, err := file.WriteAt(metas, 0); err != nil {
		return false, fmt.Errorf("writing the meta pages back: %w", err)
	}
	if err := file.Sync(); err != nil {
		return false, fmt.Errorf("syncing the meta pages: %w", err)
	}
	return binary.NativeEndian.Uint64(newestMeta(metas)[metaFreelist:]) != math.MaxUint64, nil
}

// newestMeta is the one of two meta pages that was written last. A damaged one may be taken for it.
func newestMeta(metas []byte) []byte {
	first, second := metas[:len(metas)/2], metas[len(metas)/2:]
	if binary.NativeEndian.Uint64(second[metaNumber:]) > binary.NativeEndian.Uint64(first[metaNumber:]) {
		return second
	}
	return first
}

// provide makes the folder and a new file in it, complete before it gets its name.
func provide(dir, path string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the data folder: %w", err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode()&0o002 != 0 {
		return errors.Join(err, fmt.Errorf("%s: %w", dir, ErrOpenFolder))
	}
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	draft, err := os.CreateTemp(dir, FileName+DraftMark+"*")
	if err != nil {
		return fmt.Errorf("making the data file: %w", err)
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	if err := errors.Join(draft.Close(), fill(draft.Name())); err != nil {
		return fmt.Errorf("making the data file: %w", err)
	}
	// A link fails where a rename would replace the file of somebody who was faster.
	if err := os.Link(draft.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("naming the data file: %w", err)
	}
	return syncDir(dir)
}

// fill makes all buckets of a new file.
func fill(path string) error {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockTimeout, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for b := range bucketCount {
			if _, err := tx.CreateBucket(b.name()); err != nil {
				return err
			}
		}
		value, err := encode(head{})
		if err != nil {
			return err
		}
		return errors.Join(tx.Bucket(bucketMeta.name()).Put(keyHead, value), putSchema(tx))
	})
	return errors.Join(err, db.Sync(), db.Close())
}

// syncDir makes a new name durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("opening the data folder: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// OpenFile opens a file of any name to read it, such as a backup; nothing is changed.
func OpenFile(path string) (*DB, error) {
	return Open(Options{Dir: filepath.Dir(path), Name: filepath.Base(path), ReadOnly: true, Log: slog.New(slog.DiscardHandler)})
}
