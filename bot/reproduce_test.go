package bot_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"danvanbot/bot"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// TestFrozenDocumentIsMadeAgain says that a frozen document comes out the same, byte for byte, after 10,000 later edits,
// whether they are taken back or all is derived from the journal.
func TestFrozenDocumentIsMadeAgain(t *testing.T) {
	t.Parallel()
	db, k := staffed(t)
	if err := storagetest.Fill(db, 1000); err != nil {
		t.Fatal(err)
	}
	month := period.New(period.ND09, period.Month, 2026, 10)
	c := opened(t, db, nil)
	c.say(t, "1", k, "/chot tháng 10")
	c.say(t, "2", k, "đồng ý")
	until(t, "a document", func() bool { return len(c.carried()) == 1 })
	c.stop()
	f := frozen(t, db, month)
	if !bytes.Equal(f.Document, c.carried()[0].Data) || !strings.HasSuffix(f.Name, ".docx") || !bytes.HasPrefix(f.Document, []byte("PK")) {
		t.Fatalf("%s of %d bytes was sent, %d bytes were stored", f.Name, len(c.carried()[0].Data), len(f.Document))
	}
	edit(t, db, 500)
	same(t, db, f, db.ViewAt) // takes the edits back
	edit(t, db, 10_000)
	same(t, db, f, db.ViewDerived)
	err := db.View(t.Context(), func(tx *storage.ReadTx) error { // the state of now is another
		got, err := bot.Reproduce(tx, form.Default(), bot.Documents{}, f)
		if got.SameData {
			t.Error("the edits changed nothing")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// same makes a document again from the state as known when it was frozen.
func same(t *testing.T, db *storage.DB, f conversation.Freeze, at func(context.Context, uint64, func(*storage.ReadTx) error) error) {
	t.Helper()
	var forms *form.Catalogue
	err := db.View(t.Context(), func(tx *storage.ReadTx) error {
		text, _, err := tx.Catalogue(f.Forms)
		if err == nil {
			forms, err = form.Load(text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = at(t.Context(), f.Number, func(tx *storage.ReadTx) error {
		got, err := bot.Reproduce(tx, forms, bot.Documents{}, f)
		if !got.SameData || !got.SameDocument {
			t.Errorf("same data %v, same document %v", got.SameData, got.SameDocument)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func frozen(t *testing.T, db *storage.DB, month period.Period) (f conversation.Freeze) {
	t.Helper()
	err := db.View(t.Context(), func(tx *storage.ReadTx) (err error) {
		f, _, err = tx.Frozen(communes, month.Calendar.ID, month.Code())
		return err
	})
	if err != nil || f.Entry == 0 {
		t.Fatalf("no freeze: %v", err)
	}
	return f
}

// edit makes changes of all kinds.
func edit(t *testing.T, db *storage.DB, n int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same each time
	units := db.Tree().Communes(communes, orgunit.Latest)
	const batch = 500
	for range n / batch {
		err := db.Update(t.Context(), func(tx *storage.Tx) error {
			for range batch {
				s := gift(db)
				s.Unit, s.Days = units[rng.IntN(len(units))], (s.Day() - period.Date(rng.IntN(90))).Day()
				if rng.IntN(2) == 0 {
					s.ID = uint64(1 + rng.IntN(1000))
					s.Gone = rng.IntN(4) == 0
				}
				if _, err := tx.Submit(s); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
