package i18n

import (
	"strconv"
	"strings"
)

// Number writes a whole number with its thousands apart: 1.714 in Vietnamese, 1,714 in English.
func Number(l Lang, n int64) string {
	digits, negative := strings.CutPrefix(strconv.FormatInt(n, 10), "-")
	var b strings.Builder
	if negative {
		b.WriteByte('-')
	}
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(thousands(l))
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Decimal writes a number with so many digits behind the decimal sign: 1.714,25 in Vietnamese, 1,714.25 in English. Its
// size is below 1e15.
func Decimal(l Lang, x float64, digits int) string {
	text, negative := strings.CutPrefix(strconv.FormatFloat(x, 'f', digits, 64), "-")
	whole, part, _ := strings.Cut(text, ".")
	n, _ := strconv.ParseInt(whole, 10, 64) // FormatFloat's own digits
	if text = Number(l, n); part != "" {
		text += decimal(l) + part
	}
	if negative {
		return "-" + text
	}
	return text
}

func thousands(l Lang) string {
	if l == EN {
		return ","
	}
	return "."
}

func decimal(l Lang) string {
	if l == EN {
		return "."
	}
	return ","
}

const (
	million = 1_000_000
	billion = 1000 * million
)

// Money writes an amount of đồng in full: 15.000.000 đồng.
func (c *Catalogue) Money(l Lang, n int64) string { return c.T(l, "money.full", "n", n) }

// MoneyShort writes an amount of đồng in millions or billions where one decimal says it exactly, otherwise in full:
// 210 triệu đồng, 1,2 tỷ đồng, 1.234.567 đồng.
func (c *Catalogue) MoneyShort(l Lang, n int64) string {
	switch {
	case n%(billion/10) == 0 && (n >= billion || n <= -billion):
		return c.T(l, "money.billion", "n", tenths(l, n/(billion/10)))
	case n%(million/10) == 0 && (n >= million && n < billion || n <= -million && n > -billion):
		return c.T(l, "money.million", "n", tenths(l, n/(million/10)))
	default:
		return c.Money(l, n)
	}
}

// tenths writes n/10. A number of less than one is not among those that MoneyShort writes, so the sign is the whole's.
func tenths(l Lang, n int64) string {
	if n%10 == 0 {
		return Number(l, n/10)
	}
	return Number(l, n/10) + decimal(l) + strconv.FormatInt(max(n%10, -n%10), 10)
}
