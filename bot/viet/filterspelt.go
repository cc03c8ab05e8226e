package viet

import "slices"

// leastSpelt is how many digits one by one are a telephone number, or that of a card: no count is said so.
const leastSpelt = 9

// spelt finds numbers that are given digit by digit, in figures or words: "0 9 1 2 3 4 5 6 7 8", "không chín một hai ...".
func (f *sieve) spelt() {
	for i := 0; i < len(f.toks); {
		end, digits := f.digitByDigit(i)
		if digits >= leastSpelt {
			f.foundSpelt(Finding{Phone, f.toks[i].from, f.toks[end-1].to})
		}
		i = max(end, i+1)
	}
}

// foundSpelt keeps a finding, unless it lies in one that there is.
func (f *sieve) foundSpelt(new Finding) {
	known := func(old Finding) bool { return old.From <= new.From && new.To <= old.To }
	if !slices.ContainsFunc(f.found, known) {
		f.found = append(f.found, new)
	}
}

// digitByDigit counts the digits that stand one by one from token i on, and gives the token behind the last.
func (f *sieve) digitByDigit(i int) (end, digits int) {
	for end = i; i < len(f.toks); i++ {
		switch {
		case f.oneDigit(i):
			end, digits = i+1, digits+1
		case digits == 0 || !f.toks[i].mark(".") && !f.toks[i].mark("-"): // commas are between hamlets: "thôn 1, 2, 3"
			return end, digits
		}
	}
	return end, digits
}

func (f *sieve) oneDigit(i int) bool {
	if f.toks[i].kind == 'd' {
		return len(f.toks[i].text) == 1
	}
	fig, n := figures.match(f.toks, i)
	return n == 1 && (fig.kind == figDigit || fig.kind == figLast)
}
