package cuts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"

	"danvanbot/storage"
)

// acks is the file into which a writer writes the number of each report that it acknowledges: so they are in one order with
// what happens to the data.
const acks = "acks"

// event is one thing that happened to the data file, or an acknowledgement.
type event struct {
	kind   kind
	at     int64 // where was written; how long the file is to be; the number that was acknowledged
	data   []byte
	failed bool
}

type kind uint8

const (
	written kind = iota + 1
	resized
	synced
	named // as the data file
	acknowledged
)

// disk is a file system in memory that notes what is done to the data file.
type disk struct {
	dir string

	mu       sync.Mutex
	files    map[string]*file // that have, or had, a name
	failMeta int              // the sync of a meta page that fails, counted from 1; 0: none
	metas    int
}

// file notes what happened to it, acknowledgements included.
type file struct {
	fs.MemRegularFile

	disk   *disk
	events []event
}

// folder is the root, and the only folder.
type folder struct {
	fs.Inode

	disk *disk
}

// mount mounts a disk until the test ends. Without the right to, as in a container, the test cannot run, and says so.
func mount(t *testing.T) *disk {
	t.Helper()
	d := &disk{dir: t.TempDir(), files: map[string]*file{}}
	server, err := fs.Mount(d.dir, &folder{disk: d}, &fs.Options{MountOptions: fuse.MountOptions{DirectMountStrict: true, FsName: "cuts"}})
	if err != nil {
		if _, none := os.Stat("/dev/fuse"); none != nil || os.Geteuid() != 0 || errors.Is(err, syscall.EPERM) {
			t.Skipf("may not mount: %v", err)
		}
		t.Fatalf("mounting: %v", err)
	}
	t.Cleanup(func() {
		if err := server.Unmount(); err != nil {
			t.Errorf("unmounting: %v", err)
		}
	})
	return d
}

// data is what happened to the data file.
func (d *disk) data() []event {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.files[storage.FileName].events)
}

// Create makes a file.
func (f *folder) Create(ctx context.Context, name string, _, _ uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	made := &file{disk: f.disk}
	made.Attr.Mode, made.Attr.Nlink = fuse.S_IFREG|0o600, 1
	out.Attr = made.Attr
	f.disk.name(name, made)
	return f.NewPersistentInode(ctx, made, fs.StableAttr{Mode: fuse.S_IFREG}), nil, 0, fs.OK
}

// Link gives a file one more name.
func (f *folder) Link(_ context.Context, target fs.InodeEmbedder, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	if made, ok := target.(*file); ok {
		f.disk.name(name, made)
		out.Attr = made.Attr
	}
	return target.EmbeddedInode(), fs.OK
}

// Unlink takes a name away.
func (f *folder) Unlink(context.Context, string) syscall.Errno { return fs.OK }

// Rename gives a file another name.
func (f *folder) Rename(context.Context, string, fs.InodeEmbedder, string, uint32) syscall.Errno {
	return syscall.EPERM // nobody does
}

// Fsync makes names durable, which they are.
func (f *folder) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno { return fs.OK }

func (d *disk) name(name string, f *file) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.files[name] = f; name == storage.FileName {
		f.events = append(f.events, event{kind: named})
	}
}

// Write notes what is written, or what is acknowledged by it.
func (f *file) Write(ctx context.Context, h fs.FileHandle, data []byte, at int64) (uint32, syscall.Errno) {
	f.disk.mu.Lock()
	if f == f.disk.files[acks] {
		f.disk.acknowledge(string(data))
	} else {
		f.events = append(f.events, event{kind: written, at: at, data: slices.Clone(data)})
	}
	f.disk.mu.Unlock()
	return f.MemRegularFile.Write(ctx, h, data, at)
}

// acknowledge notes the numbers in one write; the lock is held.
func (d *disk) acknowledge(numbers string) {
	for n := range strings.FieldsSeq(numbers) {
		number, err := strconv.ParseInt(n, 10, 64)
		if err != nil {
			panic(fmt.Sprintf("acknowledging %q: %v", n, err)) // our own writer
		}
		f := d.files[storage.FileName]
		f.events = append(f.events, event{kind: acknowledged, at: number})
	}
}

// Setattr notes a new length.
func (f *file) Setattr(ctx context.Context, h fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if size, ok := in.GetSize(); ok {
		f.disk.mu.Lock()
		f.events = append(f.events, event{kind: resized, at: int64(size)})
		f.disk.mu.Unlock()
	}
	return f.MemRegularFile.Setattr(ctx, h, in, out)
}

// Fsync makes durable what was written, or fails as it was told to.
func (f *file) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	e := event{kind: synced}
	if f == f.disk.files[storage.FileName] && f.metaPending() {
		f.disk.metas++
		e.failed = f.disk.metas == f.disk.failMeta
	}
	f.events = append(f.events, e)
	if e.failed {
		return syscall.EIO
	}
	return fs.OK
}

// metaPending tells whether all that waits for its sync is one meta page.
func (f *file) metaPending() bool {
	const page = 4096
	for _, e := range slices.Backward(f.events) {
		switch {
		case e.kind == written:
			return e.at < 2*page && len(e.data) == page
		case e.kind != resized:
			return false
		}
	}
	return false
}
