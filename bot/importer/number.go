package importer

import (
	"slices"

	"danvanbot/bot/fold"
	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// numberOf is what a cell says as a number.
type numberOf struct {
	form.Value

	fault string // the message's key; empty: none
}

// hedges are those of package viet in the words of package form.
var hedges = map[viet.Hedge]form.Hedge{viet.Exact: form.Exact, viet.About: form.About, viet.More: form.More, viet.Less: form.Less}

// number reads a number and holds it against the limits of its question. What is odd is taken: a file is no slip of the finger.
func (r *Reader) number(q form.Question, at cell) (form.Value, bool) {
	n, known := r.numbers[at.text]
	if !known {
		n = remember(r.numbers, at.text, readNumber(at.text))
	}
	verdict := q.Check(n.N)
	switch {
	case n.fault != "":
		r.fault(at.column, n.fault)
	case verdict == form.TooSmall:
		r.fault(at.column, "import.too_small", "limit", *q.Min)
	case verdict == form.TooLarge:
		r.fault(at.column, "import.too_large", "limit", *q.Max)
	default:
		return n.Value, true
	}
	return form.Value{}, false
}

func readNumber(text string) numberOf {
	if n, ok := digits(text); ok {
		return numberOf{Value: form.Value{N: n}}
	}
	n, ok := viet.Number(text)
	whole, isWhole := n.Int()
	switch {
	case !ok || !isWhole || whole < 0:
		return numberOf{fault: "import.bad_number"}
	case !n.Sure() || n.Each:
		return numberOf{fault: "import.doubtful_number"}
	default:
		return numberOf{Value: form.Value{N: whole, Hedge: hedges[n.Hedge]}}
	}
}

func yesNo(text string) (yes, ok bool) {
	key := fold.Key(text)
	yes = slices.Contains(yesWords, key)
	return yes, yes || slices.Contains(noWords, key)
}

func (r *Reader) dayName(d period.Date) string { return i18n.Date(r.Lang, d) }
