package viet_test

import (
	"testing"
	"unicode/utf8"

	"danvanbot/bot/fold"
	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

// seed gives a fuzz target the texts of the test set and some hard ones.
func seed(f *testing.F) {
	f.Helper()
	for _, l := range readTestset(f) {
		f.Add(l.In)
	}
	for _, s := range []string{
		"", " ", "\n", "\x00", "\xff", "5/", "/5", "1.", ".1", "1..2", "từ", "từ 1", "tháng", "tháng 13", "quý", "x1", "a1a1a1", "t7", "t", "ngày",
		"999999999999999999999", "1.000.000.000.000.000.000.000", "hai ba bốn năm sáu", "tỷ tỉ tỷ", "１２３", "e\u0301\u0302", "Ia H' Drai", "mùng 30 Tết",
		"1/1/1", "31/12/9999", "từ 9/9999 đến nay", "60 năm qua", "1000 năm trước", "9 tháng cuối năm", "tuần 53", "“”", "mô hình “", "x" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"nội dung: a\nđịa điểm: b\n", "tặng quà; tặng quà; tặng 5 quà", "0987654321", "82A-123.45", "MẬT", "danh sách",
	} {
		f.Add(s)
	}
}

func span(t *testing.T, s string, from, to int) {
	t.Helper()
	nfc := fold.NFC(s)
	if utf8.ValidString(s) && (from < 0 || to < from || to > len(nfc) || !utf8.ValidString(nfc[from:to])) {
		t.Errorf("%q: span %d–%d of %d bytes", s, from, to, len(nfc))
	}
}

func FuzzNumber(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := viet.Number(s)
		if !ok {
			return
		}
		span(t, s, n.From, n.To)
		if n.Value < 0 || n.Range() && n.Min >= n.Max {
			t.Errorf("%q: %+v", s, n)
		}
	})
}

func FuzzDates(f *testing.F) {
	seed(f)
	today := period.NewDate(2026, 11, 23)
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, d := range viet.Dates(s, today) {
			span(t, s, d.From, d.To)
			if d.From < end {
				t.Errorf("%q: read twice at %d", s, d.From)
			}
			end = d.To
			if !d.Bad && d.Range.To < d.Range.From {
				t.Errorf("%q: %v is empty", s, d.Range)
			}
		}
		if pd, _, ok := viet.Period(s, today, period.ND09); ok && pd.Range.Days() < 1 {
			t.Errorf("%q: %+v", s, pd)
		}
	})
}

func FuzzFilter(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		found := viet.Filter(s)
		for _, x := range found {
			span(t, s, x.From, x.To)
		}
		viet.Mask(s, found)
	})
}

func FuzzRead(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range viet.Read(s, context()) {
			span(t, s, r.From, r.To)
			for _, n := range r.Counts {
				span(t, s, n.From, n.To)
			}
			if r.Date != nil {
				span(t, s, r.Date.From, r.Date.To)
			}
		}
		viet.WantReport(s, context())
	})
}

func FuzzSpell(f *testing.F) {
	f.Add(int64(0))
	f.Add(int64(1_002_003_004))
	f.Fuzz(func(t *testing.T, n int64) {
		n = max(n, -n) % 1_000_000_000_000
		if got, ok := viet.Number(viet.Spell(n)); !ok || got.Value != float64(n) {
			t.Errorf("Number(%q) = %+v, want %d", viet.Spell(n), got, n)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	c := context()
	for b.Loop() {
		viet.Read("Hôm qua xã Rờ Kơi tổ chức 1 buổi tuyên truyền ATGT, 85 người dự", c)
	}
}

func BenchmarkReadNoAccents(b *testing.B) {
	c := context()
	for b.Loop() {
		viet.Read("t7 tuan trc cd ca xa dak ui ra quan tinh nguyen don ve sinh duong lang, 20 dvtn, 1.2km", c)
	}
}

func BenchmarkReadSlip(b *testing.B) {
	c := context()
	for b.Loop() {
		viet.Read("Hôm qua xã Rờ Kời tổ chức 1 buổi tuyên truyền ATGT, 85 người dự", c)
	}
}

func BenchmarkNewVocabulary(b *testing.B) {
	tree := testTree()
	for b.Loop() {
		viet.NewVocabulary(tree)
	}
}

func FuzzQuestion(f *testing.F) {
	for _, s := range []string{"tổng hợp tháng 12 dương lịch toàn tỉnh", "ai chưa báo cáo từ đầu năm", "10 năm qua", "nghị định 09", ""} {
		f.Add(s)
	}
	today := period.NewDate(2026, 11, 23)
	f.Fuzz(func(t *testing.T, s string) {
		q, ok := viet.Question(s, today, period.ND09)
		if ok != viet.Asks(s) || q.HasPeriod && q.Period.Range.From > q.Period.Range.To {
			t.Errorf("%q: got %+v %v", s, q, ok)
		}
	})
}
