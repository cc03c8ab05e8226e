package viet

// letterDigits are letters that are typed for the digits 0 and 1: 12O, l00.
var letterDigits = wordSet("o oo l")

// mangled makes a figure that a letter is glued to a question: nobody knows what 12O was to be.
func (p numbers) mangled(q *quantity, end int) {
	looks := func(i int) bool { return p.toks[i].kind == 'w' && letterDigits[p.toks[i].fold] }
	before := q.first > 0 && p.toks[q.first].kind == 'd' && p.toks[q.first].glued && looks(q.first-1)
	behind := end < len(p.toks) && p.toks[end-1].kind == 'd' && p.toks[end].glued && looks(end) && !p.toks[min(end+1, len(p.toks)-1)].mark(".")
	if before || behind {
		q.Ask, q.Value, q.Alts = true, 0, nil
	}
}

// part reads "85/100 người" as 85, with a doubt: the whole may be meant.
func (p numbers) part(q *quantity, r reading) {
	j := q.end
	if r.digits == 0 || q.end != q.first+1 || j+1 >= len(p.toks) || !p.toks[j].mark("/") || !p.toks[j].glued || p.toks[j+1].kind != 'd' || !p.toks[j+1].glued {
		return
	}
	whole := p.digits(j + 1)
	if _, n := p.nounAt(j + 1 + whole.n); n == 0 || whole.n != 1 || whole.milli < r.milli {
		return
	}
	q.Ambiguous, q.Alts = true, []float64{value(whole.milli)}
	q.end += 2
}

// negative tells whether an answer begins with a minus, which no count has.
func negative(toks []token) bool {
	return len(toks) > 1 && toks[0].mark("-") && toks[1].kind == 'd' && toks[1].glued
}

// partOf tells whether a day without its year is rather a part of a whole: "10/12 người dự".
func (p dates) partOf(d, m, end int) bool {
	key, n := p.nounAt(end)
	return n > 0 && d <= m && (people[key] || key == "ho")
}
