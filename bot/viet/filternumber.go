package viet

// run is a row of digits written in one or several groups.
type run struct {
	digits string
	n      int  // tokens
	spaced bool // a group is set apart by a space
	first  int  // digits in the first group
	dotted bool // groups of three set apart by dots: money
}

// runAt reads the digits at token i, as many groups as give size digits exactly.
func (f *sieve) runAt(i, size int) (run, bool) {
	r := run{dotted: true}
	for j := i; j < len(f.toks) && f.toks[j].kind == 'd'; {
		if j > i && len(f.toks[j].text) != 3 {
			r.dotted = false
		}
		r.digits += f.toks[j].text
		if j == i {
			r.first = len(r.digits)
		}
		r.n = j + 1 - i
		if len(r.digits) >= size {
			break
		}
		next := j + 1
		if next < len(f.toks) && f.toks[next].glued && (f.toks[next].mark(".") || f.toks[next].mark("-")) {
			r.dotted = r.dotted && f.toks[next].mark(".")
			next++
			r.spaced = r.spaced || next < len(f.toks) && !f.toks[next].glued
		} else if next < len(f.toks) && !f.toks[next].glued && !f.toks[next].line {
			r.spaced, r.dotted = true, false
		} else {
			break
		}
		j = next
	}
	r.dotted = r.dotted && r.n > 1
	return r, len(r.digits) == size && !f.continues(i+r.n)
}

// continues tells whether digits go on at token i: what ends there is a piece of a longer number.
func (f *sieve) continues(i int) bool {
	if i >= len(f.toks) || !f.toks[i].glued {
		return false
	}
	return f.toks[i].kind == 'd' || i+1 < len(f.toks) && f.toks[i].kind == 'm' && !f.toks[i].mark(",") && f.toks[i+1].kind == 'd' && f.toks[i+1].glued
}

var phoneWords = phrases(map[string]bool{
	"sđt|số điện thoại|điện thoại|đt|số đt|zalo|tel|phone|di động|số máy|hotline|liên hệ|sdt|alo": true,
})

var identityWords = phrases(map[string]bool{
	"cccd|cmnd|căn cước|căn cước công dân|số cccd|số cmnd|định danh|số định danh|mã định danh|chứng minh nhân dân|cmt|chứng minh thư|" +
		"hộ chiếu|stk|số tài khoản|tài khoản|bhyt|số bhyt|cmtnd|giấy tờ số|gplx": true,
})

// afterWord reads a keyword and steps over "số", ":" to the digits behind it.
func (f *sieve) afterWord(words *dict[bool], i int) (j int, ok bool) {
	_, n := words.match(f.toks, i)
	if n == 0 {
		return i, false
	}
	j = i + n
	for k := 0; k < 2 && j < len(f.toks) && (f.toks[j].mark(":") || f.toks[j].mark(".") || wordNumberIs.has(f.toks[j])); k++ {
		j++
	}
	return j, j < len(f.toks) && f.toks[j].kind == 'd'
}

// phone finds Vietnamese telephone numbers, and shorter ones behind a word for them.
func (f *sieve) phone(i int) int {
	if j, ok := f.afterWord(phoneWords, i); ok {
		if n := f.longRun(j, 6); n > 0 {
			return j + n - i
		}
	}
	if f.fold(i) == "+" && f.fold(i+1) == "84" {
		if r, ok := f.runAt(i+1, 11); ok {
			return r.n + 1
		}
		if r, ok := f.runAt(i+3, 9); ok && f.fold(i+2) == ")" {
			return r.n + 3
		}
	}
	if f.toks[i].kind != 'd' || i > 0 && f.toks[i].glued && (f.toks[i-1].kind == 'd' || f.toks[i-1].mark(".") && i > 1 && f.toks[i-2].kind == 'd') {
		return 0
	}
	if r, ok := f.runAt(i, 10); ok && r.digits[0] == '0' && r.digits[1] != '0' && (!r.spaced || r.first >= 3) {
		return r.n
	}
	if r, ok := f.runAt(i, 11); ok && (r.digits[:2] == "02" || r.digits[:2] == "84" && r.digits[2] >= '3') && (!r.spaced || r.first >= 2) && !f.money(i+r.n) {
		return r.n
	}
	return 0
}

// longRun counts the tokens of at least size digits in a row at token i.
func (f *sieve) longRun(i, size int) int {
	for n := 15; n >= size; n-- {
		if r, ok := f.runAt(i, n); ok {
			return r.n
		}
	}
	return 0
}

// identity finds numbers of identity cards: 12 digits, 9 in one run that is no money, or any 4 behind a word for them;
// and those of passports.
func (f *sieve) identity(i int) int {
	if n := f.passport(i); n > 0 {
		return n
	}
	if j, ok := f.afterWord(identityWords, i); ok {
		if n := f.longRun(j, 6); n > 0 && !f.counted(j+n) && !f.money(j+n) {
			return j + n - i
		}
		if len(f.toks[j].text) >= 4 && !f.counted(j+1) {
			return j + 1 - i
		}
	}
	if f.toks[i].kind != 'd' || i > 0 && f.toks[i].glued && f.toks[i-1].kind != 'w' && !f.toks[i-1].mark("(") && !f.toks[i-1].mark(":") {
		return 0
	}
	if r, ok := f.runAt(i, 12); ok && (r.digits[0] == '0' && !r.dotted && (!r.spaced || r.first >= 3) || r.n == 1 && !f.money(i+1)) {
		return r.n
	}
	if len(f.toks[i].text) == 9 && !f.continues(i+1) && !f.money(i+1) && !worth[f.fold(i-1)] {
		return 1
	}
	return 0
}

