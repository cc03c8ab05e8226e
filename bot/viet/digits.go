package viet

import (
	"strconv"
	"strings"
)

// digits reads digits with their groups and decimals at token i.
func (p numbers) digits(i int) reading {
	whole := p.toks[i].text
	seps, groups := p.groups(i)
	if len(groups) == 0 {
		return p.spaced(i, whole)
	}
	n := 1 + 2*len(groups)
	switch {
	case thousands(whole, seps, groups):
		return p.grouped(i, whole, seps, groups)
	case len(groups) == 1 && len(groups[0]) <= 3:
		r := plainDigits(whole, groups[0], n)
		r.ambiguous = seps == "." && !p.decimalDot(i+n)
		return r
	case len(groups) > 1 && seps[len(seps)-1] != seps[0] && thousands(whole, seps[:len(seps)-1], groups[:len(groups)-1]) && len(groups[len(groups)-1]) <= 3:
		return plainDigits(whole+strings.Join(groups[:len(groups)-1], ""), groups[len(groups)-1], n)
	default:
		return plainDigits(whole, "", 1)
	}
}

// mostGroups is more groups than a number has that is read, so that a text of nothing else takes no longer than others.
const mostGroups = 8

// groups collects what is glued on with dots and commas: the separators and the digits behind them.
func (p numbers) groups(i int) (seps string, groups []string) {
	for j := i + 1; j+1 < len(p.toks) && len(groups) < mostGroups; j += 2 {
		sep, d := p.toks[j], p.toks[j+1]
		if !sep.glued || !d.glued || d.kind != 'd' || !sep.mark(".") && !sep.mark(",") {
			break
		}
		seps += sep.text
		groups = append(groups, d.text)
	}
	return seps, groups
}

// thousands tells whether the groups are thousands: three digits each, one kind of separator, no leading zero.
func thousands(whole, seps string, groups []string) bool {
	if len(whole) > 3 || whole[0] == '0' {
		return false
	}
	for k, g := range groups {
		if len(g) != 3 || seps[k] != seps[0] {
			return false
		}
	}
	return true
}

// grouped reads 1.714 and 1,714. One comma with three digits may be a decimal; so may 1.500 before triệu.
func (p numbers) grouped(i int, whole, seps string, groups []string) reading {
	n := 1 + 2*len(groups)
	r := plainDigits(whole+strings.Join(groups, ""), "", n)
	r.digits = 0
	s, _ := p.scaleAt(i+n, true)
	if len(groups) == 1 && (seps == "," || s >= 1e6) {
		decimal := plainDigits(whole, groups[0], n)
		r.ambiguous, r.alt = true, decimal.milli
	}
	return r
}

// decimalDot tells whether a dot before one or two digits is a decimal point: a scale word or a measure follows.
func (p numbers) decimalDot(i int) bool {
	if s, _ := p.scaleAt(i, true); s > 0 {
		return true
	}
	key, n := p.nouns.match(p.toks, i)
	return n > 0 && fractional[key]
}

// spaced reads digits whose thousands are set apart by spaces: 500 000đ. Round groups, money or two groups are sure;
// "1 250 người" is doubtful.
func (p numbers) spaced(i int, whole string) reading {
	r := plainDigits(whole, "", 1)
	all, n, round := whole, 1, true
	for len(whole) <= 3 && whole[0] != '0' && p.spacedGroup(i+n) {
		g := p.toks[i+n].text
		all += g
		round = round && g == "000"
		n++
	}
	if n == 1 {
		return r
	}
	joined := plainDigits(all, "", n)
	joined.digits = 0
	if key, _ := p.nouns.match(p.toks, i+n); !round && n == 2 && key != "vnd" {
		joined.ambiguous, joined.alt = true, r.milli
	}
	return joined
}

// spacedGroup tells whether token i is three digits with nothing of their own behind them.
func (p numbers) spacedGroup(i int) bool {
	if i >= len(p.toks) || p.toks[i].kind != 'd' || len(p.toks[i].text) != 3 || p.toks[i].line {
		return false
	}
	_, groups := p.groups(i)
	return len(groups) == 0
}

// plainDigits makes the reading of digits with decimals.
func plainDigits(whole, decimals string, n int) reading {
	if len(whole) > 15 || len(whole) > 8 && whole[0] == '0' { // no count, but a telephone's number
		return reading{}
	}
	v, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return reading{}
	}
	milli := v * 1000
	for k, d := range decimals {
		milli += int64(d-'0') * pow10(2-k)
	}
	r := reading{milli: milli, n: n}
	if decimals == "" {
		r.digits = len(whole)
	}
	return r
}
