package viet_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/period"
	"danvanbot/bot/viet"
)

func TestWishes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text   string
		asks   bool
		want   viet.Wish
		names  []string
		period string
	}{
		{"118 từ đâu", true, viet.Wish{Origin: true, Number: 118}, nil, ""},
		{"118 buổi từ đâu", true, viet.Wish{Origin: true, Number: 118, Noun: "buổi"}, nil, ""},
		{"12.400 lượt người từ đâu ra", true, viet.Wish{Origin: true, Number: 12400, Noun: "lượt người"}, nil, ""},
		{"5 xã nhiều nhất về tuyên truyền", true, viet.Wish{Most: true, Top: 5}, nil, ""},
		{"xã nào ít nhất về hiến máu tháng 10", true, viet.Wish{Least: true, Top: 5}, nil, "2026-10"},
		{"tuyên truyền ít nhất 5 buổi", false, viet.Wish{Least: true}, []string{"5"}, ""},
		{"Bờ Y, Sa Thầy và Đăk Tô tháng 10", false, viet.Wish{}, []string{"Bờ Y", "Sa Thầy", "Đăk Tô"}, "2026-10"},
		{"khu vực Sa Thầy quý III theo thời điểm", false, viet.Wish{View: "was"}, []string{"khu vực Sa Thầy"}, "2026Q3"},
		{"tháng 10 so với cùng kỳ năm trước", false, viet.Wish{Against: "last_year"}, nil, "2026-10"},
		{"theo tháng", false, viet.Wish{By: "months"}, nil, ""},
		{"có gì mới ở Bờ Y", true, viet.Wish{News: true}, []string{"Bờ Y"}, ""},
		{"tuần này không có gì mới", false, viet.Wish{}, []string{"không gì mới"}, "2026W48"},
		{"tổng hợp Bờ Y theo chủ đề năm 2026 theo hiện nay", true, viet.Wish{By: "parts", View: "now"}, []string{"Bờ Y"}, "2026"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			q, asks := viet.Question(tt.text, period.NewDate(2026, 11, 23), period.ND09)
			if asks != tt.asks {
				t.Errorf("got asks %v, want %v", asks, tt.asks)
			}
			if diff := cmp.Diff(tt.want, q.Wish); diff != "" {
				t.Errorf("wish (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.names, q.Names); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
			if q.HasPeriod != (tt.period != "") || q.HasPeriod && q.Period.Code() != tt.period {
				t.Errorf("got period %s, want %q", q.Period.Code(), tt.period)
			}
		})
	}
}
