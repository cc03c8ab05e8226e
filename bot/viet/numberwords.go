package viet

// figureKind says what a number word does.
type figureKind uint8

const (
	figDigit   figureKind = iota + 1
	figLast               // mốt, tư, lăm: only the last digit after tens
	figTen                // mười
	figTens               // mươi, chục
	figHundred            // trăm
	figScale              // nghìn and up
	figZeroTen            // linh, lẻ
	figHalf               // rưỡi
)

type figure struct {
	kind figureKind
	v    int64
}

var figures = phrases(map[string]figure{
	"không":             {figDigit, 0},
	"một":               {figDigit, 1},
	"hai":               {figDigit, 2},
	"ba":                {figDigit, 3},
	"bốn":               {figDigit, 4},
	"năm":               {figDigit, 5},
	"sáu":               {figDigit, 6},
	"bảy|bẩy":           {figDigit, 7},
	"tám":               {figDigit, 8},
	"chín":              {figDigit, 9},
	"mốt":               {figLast, 1},
	"tư":                {figLast, 4},
	"lăm|nhăm":          {figLast, 5},
	"mười":              {figTen, 10},
	"mươi|muơi|chục":    {figTens, 10}, // muơi: as many type it
	"trăm":              {figHundred, 100},
	"nghìn|ngàn|ngìn|k": {figScale, 1e3},
	"vạn":               {figScale, 1e4},
	"triệu|tr|tr.|củ":   {figScale, 1e6},
	"tỷ|tỉ":             {figScale, 1e9},
	"linh|lẻ":           {figZeroTen, 0},
	"rưỡi|rưởi":         {figHalf, 0},
})

// notFigures lists words behind which a number word without accents is another word: trạm y tế, văn bản, vận động.
var notFigures = map[string]map[string]bool{
	"tram": wordSet("y bien bom kiem thu dien"),
	"van":  wordSet("de ban dong hoa phong nghe"),
	"ty":   wordSet("le"),
	"chuc": wordSet("sac mung danh nang"),
	"nam":  wordSet("gioi nu sinh qua truoc nay ngoai"),
	"ba":   wordSet("con me"),
	"lam":  wordSet("viec gieng duong cccd can nha ve"),
	"tu":   wordSet("quan van phap che van"),
	"tam":  wordSet("than ly"),
	"bay":  wordSet("gio"),
	"chin": wordSet("chan"),
}

var hedgesBefore = phrases(map[string]Hedge{
	"khoảng|khoảng chừng|tầm|tầm khoảng|cỡ|độ|chừng|ước|ước tính|ước khoảng|ước đạt|trên dưới|xấp xỉ|~|≈|khoản|kh.|khoảng hơn kém|đâu đó|cỡ khoảng": About,
	"hơn|trên|không dưới|ít nhất|tối thiểu|>|≥|ngoài|khoảng hơn|ước hơn|hơn cả|không ít hơn|đến hơn":                                                More,
	"gần|chưa tới|chưa đến|dưới|không quá|tối đa|suýt|<|≤|ngót|ngót nghét|chưa đầy|không đến|nhiều nhất|không hơn":                                  Less,
})

var hedgesAfter = phrases(map[string]Hedge{
	"trở lên|hơn|có hơn|+|có lẻ|và hơn":     More,
	"trở xuống|đổ lại|là cùng|không đến":    Less,
	"gì đó|hoặc hơn kém|trở lại|xấp xỉ|ước": About,
})

var rangeWords = phrases(map[string]bool{"-|đến|tới|~|hoặc": true})

// askWords name no number.
var askWords = phrases(map[string]bool{
	"vài|mấy|vài ba|dăm|dăm ba|dăm bảy|vài chục|mấy chục|vài trăm|mấy trăm|hàng chục|hàng trăm|hàng nghìn|hàng ngàn|" +
		"rất nhiều|nhiều|rất đông|đông|đông đảo|vô số|cả trăm|cả chục|mười mấy|hai mươi mấy|mươi|một vài|một số|vài nghìn|" +
		"ko nhớ|không rõ|không nhớ|chưa rõ|không biết|ko rõ|chả rõ": true,
})

// zeroWords are the answers that mean none.
var zeroWords = phrases(map[string]bool{
	"không có|ko có|k có|hok có|hông có|kh có|khong co|chưa có|không ai|không có gì|không có ai|không có người nào|không phát sinh|hổng có|ko|không|hok|kô|hong": true,
})

// nobody ends a zero that counts people: không có ai.
var nobody = wordSet("ai nguoi")

var vagueTails = phrases(map[string]bool{"mấy|mấy chục|mấy trăm|lẻ mấy|có lẻ": true})

