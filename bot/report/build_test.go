package report_test

import (
	"encoding/json"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/report"
	"danvanbot/bot/rollup"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is read once: reading it takes longer than all tests.
var sample = sync.OnceValue(orgunit.Sample)

const province = orgunit.ID("p-quang-ngai")

// october are the reports of a reporting month, the one before, and some of ten years ago.
func october(tree *orgunit.Tree) *memory {
	m := newMemory(tree)
	m.add(event("q-bo-y", "to_tu_quan", "2026-01-05", 0, "so_luong", 2))
	m.add(event("q-dak-to", "to_tu_quan", "2026-02-05", 0, "so_luong", 51))
	m.add(event("q-bo-y", "to_tu_quan", "2026-10-10", 0, "so_luong", 4))
	m.add(event("q-bo-y", "to_bvantt", "2026-10-10", 0, "so_luong", 9, "thanh_vien", form.Value{N: 40, Hedge: form.About}))
	m.add(event("q-bo-y", "tuyen_truyen", "2026-09-14", 1, "luot_nguoi", 40)) // the last day of the month before
	m.add(event("q-bo-y", "tuyen_truyen", "2026-09-15", 3, "luot_nguoi", 227))
	m.add(event("q-bo-y", "tuyen_truyen", "2026-10-14", 1, "luot_nguoi", 85))
	m.add(event("q-bo-y", "tuyen_truyen", "2026-10-15", 9, "luot_nguoi", 900)) // the first day of the month after
	m.add(event("q-dak-to", "phat_dong_dia_ban", "2026-09-20", 2, "luot_nguoi", 5130))
	m.add(event("q-dak-to", "phat_dong_dia_ban", "2026-08-20", 6, "luot_nguoi", 800))
	m.add(event("q-sa-thay", "tang_qua", "2026-10-01", 1, "suat_qua", 420, "tien", form.Value{N: 210_000_000, Hedge: form.More}))
	m.add(event("q-sa-thay", "nguon_tin", "2026-10-02", 0, "nguon_tin", 3))
	m.add(event("q-dak-to", "hien_mau", "2026-08-21", 1, "don_vi_mau", 20))
	m.add(form.Submission{Kind: form.Zero, Unit: "q-ia-toi", Days: period.Range{From: on("2026-09-15"), To: on("2026-10-14")}})
	return m
}

func monthQuery(unit orgunit.ID) report.Query {
	return report.Query{
		Unit: unit, View: rollup.Now, Today: on("2026-11-22"),
		Period: period.New(period.ND09, period.Month, 2026, 10),
	}
}

func build(t *testing.T, src report.Source, q report.Query) report.Summary {
	t.Helper()
	s, err := report.Build(src, sample(), form.Default(), q)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSuffix(string(want), "\n"), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	tree := sample()
	src := october(tree)
	vi := report.Writer{Texts: i18n.Default(), Lang: i18n.VI}
	en := report.Writer{Texts: i18n.Default(), Lang: i18n.EN}
	golden(t, "province", vi.Summary(build(t, src, monthQuery(province))))
	golden(t, "province-en", en.Summary(build(t, src, monthQuery(province))))
	golden(t, "province-missing", vi.Missing(build(t, src, monthQuery(province))))
	golden(t, "commune-missing", vi.Missing(build(t, src, monthQuery("q-ya-ly"))))
	golden(t, "group", vi.Summary(build(t, src, monthQuery("kv-dak-to"))))
	golden(t, "commune", vi.Summary(build(t, src, monthQuery("q-bo-y"))))
	golden(t, "declared-nothing", vi.Summary(build(t, src, monthQuery("q-ia-toi"))))
	golden(t, "nothing", vi.Summary(build(t, src, monthQuery("q-ya-ly"))))
	src.astride = nil
	for _, span := range [][2]string{{"2026-01-01", "2026-12-31"}, {"2026-09-01", "2026-09-30"}, {"2026-10-01", "2026-10-31"}, {"2026-10-01", "2026-12-31"}} {
		src.astride = append(src.astride, period.Range{From: on(span[0]), To: on(span[1])})
	}
	golden(t, "partial", vi.Summary(build(t, src, monthQuery("q-bo-y"))))
	months, err := report.ByMonth(src, tree, form.Default(), monthQuery("q-bo-y"))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "months-across", vi.Months(months, form.Default(), 0, 12))
	src.astride = nil
	running := monthQuery(province)
	running.Today = on("2026-10-09")
	golden(t, "running", vi.Summary(build(t, src, running)))
	for name, offset := range map[string]int{"units-first": 0, "units-last": 35} {
		p, err := report.SubUnits(src, tree, form.Default(), report.PageQuery{Query: monthQuery(province), Offset: offset, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name, vi.Page(p))
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	data, err := json.MarshalIndent(build(t, october(sample()), monthQuery("kv-dak-to")), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "group-json", string(data))
}

// TestViewsAgree asks for the same ten years in both views after random reports of every time of the province: the
// whole has the same totals, and the groups, whose figures are those of their members as now, have them in both.
func TestViewsAgree(t *testing.T) {
	t.Parallel()
	tree := sample()
	m := newMemory(tree)
	fill(m, rand.New(rand.NewPCG(3, 4)), 2000) //nolint:gosec // the same numbers in every run
	q := report.Query{Unit: province, View: rollup.Now, Today: on("2026-11-22"), Period: period.NewSpan(period.Plain, period.Range{From: on("2010-01-01"), To: on("2026-11-22")})}
	now := build(t, m, q)
	if len(now.Lines) == 0 || now.Lines[0].Figures[0].N == 0 {
		t.Fatal("the province has no figures as now")
	}
	both := map[string]int64{}
	for _, unit := range []orgunit.ID{province, "p-kon-tum"} {
		row, err := m.Sum(unit, rollup.Was, q.Period.Range)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range row {
			both[string(a.Measure)] += a.By
		}
	}
	members := map[string]int64{}
	g, _ := tree.Group("kv-kon-tum")
	for _, id := range g.Members {
		q.Unit = id
		collect(members, build(t, m, q))
	}
	whole := map[string]int64{}
	collect(whole, now)
	if diff := cmp.Diff(whole, members); diff != "" {
		t.Errorf("the province and its communes differ (-province +communes):\n%s", diff)
	}
	for measure, n := range whole {
		if both[measure] != n {
			t.Errorf("%s: got %d as now and %d as was", measure, n, both[measure])
		}
	}
	for _, view := range []rollup.View{rollup.Now, rollup.Was} {
		q.Unit, q.View = "kv-kon-tum", view
		group := map[string]int64{}
		collect(group, build(t, m, q))
		if diff := cmp.Diff(whole, group); diff != "" {
			t.Errorf("the province and the group differ in view %v (-province +group):\n%s", view, diff)
		}
	}
}

func collect(into map[string]int64, s report.Summary) {
	for _, l := range s.Lines {
		for _, f := range l.Figures {
			if f.N != 0 {
				into[l.Form+"."+f.Key] += f.N
			}
		}
	}
}

// fill adds random reports of communes on days on which they existed.
func fill(m *memory, r *rand.Rand, n int) {
	units := m.tree.All()
	first, last := on("2010-01-01"), on("2026-11-22")
	for added := 0; added < n; {
		u, day := units[r.IntN(len(units))], first+period.Date(r.IntN(int(last-first)))
		if u.Level != orgunit.Commune || !m.tree.Valid(u.ID, day) {
			continue
		}
		added++
		switch r.IntN(3) {
		case 0:
			m.add(event(u.ID, "tuyen_truyen", day.String(), 1, "luot_nguoi", r.IntN(200)))
		case 1:
			m.add(event(u.ID, "tang_qua", day.String(), 1, "suat_qua", r.IntN(50), "tien", form.Value{N: r.Int64N(1e8), Hedge: form.Hedge(r.IntN(4))}))
		default:
			m.add(event(u.ID, "hien_mau", day.String(), 2, "don_vi_mau", r.IntN(50)))
		}
	}
}

// TestNothingToCompareWith marks no change where nothing is known of the period before.
func TestNothingToCompareWith(t *testing.T) {
	t.Parallel()
	m := newMemory(sample())
	m.add(event("q-bo-y", "hien_mau", "2026-10-01", 1, "don_vi_mau", 30))
	vi := report.Writer{Texts: i18n.Default(), Lang: i18n.VI}
	if got := vi.Summary(build(t, m, monthQuery("q-bo-y"))); strings.Contains(got, "▲") {
		t.Errorf("got a change against an unknown period:\n%s", got)
	}
	m.add(form.Submission{Kind: form.Zero, Unit: "q-bo-y", Days: period.Range{From: on("2026-08-15"), To: on("2026-09-14")}})
	if got := vi.Summary(build(t, m, monthQuery("q-bo-y"))); !strings.Contains(got, "1 đợt (▲1)") {
		t.Errorf("got no change against a period without activities:\n%s", got)
	}
}

// TestCompleteness tells three answers apart over a period of years, wherever in it the report or the zero lies.
func TestCompleteness(t *testing.T) {
	t.Parallel()
	span := period.Range{From: on("2022-11-15"), To: on("2026-10-14")}
	for _, day := range []string{"2022-11-15", "2022-12-31", "2023-01-01", "2024-06-01", "2025-12-31", "2026-01-01", "2026-10-14"} {
		m := newMemory(sample())
		zero := form.Submission{Kind: form.Zero, Unit: "q-bo-y", Days: on(day).Day()}
		m.add(zero)
		q := monthQuery("q-bo-y")
		q.Period = period.NewSpan(period.ND09, span)
		if got := build(t, m, q).Complete; got.Reported != 1 || got.Nothing != 1 {
			t.Errorf("zero on %s: got %+v, want it heard", day, got)
		}
		m.add(event("q-bo-y", "hien_mau", "2022-11-20", 1, "don_vi_mau", 30))
		if got := build(t, m, q).Complete; got.Reported != 1 || got.Nothing != 0 || len(got.Missing) != 0 {
			t.Errorf("zero on %s and a report: got %+v, want it reported", day, got)
		}
	}
	m := newMemory(sample())
	m.add(event("q-bo-y", "hien_mau", "2022-11-14", 1))
	m.add(event("q-bo-y", "hien_mau", "2026-10-15", 1))
	q := monthQuery("q-bo-y")
	q.Period = period.NewSpan(period.ND09, span)
	if got := build(t, m, q).Complete; got.Reported != 0 || len(got.Missing) != 1 {
		t.Errorf("reports before and after: got %+v, want it missing", got)
	}
}

// TestPagesCoverAll turns the pages as a reader does, and past the end.
func TestPagesCoverAll(t *testing.T) {
	t.Parallel()
	q := report.PageQuery{Query: monthQuery(province), Limit: 12}
	seen := map[orgunit.ID]bool{}
	for more := true; more; {
		p, err := report.SubUnits(october(sample()), sample(), form.Default(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range p.Units {
			if seen[u.ID] {
				t.Errorf("%s stands on two pages", u.ID)
			}
			seen[u.ID] = true
		}
		if q.Offset, more = p.Next(); !more && q.Offset != 0 {
			t.Errorf("got offset %d after the last page, want 0", q.Offset)
		}
	}
	if len(seen) != 40 {
		t.Errorf("got %d units, want 40", len(seen))
	}
	for _, offset := range []int{-5, 40, 1000} {
		q.Offset = offset
		p, err := report.SubUnits(october(sample()), sample(), form.Default(), q)
		if _, more := p.Next(); err != nil || more != (offset < 0) {
			t.Errorf("offset %d: got %v, more %v", offset, err, more)
		}
	}
}

// TestAsWas asks for a month before the reorganisation: the communes of that time were due, under their names.
func TestAsWas(t *testing.T) {
	t.Parallel()
	tree := sample()
	m := newMemory(tree)
	m.add(event("k-608-dak-cam", "tuyen_truyen", "2019-10-02", 1, "luot_nguoi", 50))
	q := report.Query{Unit: "p-kon-tum", View: rollup.Was, Today: on("2026-11-22"), Period: period.New(period.ND09, period.Month, 2019, 10)}
	s := build(t, m, q)
	if s.Name != "Công an tỉnh Kon Tum" || s.Complete.Due != 102 || s.Complete.Reported != 1 || s.View != rollup.Was {
		t.Errorf("got %s with %d/%d in view %v, want Công an tỉnh Kon Tum with 1/102 as was", s.Name, s.Complete.Reported, s.Complete.Due, s.View)
	}
	q.View = rollup.Now
	s = build(t, m, q)
	if s.Name != "Công an tỉnh Quảng Ngãi" || s.Complete.Due != 40 || s.Complete.Reported != 1 || len(s.Lines) != 1 {
		t.Errorf("got %s with %d/%d and %d lines, want Công an tỉnh Quảng Ngãi with 1/40 and one", s.Name, s.Complete.Reported, s.Complete.Due, len(s.Lines))
	}
	q.Unit = "h-dak-to"
	if s = build(t, m, q); s.View != rollup.Was {
		t.Errorf("a district that nobody took over: got view %v, want as was", s.View)
	}
}

// TestFormGoneFromTheCatalogue keeps counting what was reported in a form that no longer exists.
func TestFormGoneFromTheCatalogue(t *testing.T) {
	t.Parallel()
	m := newMemory(sample())
	m.add(event("q-bo-y", "gop_sach", "2026-10-01", 2, "quyen", 30))
	s := build(t, m, monthQuery("q-bo-y"))
	got := map[string]int64{}
	collect(got, s)
	if diff := cmp.Diff(map[string]int64{"gop_sach.n": 2, "gop_sach.quyen": 30}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHedges(t *testing.T) {
	t.Parallel()
	tests := []struct {
		hedges []form.Hedge
		want   string
	}{
		{[]form.Hedge{form.Exact}, ""},
		{[]form.Hedge{form.Exact, form.More}, report.More},
		{[]form.Hedge{form.Less, form.Less}, report.Less},
		{[]form.Hedge{form.More, form.Less}, report.About},
		{[]form.Hedge{form.More, form.About}, report.About},
	}
	for _, tt := range tests {
		m := newMemory(sample())
		for _, h := range tt.hedges {
			m.add(event("q-bo-y", "tang_qua", "2026-10-01", 1, "suat_qua", form.Value{N: 5, Hedge: h}))
		}
		figures := build(t, m, monthQuery("q-bo-y")).Lines[0].Figures
		if got := figures[1].Hedge; got != tt.want || figures[0].Hedge != "" {
			t.Errorf("%v: got %q, want %q", tt.hedges, got, tt.want)
		}
	}
}

type broken struct{ after int }

var errBroken = errors.New("row is damaged")

func (b *broken) Sum(orgunit.ID, rollup.View, period.Range) (rollup.Row, error) {
	if b.after--; b.after < 0 {
		return nil, errBroken
	}
	return nil, nil
}

func (b *broken) Sums(units []orgunit.ID, _ rollup.View, days period.Range) ([]rollup.Row, error) {
	row, err := b.Sum("", rollup.Was, days)
	return make([]rollup.Row, len(units)+len(row)), err
}

func (b *broken) Astride(orgunit.ID, rollup.View, period.Range) ([]period.Range, error) {
	_, err := b.Sum("", rollup.Was, period.Range{})
	return nil, err
}

func (b *broken) Heard(period.Range) (rollup.Heard, error) { return nil, errBroken }

func TestErrorsOfTheSource(t *testing.T) {
	t.Parallel()
	for after := range 5 {
		if _, err := report.Build(&broken{after: after}, sample(), form.Default(), monthQuery(province)); !errors.Is(err, errBroken) {
			t.Errorf("after %d reads: got %v, want %v", after, err, errBroken)
		}
	}
}
