package life_test

import (
	"maps"
	"slices"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// model is what must be in the file.
type model struct {
	units   map[orgunit.ID]*unit
	order   []orgunit.ID // communes, as they came
	reports []form.Submission
	returns []sentBack // open ones
}

// unit is a commune of the one province.
type unit struct {
	name     string
	from, to period.Date
	heir     orgunit.ID // who took it over the day after its end
}

// sentBack is a report whose figure is to be looked at again.
type sentBack struct {
	sub    uint64
	key    string
	reason string
}

const (
	province orgunit.ID = "p"

	always, never period.Date = -1 << 30, 1 << 30
)

// newest is a report as it stands.
func (m *model) newest(id uint64) *form.Submission { return &m.reports[id-1] }

// known tells whether there is such a report that was not withdrawn.
func (m *model) known(id uint64) bool {
	return id > 0 && id <= uint64(len(m.reports)) && !m.newest(id).Gone
}

// submit takes a version in, a new report with ID 0.
func (m *model) submit(s form.Submission) form.Submission {
	if s.ID == 0 {
		s.ID = uint64(len(m.reports)) + 1
	}
	if s.ID > uint64(len(m.reports)) {
		m.reports = append(m.reports, form.Submission{})
	}
	before := *m.newest(s.ID)
	s.Version = before.Version + 1
	*m.newest(s.ID) = s
	return before
}

// file is submit with all that follows from it: reports of a joint event that lost the one that counted, and returns.
func (m *model) file(s form.Submission) {
	before := m.submit(s)
	if before.ID != 0 && (s.Gone || before.Unit != s.Unit || before.Days != s.Days) {
		m.release(before)
	}
	m.returns = slices.DeleteFunc(m.returns, func(r sentBack) bool {
		return r.sub == before.ID && (s.Gone || before.Values[r.key] != s.Values[r.key])
	})
}

// waits tells whether a return is not settled.
func (m *model) waits(r sentBack) bool { return slices.Contains(m.returns, r) }

// release lets the first of those that were counted by a report count on its own, and for the others.
func (m *model) release(counted form.Submission) {
	heir := uint64(0)
	for _, s := range m.reports {
		if s.Joint == counted.ID && !s.Gone && s.Unit == counted.Unit && s.Day() == counted.Day() {
			s.Joint = heir
			m.submit(s)
			if heir == 0 {
				heir = s.ID
			}
		}
	}
}

// alike is the first report of somebody else that may be of the same event.
func (m *model) alike(s form.Submission) (uint64, bool) {
	for _, o := range m.reports {
		if !o.Gone && o.Joint == 0 && o.Reporter != s.Reporter && o.Form == s.Form && o.Unit == s.Unit && o.Days == s.Days {
			return o.ID, true
		}
	}
	return 0, false
}

// contradicts tells whether a zero of a unit cannot be: something was reported, or the same declared.
func (m *model) contradicts(of orgunit.ID, days period.Range) bool {
	return slices.ContainsFunc(m.reports, func(s form.Submission) bool {
		return !s.Gone && s.Unit == of && days.Contains(s.Day()) && (s.Kind != form.Zero || s.Days == days)
	})
}

// chain are a unit and all for which it counts on a day.
func (m *model) chain(id orgunit.ID, on period.Date) []orgunit.ID {
	for list := []orgunit.ID{}; ; {
		list = append(list, id)
		u := m.units[id]
		if on <= u.to || u.heir == "" {
			if on >= u.from {
				list = append(list, province)
			}
			return list
		}
		id = u.heir
	}
}

// countsFor tells whether what a unit reported on a day is in a total.
func (m *model) countsFor(id, whole orgunit.ID, on period.Date, view rollup.View) bool {
	was := m.chain(id, on)
	if view == rollup.Now && (whole == province || m.units[whole].to == never) {
		for m.units[id].heir != "" {
			id = m.units[id].heir
		}
		return whole == id || whole == province
	}
	return slices.Contains(was, whole)
}

// total adds up by hand: events, figures and declarations. Stocks are left to package storage's own model.
func (m *model) total(whole orgunit.ID, view rollup.View, in period.Range) map[rollup.Measure]int64 {
	sum := map[rollup.Measure]int64{}
	for _, s := range m.reports {
		if s.Gone || s.Joint != 0 || s.Kind == form.Stock || !in.Contains(s.Day()) || !m.countsFor(s.Unit, whole, s.Day(), view) {
			continue
		}
		if s.Kind == form.Zero {
			sum[rollup.Zeros]++
			continue
		}
		sum[rollup.Reports]++
		if s.Kind == form.Event {
			add(sum, s, form.KeyN, form.Value{N: s.N, Hedge: s.NHedge})
		}
		for key, v := range s.Values {
			add(sum, s, key, v)
		}
	}
	maps.DeleteFunc(sum, func(_ rollup.Measure, n int64) bool { return n == 0 })
	return sum
}

// add adds a figure as a whole and as the part of each choice, and counts it where it is not exact.
func add(sum map[rollup.Measure]int64, s form.Submission, key string, v form.Value) {
	whole := rollup.MeasureOf(s.Form, key)
	sum[whole] += v.N
	if v.Hedge != form.Exact {
		sum[whole.Hedged(v.Hedge)]++
	}
	for question, choice := range s.Choices {
		sum[whole.With(question, choice)] += v.N
	}
}
