package viet

import (
	"strings"

	"danvanbot/bot/period"
)

// Query is what a question for figures asks.
type Query struct {
	Wish

	Period    period.Period
	HasPeriod bool
	Name      string   // the words of a unit that are left, "" for the whole
	Names     []string // the same as a list, where several units are named
	Missing   bool     // asks who has not reported
}

var (
	asking = phrases(map[string]bool{
		"bao nhiêu|bn người|ai chưa|thiếu ai|còn thiếu|còn ai|từ đâu|đơn vị nào|xã nào|phường nào|chưa báo cáo|chưa nộp|mấy buổi rồi|được mấy|ai báo cáo": true,
	})
	askingFigures = phrases(map[string]bool{"tổng hợp|số liệu|thống kê|xem kết quả|tổng kết|tổng số liệu|xem số": true})
	askingMissing = phrases(map[string]bool{
		"ai chưa|thiếu ai|còn thiếu|còn ai|chưa báo cáo|chưa nộp|ai thiếu|còn đơn vị nào|còn xã nào|thiếu đơn vị nào|thiếu xã nào|chưa gửi": true,
	})
	unknowing = phrases(map[string]bool{"không biết|ko biết|không rõ|không nhớ|chưa rõ|ko nhớ|k nhớ": true})
	fillers   = phrases(map[string]bool{
		"cho|cho tôi|cho em|cho mình|tôi|mình|em|xem|xin|cần|muốn|hãy|giúp|gửi|lấy|của|trong|kỳ|kì|theo|tại|ở|về|từ|đến nay|là|có|được|đã|rồi|đang|hiện|hiện nay|" +
			"số liệu|tổng hợp|thống kê|tổng kết|tổng số|tổng|kết quả|báo cáo|số|bảng|bản|toàn tỉnh|cả tỉnh|tỉnh|toàn bộ|tất cả|cả|toàn|các|những|mỗi|" +
			"bao nhiêu|mấy|ai|ai chưa|chưa|thiếu|còn|còn thiếu|nộp|gửi|đơn vị nào|xã nào|phường nào|nào|từ đâu|đâu|ra|này|kia|với|nhé|nha|ạ|đi|?|đồng chí|anh|chị|và|nhỉ|vậy|thế|dự|tham gia|tham dự|nghe|đến|" +
			"lượt|người|buổi|đợt|cuộc|suất|suất quà|quà|tin|nguồn tin|khẩu|mô hình|hoạt động|đơn vị|xã chưa|tình hình|công an tỉnh|ca tỉnh|cat|công tác|dân vận": true,
	})
	calendars = phrases(map[string]period.Calendar{
		"dương lịch|lịch dương|năm dương lịch|theo dương lịch":                                                        period.Plain,
		"nghị định 09|nđ 09|nđ09|nghị định 09/2019|nghị định 09/2019/nđ-cp|kỳ báo cáo|theo nghị định 09|lịch báo cáo": period.ND09,
	})
	wholes = phrases(map[string]period.Kind{
		"từ đầu năm đến nay|từ đầu năm|đầu năm đến nay|từ đầu năm tới nay|từ đầu năm đến giờ|từ đầu năm đến hôm nay|đầu năm tới nay":               period.Year,
		"từ đầu quý đến nay|từ đầu quý|đầu quý đến nay|từ đầu quý tới nay":                                                                         period.Quarter,
		"từ đầu tháng đến nay|từ đầu tháng|đầu tháng đến nay|từ đầu tháng tới nay|từ đầu tháng đến giờ|từ đầu kỳ|từ đầu kỳ đến nay|đầu kỳ đến nay": period.Month,
	})
)

// Asks tells whether a text asks for figures instead of reporting some: "tổng hợp tháng 10", "ai chưa báo cáo".
func Asks(s string) bool {
	t := tokenize(s, baseWords)
	for i := range t.toks {
		if _, n := asking.match(t.toks, i); n > 0 && !endsAt(t.toks, i, unknowing) {
			return true
		}
		if _, n := askingFigures.match(t.toks, i); n > 0 {
			return !tells(t.toks)
		}
	}
	return false
}

// tells is whether a text counts something itself.
func tells(toks []token) bool {
	p := numbers{toks, baseWords.nouns}
	days := dates{p, 0}.all(nil)
	used := make([]bool, len(toks))
	for _, w := range days {
		for i := w.at; i < w.end; i++ {
			used[i] = true
		}
	}
	for _, q := range p.all(used) {
		if q.Unit != "" && !spans[q.Unit] {
			return true
		}
	}
	return false
}

// spans are nouns of time and place, which a question may count.
var spans = wordSet("ngay gio lan thon")

// Question reads a question for figures: its period in the given calendar, or in the one that it names, and what is left
// of the words: a unit's name. It fails, and still tells what it read, where the text asks for nothing.
func Question(s string, today period.Date, cal period.Calendar) (q Query, ok bool) {
	var left string
	q.Wish, left = wishes(s)
	pd, rest, found := Period(left, today, cal)
	q.Period, q.HasPeriod = pd, found
	t := tokenize(s, baseWords)
	for i := range t.toks {
		_, n := askingMissing.match(t.toks, i)
		q.Missing = q.Missing || n > 0
	}
	for _, part := range apart(rest) {
		if name := named(part); name != "" {
			q.Names = append(q.Names, name)
		}
	}
	q.Name = strings.Join(q.Names, " ")
	return q, Asks(s) || q.asks()
}

// named gives what is left of a question without its filler and the words for activities.
func named(s string) string {
	t := tokenize(s, baseWords)
	var kept []string
	for i := 0; i < len(t.toks); {
		n := 0
		for _, d := range []*dict[bool]{fillers, calendarWords, activities} {
			_, m := d.match(t.toks, i)
			n = max(n, m)
		}
		if n == 0 && t.toks[i].kind != 'm' {
			kept = append(kept, t.typed(i, i+1))
		}
		i += max(n, 1)
	}
	return strings.Join(kept, " ")
}

var calendarWords = phrases(map[string]bool{"dương lịch|lịch dương|theo": true})

// activities are the words of the project's own forms and topics, which name no unit.
var activities = func() *dict[bool] {
	d := &dict[bool]{}
	e := DefaultEntries()
	for _, f := range e.Forms {
		for _, w := range f.Words {
			d.add(w.Words, true)
		}
	}
	for _, c := range e.Choices {
		d.add(c.Words, true)
	}
	return d
}()

// calendarIn takes the name of a calendar out of a question.
func calendarIn(s string, cal period.Calendar) (string, period.Calendar) {
	t := tokenize(s, baseWords)
	for i := range t.toks {
		if c, n := calendars.match(t.toks, i); n > 1 && t.toks[i].fold != "ky" {
			return t.without(t.toks[i].from, t.toks[i+n-1].to), c
		}
	}
	return s, cal
}

// sinceBegin reads "từ đầu năm đến nay": from the begin of the year of a calendar to today.
func (t text) sinceBegin(today period.Date, cal period.Calendar) (period.Period, string, bool) {
	for i := range t.toks {
		if k, n := wholes.match(t.toks, i); n > 0 {
			from := period.Containing(cal, k, today).Range.From
			return period.NewSpan(cal, period.Range{From: from, To: today}), t.without(t.toks[i].from, t.toks[i+n-1].to), true
		}
	}
	return period.Period{}, "", false
}
