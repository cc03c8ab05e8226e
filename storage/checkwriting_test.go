package storage_test

import (
	"testing"

	"golang.org/x/sync/errgroup"

	"danvanbot/storage/storagetest"
)

// TestCheckWhileWriting: while others write, Check finds nothing wrong. bbolt's list of free pages is the writer's own, and to
// look at it while a commit changes it finds damage where there is none, or ends the process.
func TestCheckWhileWriting(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	if err := storagetest.Fill(db, 300); err != nil {
		t.Fatal(err)
	}
	var at errgroup.Group
	over := make(chan struct{})
	at.Go(func() error {
		for {
			select {
			case <-over:
				return nil
			default:
			}
			if err := storagetest.Fill(db, 3); err != nil {
				return err
			}
		}
	})
	const checks = 12
	for range checks {
		found, err := db.Check(t.Context(), nil)
		if err != nil || len(found) > 0 {
			t.Errorf("got %v, error %v, want nothing", found, err)
		}
	}
	close(over)
	if err := at.Wait(); err != nil {
		t.Error(err)
	}
}
