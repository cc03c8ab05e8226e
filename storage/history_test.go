package storage_test

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/storage"
	"danvanbot/storage/storagetest"
)

// histories is how many random histories are played, in so many groups side by side.
const histories, historyGroups = 1000, 8

// TestRandomHistories plays random reports, corrections, withdrawals and declarations among random reorganisations, many
// of them entered after their day, and compares every unit in both views with a recount of what was reported.
func TestRandomHistories(t *testing.T) {
	t.Parallel()
	for group := range historyGroups {
		t.Run(fmt.Sprint(group), func(t *testing.T) {
			t.Parallel()
			for seed := group; seed < histories && !t.Failed(); seed += historyGroups {
				playHistory(t, uint64(seed))
			}
		})
	}
}

func (h *history) open(t *testing.T, dir string) *storage.DB {
	t.Helper()
	db, err := storage.Open(storage.Options{
		Dir: dir, Tree: h.tree, Now: func() time.Time { return storagetest.Now }, Log: slog.New(slog.DiscardHandler), Waiting: h.waiting,
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func playHistory(t *testing.T, seed uint64) {
	t.Helper()
	h, dir := newHistory(t, seed), quickDir(t)
	defer os.RemoveAll(dir) //nolint:errcheck // a test's file
	db := h.open(t, dir)
	for range 3 {
		// Each batch reads through the one before it, unless that was faster.
		if _, err := db.Start(t.Context(), func(tx *storage.Tx) error { return h.batch(tx) }); err != nil {
			t.Fatalf("history %d: %v\n%v", seed, err, h.told)
		}
	}
	landed(t, db)
	if seed%4 == 0 { // what is remembered of the units is read anew
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		db = h.open(t, dir)
	}
	view(t, db, func(r *storage.ReadTx) error { h.compare(t, r); return nil })
	storagetest.MustBeSound(t, db)
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if t.Failed() {
		t.Logf("history %d: %v", seed, h.told)
	}
}

// quickDir is a folder in memory where the system has one: these files are made to be read once.
func quickDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "danvanbot-history-*") //nolint:usetesting // there, not elsewhere
	if err != nil {
		return t.TempDir()
	}
	return dir
}

// history is what happened, as a clerk would note it: units with what stood above them, and reports.
type history struct {
	rng   *rand.Rand
	tree  *orgunit.Tree // what the product makes of the same
	units map[orgunit.ID]*noted
	order []orgunit.ID
	subs  []form.Submission // newest versions, by id-1
	told  []string

	waiting int // how many rows may wait for their places
}

// noted is one unit of the clerk's.
type noted struct {
	from, to period.Date
	above    []above    // in order
	heir     orgunit.ID // who took it over the day after its end
}

type above struct {
	from period.Date
	id   orgunit.ID
}

const always, never period.Date = -1 << 30, 1 << 30

func newHistory(t *testing.T, seed uint64) *history {
	t.Helper()
	h := &history{rng: rand.New(rand.NewPCG(seed, 42)), units: map[orgunit.ID]*noted{}} //nolint:gosec // to be repeated
	h.waiting = []int{1, 10, 60, 0}[seed%4]
	text := ""
	add := func(id, level, parent string) {
		h.note(orgunit.ID(id), always, orgunit.ID(parent))
		if text != "" {
			text += ","
		}
		text += fmt.Sprintf(`{"id":%q,"level":%q,"names":[{"text":%q}]`, id, level, "Xã "+id)
		if parent != "" {
			text += fmt.Sprintf(`,"parents":[{"id":%q}]`, parent)
		}
		text += "}"
	}
	add("p", "province", "")
	add("q", "province", "")
	for d := range 1 + h.rng.IntN(3) {
		district := fmt.Sprint("d", d)
		add(district, "district", []string{"p", "q"}[h.rng.IntN(2)])
		for c := range 1 + h.rng.IntN(3) {
			add(fmt.Sprintf("c%d%d", d, c), "commune", district)
		}
	}
	h.tree = mustLoad(t, `{"units":[`+text+`]}`)
	return h
}

func (h *history) note(id orgunit.ID, from period.Date, parent orgunit.ID) {
	u := &noted{from: from, to: never}
	if parent != "" {
		u.above = []above{{always, parent}}
	}
	h.units[id] = u
	h.order = append(h.order, id)
}

// day is one of a few, so that things often happen on the same day or the day before.
func (h *history) day() period.Date {
	return days.From + period.Date(28*h.rng.IntN(days.Days()/28)+h.rng.IntN(3))
}

func (h *history) any() orgunit.ID { return h.order[h.rng.IntN(len(h.order))] }

// batch is one transaction: reports, and now and then a reorganisation, also one that is taken back.
func (h *history) batch(tx *storage.Tx) error {
	for range 2 + h.rng.IntN(5) {
		if err := h.report(tx); err != nil {
			return err
		}
	}
	for range h.rng.IntN(3) {
		if err := h.reorganise(tx); err != nil {
			return err
		}
		if err := h.report(tx); err != nil {
			return err
		}
	}
	return nil
}

// reorganise does one random operation, if it can be done.
func (h *history) reorganise(tx *storage.Tx) error {
	var op orgunit.Operation
	var next *orgunit.Tree
	var changes orgunit.Changes
	err := errors.New("none yet")
	for try := 0; err != nil; try++ { // many cannot be done, such as to end what has ended
		if op = h.operation(); try == 20 {
			return nil
		}
		next, changes, err = orgunit.Apply(tx.Tree(), []orgunit.Operation{op})
	}
	if h.rng.IntN(4) == 0 { // tried first, and taken back
		failed := errors.New("failed")
		err := tx.Attempt(func() error {
			if _, err := tx.Reorganise(0, next, changes.People); err != nil {
				return err
			}
			return failed
		})
		if !errors.Is(err, failed) {
			return err
		}
	}
	h.told = append(h.told, fmt.Sprintf("%+v", op))
	h.follow(op)
	h.tree = next
	_, err = tx.Reorganise(0, next, changes.People)
	return err
}

func (h *history) operation() orgunit.Operation {
	op := orgunit.Operation{On: h.day(), Unit: string(h.any())}
	made := orgunit.New{Name: fmt.Sprint("Xã ", len(h.order)), Parent: string(h.any())}
	fresh := fmt.Sprint("n", len(h.order))
	switch h.rng.IntN(7) {
	case 0:
		op.Do, op.Unit, op.New = orgunit.Found, fresh, made
	case 1:
		op.Do, op.Name = orgunit.Rename, fmt.Sprint("Phường ", len(h.told))
	case 2:
		op.Do, op.Parent = orgunit.Move, string(h.any())
	case 3:
		op.Do, op.Units, op.Into, op.New = orgunit.Merge, []string{string(h.any()), string(h.any())}, fresh, made
	case 4:
		op.Do, op.Units, op.Into = orgunit.Merge, []string{string(h.any()), string(h.any())}, string(h.any())
	case 5:
		op.Do, op.Parts = orgunit.Split, []orgunit.Part{{Unit: fresh, New: made}, {Unit: fresh + "b", New: made}}
		op.Past = []string{"", fresh, fresh + "b"}[h.rng.IntN(3)]
		if h.rng.IntN(3) == 0 {
			op.Parts[1], op.Past = orgunit.Part{Unit: op.Unit}, ""
		}
	default:
		op.Do, op.Parent = orgunit.Close, string(h.any())
	}
	return op
}

// follow notes an operation that was done.
func (h *history) follow(op orgunit.Operation) {
	unit, on := orgunit.ID(op.Unit), op.On
	switch op.Do {
	case orgunit.Found:
		h.note(unit, on, orgunit.ID(op.Parent))
	case orgunit.Move:
		h.put(unit, orgunit.ID(op.Parent), on)
	case orgunit.Merge:
		into := orgunit.ID(op.Into)
		if op.Name != "" {
			h.note(into, on, orgunit.ID(op.Parent))
		}
		for _, old := range op.Units {
			if orgunit.ID(old) != into {
				h.finish(orgunit.ID(old), on, into)
			}
		}
	case orgunit.Split:
		goesOn := false
		for _, p := range op.Parts {
			if p.Unit == op.Unit {
				goesOn = true
			} else {
				h.note(orgunit.ID(p.Unit), on, orgunit.ID(p.Parent))
			}
		}
		if !goesOn {
			h.finish(unit, on, orgunit.ID(op.Past))
		}
	case orgunit.Close:
		h.hand(unit, orgunit.ID(op.Parent), on)
		h.finish(unit, on, "")
	case orgunit.Rename, orgunit.Gather:
	}
}

// put notes that a unit answers to another one from a day on.
func (h *history) put(id, parent orgunit.ID, on period.Date) {
	u := h.units[id]
	if n := len(u.above); n > 0 && u.above[n-1].from == on {
		u.above = u.above[:n-1]
	}
	u.above = append(u.above, above{on, parent})
}

// hand notes that all below a unit answer to another one.
func (h *history) hand(from, to orgunit.ID, on period.Date) {
	for _, id := range h.order {
		if u := h.units[id]; u.from <= on && on <= u.to && u.parent(on) == from {
			h.put(id, to, on)
		}
	}
}

func (h *history) finish(id orgunit.ID, on period.Date, heir orgunit.ID) {
	h.units[id].to, h.units[id].heir = on-1, heir
	if heir != "" {
		h.hand(id, heir, on)
	}
}

func (u *noted) parent(on period.Date) orgunit.ID {
	var found orgunit.ID
	for _, a := range u.above {
		if a.from <= on {
			found = a.id
		}
	}
	return found
}

// chain is a unit and all that it counts for on a day.
func (h *history) chain(id orgunit.ID, on period.Date) []orgunit.ID {
	var list []orgunit.ID
	for id != "" {
		list = append(list, id)
		switch u := h.units[id]; {
		case on < u.from:
			id = ""
		case on <= u.to:
			id = u.parent(on)
		case u.heir != "":
			id = u.heir
		default:
			id = u.parent(u.to)
		}
	}
	return list
}

// countsFor tells whether what a unit reported on a day is in the total of another one.
func (h *history) countsFor(id, whole orgunit.ID, on period.Date, now bool) bool {
	was := h.chain(id, on)
	if !now || h.units[whole].to != never {
		return slices.Contains(was, whole)
	}
	for _, w := range was {
		for h.units[w].heir != "" {
			w = h.units[w].heir
		}
		if h.units[w].to == never {
			return slices.Contains(h.chain(w, never-1), whole)
		}
	}
	return slices.Contains(was, whole)
}

// report makes a report, or corrects, moves or withdraws one.
func (h *history) report(tx *storage.Tx) error {
	s := h.submission()
	if len(h.subs) > 0 && h.rng.IntN(3) == 0 {
		old := h.subs[h.rng.IntN(len(h.subs))]
		if h.rng.IntN(2) == 0 {
			old.Gone = !old.Gone
			s = old
		} else {
			s.ID, s.Reporter = old.ID, old.Reporter
		}
	}
	got, err := tx.Submit(s)
	if err != nil {
		return err
	}
	if got.ID > uint64(len(h.subs)) {
		h.subs = append(h.subs, got)
	}
	h.subs[got.ID-1] = got
	return nil
}

func (h *history) submission() form.Submission {
	day := h.day()
	s := form.Submission{Days: day.Day(), SentAt: storagetest.Now, Reporter: 1, Unit: h.any()}
	for u := h.units[s.Unit]; day < u.from || day > u.to; u = h.units[s.Unit] {
		s.Unit = h.any()
	}
	n := h.rng.Int64N(9) + 1
	switch h.rng.IntN(4) {
	case 0:
		s.Kind, s.Form = form.Stock, "to_annd"
		s.Values = map[string]form.Value{form.StockCount: {N: n}}
	case 1:
		s.Kind, s.Form = form.Zero, "_"
	case 2:
		s.Kind, s.Form, s.N, s.Values = form.Event, "tang_qua", n, map[string]form.Value{"tien": {N: n * 1000}}
		s.Days = period.Containing(period.Plain, period.Month, day).Range
		s.Sum = true
	default:
		s.Kind, s.Form, s.N, s.Values = form.Event, "tang_qua", n, map[string]form.Value{"tien": {N: n * 1000}}
	}
	return s
}
