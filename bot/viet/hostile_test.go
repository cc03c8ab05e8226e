package viet_test

import (
	"strings"
	"testing"
	"time"

	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// TestHostileTexts: no message of the longest kind, however it is made, keeps the one loop that all wait for. Some such texts took
// half a minute before.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	const longest = 4096 // characters of a message
	c := context()
	today := period.NewDate(2026, 11, 23)
	for _, part := range []string{
		"1.", "1,", ".1", "1.1,", "1/", "1-", "1 ", "1a", "a1a", "x", "xx", "xtr", "a", "é", "é\u0301", "\u0301", "ệ", "e\u0302\u0323", "(", "\"", ",", "\n", "\u202e", "\u200b",
		"ở xã ", "mỗi xã k ", "8 giờ k ", "thứ 7 - ", "x tỷ ", "kế hoạch a ", "82A-123.451", "mười ", "trăm triệu tỷ ", "và ", "từ 1/1 đến ", "tháng quý năm ",
		"tuyên truyền tặng quà ", "xã Bờ Y ", "Đăk Đắk ", "Nguyễn Văn A ", "0912345678 ", "a@b.", "ddawjc ", "👨‍👩‍👧‍👦",
	} {
		text := string([]rune(strings.Repeat(part, longest))[:longest])
		read := func() time.Duration {
			begin := time.Now()
			viet.Read(text, c)
			viet.Number(text)
			viet.Dates(text, today)
			viet.Period(text, today, period.ND09)
			viet.Question(text, today, period.ND09)
			viet.Filter(text)
			return time.Since(begin)
		}
		if took := read(); took > 2*time.Second && read() > 2*time.Second { // the machine may have stood still once
			t.Errorf("%q again and again: took %v", part, took)
		}
	}
}
