package viet

import (
	"strings"

	"danvanbot/bot/period"
)

// WantNumber is a number in the shape of the test set, ready for JSON.
func WantNumber(line string) map[string]any {
	n, ok := Number(Unescape(line))
	if !ok || n.Ask {
		return map[string]any{"reject": true}
	}
	w := map[string]any{}
	if n.Range() {
		w["min"], w["max"] = n.Min, n.Max
	} else {
		w["value"] = n.Value
	}
	if n.Hedge != Exact {
		w["approx"] = n.Hedge
	}
	if n.Unit != "" {
		w["unit"] = n.Unit
	}
	if n.Ambiguous {
		w["ambiguous"] = true
	}
	return w
}

// WantDate is the day or range of days of a line in the shape of the test set.
func WantDate(line string, today period.Date) map[string]any {
	found := Dates(Unescape(line), today)
	if len(found) == 0 || found[0].Bad {
		return map[string]any{"reject": true}
	}
	d := found[0]
	w := map[string]any{"from": d.Range.From, "to": d.Range.To}
	if d.Part != "" {
		w["part"] = d.Part
	}
	if d.Time != "" {
		w["time"] = d.Time
	}
	if d.Ambiguous || len(found) > 1 {
		w["ambiguous"] = true
	}
	return w
}

// Unescape turns a literal \n into a line break: one line of input stands for a message of several.
func Unescape(line string) string { return strings.ReplaceAll(line, `\n`, "\n") }
