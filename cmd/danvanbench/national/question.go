package main

import (
	"time"

	"danvanbot/bot/period"
)

// question is one that a commander asks.
type question struct {
	name string
	all  bool // every commune on its own, or else the sum of one unit
	unit int  // a commune, or whole
	days period.Range
}

// whole stands for the country.
const whole = -1

var questions = []question{
	{name: "the country, ten years", unit: whole, days: years},
	{name: "a commune, a quarter", unit: 1234, days: period.Range{From: period.NewDate(2025, time.July, 1), To: period.NewDate(2025, time.September, 30)}},
	{name: "every commune, a reporting month", all: true, days: period.Range{From: period.NewDate(2025, time.September, 15), To: period.NewDate(2025, time.October, 14)}},
	{name: "every commune, a month", all: true, days: period.Range{From: period.NewDate(2025, time.October, 1), To: period.NewDate(2025, time.October, 31)}},
}

// answer is the events and the amounts of each kind: first of the whole, then of each commune, as far as they are asked.
type answer [][len(kinds)]total

type total struct{ events, amount int64 }

func newAnswer(every bool) answer {
	if every {
		return make(answer, 1+communes)
	}
	return make(answer, 1)
}

// add adds to a commune's kind, or to that of the whole.
func (a answer) add(unit, kind int, t total) {
	of := &a[1+unit][kind]
	of.events += t.events
	of.amount += t.amount
}
