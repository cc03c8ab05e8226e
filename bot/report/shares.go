package report

import (
	"fmt"
	"iter"
	"slices"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// share is a unit whose figures are a part of a whole.
type share struct {
	id    orgunit.ID
	parts []part
	days  period.Range // in which they are; outside of them the unit belonged elsewhere
	own   bool         // what the whole has beyond all units: its own reports, and those of units that are no more
}

// all is every day that can be reported.
var all = period.Range{From: period.Dawn, To: orgunit.Latest}

// none is no day.
var none = period.Range{From: period.Dawn, To: period.Dawn - 1}

// shares are the units that make up the whole, in Vietnamese order: those right below a unit, the members of a group, or
// the units of a list. As was, each has the days in which it stood there.
func (s scope) shares() []share {
	if len(s.units) > 1 {
		return s.listed(s.units)
	}
	g, group := s.tree.Group(s.id)
	switch {
	case group && s.view == rollup.Now:
		return s.listed(s.tree.Subtree(s.id, s.on))
	case group:
		return s.below(func(u orgunit.Unit) []period.Range { return formerOf(s.tree, g, u) })
	case s.view == rollup.Now:
		return s.listed(s.tree.Children(s.id, s.on))
	default:
		return s.below(func(u orgunit.Unit) []period.Range { return under(u, s.id) })
	}
}

func (s scope) listed(units []orgunit.ID) []share {
	list := make([]share, len(units))
	parts := make([]part, len(units))
	for i, u := range units {
		if list[i] = (share{id: u, parts: parts[i : i+1 : i+1], days: all}); isGroup(s.tree, u) {
			list[i].parts = s.partsOf(u)
		} else {
			parts[i] = part{u, s.view}
		}
	}
	return list
}

// children are the units that make up the whole on the scope's day, each once.
func (s scope) children() []orgunit.ID {
	var list []orgunit.ID
	for _, sh := range s.shares() {
		if sh.days.Contains(s.on) && !slices.Contains(list, sh.id) {
			list = append(list, sh.id)
		}
	}
	return list
}

// below are the units that belonged to the whole on some day of the period, each with its days.
func (s scope) below(when func(orgunit.Unit) []period.Range) []share {
	var units []orgunit.ID
	days := map[orgunit.ID][]period.Range{}
	for _, u := range s.tree.All() {
		for _, r := range when(u) {
			if r = clip(r, validity(u.Validity)); clip(r, s.days).Days() > 0 {
				days[u.ID] = append(days[u.ID], r)
			}
		}
		if len(days[u.ID]) > 0 {
			units = append(units, u.ID)
		}
	}
	var list []share
	for _, u := range s.tree.Sorted(units, s.on) {
		for _, r := range days[u] {
			list = append(list, share{id: u, parts: []part{{u, rollup.Was}}, days: r})
		}
	}
	return list
}

// under are the days in which a unit answers to another one.
func under(u orgunit.Unit, above orgunit.ID) []period.Range {
	var list []period.Range
	for _, p := range u.Parents {
		if p.ID == above {
			list = append(list, validity(p.Validity))
		}
	}
	return list
}

// formerOf is all the time of a unit that became a member of a group.
func formerOf(tree *orgunit.Tree, g orgunit.Group, u orgunit.Unit) []period.Range {
	if slices.Contains(g.Members, tree.Now(u.ID)) {
		return []period.Range{all}
	}
	return nil
}

func validity(v orgunit.Validity) period.Range {
	r := all
	if v.From != nil {
		r.From = *v.From
	}
	if v.To != nil {
		r.To = *v.To
	}
	return r
}

func clip(a, b period.Range) period.Range {
	return period.Range{From: max(a.From, b.From), To: min(a.To, b.To)}
}

// shareRow is a share with its cells.
type shareRow struct {
	share

	row rollup.Row
}

func rowsOf(list []shareRow) iter.Seq[rollup.Row] {
	return func(yield func(rollup.Row) bool) {
		for i := range list {
			if !yield(list[i].row) {
				return
			}
		}
	}
}

// shareRows reads all shares over a range of days, and what the whole has beyond them.
func (s scope) shareRows(src Source, days period.Range) ([]shareRow, error) {
	whole, err := s.sum(src, days)
	if err != nil {
		return nil, fmt.Errorf("summing %s over %v: %w", s.id, days, err)
	}
	list, err := readShares(src, s.shares(), during(days))
	if err != nil {
		return nil, err
	}
	whole = whole.Rest(rowsOf(list))
	if len(whole) > 0 && len(list) > 0 {
		list = append(list, shareRow{share{id: s.id, days: all, own: true}, whole})
	}
	return list, nil
}

// during are the days of a share in a range.
func during(days period.Range) func(share) period.Range {
	return func(sh share) period.Range { return clip(days, sh.days) }
}

// readShares reads the shares, each in the days that are asked of it; all at once that are asked for the same.
func readShares(src Source, shares []share, days func(share) period.Range) ([]shareRow, error) {
	list := make([]shareRow, len(shares))
	var asked []reads
	for i, sh := range shares {
		list[i].share = sh
		for _, p := range sh.parts {
			asked = note(asked, i, p, days(sh))
		}
	}
	for _, a := range asked {
		rows, err := src.Sums(a.units, a.cells, a.days)
		if err != nil {
			return nil, fmt.Errorf("summing %d units over %v: %w", len(a.units), a.days, err)
		}
		for i, row := range rows {
			of := &list[a.shares[i]]
			of.row = of.row.Add(row)
		}
	}
	return list, nil
}

// reads are units whose cells are read over the same days in the same view, each for one share.
type reads struct {
	cells  rollup.View
	days   period.Range
	units  []orgunit.ID
	shares []int
}

// note adds a part of a share to what is to be read. Nearly always all are of the last kind.
func note(asked []reads, sh int, p part, days period.Range) []reads {
	if days.Days() == 0 {
		return asked
	}
	i := len(asked) - 1
	for i >= 0 && (asked[i].cells != p.cells || asked[i].days != days) {
		i--
	}
	if i < 0 {
		i, asked = len(asked), append(asked, reads{cells: p.cells, days: days})
	}
	asked[i].units, asked[i].shares = append(asked[i].units, p.unit), append(asked[i].shares, sh)
	return asked
}

// levelRows reads what stocks each share has on the last day of the period.
func (s scope) levelRows(src Source) ([]shareRow, error) {
	upTo := period.Range{From: period.Dawn, To: s.asOf}
	whole, err := s.sum(src, upTo)
	if err != nil {
		return nil, fmt.Errorf("summing the stocks of %s: %w", s.id, err)
	}
	list, err := readShares(src, s.shares(), func(sh share) period.Range {
		if !sh.days.Contains(s.asOf) {
			return none // the stocks of one that is no more are with who took it over
		}
		return upTo
	})
	if err != nil {
		return nil, err
	}
	whole = whole.Rest(rowsOf(list))
	if len(whole) > 0 && len(list) > 0 {
		list = append(list, shareRow{share{id: s.id, days: all, own: true}, whole})
	}
	return list, nil
}
