package viet

// reading is a figure as it was read: thousandths, so that "2,5" is exact.
type reading struct {
	milli     int64
	min       int64 // the lower end, where the words give a range: "hai ba trăm"
	alt       int64 // another reading
	n         int   // tokens
	scale     int64 // the last scale word: 1e6 of "2 triệu"
	digits    int   // how many, if it is one run of digits
	ambiguous bool
	word      bool // of number words only
	linked    bool // its place is told: "linh năm", "không trăm hai mươi"
}

const maxMilli = int64(1e18)

// amount reads a figure of digits, words or both at token i: "1.714", "1tr5", "hai trăm linh năm", "2 triệu 350 nghìn".
func (p numbers) amount(i int) reading {
	sum := reading{word: true, scale: maxMilli}
	for {
		j := i + sum.n
		r := p.small(j)
		s, sn := p.scaleAt(j+r.n, r.n > 0)
		if r.n == 0 && (sn == 0 || sum.n > 0 || !p.headless(j+sn)) {
			break
		}
		if r.n == 0 {
			r = reading{milli: 1000, word: true}
		}
		if sn == 0 {
			p.tail(&sum, r, j)
			break
		}
		if s >= sum.scale || r.milli > maxMilli/s {
			break
		}
		sum.join(r, s, sn)
		if p.half(i + sum.n) {
			sum.milli += s * 500
			sum.n++
			break
		}
	}
	if sum.n == 0 {
		return reading{}
	}
	return sum
}

// join adds r times the scale s.
func (sum *reading) join(r reading, s int64, sn int) {
	if r.min > 0 && sum.n == 0 { // "hai ba trăm nghìn": the range is meant
		sum.min = r.min * s
	} else if r.ambiguous {
		sum.ambiguous, sum.alt = true, r.alt*s
	}
	sum.milli += r.milli * s
	sum.n += r.n + sn
	sum.word = sum.word && r.word
	sum.scale = s
}

// tail adds the last figure at token j, which has no scale word: "1 triệu 2" is 1.200.000, "một nghìn linh hai" 1.002.
func (p numbers) tail(sum *reading, r reading, j int) {
	if sum.n == 0 {
		*sum = r
		sum.scale = 1
		return
	}
	s := sum.scale
	switch {
	case r.digits > 0 && (r.digits > 3 || s < 1000 || !p.tailDigits(j, r.n)):
		return
	case r.digits > 0:
		sum.milli += r.milli * s / pow10(r.digits)
	case !r.word:
		return
	case !r.linked && r.n == 1 && r.milli < 10_000:
		sum.milli += r.milli * s / 10
	default:
		sum.milli += r.milli
		sum.ambiguous = sum.ambiguous || s >= 1e6 && !r.linked && r.milli%100_000 == 0 // "hai triệu ba trăm"
	}
	sum.n += r.n
	sum.word = sum.word && r.word
}

// tailDigits tells whether digits behind a scale word belong to it: they are glued to it, or money follows, or nothing
// that they could count.
func (p numbers) tailDigits(j, n int) bool {
	if p.toks[j].glued {
		return true
	}
	end := j + n
	if end >= len(p.toks) {
		return true
	}
	if p.toks[end].mark("/") || p.toks[end].mark("-") || p.toks[end].mark(".") && p.toks[end].glued && end+1 < len(p.toks) && p.toks[end+1].kind == 'd' {
		return false
	}
	key, n := p.nounAt(end)
	return n == 0 || key == "vnd"
}

func pow10(n int) int64 {
	v := int64(1)
	for range n {
		v *= 10
	}
	return v
}

// figureAt reads a number word; one without accents that is the begin of another word is none.
func (p numbers) figureAt(i int) (figure, int) {
	f, n := figures.match(p.toks, i)
	if n == 1 && p.toks[i].plain() && i+1 < len(p.toks) && notFigures[p.toks[i].fold][p.toks[i+1].fold] {
		return figure{}, 0
	}
	if n == 1 && p.toks[i].text == "mot" { // một, or mốt
		return figure{figDigit, 1}, 1
	}
	return f, n
}

