package report_test

import (
	"slices"
	"time"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// memory is a Source that keeps cells as a store does: rows by unit and granule, moved by what each submission adds.
type memory struct {
	tree   *orgunit.Tree
	cells  map[cell]rollup.Row
	stocks map[string]form.Submission // the latest declaration by form and unit; they must be added in order of days
	reads  int

	astride []period.Range // what Astride gives
}

type cell struct {
	unit    orgunit.ID
	now     bool // the row that view Now has besides that of view Was
	granule period.Granule
}

func newMemory(tree *orgunit.Tree) *memory {
	return &memory{tree: tree, cells: map[cell]rollup.Row{}, stocks: map[string]form.Submission{}}
}

func (m *memory) add(s form.Submission) {
	row := rollup.Of(s)
	if s.Kind == form.Stock {
		key := s.Form + " " + string(s.Unit)
		row = rollup.Declared(s).Sub(rollup.Declared(m.stocks[key]))
		m.stocks[key] = s
	}
	to := rollup.TargetsOf(m.tree, s.Unit, s.Day())
	for _, u := range to.Was {
		m.move(cell{unit: u}, s.Day(), row)
	}
	for _, u := range to.Now {
		m.move(cell{unit: u, now: true}, s.Day(), row)
	}
	for _, u := range to.Left {
		m.move(cell{unit: u, now: true}, s.Day(), row.Negate())
	}
}

func (m *memory) move(at cell, on period.Date, row rollup.Row) {
	for _, at.granule = range period.GranulesOf(on) {
		m.cells[at] = m.cells[at].Add(row)
	}
}

// Sum reads the largest granules that fit, as the store does.
func (m *memory) Sum(unit orgunit.ID, view rollup.View, days period.Range) (rollup.Row, error) {
	var sum rollup.Row
	for _, run := range period.Decompose(days) {
		for n := run.From; n <= run.To; n++ {
			at := cell{unit: unit, granule: period.Granule{Length: run.Length, N: n}}
			sum = sum.Add(m.read(at))
			if at.now = view == rollup.Now; at.now {
				sum = sum.Add(m.read(at))
			}
		}
	}
	return sum, nil
}

// Sums asks for one unit after the other.
func (m *memory) Sums(units []orgunit.ID, view rollup.View, days period.Range) ([]rollup.Row, error) {
	rows := make([]rollup.Row, len(units))
	for i, u := range units {
		rows[i], _ = m.Sum(u, view, days)
	}
	return rows, nil
}

// Astride gives what the test has set, as no sums are kept in memory.
func (m *memory) Astride(orgunit.ID, rollup.View, period.Range) ([]period.Range, error) {
	return m.astride, nil
}

func (m *memory) read(c cell) rollup.Row {
	m.reads++
	return m.cells[c]
}

// on reads an ISO day.
func on(s string) period.Date {
	d, err := period.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// event is a submission of one event with values in pairs of key and number.
func event(unit orgunit.ID, formID, date string, n int64, values ...any) form.Submission {
	s := form.Submission{Form: formID, Kind: form.Event, Unit: unit, Days: on(date).Day(), N: n, Values: map[string]form.Value{}, SentAt: time.Unix(0, 0)}
	if f, ok := form.Default().Form(formID); ok {
		s.Kind = f.Kind
	}
	for pair := range slices.Chunk(values, 2) {
		switch v := pair[1].(type) {
		case int:
			s.Values[pair[0].(string)] = form.Value{N: int64(v)}
		case form.Value:
			s.Values[pair[0].(string)] = v
		}
	}
	return s
}

// Heard looks at every unit's cells.
func (m *memory) Heard(days period.Range) (rollup.Heard, error) { return heardBy{m, days}, nil }

type heardBy struct {
	m    *memory
	days period.Range
}

// Of sums the cells of one unit.
func (h heardBy) Of(unit orgunit.ID) rollup.News {
	row, _ := h.m.Sum(unit, rollup.Was, h.days)
	return rollup.NewsOf(row)
}
