package report_test

import (
	"testing"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

// goals are a memory with targets.
type goals struct {
	*memory

	all []form.Target
}

func (g goals) Targets(unit orgunit.ID, year int) (found []form.Target, err error) {
	for _, t := range g.all {
		if t.Unit == unit && t.Year == year {
			found = append(found, t)
		}
	}
	return found, nil
}

func TestTargets(t *testing.T) {
	t.Parallel()
	src := goals{memory: october(sample())}
	set := func(unit orgunit.ID, id, key string, year int, n int64) {
		src.all = append(src.all, form.Target{Unit: unit, Form: id, Key: key, Year: year, Calendar: "nd09", Goal: n})
	}
	set(province, "tuyen_truyen", "n", 2026, 8)
	set(province, "tang_qua", "tien", 2026, 500_000_000)
	set(province, "to_tu_quan", "so_luong", 2026, 55)
	set(province, "phat_dong_dia_ban", "n", 2026, 2)
	set(province, "phat_dong_dia_ban", "n", 2025, 70) // another year
	set(province, "da_bo", "n", 2026, 9)              // the catalogue has it no more
	set("q-bo-y", "tuyen_truyen", "n", 2026, 9)
	set("q-dak-to", "tuyen_truyen", "n", 2026, 6)
	set("q-dak-to", "hien_mau", "don_vi_mau", 2026, 50)
	year := report.Query{Unit: province, View: rollup.Now, Today: on("2026-10-14"), Period: period.New(period.ND09, period.Year, 2026, 0)}
	for name, q := range map[string]report.Query{"targets-province": year, "targets-month": monthQuery(province), "targets-commune": {
		Unit: "q-bo-y", View: rollup.Now, Today: on("2026-10-14"), Period: year.Period,
	}, "targets-none": {Unit: "q-sa-thay", View: rollup.Now, Today: on("2026-10-14"), Period: year.Period}} {
		lines, err := report.Targets(src, sample(), form.Default(), q)
		if err != nil {
			t.Fatal(err)
		}
		w := report.Writer{Texts: i18n.Default(), Lang: i18n.VI}
		golden(t, name, w.Targets(sample().PoliceName(q.Unit, q.Today), report.Period{Period: q.Period}, lines))
		if name == "targets-province" {
			en := report.Writer{Texts: i18n.Default(), Lang: i18n.EN}
			golden(t, name+"-en", en.Targets(sample().PoliceName(q.Unit, q.Today), report.Period{Period: q.Period}, lines))
		}
	}
}

func TestBar(t *testing.T) {
	t.Parallel()
	for share, want := range map[int]string{
		-3: "░░░░░", 0: "░░░░░", 1: "▓░░░░", 19: "▓░░░░", 20: "▓░░░░", 62: "▓▓▓░░", 99: "▓▓▓▓░", 100: "▓▓▓▓▓", 4000: "▓▓▓▓▓",
	} {
		if got := report.Bar(share); got != want {
			t.Errorf("%d %%: got %s, want %s", share, got, want)
		}
	}
	if got := (report.Target{Goal: 3, Done: 2}).Share(); got != 66 {
		t.Errorf("2 of 3: got %d %%, want 66 %%", got)
	}
}
