package storage_test

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"danvanbot/bot/chat"
	"danvanbot/bot/conversation"
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// of2025 is the province of 2020, and the operations of 2025.
func of2025(t *testing.T) (*orgunit.Tree, []orgunit.Operation) {
	t.Helper()
	text, err := os.ReadFile("../bot/orgunit/testdata/2020.json")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := os.ReadFile("../bot/orgunit/testdata/2025.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	ops, err := orgunit.ParseOperations(lines)
	if err != nil {
		t.Fatal(err)
	}
	return mustLoad(t, string(text)), ops
}

func openTree(t *testing.T, tree *orgunit.Tree) *storage.DB {
	t.Helper()
	o := storagetest.Options(t.TempDir())
	o.Tree = tree
	return storagetest.OpenWith(t, o)
}

func reorganise(t *testing.T, db *storage.DB, ops []orgunit.Operation) (done conversation.Reorganised) {
	t.Helper()
	update(t, db, func(tx *storage.Tx) error {
		next, changes, err := orgunit.Apply(tx.Tree(), ops)
		if err != nil {
			return err
		}
		done, err = tx.Reorganise(0, next, changes.People)
		return err
	})
	return done
}

// TestReorganisationsOf2025AtRunTime reports in a file that began with the units of 2020 and in one that has the sample's:
// after the reorganisations, entered late and one after the other, all totals are the same.
func TestReorganisationsOf2025AtRunTime(t *testing.T) {
	t.Parallel()
	tree, ops := of2025(t)
	began, sample := openTree(t, tree), storagetest.Open(t)
	report := func(from, to period.Date) {
		for _, db := range []*storage.DB{began, sample} {
			update(t, db, func(tx *storage.Tx) error { return reportEverywhere(tx, sample.Tree(), from, to) })
		}
	}
	report(period.NewDate(2019, 1, 3), period.NewDate(2025, 7, 9)) // the first days after it too
	reorganise(t, began, ops[:11])
	report(period.NewDate(2025, 7, 10), period.NewDate(2025, 7, 10))
	reorganise(t, began, ops[11:])
	report(period.NewDate(2025, 7, 11), period.NewDate(2026, 3, 1))
	want, got := totalsOf(t, sample), totalsOf(t, began)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("totals (-of the sample +of the reorganised):\n%s", diff)
	}
}

