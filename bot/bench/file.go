package bench

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/fill"
)

// Open opens the data file of a folder, or makes it, over the sample units.
func Open(dir string) (*storage.DB, error) {
	return storage.Open(storage.Options{Dir: dir, Tree: orgunit.Sample(), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
}

// Fill makes a data file with submissions and, for each hundred of them, an officer with an open draft.
func Fill(ctx context.Context, dir string, submissions int, progress func(done, total int)) error {
	db, err := Open(dir)
	if err != nil {
		return err
	}
	err = fill.Submissions(ctx, db, submissions, progress)
	if err == nil {
		err = db.Update(ctx, func(tx *storage.Tx) error { return openDrafts(tx, db.Tree(), submissions/100) })
	}
	return errors.Join(err, db.Close())
}

// openDrafts leaves officers in the middle of a report.
func openDrafts(tx *storage.Tx, tree *orgunit.Tree, n int) error {
	if err := Invite(tx, tree, n); err != nil {
		return err
	}
	for i := range n {
		if err := tx.SetState(Officer(i), conversation.State{V: conversation.EngineVersion, Seq: 2, Draft: &conversation.Draft{
			Form: "hien_mau", Version: form.Default().Version, At: "don_vi_mau", Back: []string{"@form", form.KeyDays},
			Answers: conversation.AnswersOf(map[string]conversation.Answer{form.KeyDays: {Days: &period.Range{From: 20000, To: 20000}}}),
		}}); err != nil {
			return err
		}
	}
	return nil
}
