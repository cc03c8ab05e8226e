package viet

import "slices"

// Undone tells why a text is about something that was not done.
type Undone string

// The reasons.
const (
	Done      Undone = ""
	Planned   Undone = "planned"   // sẽ tổ chức, dự kiến, kế hoạch ngày mai, chỉ tiêu
	Cancelled Undone = "cancelled" // hoãn, đã hủy, chưa tổ chức
)

// forecast is a phrase that says that something was not done.
type forecast struct {
	why    Undone
	gap    int  // how many words further an activity must begin; anywhere: none needs to
	begins bool // counts at the begin of a clause only
}

const anywhere = -1

var forecasts = phrases(map[string]forecast{
	"dự kiến|dự định|dự tính|lên kế hoạch|kế hoạch ngày mai|kh ngày mai|kế hoạch tuần tới|kế hoạch tuần sau|kế hoạch tháng tới|kế hoạch tháng sau|" +
		"sắp tổ chức|sắp diễn ra|đang chuẩn bị|theo chỉ tiêu|chỉ tiêu được giao|chỉ tiêu giao|được giao chỉ tiêu|giao chỉ tiêu|chỉ tiêu là|chỉ tiêu tháng|chỉ tiêu năm|chỉ tiêu quý|" +
		"xin chủ trương|xin ý kiến|đăng ký tổ chức|xin đăng ký|xin phép tổ chức|đề nghị cho tổ chức|đề xuất tổ chức|đề nghị tổ chức": {why: Planned, gap: anywhere},
	"sẽ|sắp|chuẩn bị|chuẩn bị cho|sắp tới|định|tính|có kế hoạch":                {why: Planned, gap: 2},
	"đề nghị|đề xuất|đề nghị cho|xin|xin phép|xin được|đăng ký|mai|kế hoạch|kh": {why: Planned, begins: true},
	"bị hoãn|tạm hoãn|phải hoãn|hoãn lại|hoãn sang|hoãn đến|hoãn tới|hoãn vì|hoãn do|đã hoãn|xin hoãn|hoãn|bị hủy|đã hủy|hủy bỏ|hủy buổi|hủy cuộc|phải hủy|xin hủy|hủy vì|hủy do|hủy|" +
		"không diễn ra|chưa diễn ra|không tổ chức được|chưa tổ chức được|không thực hiện được|chưa thực hiện được|không tiến hành được|chưa tiến hành được|không làm được|chưa làm được|ko tổ chức được|" +
		"dời lại|dời sang|dời qua|dời ngày|lùi lại|lùi sang|chuyển sang ngày khác|để hôm khác|để bữa khác|tạm ngưng|không thành|chưa xong": {why: Cancelled, gap: anywhere},
	"không|ko|k|hok|hông|hổng|chưa|không thể|chưa kịp|chưa được|không kịp|chưa thể": {why: Cancelled},
})

// acting are words for doing, beside those for the forms themselves.
var acting = phrases(map[string]bool{
	"tổ chức|tiến hành|thực hiện|triển khai|ra quân|diễn ra|mở lớp|mở hội nghị|tặng quà|phát quà|trao quà|tc": true,
})

// actual are words before what really came, beside what was planned.
var actual = phrases(map[string]bool{"thực tế|thực dự|thực có|có mặt|kết quả|đã đạt|đạt được|đã thực hiện|đã tổ chức|tham dự thực tế|nhưng chỉ|chỉ có|đến dự": true})

// contents begin what people were told to do or not to do, which says nothing about the event.
var contents = phrases(map[string]bool{
	"cam kết|ký cam kết|vận động|nhắc nhở|yêu cầu|hứa|nghiêm cấm|tuyên truyền|kêu gọi|hướng dẫn|đạt|vượt|hoàn thành|so với|vi phạm|nếu|quyết|quy|nhất|ổn|xác|gia|tiêu|phá|phân|giấy": true,
})

