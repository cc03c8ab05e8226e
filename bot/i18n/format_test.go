package i18n_test

import (
	"math"
	"testing"
	"time"

	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
)

func TestNumber(t *testing.T) {
	t.Parallel()
	tests := []struct {
		n      int64
		vi, en string
	}{
		{0, "0", "0"},
		{7, "7", "7"},
		{999, "999", "999"},
		{1000, "1.000", "1,000"},
		{1714, "1.714", "1,714"},
		{100_000, "100.000", "100,000"},
		{1_234_567, "1.234.567", "1,234,567"},
		{-5, "-5", "-5"},
		{-100, "-100", "-100"},
		{-1714, "-1.714", "-1,714"},
		{math.MaxInt64, "9.223.372.036.854.775.807", "9,223,372,036,854,775,807"},
		{math.MinInt64, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"},
	}
	for _, test := range tests {
		if vi, en := i18n.Number(i18n.VI, test.n), i18n.Number(i18n.EN, test.n); vi != test.vi || en != test.en {
			t.Errorf("%d: got %s and %s, want %s and %s", test.n, vi, en, test.vi, test.en)
		}
	}
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		x      float64
		digits int
		vi, en string
	}{
		{0, 0, "0", "0"},
		{0.069, 3, "0,069", "0.069"},
		{-0.5, 1, "-0,5", "-0.5"},
		{1714.256, 2, "1.714,26", "1,714.26"},
		{-1999.6, 0, "-2.000", "-2,000"},
	} {
		for l, want := range map[i18n.Lang]string{i18n.VI: c.vi, i18n.EN: c.en} {
			if got := i18n.Decimal(l, c.x, c.digits); got != want {
				t.Errorf("%s %g: got %s, want %s", l, c.x, got, want)
			}
		}
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	tests := []struct {
		n               int64
		full, short, en string
	}{
		{0, "0 đồng", "0 đồng", "0 đồng"},
		{500_000, "500.000 đồng", "500.000 đồng", "500,000 đồng"},
		{1_000_000, "1.000.000 đồng", "1 triệu đồng", "1 million đồng"},
		{1_500_000, "1.500.000 đồng", "1,5 triệu đồng", "1.5 million đồng"},
		{1_550_000, "1.550.000 đồng", "1.550.000 đồng", "1,550,000 đồng"},
		{15_000_000, "15.000.000 đồng", "15 triệu đồng", "15 million đồng"},
		{210_000_000, "210.000.000 đồng", "210 triệu đồng", "210 million đồng"},
		{999_900_000, "999.900.000 đồng", "999,9 triệu đồng", "999.9 million đồng"},
		{1_000_000_000, "1.000.000.000 đồng", "1 tỷ đồng", "1 billion đồng"},
		{1_200_000_000, "1.200.000.000 đồng", "1,2 tỷ đồng", "1.2 billion đồng"},
		{1_250_000_000, "1.250.000.000 đồng", "1.250.000.000 đồng", "1,250,000,000 đồng"},
		{1_000_000_001, "1.000.000.001 đồng", "1.000.000.001 đồng", "1,000,000,001 đồng"},
		{1_200_000_000_000, "1.200.000.000.000 đồng", "1.200 tỷ đồng", "1,200 billion đồng"},
		{-1_200_000_000, "-1.200.000.000 đồng", "-1,2 tỷ đồng", "-1.2 billion đồng"},
		{-2_500_000, "-2.500.000 đồng", "-2,5 triệu đồng", "-2.5 million đồng"},
		{-1_250_000_000, "-1.250.000.000 đồng", "-1.250.000.000 đồng", "-1,250,000,000 đồng"},
	}
	c := i18n.Default()
	for _, test := range tests {
		if got := c.Money(i18n.VI, test.n); got != test.full {
			t.Errorf("%d: got %s, want %s", test.n, got, test.full)
		}
		if vi, en := c.MoneyShort(i18n.VI, test.n), c.MoneyShort(i18n.EN, test.n); vi != test.short || en != test.en {
			t.Errorf("%d: got %s and %s, want %s and %s", test.n, vi, en, test.short, test.en)
		}
	}
}

func TestDays(t *testing.T) {
	t.Parallel()
	sunday := period.NewDate(2026, 11, 22)
	tests := []struct{ got, want string }{
		{i18n.Date(i18n.VI, sunday), "22/11/2026"},
		{i18n.Date(i18n.EN, period.NewDate(2020, 2, 7)), "7/2/2020"},
		{i18n.Date(i18n.VI, period.NoDate), ""},
		{i18n.LongDate(i18n.VI, sunday), "Chủ nhật, 22/11/2026"},
		{i18n.LongDate(i18n.VI, sunday+1), "Thứ Hai, 23/11/2026"},
		{i18n.LongDate(i18n.EN, sunday-1), "Saturday, 21/11/2026"},
		{i18n.LongDate(i18n.VI, period.NoDate), ""},
		{i18n.Weekday(i18n.VI, time.Saturday), "Thứ Bảy"},
		{i18n.Weekday(i18n.VI, time.Wednesday), "Thứ Tư"},
		{i18n.Range(i18n.VI, sunday.Day()), "22/11/2026"},
		{i18n.Range(i18n.VI, period.Range{From: sunday - 6, To: sunday - 2}), "16/11 – 20/11/2026"},
		{i18n.Range(i18n.VI, period.Range{From: sunday - 365, To: sunday}), "22/11/2025 – 22/11/2026"},
		{i18n.Range(i18n.VI, period.Range{From: period.Dawn, To: sunday}), "đến 22/11/2026"},
		{i18n.Range(i18n.EN, period.Range{From: period.NoDate, To: sunday}), "up to 22/11/2026"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func TestPeriodLabel(t *testing.T) {
	t.Parallel()
	tests := []struct{ calendar, code, vi, en string }{
		{"nd09", "2026-10", "Kỳ báo cáo tháng 10/2026: 15/9 – 14/10 (NĐ 09)", "Reporting month 10/2026: 15/9 – 14/10 (Decree 09)"},
		{"nd09", "2026-01", "Kỳ báo cáo tháng 1/2026: 15/12/2025 – 14/1/2026 (NĐ 09)", "Reporting month 1/2026: 15/12/2025 – 14/1/2026 (Decree 09)"},
		{"nd09", "2026Q3", "Quý III/2026: 15/6 – 14/9 (NĐ 09)", "Quarter III/2026: 15/6 – 14/9 (Decree 09)"},
		{"nd09", "2026H1", "6 tháng đầu năm 2026: 15/12/2025 – 14/6/2026 (NĐ 09)", "First half of 2026: 15/12/2025 – 14/6/2026 (Decree 09)"},
		{"nd09", "2026H2", "6 tháng cuối năm 2026: 15/6 – 14/12 (NĐ 09)", "Second half of 2026: 15/6 – 14/12 (Decree 09)"},
		{"nd09", "2026M9", "9 tháng năm 2026: 15/12/2025 – 14/9/2026 (NĐ 09)", "Nine months of 2026: 15/12/2025 – 14/9/2026 (Decree 09)"},
		{"nd09", "2026", "Năm 2026: 15/12/2025 – 14/12/2026 (NĐ 09)", "Year 2026: 15/12/2025 – 14/12/2026 (Decree 09)"},
		{"nd09", "2026W47", "Tuần 47: 16/11 – 22/11/2026", "Week 47: 16/11 – 22/11/2026"},
		{"nd09", "2026W53", "Tuần 53: 28/12/2026 – 3/1/2027", "Week 53: 28/12/2026 – 3/1/2027"},
		{"nd09", "2026-11-22", "Chủ nhật, 22/11/2026", "Sunday, 22/11/2026"},
		{"nd09", "2010-06-17..2020-02-07", "Từ 17/6/2010 đến 7/2/2020", "From 17/6/2010 to 7/2/2020"},
		{"nd09", "1945-01-01..2026-11-22", "Đến 22/11/2026", "Up to 22/11/2026"},
		{"duong_lich", "2026-10", "Tháng 10/2026", "Month 10/2026"},
		{"duong_lich", "2026Q4", "Quý IV/2026", "Quarter IV/2026"},
		{"duong_lich", "2026H1", "6 tháng đầu năm 2026", "First half of 2026"},
		{"duong_lich", "2026M9", "9 tháng năm 2026", "Nine months of 2026"},
		{"duong_lich", "2026", "Năm 2026", "Year 2026"},
		{"antt_xa", "2026", "Năm 2026: 16/11/2025 – 15/11/2026 (ANTT xã)", "Year 2026: 16/11/2025 – 15/11/2026 (commune security)"},
		{"antt_xa", "2026-10", "Kỳ báo cáo tháng 10/2026: 16/9 – 15/10 (ANTT xã)", "Reporting month 10/2026: 16/9 – 15/10 (commune security)"},
		{"antt_kdc", "2026", "Năm 2026: 1/11/2025 – 31/10/2026 (ANTT khu dân cư)", "Year 2026: 1/11/2025 – 31/10/2026 (quarter security)"},
		{"antt_kdc", "2026-10", "Tháng 10/2026", "Month 10/2026"},
		{"antt_kdc", "2026Q2", "Quý II/2026: 1/2 – 30/4 (ANTT khu dân cư)", "Quarter II/2026: 1/2 – 30/4 (quarter security)"},
	}
	for _, test := range tests {
		c, _ := period.CalendarByID(test.calendar)
		p, err := period.ParseCode(test.code, c)
		if err != nil {
			t.Fatal(err)
		}
		if vi, en := i18n.PeriodLabel(i18n.VI, p), i18n.PeriodLabel(i18n.EN, p); vi != test.vi || en != test.en {
			t.Errorf("%s %s: got\n%s\n%s\nwant\n%s\n%s", test.calendar, test.code, vi, en, test.vi, test.en)
		}
	}
}

// TestPeriodLabelOfNonsense holds that an impossible index gives a text, not a panic.
func TestPeriodLabelOfNonsense(t *testing.T) {
	t.Parallel()
	for k := range period.Year + 1 {
		for _, index := range []int{-1, 0, 5, 13} {
			if got := i18n.PeriodLabel(i18n.VI, period.Period{Kind: k, Index: index}); got == "" {
				t.Errorf("kind %d, index %d: got nothing", k, index)
			}
		}
	}
}

func TestCalendarName(t *testing.T) {
	t.Parallel()
	want := map[string]string{"nd09": "NĐ 09", "duong_lich": "dương lịch", "antt_xa": "ANTT xã", "antt_kdc": "ANTT khu dân cư"}
	for _, c := range period.Calendars {
		if got := i18n.CalendarName(i18n.VI, c); got != want[c.ID] {
			t.Errorf("%s: got %q, want %q", c.ID, got, want[c.ID])
		}
	}
}

func TestWordsFollowNumbers(t *testing.T) {
	t.Parallel()
	for n, want := range map[any]string{1: "1 day", int64(1): "1 day", 2: "2 days", 0: "0 days", 1200: "1,200 days", "1": "1 day"} {
		if got := i18n.Default().T(i18n.EN, "settings.days", "n", n); got != want {
			t.Errorf("%v: got %q, want %q", n, got, want)
		}
	}
	if got := i18n.Default().T(i18n.VI, "settings.days", "n", 1); got != "1 ngày" {
		t.Errorf("got %q, want no plural in Vietnamese", got)
	}
}
