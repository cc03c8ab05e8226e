package orgunit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

func TestSampleHasTheProvinceOfEachDay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		on                         period.Date
		root                       orgunit.ID
		communes, below, districts int
	}{
		{period.NewDate(2010, 6, 17), "p-kon-tum", 97, 9, 9},
		{period.NewDate(2014, 1, 2), "p-kon-tum", 102, 9, 9},
		{period.NewDate(2020, 2, 7), "p-kon-tum", 102, 10, 10},
		{period.NewDate(2025, 2, 28), "p-kon-tum", 102, 10, 10},
		{period.NewDate(2025, 3, 1), "p-kon-tum", 102, 102, 0},
		{period.NewDate(2025, 6, 30), "p-kon-tum", 102, 102, 0},
		{period.NewDate(2025, 7, 1), "p-kon-tum", 0, 0, 0},
		{period.NewDate(2025, 6, 30), "p-quang-ngai", 0, 0, 0},
		{period.NewDate(2025, 7, 1), "p-quang-ngai", 40, 40, 0},
		{orgunit.Latest, "p-quang-ngai", 40, 40, 0},
	}
	for _, tt := range tests {
		districts := 0
		for _, id := range sheet.Subtree(tt.root, tt.on) {
			if u, _ := sheet.Unit(id); u.Level == orgunit.District {
				districts++
			}
		}
		got := []int{len(sheet.Communes(tt.root, tt.on)), len(sheet.Children(tt.root, tt.on)), districts}
		if diff := cmp.Diff([]int{tt.communes, tt.below, tt.districts}, got); diff != "" {
			t.Errorf("%s on %s: communes, children, districts (-want +got):\n%s", tt.root, tt.on, diff)
		}
	}
}

func TestAncestorsFollowTheDay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		unit orgunit.ID
		on   period.Date
		want []orgunit.ID
	}{
		{"k-618-ia-toi", period.NewDate(2015, 3, 10), []orgunit.ID{"h-sa-thay", "p-kon-tum"}},
		{"k-618-ia-toi", period.NewDate(2015, 3, 11), []orgunit.ID{"h-ia-hdrai", "p-kon-tum"}},
		{"k-618-ia-toi", period.NewDate(2025, 3, 1), []orgunit.ID{"p-kon-tum"}},
		{"k-618-ia-toi", period.NewDate(2025, 7, 1), nil},
		{"q-ia-toi", period.NewDate(2025, 7, 1), []orgunit.ID{"p-quang-ngai"}},
		{"nobody", today, nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, sheet.Ancestors(tt.unit, tt.on)); diff != "" {
			t.Errorf("Ancestors(%s, %s) (-want +got):\n%s", tt.unit, tt.on, diff)
		}
		for _, up := range append(tt.want, tt.unit) {
			if !sheet.Within(tt.unit, up, tt.on) {
				t.Errorf("Within(%s, %s, %s) = false, want true", tt.unit, up, tt.on)
			}
		}
	}
	if sheet.Within("q-bo-y", "q-sa-thay", today) {
		t.Error("Within(q-bo-y, q-sa-thay) = true, want false")
	}
}

func TestSuccession(t *testing.T) {
	t.Parallel()
	day := period.NewDate(2025, 7, 1)
	if got := sheet.Now("k-611-plei-kan"); got != "q-bo-y" {
		t.Errorf("Now(k-611-plei-kan) = %q, want q-bo-y", got)
	}
	if got := sheet.Now("q-bo-y"); got != "q-bo-y" {
		t.Errorf("Now(q-bo-y) = %q, want itself", got)
	}
	if got, ok := sheet.Successor("k-615-dak-long"); !ok || got != (orgunit.Succession{Old: "k-615-dak-long", New: "q-dak-pxi", On: day}) {
		t.Errorf("Successor(k-615-dak-long) = %v, %v", got, ok)
	}
	want := []orgunit.Succession{{"k-611-bo-y", "q-bo-y", day}, {"k-611-dak-xu", "q-bo-y", day}, {"k-611-plei-kan", "q-bo-y", day}}
	if diff := cmp.Diff(want, sheet.Predecessors("q-bo-y")); diff != "" {
		t.Errorf("Predecessors(q-bo-y) (-want +got):\n%s", diff)
	}
}

