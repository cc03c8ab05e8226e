package report

import (
	"fmt"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/rollup"
)

// Page is the figures of some of the units that make up a whole.
type Page struct {
	Unit   orgunit.ID  `json:"unit"`
	Name   string      `json:"name"`
	Period Period      `json:"period"`
	View   rollup.View `json:"view"`
	Units  []SubUnit   `json:"units"`
	Offset int         `json:"offset"` // of the first of Units
	Total  int         `json:"total"`  // of all pages
}

// SubUnit is one unit of a Page.
type SubUnit struct {
	Unit

	Heard bool   `json:"heard"` // it reported, or declared that there was nothing
	Lines []Line `json:"lines"`
}

// SubUnits gives the figures of the units right below one, in Vietnamese order, at most limit from an offset on.
func SubUnits(src Source, tree *orgunit.Tree, forms *form.Catalogue, q PageQuery) (Page, error) {
	s := scopeOf(tree, q.Query)
	children := s.children()
	p := Page{Unit: q.Unit, Name: s.name, Period: Period{q.Period}, View: s.view, Total: len(children), Offset: clamp(q.Offset, len(children))}
	for _, id := range children[p.Offset:min(p.Offset+q.Limit, len(children))] {
		row, err := src.Sum(id, s.view, q.Period.Range)
		if err != nil {
			return Page{}, fmt.Errorf("summing %s over %v: %w", id, q.Period.Range, err)
		}
		p.Units = append(p.Units, SubUnit{
			Unit:  Unit{ID: id, Name: orgunit.Bare(tree.Name(id, s.on))},
			Heard: newsOf(row) != silence,
			Lines: rows{now: row}.lines(forms),
		})
	}
	return p, nil
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
