package storage_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// knowledge is all that a state says of figures and reports.
type knowledge struct {
	Head     uint64
	Tree     string
	Sums     map[string]rollup.Row
	Lists    map[orgunit.ID][]form.Submission
	Versions map[uint64][]form.Submission
	Freezes  []conversation.Freeze
	Late     map[orgunit.ID][]conversation.LateChange
}

// knowledgeOf reads a state whole. The units are those of any tree, so that the same is asked of each.
func knowledgeOf(t *testing.T, r *storage.ReadTx, units []orgunit.ID, submissions int) knowledge {
	t.Helper()
	head, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	k := knowledge{Head: head, Tree: r.Tree().Hash(), Sums: map[string]rollup.Row{}, Lists: map[orgunit.ID][]form.Submission{}, Versions: map[uint64][]form.Submission{}, Late: map[orgunit.ID][]conversation.LateChange{}}
	if k.Freezes, err = r.Freezes(""); err != nil {
		t.Fatal(err)
	}
	middle := days.From + period.Date(days.Days()/2)
	for _, u := range units {
		for _, over := range []period.Range{days, {From: middle - 40, To: middle + 9}, {From: period.Dawn, To: middle}} {
			for _, view := range []rollup.View{rollup.Was, rollup.Now} {
				row, err := r.Sum(u, view, over)
				if err != nil {
					t.Fatal(err)
				}
				if len(row) > 0 {
					k.Sums[string(u)+view.String()+over.String()] = row
				}
			}
		}
		if k.Lists[u], err = r.OnDay(u, days, 1000); err != nil {
			t.Fatal(err)
		}
		if k.Late[u], err = r.LateChanges(u, head/2); err != nil {
			t.Fatal(err)
		}
	}
	for id := range uint64(submissions) {
		if k.Versions[id+1], err = r.Versions(id + 1); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

// freeze freezes some unit's month now and then, or reopens it.
func (w *walk) freeze(tx *storage.Tx) error {
	if w.rng.IntN(3) > 0 {
		return nil
	}
	units := w.m.tree.All()
	f := conversation.Freeze{
		Unit: units[w.rng.IntN(len(units))].ID, Calendar: period.Plain.ID, Period: period.MonthOf(period.Plain, w.day()).Code(), Asked: storagetest.Now,
		Forms: []byte{byte(w.rng.IntN(2))}, Catalogue: []byte("{}"), Document: []byte("docx"),
	}
	_, f.Reopened, _ = tx.Frozen(f.Unit, f.Calendar, f.Period)
	_, err := tx.Freeze(f)
	return err
}

// TestAsKnown says that the state as known at every number is what the store held when that number was its head, whether
// later entries are taken back or everything is derived from the journal.
func TestAsKnown(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		w := walk{rng: rand.New(rand.NewPCG(seed, 11)), m: model{tree: mustLoad(t, treeBefore)}} //nolint:gosec // to be repeated
		o := storagetest.Options(t.TempDir())
		o.Tree = w.m.tree
		db, err := storage.Open(o)
		if err != nil {
			t.Fatal(err)
		}
		var units []orgunit.ID
		for _, u := range w.m.tree.All() {
			units = append(units, u.ID)
		}
		const submissions = 36
		was := map[uint64]knowledge{}
		note := func() {
			view(t, db, func(r *storage.ReadTx) error {
				k := knowledgeOf(t, r, units, submissions)
				was[k.Head] = k
				return nil
			})
		}
		for i := range submissions {
			note()
			if i == submissions/3 {
				if err := db.Close(); err != nil {
					t.Fatal(err)
				}
				o.Tree, w.m.tree = mustLoad(t, treeAfter), mustLoad(t, treeAfter)
				if db, err = storage.Open(o); err != nil {
					t.Fatal(err)
				}
				note()
			}
			update(t, db, func(tx *storage.Tx) error { return errors.Join(w.freeze(tx), w.submit(tx, w.event())) })
		}
		note()
		for number, want := range was {
			for name, at := range map[string]func(*storage.DB, uint64, func(*storage.ReadTx) error) error{
				"ViewAt": func(db *storage.DB, n uint64, fn func(*storage.ReadTx) error) error {
					return db.ViewAt(t.Context(), n, fn)
				},
				"ViewDerived": func(db *storage.DB, n uint64, fn func(*storage.ReadTx) error) error {
					return db.ViewDerived(t.Context(), n, fn)
				},
			} {
				err := at(db, number, func(r *storage.ReadTx) error {
					if diff := gocmp.Diff(want, knowledgeOf(t, r, units, submissions)); diff != "" {
						t.Errorf("seed %d: %s(%d) (-want +got):\n%s", seed, name, number, diff)
					}
					return nil
				})
				if err != nil {
					t.Errorf("seed %d: %s(%d): %v", seed, name, number, err)
				}
			}
		}
		storagetest.MustBeSound(t, db)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAsKnownOfWhatIsNot(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	nothing := func(*storage.ReadTx) error { return nil }
	for _, number := range []uint64{0, 2, 1 << 40} {
		if err := db.ViewAt(t.Context(), number, nothing); !errors.Is(err, storage.ErrUnknown) {
			t.Errorf("ViewAt(%d): got error %v, want %v", number, err, storage.ErrUnknown)
		}
	}
}
