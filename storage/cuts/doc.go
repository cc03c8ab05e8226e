// Package cuts asks of every moment at which the power may fail what the disk may hold then. A writer, in a process of its own, runs
// package storage on a file system in this process's memory (FUSE), which notes each write, each sync and each report that was
// acknowledged. Of the sectors that were written and not yet synced, any subset may have reached the disk: for each sync some of
// these images are made, opened as the next start opens the file, and checked.
//
// Promised, as far as the model goes: in each image everything is there that was acknowledged, nothing that was not begun, and the file
// checks clean; also when the sync of a meta page failed once, the writer stopped, and was started anew. The controls find a
// disk that ignores syncs, and bare bbolt that goes on after the failed sync. Not promised: all subsets, which are too many; what
// disks do to a sector that is half written; names of files, which are on the disk here as soon as they are given.
//
// It needs root and /dev/fuse, and is a module of its own, so that the product needs no FUSE.
//
//	go -C storage/cuts test -v                                        # seconds
//	go -C storage/cuts test -v -reports 60 -images 400 -timeout 60m   # some ten thousand images
package cuts
