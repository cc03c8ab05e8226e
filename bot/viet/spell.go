package viet

import "strings"

var digitNames = [...]string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}

// Spell writes a number in words: 1002 is "một nghìn không trăm linh hai".
func Spell(n int64) string {
	if n < 0 {
		return "âm " + Spell(-n)
	}
	if n == 0 {
		return digitNames[0]
	}
	return strings.Join(spellBig(n, false), " ")
}

// spellBig writes billions, millions, thousands and the rest; full writes the hundreds also when there are none.
func spellBig(n int64, full bool) []string {
	var out []string
	for _, s := range []struct {
		v    int64
		name string
	}{{1e9, "tỷ"}, {1e6, "triệu"}, {1e3, "nghìn"}} {
		if n >= s.v {
			out = append(out, spellBig(n/s.v, full)...)
			out = append(out, s.name)
			n %= s.v
			full = true
		}
	}
	return append(out, spellHundreds(n, full)...)
}

func spellHundreds(n int64, full bool) []string {
	if n == 0 {
		return nil
	}
	var out []string
	if n >= 100 || full {
		out = append(out, digitNames[n/100], "trăm")
	}
	return append(out, spellTens(n%100, len(out) > 0)...)
}

func spellTens(n int64, behind bool) []string {
	tens, unit := n/10, n%10
	switch {
	case n == 0:
		return nil
	case tens == 0 && behind:
		return []string{"linh", digitNames[unit]}
	case tens == 0:
		return []string{digitNames[unit]}
	case tens == 1:
		return append([]string{"mười"}, spellUnit(unit, false)...)
	default:
		return append([]string{digitNames[tens], "mươi"}, spellUnit(unit, true)...)
	}
}

func spellUnit(unit int64, afterTens bool) []string {
	switch {
	case unit == 0:
		return nil
	case unit == 5:
		return []string{"lăm"}
	case unit == 1 && afterTens:
		return []string{"mốt"}
	default:
		return []string{digitNames[unit]}
	}
}
