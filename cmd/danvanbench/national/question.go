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

// answer is the events and the amounts of each kind, by commune where every commune is asked, otherwise under whole.
type answer map[int][]total

type total struct{ events, amount int64 }

// add adds to a unit's kind.
func (a answer) add(unit, kind int, t total) {
	if a[unit] == nil {
		a[unit] = make([]total, len(kinds))
	}
	a[unit][kind].events += t.events
	a[unit][kind].amount += t.amount
}