// reportEverywhere reports for every unit that the tree has on some days, flows and stocks.
func reportEverywhere(tx *storage.Tx, tree *orgunit.Tree, from, to period.Date) error {
	n := int64(1)
	for day := from; day <= to; day += 211 {
		for _, u := range tree.All() {
			if !tree.Valid(u.ID, day) {
				continue
			}
			n = n*7%1009 + 1
			s := form.Submission{Form: "tang_qua", Kind: form.Event, N: n, Unit: u.ID, Days: day.Day(), SentAt: storagetest.Now, Reporter: 1}
			s.Values = map[string]form.Value{"tien": {N: 1000 * n}}
			if n%3 == 0 {
				s.Form, s.Kind, s.N, s.Values = "to_annd", form.Stock, 0, map[string]form.Value{form.StockCount: {N: n}}
			}
			if _, err := tx.Submit(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// totalsOf are the totals of every unit in both views, of all time and up to the days of the changes.
func totalsOf(t *testing.T, db *storage.DB) map[string]rollup.Row {
	t.Helper()
	all := map[string]rollup.Row{}
	view(t, db, func(r *storage.ReadTx) error {
		for _, u := range r.Tree().All() {
			for _, to := range []period.Date{period.NewDate(2025, 2, 28), period.NewDate(2025, 6, 30), period.NewDate(2025, 7, 5), orgunit.Latest} {
				for _, v := range []rollup.View{rollup.Was, rollup.Now} {
					row, err := r.Sum(u.ID, v, period.Range{From: period.Dawn, To: to})
					if err != nil {
						return err
					}
					all[fmt.Sprint(u.ID, " ", v, " ", to)] = row
				}
			}
		}
		return nil
	})
	return all
}

func TestReorganiseMovesWhatBelongsToAUnit(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	on := period.NewDate(2026, 11, 1)
	key := chat.Key{Platform: chat.Web, Chat: "a"}
	update(t, db, func(tx *storage.Tx) error {
		_, err := tx.PutPerson(conversation.Person{Name: "A", Role: conversation.Officer, Unit: "q-bo-y", Chats: []chat.Key{key}})
		if err != nil {
			return err
		}
		for _, unit := range []orgunit.ID{"q-bo-y", "q-sa-thay", "q-dak-to"} {
			g := form.Target{Unit: unit, Form: "tang_qua", Key: form.KeyN, Year: 2026, Calendar: "nd09", Goal: 10}
			if err := tx.PutTarget(g); err != nil {
				return err
			}
		}
		return tx.PutInvitation(conversation.Invitation{Code: "C", Role: conversation.Head, Unit: "q-sa-thay", Expires: storagetest.Now.Add(time.Hour)})
	})
	done := reorganise(t, db, []orgunit.Operation{{
		Do: orgunit.Merge, On: on, Units: []string{"q-bo-y", "q-sa-thay"}, Into: "q-moi", New: orgunit.New{Name: "Xã Mới"},
	}})
	if want := (conversation.Reorganised{People: 1, Invitations: 1, Targets: 2}); done != want {
		t.Errorf("moved %+v, want %+v", done, want)
	}
	view(t, db, func(r *storage.ReadTx) error {
		p, _, err := r.Person(key)
		if err != nil || p.Unit != "q-moi" {
			t.Errorf("the person is of %s, error %v, want q-moi", p.Unit, err)
		}
		i, _, err := r.Invitation("C")
		if err != nil || i.Unit != "q-moi" {
			t.Errorf("the invitation is for %s, error %v, want q-moi", i.Unit, err)
		}
		goals, err := r.Targets("q-moi", 2026)
		if err != nil || len(goals) != 1 || goals[0].Goal != 20 {
			t.Errorf("the new unit's goals are %v, error %v, want the sum, 20", goals, err)
		}
		return nil
	})
}

// TestReorganisedUnitsStay opens the file again: an unchanged file of units is passed over, a changed one refused.
func TestReorganisedUnitsStay(t *testing.T) {
	t.Parallel()
	o := storagetest.Options(t.TempDir())
	open := func(tree *orgunit.Tree, keep bool) (*storage.DB, error) {
		o.Tree, o.KeepTree = tree, keep
		return storage.Open(o)
	}
	first, second := mustLoad(t, treeBefore), mustLoad(t, treeAfter)
	db, err := open(first, false)
	if err != nil {
		t.Fatal(err)
	}
	reorganise(t, db, []orgunit.Operation{{Do: orgunit.Rename, On: period.NewDate(2026, 1, 1), Unit: "n", New: orgunit.New{Name: "Phường N"}}})
	mustClose(t, db)
	for _, tt := range []struct {
		tree *orgunit.Tree
		keep bool
		want error
	}{{first, false, nil}, {nil, false, nil}, {second, true, nil}, {second, false, storage.ErrReorganised}} {
		db, err := open(tt.tree, tt.keep)
		if !errors.Is(err, tt.want) {
			t.Fatalf("got error %v, want %v", err, tt.want)
		}
		if err != nil {
			continue
		}
		if got := db.Tree().Name("n", orgunit.Latest); got != "Phường N" {
			t.Errorf("the unit is called %q, want its new name", got)
		}
		if err := db.Rebuild(t.Context()); err != nil {
			t.Error(err)
		}
		storagetest.MustBeSound(t, db)
		mustClose(t, db)
	}
}

func mustClose(t *testing.T, db *storage.DB) {
	t.Helper()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestReadersKeepTheirTree reads a state while the next one reorganises.
func TestReadersKeepTheirTree(t *testing.T) {
	t.Parallel()
	db := openTree(t, mustLoad(t, treeBefore))
	view(t, db, func(r *storage.ReadTx) error {
		reorganise(t, db, []orgunit.Operation{{Do: orgunit.Rename, On: period.NewDate(2026, 1, 1), Unit: "n", New: orgunit.New{Name: "Phường N"}}})
		if got := r.Tree().Name("n", orgunit.Latest); got != "Xã N" {
			t.Errorf("inside of the older state the unit is called %q, want Xã N", got)
		}
		return nil
	})
	view(t, db, func(r *storage.ReadTx) error {
		if got := r.Tree().Name("n", orgunit.Latest); got != "Phường N" {
			t.Errorf("the unit is called %q, want Phường N", got)
		}
		return nil
	})
}