// vague makes a number that was told in part a question: "năm trăm mấy chục em", "30 mấy người".
func (p numbers) vague(q *quantity) {
	_, n := vagueTails.match(p.toks, q.end)
	if n == 1 && p.toks[q.end].plain() { // máy
		if _, noun := p.nounAt(q.end + 1); noun == 0 {
			return
		}
	}
	if n > 0 && !p.toks[q.end].mark("+") {
		q.Ask, q.Value, q.Alts = true, 0, nil
		q.end += n
	}
}

// zero reads "không có", whose noun may follow; the bare "không" only where it is the whole text.
func (p numbers) zero(i int) (reading, bool) {
	if _, n := zeroWords.match(p.toks, i); n > 1 || n == 1 && len(p.toks) == 1 {
		return reading{n: n, word: n == 1}, true
	}
	return reading{}, false
}

// askAt reads a word that names no number.
func (p numbers) askAt(i int) (quantity, bool) {
	_, n := askWords.match(p.toks, i)
	if n == 0 {
		return quantity{}, false
	}
	q := quantity{Num: Num{Ask: true}, at: i, first: i, end: i + n}
	for ; q.end < len(p.toks); q.end++ { // vài trăm nghìn
		if f, n := figures.match(p.toks, q.end); n == 0 || f.kind == figDigit {
			break
		}
	}
	p.unit(&q)
	if q.noun == q.end && len(p.toks) > q.end-q.at {
		return q, false
	}
	return q.finish(p.toks), true
}

// wordAnswer reads an answer without any number that still is one: "không", "vài".
func (p numbers) wordAnswer() (Num, bool) {
	for i := range p.toks {
		if _, n := askWords.match(p.toks, i); n > 0 {
			return Num{Ask: true, From: p.toks[i].from, To: p.toks[i+n-1].to}, true
		}
	}
	if len(p.toks) == 0 {
		return Num{}, false
	}
	if _, n := zeroWords.match(p.toks, 0); n > 0 && len(p.toks)-n <= 2 {
		return Num{From: p.toks[0].from, To: p.toks[n-1].to}, true
	}
	return Num{}, false
}

// combine makes one number of several: the total, the sum, or an ambiguous first.
func (p numbers) combine(found []quantity) Num {
	if len(found) == 1 {
		return found[0].Num
	}
	sum := found[0].Num
	for i, q := range found[1:] {
		if !q.Sure() || !found[0].Sure() || q.Unit == "" || !p.joined(found[i].end, q.at) || !addable(found[0].Unit, q.Unit) {
			first := found[0].Num
			first.Ambiguous = true
			return first
		}
		sum.Value += q.Value
		sum.To = q.To
		if q.Hedge != Exact {
			sum.Hedge = q.Hedge
		}
	}
	sum.Sum = true
	return sum
}

// joined tells whether what stands between two numbers only adds them: và, cùng, với, a comma.
func (p numbers) joined(end, at int) bool {
	for i := end; i < at; i++ {
		if !wordPlus.has(p.toks[i]) && !p.toks[i].mark(",") && !p.toks[i].mark("+") && !p.toks[i].mark("&") {
			return false
		}
	}
	return true
}

// addable tells whether two nouns count the same thing.
func addable(a, b string) bool {
	people := wordSet("nguoi luot_nguoi luc_luong luot")
	return a == b || people[a] && people[b]
}

// ordinal tells whether the number at token i numbers a place or a thing ("thôn 3", "lớp 5") and counts nothing.
func ordinal(toks []token, i int) bool {
	if i == 0 || toks[i].kind != 'd' {
		return false
	}
	before := toks[i-1]
	if before.mark(".") && i > 1 && toks[i-2].kind == 'w' && before.glued {
		before = toks[i-2]
	}
	if i > 1 && toks[i-2].kind == 'd' && (i < 4 || toks[i-3].kind != 'm' || toks[i-4].kind != 'd') { // 5 thôn 300 người
		return false
	}
	if wordVillage.has(before) && i > 1 && wordOld.has(toks[i-2]) { // già làng 30 người
		return false
	}
	_, n := ordinalNouns.match([]token{before}, 0)
	return n > 0
}

var ordinalNouns = phrases(map[string]bool{
	"thôn|tổ|làng|khu|khối|đội|lớp|quý|tháng|số|tdp|quốc lộ|ql|tl|dt|khóa|khoá|ấp|tiểu khu|cụm|kdc|buôn|chi bộ|tk|tiểu đội|trung đội|đại đội|nghị định|nđ|qđ": true,
})
