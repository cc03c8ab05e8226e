package viet_test

import (
	"testing"

	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

func TestPeriod(t *testing.T) {
	t.Parallel()
	today := period.NewDate(2026, 11, 23)
	for _, c := range []struct {
		in, code, days, rest string
		cal                  period.Calendar
	}{
		{"tháng 10", "2026-10", "2026-09-15..2026-10-14", "", period.ND09},
		{"tháng 10", "2026-10", "2026-10-01..2026-10-31", "", period.Plain},
		{"Bờ Y tháng 10", "2026-10", "2026-09-15..2026-10-14", "Bờ Y", period.ND09},
		{"tháng 10 khu vực Sa Thầy", "2026-10", "2026-09-15..2026-10-14", "khu vực Sa Thầy", period.ND09},
		{"thang 10 bo y", "2026-10", "2026-09-15..2026-10-14", "bo y", period.ND09},
		{"quý 3/2025", "2025Q3", "2025-06-15..2025-09-14", "", period.ND09},
		{"quý III", "2026Q3", "2026-06-15..2026-09-14", "", period.ND09},
		{"2026", "2026", "2025-12-15..2026-12-14", "", period.ND09},
		{"năm 2024", "2024", "2023-12-15..2024-12-14", "", period.ND09},
		{"năm nay", "2026", "2026-01-01..2026-12-31", "", period.Plain},
		{"6 tháng đầu năm", "2026H1", "2025-12-15..2026-06-14", "", period.ND09},
		{"6 tháng cuối năm 2025", "2025H2", "2025-06-15..2025-12-14", "", period.ND09},
		{"9 tháng", "2026M9", "2025-12-15..2026-09-14", "", period.ND09},
		{"9 tháng đầu năm 2025 xã Đăk Tô", "2025M9", "2024-12-15..2025-09-14", "xã Đăk Tô", period.ND09},
		{"tuần này", "2026W48", "2026-11-23..2026-11-29", "", period.ND09},
		{"tuần trước", "2026W47", "2026-11-16..2026-11-22", "", period.ND09},
		{"hôm nay", "2026-11-23", "2026-11-23", "", period.ND09},
		{"1/3-31/3", "2026-03-01..2026-03-31", "2026-03-01..2026-03-31", "", period.ND09},
		{"từ 1/3 đến 31/3", "2026-03-01..2026-03-31", "2026-03-01..2026-03-31", "", period.ND09},
		{"từ 2010 đến nay", "2010-01-01..2026-11-23", "2010-01-01..2026-11-23", "", period.ND09},
		{"tháng này", "2026-12", "2026-11-15..2026-12-14", "", period.ND09},
		{"tháng này", "2026-11", "2026-11-01..2026-11-30", "", period.Plain},
		{"tháng trước", "2026-11", "2026-10-15..2026-11-14", "", period.ND09},
		{"tháng 12", "2026-12", "2026-11-15..2026-12-14", "", period.ND09},
		{"tháng 12", "2025-12", "2025-12-01..2025-12-31", "", period.Plain},
		{"T7", "2026-07", "2026-06-15..2026-07-14", "", period.ND09},
		{"2026-10", "2026-10", "2026-09-15..2026-10-14", "", period.ND09},
		{"2026Q3 Bờ Y", "2026Q3", "2026-06-15..2026-09-14", "Bờ Y", period.ND09},
		{"Bờ Y 2026q3", "2026Q3", "2026-06-15..2026-09-14", "Bờ Y", period.ND09},
		{"Sa Thầy 2025", "2025", "2025-01-01..2025-12-31", "Sa Thầy", period.Plain},
		{"kỳ báo cáo tháng 10", "2026-10", "2026-09-15..2026-10-14", "", period.Plain},
		{"cả năm 2024 của xã Bờ Y", "2024", "2024-01-01..2024-12-31", "xã Bờ Y", period.Plain},
	} {
		got, rest, ok := viet.Period(c.in, today, c.cal)
		if !ok || got.Code() != c.code || got.Range.String() != c.days || rest != c.rest {
			t.Errorf("%q in %s: got %s %s rest %q %v, want %s %s rest %q", c.in, c.cal.ID, got.Code(), got.Range, rest, ok, c.code, c.days, c.rest)
		}
	}
	for _, in := range []string{"", "Bờ Y", "khu vực Sa Thầy", "30/2"} {
		if got, rest, ok := viet.Period(in, today, period.ND09); ok || rest != in {
			t.Errorf("%q: got %v rest %q, want none", in, got, rest)
		}
	}
}

// TestPeriodCodes holds that every code that period prints is read back.
func TestPeriodCodes(t *testing.T) {
	t.Parallel()
	today := period.NewDate(2026, 11, 23)
	for d := period.NewDate(2010, 1, 1); d < today; d += 13 {
		for _, k := range []period.Kind{period.Day, period.Week, period.Month, period.Quarter, period.Half, period.NineMonths, period.Year} {
			want := period.Containing(period.ND09, k, d)
			got, rest, ok := viet.Period(want.Code(), today, period.ND09)
			if !ok || got != want || rest != "" {
				t.Fatalf("Period(%q) = %+v, %q, %v; want %+v", want.Code(), got, rest, ok, want)
			}
		}
	}
}