// scaleAt reads a scale word. k and tr stand behind digits only.
func (p numbers) scaleAt(i int, after bool) (int64, int) {
	f, n := p.figureAt(i)
	if n == 0 || f.kind != figScale {
		return 0, 0
	}
	if w := p.toks[i]; (w.fold == "k" || w.fold == "tr" || w.text == "cu") && (!after || p.toks[i-1].kind != 'd' || w.text == "cu") {
		return 0, 0
	}
	if f2, n2 := p.figureAt(i + n); n2 > 0 && f2.kind == figScale && f2.v > f.v { // nghìn tỷ
		return f.v * f2.v, n + n2
	}
	return f.v, n
}

// headless tells whether a scale word that no figure precedes is a number: "nghìn rưỡi", "triệu hai".
func (p numbers) headless(i int) bool {
	f, n := p.figureAt(i)
	return n > 0 && (f.kind == figHalf || f.kind == figLast || f.kind == figDigit && f.v > 0)
}

func (p numbers) half(i int) bool {
	f, n := p.figureAt(i)
	return n > 0 && f.kind == figHalf
}

// small reads a figure below a scale word: digits, or words up to 999.
func (p numbers) small(i int) reading {
	if i >= len(p.toks) {
		return reading{}
	}
	if p.toks[i].kind == 'd' {
		r := p.digits(i)
		return p.digitsAndWords(i, r)
	}
	return p.hundreds(i)
}

// digitsAndWords reads "5 trăm", "2 chục", "3 trăm rưỡi".
func (p numbers) digitsAndWords(i int, r reading) reading {
	f, n := p.figureAt(i + r.n)
	if n == 0 || f.kind != figTens && f.kind != figHundred {
		return r
	}
	r.milli *= f.v
	r.n += n
	r.digits = 0
	if p.half(i + r.n) {
		r.milli += f.v * 500
		r.n++
	}
	if f.kind == figHundred {
		p.belowHundred(i, &r)
	}
	return r
}

// hundreds reads words up to 999; "trăm hai" is 120.
func (p numbers) hundreds(i int) reading {
	d, dn := p.figureAt(i)
	h, hn := p.figureAt(i + dn)
	switch {
	case dn > 0 && d.kind == figHundred:
		r := reading{milli: 100_000, n: dn, word: true}
		p.belowHundred(i, &r)
		if r.n == dn { // "trăm người" names no number
			return reading{}
		}
		return r
	case dn > 0 && hn > 0 && d.kind == figDigit && h.kind == figHundred:
		r := reading{milli: d.v * 100_000, n: dn + hn, word: true, linked: d.v == 0}
		p.belowHundred(i, &r)
		return r
	}
	return p.tens(i)
}

// belowHundred adds what follows "trăm".
func (p numbers) belowHundred(i int, r *reading) {
	f, n := p.figureAt(i + r.n)
	switch {
	case n == 0:
		return
	case f.kind == figHalf:
		r.milli += 50_000
		r.n += n
	case f.kind == figZeroTen:
		if d, dn := p.figureAt(i + r.n + n); dn > 0 && (d.kind == figDigit || d.kind == figLast) {
			r.milli += d.v * 1000
			r.n += n + dn
		}
	default:
		p.afterHundred(i, r)
	}
}

// afterHundred adds tens and units; a lone digit counts tens ("hai trăm hai").
func (p numbers) afterHundred(i int, r *reading) {
	t := p.tens(i + r.n)
	if t.n == 0 || t.ambiguous && t.min > 0 && t.n == 0 {
		return
	}
	if t.n == 1 && t.milli < 10_000 {
		if next, n := p.figureAt(i + r.n + 1); n > 0 && (next.kind == figScale || next.kind == figHundred) && !r.linked {
			if next.kind == figHundred {
				return // another number begins
			}
		}
		t.milli *= 10
	}
	r.milli += t.milli
	r.n += t.n
	r.word = r.word && t.word
}

