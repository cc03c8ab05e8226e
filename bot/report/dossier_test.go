package report_test

import (
	"math/rand/v2"
	"testing"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

func everybody(orgunit.ID) bool { return true }

func dossier(t *testing.T, src report.Source, q report.Query) report.Dossier {
	t.Helper()
	d, err := report.BuildDossier(src, sample(), form.Default(), report.DossierQuery{Query: q})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDossierPartsAreTheWhole adds each breakdown up, for units, groups and lists in both views, over the time in which
// the province was reorganised: every one comes to the figures of the summary.
func TestDossierPartsAreTheWhole(t *testing.T) {
	t.Parallel()
	m := newMemory(sample())
	fill(m, rand.New(rand.NewPCG(9, 10)), 3000) //nolint:gosec // the same numbers in every run
	m.add(event("d-sa-thay", "tuyen_truyen", "2020-03-01", 3, "luot_nguoi", 9))
	for _, q := range []report.Query{
		{Unit: province}, {Unit: "p-kon-tum"}, {Unit: "kv-sa-thay"}, {Unit: "q-bo-y", Also: []orgunit.ID{"q-sa-thay", "kv-dak-to", "kv-sa-thay"}},
	} {
		for _, q.View = range []rollup.View{rollup.Now, rollup.Was} {
			q.Today, q.Clear = on("2026-11-22"), everybody
			q.Period = period.NewSpan(period.ND09, period.Range{From: on("2014-03-05"), To: on("2026-10-20")})
			d := dossier(t, m, q)
			whole := map[string]int64{}
			collect(whole, d.Summary)
			if whole["tuyen_truyen.n"] == 0 {
				t.Fatalf("%v in view %v has no figures", q.Unit, q.View)
			}
			units, months := map[string]int64{}, map[string]int64{}
			for _, u := range d.Units {
				collect(units, report.Summary{Lines: u.Lines})
			}
			for _, month := range d.Months {
				for measure, n := range month.Figures {
					months[measure] += n
				}
			}
			for measure, n := range whole {
				if units[measure] != n || months[measure] != n {
					t.Errorf("%s of %v in view %v: got %d by units and %d by months, want %d", measure, q.Unit, q.View, units[measure], months[measure], n)
				}
			}
			checkParts(t, d, whole)
		}
	}
}

func checkParts(t *testing.T, d report.Dossier, whole map[string]int64) {
	t.Helper()
	for _, b := range d.Parts {
		sums := map[string]int64{}
		for _, c := range b.Choices {
			for _, f := range c.Figures {
				sums[b.Form+"."+f.Key] += f.N
			}
		}
		for measure, n := range sums {
			if n != whole[measure] {
				t.Errorf("%s by %s: got %d, want %d", measure, b.Question, n, whole[measure])
			}
		}
	}
}

// TestDossierHidesSmall asks as somebody who is neither of the communes nor a commander.
func TestDossierHidesSmall(t *testing.T) {
	t.Parallel()
	m := newMemory(sample())
	m.add(event("q-bo-y", "nguon_tin", "2026-10-02", 0, "nguon_tin", 1))
	m.add(event("q-sa-thay", "nguon_tin", "2026-10-02", 0, "nguon_tin", 5))
	m.add(event("q-dak-to", "nguon_tin", "2026-10-03", 0, "nguon_tin", 9))
	q := monthQuery(province)
	q.Clear = func(u orgunit.ID) bool { return u == province }
	d := dossier(t, m, q)
	got := map[orgunit.ID]string{}
	for _, u := range d.Units {
		for _, l := range u.Lines {
			got[u.ID] = l.Figures[0].Hidden
			if l.Figures[0].Hidden != "" && l.Figures[0].N != 0 {
				t.Errorf("%s: got %d besides being hidden", u.Name, l.Figures[0].N)
			}
		}
	}
	if got["q-bo-y"] != report.Small || got["q-sa-thay"] != report.Held || got["q-dak-to"] != "" {
		t.Errorf("got %q, want the small one hidden behind the next one", got)
	}
	q.Unit, q.Clear = "q-bo-y", nil
	if d := dossier(t, m, q); d.Summary.Lines[0].Figures[0].Hidden != report.Small || len(d.Hidden) == 0 {
		t.Errorf("got %+v, want the commune's figure hidden", d.Summary.Lines)
	}
}
