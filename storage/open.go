package storage

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/rollup"
)

// FileName is the data file's name inside of its folder.
const FileName = "danvanbot.db"

// ErrLocked is returned by Open when another process has the file open.
var ErrLocked = errors.New("another danvanbot uses this data folder; stop it first, or choose another data_dir")

// ErrForeign is returned by Open for a file that is not one of ours.
var ErrForeign = errors.New("the file is not a data file of danvanbot")

const (
	lockTimeout = time.Second
	// mapSize is address space, not memory: a file that outgrows its map must wait for all readers, and they for it.
	mapSize = 1 << 36
	// growBy is by how much a full file grows; each time costs one more sync.
	growBy = 4 << 20
	// Where a meta page of bbolt holds the page of its list of free pages, all ones if there is none, and its number. A
	// wrong guess, as with a damaged meta page, only makes Open slower.
	metaFreelist, metaNumber = 48, 64
)

// Options say what to open.
type Options struct {
	Dir      string           // the data folder; made if it does not exist
	Tree     *orgunit.Tree    // the first units of a new file; nil: the stored ones. Other ones than the last time are journaled and everything is added up anew
	KeepTree bool             // other ones than the last time do not replace units that were reorganised; without it they are refused with ErrReorganised
	Now      func() time.Time // the clock, read once per Update
	Log      *slog.Logger
	ReadOnly bool // only View, and nothing in the folder is changed; others may read at the same time
}

// Open opens the data file of a folder, or makes it.
func Open(o Options) (*DB, error) {
	path := filepath.Join(o.Dir, FileName)
	if !o.ReadOnly {
		if err := provide(o.Dir, path); err != nil {
			return nil, err
		}
	}
	base, err := openBolt(path, o.ReadOnly)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	db := &DB{bolt: base, now: o.Now, log: o.Log}
	if err := guard(func() error { return db.start(o) }); err != nil {
		_ = base.Close()
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	return db, nil
}

// guard turns a panic or a fault below bbolt, both of which damage can cause, into an error.
func guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, cause)
		}
	}()
	return fn()
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
	if db.seen, err = loadSeen(base); err != nil {
		return err
	}
	db.head = append([]byte(nil), base.Bucket(bucketMeta.name()).Get(keyHead)...)
	dict, err := loadDictionary(base)
	db.dict.Store(dict)
	return err
}

func loadDictionary(base *bolt.Tx) (*dictionary, error) {
	dict := newDictionary()
	measures := base.Bucket(bucketMeasures.name())
	names := map[uint32]rollup.Measure{}
	err := measures.ForEach(func(key, value []byte) error {
		var n uint32
		err := decode(value, &n)
		names[n] = rollup.Measure(key)
		return err
	})
	for n := range uint32(len(names)) {
		name, ok := names[n+1]
		if err == nil && !ok {
			err = fmt.Errorf("%w: no measure has number %d", ErrDamaged, n+1)
		}
		dict = dict.with(name)
	}
	return dict, err
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

// openBolt opens an existing file. If it has no list of free pages, as after a crash while there were many, bbolt has
// just read the whole file to find them: then it writes the list and opens the file again, so that the process does not
// go on with all of it in memory.
func openBolt(path string, readOnly bool) (*bolt.DB, error) {
	db, listed, err := openOnce(path, readOnly)
	if err != nil || listed {
		return db, err
	}
	db.NoFreelistSync = false
	if err := errors.Join(db.Update(func(*bolt.Tx) error { return nil }), db.Close()); err != nil {
		return nil, fmt.Errorf("writing the list of free pages: %w", err)
	}
	db, _, err = openOnce(path, readOnly)
	return db, err
}

// openOnce opens an existing file and, before anything else is written, writes both meta pages back as they are: if the
// last sync of one failed, what this machine reads is not on the disk, and the next commit would build on it.
func openOnce(path string, readOnly bool) (db *bolt.DB, listed bool, err error) {
	if err := checkMetas(path); err != nil {
		return nil, false, err
	}
	var file *os.File
	options := bolt.Options{
		Timeout: lockTimeout, FreelistType: bolt.FreelistMapType, InitialMmapSize: mapSize, ReadOnly: readOnly,
		NoFreelistSync: true, // keeps Open from writing; commit decides anew
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
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
		return nil, false, err
	}
	if readOnly {
		return db, true, nil
	}
	db.AllocSize = growBy
	if listed, err = rewriteMetas(file, db.Info().PageSize); err != nil {
		return nil, false, errors.Join(err, db.Close())
	}
	return db, listed, nil
}

// explain puts bbolt's errors into our words.
func explain(err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return ErrLocked
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
	if err == nil && info.Size() < 2*4096 {
		err = fmt.Errorf("%w: it has %d bytes", ErrForeign, info.Size())
	}
	return err
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
	newest, number := metas[:pageSize], binary.NativeEndian.Uint64(metas[metaNumber:])
	if binary.NativeEndian.Uint64(metas[pageSize+metaNumber:]) > number {
		newest = metas[pageSize:]
	}
	return binary.NativeEndian.Uint64(newest[metaFreelist:]) != math.MaxUint64, nil
}

// provide makes the folder and a new file in it, complete before it gets its name.
func provide(dir, path string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the data folder: %w", err)
	}
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	draft, err := os.CreateTemp(dir, FileName+".new-*")
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