func TestEveryOldCommuneLivesOn(t *testing.T) {
	t.Parallel()
	for _, id := range sheet.Communes("p-kon-tum", then) {
		if !sheet.Within(sheet.Now(id), "p-quang-ngai", today) {
			t.Errorf("%s became %s, want a unit below p-quang-ngai", id, sheet.Now(id))
		}
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	var parts []orgunit.ID
	for _, g := range sheet.Groups()[1:] {
		parts = append(parts, g.Members...)
	}
	slices.Sort(parts)
	all := slices.Sorted(slices.Values(sheet.Groups()[0].Members))
	if diff := cmp.Diff(all, parts); diff != "" {
		t.Errorf("the districts' groups and the whole area differ (-whole +parts):\n%s", diff)
	}
	want := sheet.Communes("h-tu-mo-rong", then)
	if diff := cmp.Diff(want, sheet.Communes("kv-tu-mo-rong", then)); diff != "" {
		t.Errorf("the group as it was then (-district +group):\n%s", diff)
	}
	if !sheet.Within("k-617-dak-ha", "kv-tu-mo-rong", then) || sheet.Within("k-617-dak-ha", "kv-dak-ha", then) {
		t.Error("xã Đắk Hà of Tu Mơ Rông is not in its group alone")
	}
	if got := len(sheet.Communes("kv-kon-tum", today)); got != 40 {
		t.Errorf("Communes(kv-kon-tum) has %d, want 40", got)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		unit               orgunit.ID
		on                 period.Date
		name, police, bare string
	}{
		{"q-bo-y", today, "Xã Bờ Y", "Công an xã Bờ Y", "Bờ Y"},
		{"p-quang-ngai", today, "Tỉnh Quảng Ngãi", "Công an tỉnh Quảng Ngãi", "Quảng Ngãi"},
		{"q-kon-tum", then, "Phường Kon Tum", "Công an phường Kon Tum", "Kon Tum"},
		{"h-kon-tum", then, "Thành phố Kon Tum", "Công an thành phố Kon Tum", "Kon Tum"},
		{"h-ia-hdrai", then, "Huyện Ia H'Drai", "Công an huyện Ia H'Drai", "Ia H'Drai"},
		{"k-613-mang-den", then, "Thị trấn Măng Đen", "Công an thị trấn Măng Đen", "Măng Đen"},
		{"k-613-mang-den", period.NewDate(2019, 8, 31), "Xã Đắk Long", "Công an xã Đắk Long", "Đắk Long"},
		{"kv-kon-tum", today, "Khu vực Kon Tum", "Khu vực Kon Tum", "Kon Tum"},
		{"nobody", today, "nobody", "nobody", "nobody"},
	}
	for _, tt := range tests {
		got := sheet.Name(tt.unit, tt.on)
		if diff := cmp.Diff([]string{tt.name, tt.police, tt.bare}, []string{got, sheet.PoliceName(tt.unit, tt.on), orgunit.Bare(got)}); diff != "" {
			t.Errorf("%s on %s (-want +got):\n%s", tt.unit, tt.on, diff)
		}
	}
}

func TestVietnameseOrder(t *testing.T) {
	t.Parallel()
	var names []string
	for _, id := range sheet.Children("p-quang-ngai", today) {
		names = append(names, orgunit.Bare(sheet.Name(id, today)))
	}
	want := "Bờ Y, Dục Nông, Đăk Bla, Đăk Cấm, Đăk Hà, Đăk Kôi, Đăk Long, Đăk Mar, Đăk Môn, Đăk Pék, Đăk Plô, Đăk Pxi, Đăk Rơ Wa, " +
		"Đăk Rve, Đăk Sao, Đăk Tô, Đăk Tờ Kan, Đăk Ui, Ia Chim, Ia Đal, Ia Tơi, Kon Braih, Kon Đào, Kon Plông, Kon Tum, Măng Bút, " +
		"Măng Đen, Măng Ri, Mô Rai, Ngọc Linh, Ngọk Bay, Ngọk Réo, Ngọk Tụ, Rờ Kơi, Sa Bình, Sa Loong, Sa Thầy, Tu Mơ Rông, Xốp, Ya Ly"
	if diff := cmp.Diff(want, strings.Join(names, ", ")); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestRoots(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]orgunit.ID{"p-quang-ngai"}, sheet.Roots(today)); diff != "" {
		t.Errorf("Roots today (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]orgunit.ID{"p-kon-tum", "p-quang-ngai"}, sheet.Roots(then)); diff != "" {
		t.Errorf("Roots then (-want +got):\n%s", diff)
	}
}

func TestJSONGivesTheSameTree(t *testing.T) {
	t.Parallel()
	again, err := orgunit.Load(sheet.JSON())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(sheet.JSON()), string(again.JSON())); diff != "" || again.Hash() != sheet.Hash() {
		t.Errorf("the tree changed on the way (-want +got):\n%s", diff)
	}
	if !strings.Contains(again.Source(), "NOTICE") {
		t.Errorf("Source() = %q, want the origin of the names", again.Source())
	}
}
