package rollup

import "danvanbot/bot/form"

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
	return rowOf(appendValues(nil, s, nil))
}

// happened is the row of an event or a count: each figure as a whole and as the part of each choice.
func happened(s form.Submission) Row {
	figures := 1 + len(s.Values)
	row := append(make(Row, 0, 2+figures*(1+len(s.Choices))), Amount{Reports, 1})
	choices := make([]string, 0, len(s.Choices))
	for question, choice := range s.Choices {
		choices = append(choices, question+"="+choice)
	}
	if s.Kind == form.Event {
		row = appendFigure(row, figure{s.Form, form.KeyN, form.Value{N: s.N, Hedge: s.NHedge}}, choices)
	}
	return rowOf(appendValues(row, s, choices))
}

func appendValues(row Row, s form.Submission, choices []string) Row {
	for key, v := range s.Values {
		row = appendFigure(row, figure{s.Form, key, v}, choices)
	}
	return row
}

// figure is one value of a form.
type figure struct {
	form, key string
	value     form.Value
}

func appendFigure(row Row, f figure, choices []string) Row {
	m := MeasureOf(f.form, f.key)
	row = append(row, Amount{m, f.value.N})
	if f.value.Hedge != form.Exact {
		row = append(row, Amount{m.Hedged(f.value.Hedge), 1})
	}
	for _, c := range choices {
		row = append(row, Amount{Measure(f.form + "." + c + "." + f.key), f.value.N})
	}
	return row
}
