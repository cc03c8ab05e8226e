package report_test

import (
	"testing"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// TestStocks tells one stock as of its last day and the one after it as of the period's, staffing of the province to the
// province alone, and what was not declared anew.
func TestStocks(t *testing.T) {
	t.Parallel()
	m := newMemory(sample())
	m.add(event("q-bo-y", "to_annd", "2025-09-01", 0, "so_luong", 50))
	m.add(event("q-dak-to", "to_annd", "2026-01-05", 0, "so_luong", form.Value{N: 3, Hedge: form.More}))
	m.add(event("k-612-dak-to", "bao_ve_dan_pho", "2023-05-01", 0, "so_luong", 4, "thanh_vien", 16))
	m.add(event("k-612-dak-to", "bao_ve_dan_pho", "2024-06-30", 0, "so_luong", 5, "thanh_vien", 20))
	m.add(event("k-612-dak-to", "to_bvantt", "2024-08-01", 0, "so_luong", 7, "thanh_vien", 31))
	m.add(event(province, "ca_chinh_quy", "2026-01-05", 0, "thanh_vien", 366))
	m.move(cell{unit: province}, on("2025-09-01"), rollup.Row{{Measure: "to_annd.so_luong~carried", By: 12}})
	m.move(cell{unit: province}, on("2026-09-02"), rollup.Row{{Measure: "to_annd.so_luong~stale", By: 50}, {Measure: "to_bvantt.so_luong~stale", By: 7}})
	vi := report.Writer{Texts: i18n.Default(), Lang: i18n.VI}
	year := period.New(period.Plain, period.Year, 2024, 0)
	golden(t, "stocks-long", vi.Summary(build(t, m, report.Query{Unit: "kv-dak-to", View: rollup.Now, Today: on("2026-11-22"), Period: year})))
	golden(t, "stocks-province", vi.Summary(build(t, m, monthQuery(province))))
	golden(t, "stocks-commune", vi.Summary(build(t, m, monthQuery("q-bo-y"))))
}
