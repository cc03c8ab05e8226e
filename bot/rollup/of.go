package rollup

import (
	"maps"

	"danvanbot/bot/form"
)

// Of gives what a submission adds, sorted by measure and without zeros. A withdrawn one adds nothing, nor does one of
// a joint event that another counts for, nor a Stock, whose cells hold the change from one declaration to the next: see
// Declared.
func Of(s form.Submission) Row {
	if s.Gone || s.Joint != 0 {
		return nil
	}
	switch s.Kind {
	case form.Event, form.Count:
		return happened(s)
	case form.Zero:
		return Row{{Measure: Zeros, By: 1}}
	default:
		return nil
	}
}

// Declared gives what a Stock declares, as amounts: between two declarations of a unit its cells move by
// Declared(later).Sub(Declared(earlier)). Other kinds, and a withdrawn Stock, declare nothing.
func Declared(s form.Submission) Row {
	if s.Gone || s.Kind != form.Stock {
		return nil
	}
	sum := map[Measure]int64{}
	addValues(sum, s)
	return rowOf(sum)
}

func happened(s form.Submission) Row {
	sum := map[Measure]int64{Reports: 1}
	if s.Kind == form.Event {
		m := MeasureOf(s.Form, form.KeyN)
		sum[m] += s.N
		if s.NHedge != form.Exact {
			sum[m.Hedged(s.NHedge)]++
		}
	}
	addValues(sum, s)
	for m, by := range maps.Clone(sum) {
		if m == Reports || m.isHedge() {
			continue
		}
		for question, choice := range s.Choices {
			sum[m.With(question, choice)] += by
		}
	}
	return rowOf(sum)
}

func addValues(sum map[Measure]int64, s form.Submission) {
	for key, v := range s.Values {
		m := MeasureOf(s.Form, key)
		sum[m] += v.N
		if v.Hedge != form.Exact {
			sum[m.Hedged(v.Hedge)]++
		}
	}
}
