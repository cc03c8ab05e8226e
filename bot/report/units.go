package report

import (
	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// Page is the figures of some of the units that make up a whole.
type Page struct {
	Unit   orgunit.ID   `json:"unit"`
	Also   []orgunit.ID `json:"also,omitempty"`
	Name   string       `json:"name"`
	Period Period       `json:"period"`
	View   rollup.View  `json:"view"`
	Units  []SubUnit    `json:"units"`
	Offset int          `json:"offset"` // of the first of Units
	Total  int          `json:"total"`  // of all pages
}

// SubUnit is one unit of a Page.
type SubUnit struct {
	Unit

	Days   *period.Range `json:"days,omitempty"` // the days in which it was a part of the whole, where that is not all the time
	Own    bool          `json:"own,omitempty"`  // what the whole has beyond its units: its own reports, and those of units that are no more
	Heard  bool          `json:"heard"`          // it reported, or declared that there was nothing
	Lines  []Line        `json:"lines"`
	Stocks []Line        `json:"stocks,omitempty"` // in a Dossier only
}

// SubUnits gives the figures of the units that make up a whole, in Vietnamese order, at most limit from an offset on. All
// of them together are the whole: what is left comes last, as its Own.
func SubUnits(src Source, tree *orgunit.Tree, forms *form.Catalogue, q PageQuery) (Page, error) {
	s := scopeOf(tree, q.Query)
	list, total, err := s.pageRows(src, q)
	if err != nil {
		return Page{}, err
	}
	units, err := s.subUnits(src, forms, list)
	p := Page{Unit: q.Unit, Also: q.Also, Name: s.name, Period: Period{q.Period}, View: s.view, Total: total, Offset: clamp(q.Offset, total)}
	if len(units) == total {
		units = units[p.Offset:min(p.Offset+q.Limit, total)]
	}
	p.Units = units
	return p, err
}

// pageRows reads the shares of a page, or all of them: on the last page, to know what is left, and where small cells are
// to be hidden behind others.
func (s scope) pageRows(src Source, q PageQuery) ([]shareRow, int, error) {
	shares := s.shares()
	n := len(shares)
	if from := clamp(q.Offset, n); s.wholeOpen() && from+q.Limit < n {
		list, err := readShares(src, shares[from:from+q.Limit], during(s.known()))
		return list, n, err
	}
	list, err := s.shareRows(src, s.known())
	return list, len(list), err
}

// subUnits turns shares into figures.
func (s scope) subUnits(src Source, forms *form.Catalogue, list []shareRow) ([]SubUnit, error) {
	units := make([]SubUnit, 0, len(list))
	lines := make([][]Line, 0, len(list))
	l := layoutOf(forms)
	for _, sh := range list {
		lines = append(lines, l.of(rows{now: sh.row}))
	}
	coverLines(forms, lines, func(i int) bool { return s.open(list[i].id) })
	heard, err := s.heardOf(src, list)
	if err != nil {
		return nil, err
	}
	for i, sh := range list {
		units = append(units, SubUnit{Unit: s.unitOf(sh.share), Days: s.partly(sh.share), Own: sh.own, Heard: heard[i], Lines: lines[i]})
	}
	return units, nil
}

// heardOf tells from which shares anything came. That there is nothing is declared for a whole period, also before its
// end.
func (s scope) heardOf(src Source, list []shareRow) ([]bool, error) {
	heard := make([]bool, len(list))
	var silent []int
	var ahead []share
	for i, sh := range list {
		heard[i] = rollup.NewsOf(sh.row) != rollup.Silence
		if !heard[i] && !sh.own && s.asOf < s.days.To {
			silent, ahead = append(silent, i), append(ahead, sh.share)
		}
	}
	declared, err := readShares(src, ahead, during(period.Range{From: s.asOf + 1, To: s.days.To}))
	for i, sh := range declared {
		heard[silent[i]] = rollup.NewsOf(sh.row) != rollup.Silence
	}
	return heard, err
}

func (s scope) unitOf(sh share) Unit {
	return Unit{ID: sh.id, Name: s.tree.BareName(sh.id, min(s.on, sh.days.To))}
}

// partly are the days of a share that had only some of the period's.
func (s scope) partly(sh share) *period.Range {
	if r := clip(sh.days, s.days); r != s.days {
		return &r
	}
	return nil
}

// PageQuery asks for one page.
type PageQuery struct {
	Query

	Offset, Limit int
}

// Next is the offset of the page after, if there is one.
func (p Page) Next() (offset int, ok bool) {
	if offset = p.Offset + len(p.Units); len(p.Units) == 0 || offset >= p.Total {
		return 0, false
	}
	return offset, true
}

func clamp(offset, total int) int { return max(0, min(offset, total)) }
