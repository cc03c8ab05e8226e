package viet

import "strings"

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

// Unescape turns a literal \n into a line break: one line of input stands for a message of several.
func Unescape(line string) string { return strings.ReplaceAll(line, `\n`, "\n") }
