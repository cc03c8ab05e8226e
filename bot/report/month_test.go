package report_test

import (
	"testing"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
)

func TestMonth(t *testing.T) {
	t.Parallel()
	tree := sample()
	src := october(tree)
	src.add(event("q-bo-y", "hoi_nghi_uy_tin", "2026-11-20", 2, "luot_nguoi", 45))
	src.add(event("q-bo-y", "nguon_tin", "2026-11-20", 0, "nguon_tin", 3))
	src.add(event("q-bo-y", "cam_hoa", "2026-11-20", 0, "nguoi", 2))
	src.add(event("q-bo-y", "tang_qua", "2026-11-20", 1, "suat_qua", 30, "tien", 15_000_000))
	tests := []struct{ name, form, day, today string }{
		{"current", "tuyen_truyen", "2026-10-15", "2026-11-14"},
		{"other", "tuyen_truyen", "2026-10-14", "2026-11-22"},
		{"elders", "hoi_nghi_uy_tin", "2026-11-20", "2026-11-22"},
		{"tips", "nguon_tin", "2026-11-20", "2026-11-22"},
		{"reform", "cam_hoa", "2026-11-20", "2026-11-22"},
		{"gifts", "tang_qua", "2026-11-20", "2026-11-22"},
		{"stock", "to_bvantt", "2026-10-10", "2026-10-12"},
	}
	for _, tt := range tests {
		m, err := report.MonthOf(src, tree, form.Default(), report.MonthQuery{
			Unit: "q-bo-y", Form: tt.form, Day: on(tt.day), Today: on(tt.today), Calendar: period.ND09,
		})
		if err != nil {
			t.Fatal(err)
		}
		vi := report.Writer{Texts: i18n.Default(), Lang: i18n.VI}.Month(m)
		en := report.Writer{Texts: i18n.Default(), Lang: i18n.EN}.Month(m)
		golden(t, "month-"+tt.name, vi+"\n"+en)
	}
	m, err := report.MonthOf(src, tree, form.Default(), report.MonthQuery{Unit: "q-ya-ly", Form: "tang_qua", Day: on("2026-10-01"), Calendar: period.ND09})
	if got := (report.Writer{Texts: i18n.Default(), Lang: i18n.VI}).Month(m); err != nil || got != "" {
		t.Errorf("got %q, %v, want nothing to tell", got, err)
	}
}
