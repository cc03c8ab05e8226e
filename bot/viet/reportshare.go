package viet

import (
	"slices"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

// share gives the day and the unit that some reports of a message tell to those that tell none: those of the report
// before, else those of the next that tells them. Where none tells a unit it is the reporter's own.
func share(reports []Report, c Context) []Report {
	for i := range reports {
		if i > 0 {
			reports[i].take(reports[i-1])
		}
	}
	for i := len(reports) - 2; i >= 0; i-- {
		reports[i].take(reports[i+1])
	}
	if c.Home == "" {
		return reports
	}
	for i := range reports {
		if r := &reports[i]; len(r.Units) == 0 && !r.Reject {
			r.Units = []orgunit.Match{{ID: c.Home, Name: c.Words.tree.Name(c.Home, r.day(c))}}
			r.drop(FieldUnit)
		}
	}
	return reports
}

// take gives a report what it does not tell.
func (r *Report) take(other Report) {
	if r.Date == nil && other.Date != nil {
		r.Date = other.Date
		if !other.Date.Bad {
			r.drop(FieldDate)
		}
		if slices.Contains(other.Doubts, FieldDate) {
			r.doubt(FieldDate)
		}
	}
	if len(r.Units) == 0 && len(other.Units) == 1 {
		r.Units = other.Units
		r.drop(FieldUnit)
	}
}

// day is the day on which names of units are read.
func (r *Report) day(c Context) period.Date {
	if r.Date == nil || r.Date.Bad {
		return period.DateOf(c.Sent)
	}
	return r.Date.Range.To
}

var partnerWords = phrases(map[string]bool{"cùng|với|cùng với|phối hợp|phối hợp với|phối hợp cùng|kết hợp|kết hợp với|ph với|p/h với|liên kết với|phối kết hợp với": true})

// partners takes out the units that the work was done with. Where the reporter has no unit the one that is told is
// meant.
func (rd *reader) partners(hits []unitHit) []unitHit {
	last := -1
	kept := slices.DeleteFunc(slices.Clone(hits), func(h unitHit) bool {
		also := last >= 0 && h.at-last == 1 && (rd.toks[last].mark(",") || wordAnd.has(rd.toks[last]))
		if !also && !endsAt(rd.toks, h.at, partnerWords) {
			return false
		}
		last = h.end
		rd.rep.Partners = append(rd.rep.Partners, h.matches...)
		return true
	})
	if len(kept) == 0 && len(hits) > 0 && rd.Home == "" {
		rd.rep.Partners = nil
		return hits
	}
	return kept
}

// endsAt tells whether a phrase ends right before token i.
func endsAt(toks []token, i int, d *dict[bool]) bool {
	for start := max(0, i-4); start < i; start++ {
		if _, n := d.match(toks[:i], start); n > 0 && start+n == i {
			return true
		}
	}
	return false
}
