package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// theReview makes a registry as the ten years' review has it: 14 models of the province, 4 of districts, 3 that were
// replicated, besides some that were only proposed, were stopped before, begin later, or were entered by mistake.
func theReview() []form.Model {
	var all []form.Model
	add := func(n int, m form.Model, stages ...form.Stage) {
		for range n {
			m.ID = uint64(len(all) + 1)
			m.Name, m.Stages = "Mô hình "+string(rune('A'+len(all))), stages
			all = append(all, m)
		}
	}
	step := func(s form.ModelState, day string) form.Stage { return form.Stage{State: s, On: on(day)} }
	tinh := form.Model{Level: orgunit.Province, Owner: "p-kon-tum"}
	huyen := form.Model{Level: orgunit.District, Owner: "h-sa-thay", Points: []form.Point{{Unit: "h-sa-thay", N: 5}, {Unit: "h-dak-to", N: 2}}}
	add(13, tinh, step(form.Recognised, "2014-05-01"))
	add(1, tinh, step(form.Pilot, "2019-05-01"), step(form.Recognised, "2021-01-01"))
	add(3, huyen, step(form.Pilot, "2012-01-01"), step(form.Replicated, "2016-01-01"), step(form.Replicated, "2018-01-01"))
	add(1, huyen, step(form.Pilot, "2012-01-01"), step(form.Replicated, "2020-03-01"))
	add(1, huyen, step(form.Proposed, "2019-01-01"))
	add(1, huyen, step(form.Pilot, "2006-01-01"), step(form.Stopped, "2009-01-01"))
	add(1, tinh, step(form.Pilot, "2020-03-01"))
	huyen.Gone = true
	add(1, huyen, step(form.Pilot, "2012-01-01"))
	return all
}

func TestModels(t *testing.T) {
	t.Parallel()
	tree := sample()
	old := period.NewSpan(period.Plain, period.Range{From: on("2010-06-17"), To: on("2020-02-07")})
	want := report.ModelCounts{Active: map[orgunit.Level]int{orgunit.Province: 14, orgunit.District: 4}, Replicated: 3}
	for name, q := range map[string]report.Query{
		"as was": {Unit: "p-kon-tum", View: rollup.Was, Period: old, Today: on("2020-02-07")},
		"as now": {Unit: province, View: rollup.Now, Period: old, Today: on("2026-11-22")},
	} {
		lines := report.Models(theReview(), tree, q)
		if diff := cmp.Diff(want, report.CountModels(lines)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if len(lines) != 19 || lines[0].Level != "province" || lines[18].Level != "district" {
			t.Errorf("%s: got %d models, want 14 of the province first, then 5", name, len(lines))
		}
		owner := map[string]string{"as was": "Công an huyện Sa Thầy", "as now": "Công an tỉnh Quảng Ngãi"}[name]
		if got := lines[14]; got.Owner != owner || got.Points != 7 || got.State != "nhan_rong" || !got.Replicated || got.Since != on("2018-01-01") {
			t.Errorf("%s: got %+v, want a replicated one of %s with 7 points", name, got, owner)
		}
	}
	district := report.Query{Unit: "h-sa-thay", View: rollup.Was, Period: old, Today: on("2026-11-22")}
	if got := report.Models(theReview(), tree, district); len(got) != 5 {
		t.Errorf("got %d models of the district as was, want 5", len(got))
	}
}