// harmlessUndone turn the phrase before them into another: tạm hoãn nghĩa vụ, hủy hoại.
var harmlessUndone = phrases(map[string]bool{"nghĩa vụ|gọi nhập ngũ|nhập ngũ|thi hành|hoại|diệt|chấp hành|vi phạm|khởi tố|phạt": true})

// undone tells whether a text is about something that is planned, or that did not take place.
func (v *Vocabulary) undone(toks []token) Undone {
	for i := range toks {
		f, n := forecasts.match(toks, i)
		if n == 0 || n == 1 && !certain(toks, i) || contained(toks, i, n) {
			continue
		}
		if f.begins && i > 0 && !toks[i].line && toks[i-1].kind != 'm' {
			continue
		}
		if _, harmless := harmlessUndone.match(toks, i+n); harmless > 0 || f.why == Planned && has(toks, actual) {
			continue
		}
		if f.gap == anywhere || v.acts(toks, i+n, f.gap) {
			return f.why
		}
	}
	return Done
}

// certain tells whether a single word is what it looks like: without accents hủy may be a name, hoãn a praise and chưa a
// pagoda.
func certain(toks []token, i int) bool {
	switch toks[i].text {
	case "huy", "hoan", "sap", "tinh", "dinh", "mai", "k", "kh":
		return i == 0 && toks[i].text != "huy" && toks[i].text != "hoan"
	case "chua":
		return i == 0 || !places[toks[i-1].fold] && toks[i-1].fold != "tai" && toks[i-1].fold != "o"
	default:
		return true
	}
}

// contained tells whether a phrase at token i is part of what people were told, or ends another word.
func contained(toks []token, i, n int) bool {
	for start := max(0, i-5); start < i; start++ {
		if _, m := contents.match(toks[:i], start); m > 0 && (toks[start].fold != "tuyen" || toks[i].fold != "se") && !comma(toks[start+m:i]) {
			near := start+m == i || n == 1
			if near || m > 1 {
				return true
			}
		}
	}
	return false
}

// acts tells whether a word for doing, or for a form, begins at most gap words behind token i.
func (v *Vocabulary) acts(toks []token, i, gap int) bool {
	for j := i; j <= i+gap && j < len(toks) && toks[j].kind != 'm'; j++ {
		if _, n := acting.match(toks, j); n > 0 {
			return true
		}
		if s, n := v.signals.match(toks, j); n > 0 && s.kind == signalWord && s.weight >= 2 {
			return true
		}
	}
	return false
}

// has tells whether a phrase stands anywhere.
func has(toks []token, d *dict[bool]) bool {
	for i := range toks {
		if _, n := d.match(toks, i); n > 0 {
			return true
		}
	}
	return false
}

var (
	expectedWords = phrases(map[string]bool{"dự kiến|dự kiến có|theo dự kiến|kế hoạch|theo kế hoạch|chỉ tiêu|mời|mời được|giấy mời|triệu tập|ban đầu|đăng ký": true})
	actualWords   = phrases(map[string]bool{"thực tế|thực tế có|thực tế là|có mặt|thực dự|thực có|đến dự|đến|dự|tham dự|tham gia|kết quả|nhưng chỉ|chỉ có|chỉ": true})
)

// forecasted takes out the numbers that were planned where those that came are told too: "dự kiến 100, thực tế 85".
func (rd *reader) forecasted() {
	var kept []quantity
	for i, q := range rd.amounts {
		came := func(o quantity) bool {
			return o.at > q.at && kindred(o, q) && rd.before(o.at, actualWords, 1) && !rd.before(o.at, expectedWords, 1)
		}
		planned := rd.before(q.at, expectedWords, 1)
		if planned && (slices.ContainsFunc(rd.amounts[i+1:], came) || slices.ContainsFunc(rd.amounts[:i], func(o quantity) bool { return kindred(o, q) })) {
			continue
		}
		kept = append(kept, q)
	}
	rd.amounts = kept
}

// kindred tells whether two numbers count the same, as far as their nouns tell.
func kindred(a, b quantity) bool {
	return a.Unit == b.Unit || people[a.Unit] && people[b.Unit] || a.Unit == "" || b.Unit == ""
}
