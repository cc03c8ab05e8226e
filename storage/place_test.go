package storage_test

import (
	"errors"
	"fmt"
	"testing"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestRowsWaitForSpace: while the disk may have no room for rows in their places, more of them wait, up to a limit.
func TestRowsWaitForSpace(t *testing.T) {
	t.Parallel()
	const limit, batch = 1000, 100
	for _, c := range []struct {
		disk  string // its size
		least int    // of rows that once wait
		most  int
	}{
		{"200m", limit, limit + batch},
		{"34m", 4 * limit, 4*limit + batch},
	} {
		o := storagetest.Options(t.TempDir())
		if !storagetest.MountTmpfs(t, o.Dir, c.disk) {
			return // what a nearly full disk does is not tested here
		}
		o.Waiting = limit
		db, err := storage.Open(o)
		if err != nil {
			t.Fatal(err)
		}
		waited := 0
		for n := range 60 {
			update(t, db, func(tx *storage.Tx) (failed error) {
				for i := range batch {
					of := chat.Key{Platform: chat.Web, Chat: fmt.Sprint(n*batch + i)}
					failed = errors.Join(failed, tx.SetState(of, conversation.State{Seq: 1}))
				}
				return failed
			})
			waited = max(waited, storage.Waiting(db))
		}
		if waited < c.least || waited > c.most {
			t.Errorf("on a disk of %s %d rows waited, want %d to %d", c.disk, waited, c.least, c.most)
		}
		storagetest.MustBeSound(t, db)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}
