package viet

import "fmt"

// parts of the day, with "buổi" or without.
var parts = phrases(map[string]string{
	"sáng|buổi sáng|sáng sớm|rạng sáng|vào buổi sáng|vào sáng": "morning",
	"trưa|buổi trưa": "noon",
	"chiều|buổi chiều|vào buổi chiều|vào chiều": "afternoon",
	"tối|buổi tối|vào buổi tối|vào tối":         "evening",
	"đêm|ban đêm|khuya|vào đêm":                 "night",
})

// partDays may follow a part of the day at once: "sáng nay", "chiều qua".
var partDays = phrases(map[string]int{"nay|hnay|ni": 0, "qua|hqua": -1, "kia": -2, "mai": 1})

var dayFillers = phrases(map[string]bool{"ngày|vào|vào ngày|trong|trong ngày|các ngày|vào các ngày|hôm|of|bữa|trong các ngày|ngày:": true})

var atWords = phrases(map[string]bool{"lúc|vào lúc|hồi|vào hồi|khoảng|tầm|từ": true})

// clock reads a time of day: "lúc 8h", "8h30", "8 giờ 30 phút", "14:00". It gives "08:30".
func (p dates) clock(i int) (string, int) {
	_, at := atWords.match(p.toks, i)
	j := i + at
	if j+1 >= len(p.toks) || p.toks[j].kind != 'd' || len(p.toks[j].text) > 2 {
		return "", 0
	}
	h, _ := atoi(p.toks[j].text)
	sep := p.toks[j+1]
	colon := sep.mark(":") && sep.glued && j+2 < len(p.toks) && p.toks[j+2].kind == 'd' && p.toks[j+2].glued && len(p.toks[j+2].text) == 2
	if !colon && !hourWord(sep, at > 0) || h > 24 {
		return "", 0
	}
	minute, n := p.minutes(j + 2)
	if p.duration(j+2+n, at) {
		return "", 0
	}
	return fmt.Sprintf("%02d:%02d", h%24, minute), j + 2 + n + p.untilClock(j+2+n) - i
}

func hourWord(t token, at bool) bool {
	return wordHour.has(t) || t.fold == "gio" && t.plain() || t.fold == "h" || t.fold == "g" && (at || t.glued)
}

// duration tells whether "24 giờ" is followed by what makes it a length or a name: "24 giờ trải nghiệm".
func (p dates) duration(i, at int) bool {
	return at == 0 && i < len(p.toks) && wordLabour.has(p.toks[i])
}

// minutes reads "30", "30 phút", "rưỡi" behind the hour.
func (p dates) minutes(i int) (minute, n int) {
	if p.half(i) {
		return 30, 1
	}
	if i >= len(p.toks) || p.toks[i].kind != 'd' || len(p.toks[i].text) != 2 {
		return 0, 0
	}
	m, _ := atoi(p.toks[i].text)
	if i+2 < len(p.toks) && p.toks[i+1].glued && p.toks[i+1].kind == 'm' && p.toks[i+2].kind == 'd' { // 9h 20/11
		return 0, 0
	}
	withWord := i+1 < len(p.toks) && wordMinute.has(p.toks[i+1])
	if m > 59 || !p.toks[i].glued && !withWord && p.counts(i+1) && !p.startsDay(i+1) {
		return 0, 0
	}
	if withWord {
		return m, 2
	}
	return m, 1
}

// untilClock steps over the end of "từ 8h đến 10h".
func (p dates) untilClock(i int) int {
	_, n := toWords.match(p.toks, i)
	if n == 0 || i+n+1 >= len(p.toks) || p.toks[i+n].kind != 'd' || !hourWord(p.toks[i+n+1], true) {
		return 0
	}
	_, m := p.minutes(i + n + 2)
	return n + 2 + m
}
