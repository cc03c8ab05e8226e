package orgunit

import (
	"math"
	"slices"

	"danvanbot/bot/period"
)

// Validity is the days in which something holds, both ends included; an absent end is open.
type Validity struct {
	From *period.Date `json:"from,omitempty"`
	To   *period.Date `json:"to,omitempty"`
}

// Covers tells whether it holds on a day.
func (v Validity) Covers(d period.Date) bool { return v.bounds().Contains(d) }

// bounds are the days of the validity, the open ends as far as a Date reaches.
func (v Validity) bounds() period.Range {
	r := period.Range{From: math.MinInt32, To: math.MaxInt32}
	if v.From != nil {
		r.From = *v.From
	}
	if v.To != nil {
		r.To = *v.To
	}
	return r
}

// gap is how many days lie between a day and the validity; 0 when it holds on that day.
func (v Validity) gap(d period.Date) int64 {
	r := v.bounds()
	return max(0, int64(r.From)-int64(d), int64(d)-int64(r.To))
}

// common are the days that two ranges share.
func common(a, b period.Range) period.Range {
	return period.Range{From: max(a.From, b.From), To: min(a.To, b.To)}
}

func empty(r period.Range) bool { return r.To < r.From }

// covers tells whether every day of inner lies in outer.
func covers(outer, inner period.Range) bool { return common(outer, inner) == inner }

func fromBounds(r period.Range) Validity { return Validity{From: &r.From, To: &r.To} }

// Turns are the days on which any of some validities begins, and those after their ends, each once and in order: from
// one to the next nothing changes.
func Turns(list []Validity) []period.Date {
	var days []period.Date
	for _, v := range list {
		if v.From != nil {
			days = append(days, *v.From)
		}
		if v.To != nil {
			days = append(days, *v.To+1)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}