// worth are the words before an amount: "trị giá 350000000".
var worth = wordSet("gia tien phi")

// money tells whether token i makes the digits before it an amount.
func (f *sieve) money(i int) bool {
	key, n := baseWords.nouns.match(f.toks, i)
	if n > 0 && key == "vnd" {
		return true
	}
	fig, n := figures.match(f.toks, i)
	return n > 0 && fig.kind == figScale
}

// counted tells whether a noun at token i makes the digits before it a count: "CCCD 1200 người".
func (f *sieve) counted(i int) bool {
	_, n := baseWords.nouns.match(f.toks, i)
	return n > 0 || i < len(f.toks) && (f.toks[i].mark("/") || f.toks[i].mark("."))
}

var passportWords = phrases(map[string]bool{"hộ chiếu|số hộ chiếu|passport|hc|pp|sổ thông hành|giấy thông hành": true})

// passport finds a letter with 7 or 8 digits behind a word for passports: "hộ chiếu số B1234567".
func (f *sieve) passport(i int) int {
	_, n := passportWords.match(f.toks, i)
	if n == 0 {
		return 0
	}
	for j := i + n; j < min(i+n+5, len(f.toks)); j++ {
		if f.toks[j].kind != 'w' || len(f.toks[j].fold) != 1 || j+1 >= len(f.toks) {
			continue
		}
		if size := f.digitsAt(j + 1); size == 7 || size == 8 {
			return j + 2 - i
		}
	}
	return 0
}

// email finds addresses of electronic mail: a word or digits, @, and a name with a dot.
func (f *sieve) email(i int) int {
	if f.fold(i) != "@" || i == 0 || !f.toks[i].glued || i+1 >= len(f.toks) || !f.toks[i+1].glued {
		return 0
	}
	end := i + 1
	for end < len(f.toks) && f.toks[end].glued && (f.toks[end].kind != 'm' || f.toks[end].mark(".") || f.toks[end].mark("-")) {
		end++
	}
	return end - i
}

// local moves the begin of an address back to where its first part begins.
func (f *sieve) local(i int) int {
	for i > 0 && f.toks[i].glued && (f.toks[i-1].kind != 'm' || f.toks[i-1].mark(".") || f.toks[i-1].mark("-") || f.toks[i-1].mark("_") || f.toks[i-1].mark("+")) {
		i--
	}
	return i
}

var plateWords = wordSet("bks bsx bien xe so kiem soat")

// plate finds vehicle plates: 82A-123.45, 82B1 12345, 82-B1 123.45.
func (f *sieve) plate(i int) int {
	if f.toks[i].kind != 'd' || len(f.toks[i].text) != 2 || f.toks[i].text < "11" || i > 0 && f.toks[i].glued && f.toks[i-1].kind == 'd' {
		return 0
	}
	j, dash := i+1, false
	if f.fold(j) == "-" {
		j++
	}
	if j >= len(f.toks) || f.toks[j].kind != 'w' || !f.toks[j].glued || len(f.toks[j].fold) > 2 || f.toks[j].fold == "" {
		return 0
	}
	upper := f.toks[j].cap
	j++
	if f.digitsAt(j) == 1 && f.toks[j].glued {
		j++
	}
	if f.fold(j) == "-" || f.fold(j) == "." {
		j, dash = j+1, true
	}
	tail := f.plateTail(j)
	known := upper || dash || tail != 1 || plateWords[f.fold(i-1)]
	if tail == 0 || !known && !f.smallPlate(i, j) {
		return 0
	}
	if !dash && tail == 1 && len(f.toks[j].text) == 4 && !f.toks[j].glued && !plateWords[f.fold(i-1)] {
		return 0
	}
	return j + tail - i
}

// notSeries are small letters behind digits that are hours, prices and measures: 20x50000, 15k50000.
var notSeries = wordSet("x k m h")

// smallPlate tells whether 82a12345 in small letters, with its last digits from token j, is a plate: nothing is counted or
// paid behind it.
func (f *sieve) smallPlate(i, j int) bool {
	letter := i + 1
	if f.fold(letter) == "-" {
		letter++
	}
	return !notSeries[f.fold(letter)] && f.digitsAt(j) >= 5 && !f.money(j+1) && !f.counted(j+1)
}

func (f *sieve) digitsAt(i int) int {
	if i >= len(f.toks) || f.toks[i].kind != 'd' {
		return 0
	}
	return len(f.toks[i].text)
}

// plateTail counts the tokens of 12345, 1234 or 123.45.
func (f *sieve) plateTail(i int) int {
	switch n := f.digitsAt(i); {
	case n == 3 && (f.fold(i+1) == "." || f.fold(i+1) == "-") && f.digitsAt(i+2) == 2 && f.toks[i+2].glued:
		return 3
	case (n == 5 || n == 4 || n == 6 && f.toks[i].glued) && !f.continues(i+1): // six: B1 and five
		return 1
	}
	return 0
}
