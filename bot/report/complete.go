package report

import (
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// completeness looks which communes reported, or declared zero, in a range of days.
func (s scope) completeness(src Source, days period.Range) (Completeness, error) {
	c := Completeness{Missing: []Unit{}}
	parts := probes(days)
	for _, commune := range s.communes() {
		n, err := s.heard(src, commune, parts)
		if err != nil {
			return c, err
		}
		switch n {
		case something:
			c.Reported++
		case nothing:
			c.Reported++
			c.Nothing++
		default:
			c.Missing = append(c.Missing, Unit{ID: commune, Name: orgunit.Bare(s.tree.Name(commune, s.on))})
		}
		c.Due++
	}
	return c, nil
}

// news is what came from a unit: three different answers.
type news uint8

const (
	silence   news = iota // nobody knows
	nothing               // it declared that there was nothing
	something             // it reported
)

func newsOf(row rollup.Row) news {
	switch {
	case row.Get(rollup.Reports) > 0:
		return something
	case row.Get(rollup.Zeros) > 0:
		return nothing
	default:
		return silence
	}
}

// heard looks what came from a commune. It stops at the first report.
func (s scope) heard(src Source, commune orgunit.ID, parts []period.Range) (news, error) {
	best := silence
	for _, days := range parts {
		row, err := src.Sum(commune, s.view, days)
		if err != nil {
			return silence, err
		}
		if best = max(best, newsOf(row)); best == something {
			break
		}
	}
	return best, nil
}

// probes cuts a range into parts, together the whole, in the order in which it is best searched: whole calendar years
// first, the latest before the others, because each is one row and nearly always enough; then what is left at the ends;
// then the whole, for the sums that lie in none of the parts.
func probes(days period.Range) []period.Range {
	first, last := wholeYears(days)
	if first > last {
		return []period.Range{days}
	}
	var parts []period.Range
	for y := last; y >= first; y-- {
		parts = append(parts, yearOf(y))
	}
	for _, end := range []period.Range{
		{From: yearOf(last).To + 1, To: days.To},
		{From: days.From, To: yearOf(first).From - 1},
	} {
		if end.Days() > 0 {
			parts = append(parts, end)
		}
	}
	return append(parts, days)
}

// wholeYears are the first and the last calendar year that lie wholly in a range; there is none if first > last.
func wholeYears(days period.Range) (first, last int) {
	first, last = days.From.Year(), days.To.Year()
	if days.From > yearOf(first).From {
		first++
	}
	if days.To < yearOf(last).To {
		last--
	}
	return first, last
}

func yearOf(y int) period.Range {
	return period.Range{From: period.NewDate(y, 1, 1), To: period.NewDate(y, 12, 31)}
}
