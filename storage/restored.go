package storage

import "danvanbot/bot/conversation"

// journaledRestore says that the file is a backup that was put back: what was written between the backup and this entry
// is lost, and the numbers that it had are not given out again.
type journaledRestore struct {
	Submissions uint64 `cbor:"1,keyasint"` // numbers go on after this one, as below
	People      uint64 `cbor:"2,keyasint"`
	Models      uint64 `cbor:"3,keyasint"`
}

// Restored journals that the file was restored from a backup, and skips so many numbers of submissions, people and models,
// so that no number given out after the backup ever stands for something else. It gives the last number that is skipped
// of submissions.
func (t *Tx) Restored(skip uint64) (last uint64, err error) {
	t.head.Submissions += skip
	t.head.People += skip
	t.head.Models += skip
	if _, err = t.dropPasses(func(conversation.Pass) bool { return true }); err != nil { // it may hold some that were closed since
		return 0, err
	}
	_, err = t.journal(entryRestored, 0, journaledRestore{
		Submissions: t.head.Submissions, People: t.head.People, Models: t.head.Models,
	})
	return t.head.Submissions, err
}
