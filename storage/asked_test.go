package storage_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestAskedIsBoundedAndErased says that the newest answers of each person are remembered, those of others untouched, and
// none of who was erased.
func TestAskedIsBoundedAndErased(t *testing.T) {
	t.Parallel()
	const most = 24
	db := storagetest.Open(t)
	answer := func(n int) rollup.Asked {
		return rollup.Asked{Last: rollup.Told{
			Number: uint64(n), At: storagetest.Now.Add(time.Duration(n) * time.Minute), Figures: map[rollup.Measure]int64{"tuyen_truyen.n": int64(n)},
			Hidden: []rollup.Measure{"nguon_tin.nguon_tin"}, Heard: n,
		}}
	}
	var ids []uint64
	update(t, db, func(tx *storage.Tx) error {
		for n := range 2 {
			p, err := tx.PutPerson(conversation.Person{
				Role: conversation.Commander, Unit: "kt-bo-y", Chats: []chat.Key{{Platform: chat.Telegram, Chat: fmt.Sprint(n)}},
			})
			if err != nil {
				return err
			}
			ids = append(ids, p.ID)
		}
		for n := range most + 6 {
			if err := tx.SetAsked(ids[0], fmt.Sprintf("question %d", n), answer(n)); err != nil {
				return err
			}
		}
		return tx.SetAsked(ids[1], "question 0", answer(0))
	})
	remembered := func(person uint64) (list []int) {
		view(t, db, func(tx *storage.ReadTx) error {
			for n := range most + 6 {
				a, ok, err := tx.Asked(person, fmt.Sprintf("question %d", n))
				if err != nil {
					return err
				}
				if !ok {
					continue
				}
				if diff := cmp.Diff(answer(n), a); diff != "" {
					t.Errorf("question %d (-want +got):\n%s", n, diff)
				}
				list = append(list, n)
			}
			return nil
		})
		return list
	}
	if got := remembered(ids[0]); len(got) != most || got[0] != 6 {
		t.Errorf("got the answers %v, want the newest %d", got, most)
	}
	update(t, db, func(tx *storage.Tx) error {
		_, err := tx.PutPerson(conversation.Person{ID: ids[0], Role: conversation.Commander, Unit: "kt-bo-y", Gone: true})
		return err
	})
	if got := remembered(ids[0]); len(got) != 0 {
		t.Errorf("got %v of somebody who was erased, want nothing", got)
	}
	if got := remembered(ids[1]); len(got) != 1 {
		t.Errorf("got %v of somebody else, want one answer", got)
	}
}
