package storage_test

import (
	"fmt"
	"sync"
	"testing"

	"danvanbot/bot/chat"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestWritersTakeTurns: an invitation made over the local socket writes while the loop does. Neither may take the other
// for somebody who changed the file from outside.
func TestWritersTakeTurns(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := range 100 {
				err := db.Update(t.Context(), func(tx *storage.Tx) error {
					_, err := tx.MarkSeen(chat.Web, fmt.Sprintf("%d:%d", w, i), 0)
					return err
				})
				if err != nil {
					t.Errorf("writer %d, update %d: %v", w, i, err)
					return
				}
			}
		})
	}
	writers.Wait()
	storagetest.MustBeSound(t, db)
}