// tens reads words up to 99.
func (p numbers) tens(i int) reading {
	d, dn := p.figureAt(i)
	if dn == 0 {
		return reading{}
	}
	if d.kind == figTen || p.toks[i].text == "muoi" {
		return p.units(i, reading{milli: 10_000, n: dn, word: true})
	}
	if d.kind == figTens {
		return p.dozenHalf(i, dn)
	}
	if d.kind == figZeroTen { // "(một nghìn) lẻ hai", and as some write it "lẻ hai mươi"
		if t := p.tens(i + dn); i > 0 && t.n > 0 && !t.linked {
			return reading{milli: t.milli, n: dn + t.n, word: true, linked: true}
		}
		if u, un := p.figureAt(i + dn); un > 0 && u.kind == figDigit && i > 0 {
			return reading{milli: u.v * 1000, n: dn + un, word: true, linked: true}
		}
		return reading{}
	}
	if d.kind != figDigit {
		return reading{}
	}
	t, tn := p.figureAt(i + dn)
	slip := t.kind == figTen && d.v > 1 // "hai mười" is asked about: hai mươi, or two figures
	if tn > 0 && (t.kind == figTens || slip) {
		r := p.units(i, reading{milli: d.v * 10_000, n: dn + tn, word: true, ambiguous: slip})
		if p.half(i + r.n) {
			r.milli, r.n = r.milli+5_000, r.n+1
		}
		return r
	}
	return p.pair(i, reading{milli: d.v * 1000, n: dn, word: true})
}

// dozenHalf reads "chục rưỡi" and "chục hai".
func (p numbers) dozenHalf(i, n int) reading {
	if p.toks[i].fold != "chuc" {
		return reading{}
	}
	if p.half(i + n) {
		return reading{milli: 15_000, n: n + 1, word: true}
	}
	if r := p.units(i, reading{milli: 10_000, n: n, word: true}); r.n > n {
		return r
	}
	return reading{}
}

// units adds the last digit to tens.
func (p numbers) units(i int, r reading) reading {
	u, n := p.figureAt(i + r.n)
	if n == 0 || u.kind != figDigit && u.kind != figLast || u.v == 0 {
		return r
	}
	if next, nn := p.figureAt(i + r.n + n); nn > 0 && (next.kind == figHundred || next.kind == figTens) {
		return r
	}
	r.milli += u.v * 1000
	r.n += n
	return r
}

// pair reads two digits in a row: "hai lăm" is 25, "tám tám" 88; "hai ba" is 23 or two to three, and before a scale
// word the latter.
func (p numbers) pair(i int, r reading) reading {
	u, n := p.figureAt(i + r.n)
	tens := r.milli / 1000
	if n == 0 || tens == 0 || u.v == 0 || u.kind != figDigit && u.kind != figLast {
		return r
	}
	steps := u.kind == figDigit && u.v == tens+1
	next, nn := p.figureAt(i + r.n + n)
	if nn > 0 && (next.kind == figTens || next.kind == figHundred) {
		if !steps {
			return r
		}
		return p.times(i, reading{milli: u.v * 1000, min: r.milli, n: r.n + n, word: true, ambiguous: true})
	}
	if tens == 1 && u.kind != figLast {
		if !steps { // "một hai" may be a range, "một năm" a year
			return r
		}
	}
	if steps && nn > 0 && next.kind == figScale {
		return reading{milli: u.v * 1000, min: r.milli, n: r.n + n, word: true, ambiguous: true}
	}
	whole := reading{milli: (tens*10 + u.v) * 1000, n: r.n + n, word: true}
	if steps {
		whole.ambiguous, whole.alt = true, u.v*1000
	}
	return whole
}

// times multiplies a small range by chục or trăm: "ba bốn chục".
func (p numbers) times(i int, r reading) reading {
	f, n := p.figureAt(i + r.n)
	r.milli, r.min, r.n = r.milli*f.v, r.min*f.v, r.n+n
	return r
}
