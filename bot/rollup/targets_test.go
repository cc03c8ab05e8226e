package rollup_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
	"danvanbot/bot/rollup"
)

// moved is a province in which a commune goes from one district to another, one is taken over, and a district ends.
const moved = `{"source": "test", "units": [
  {"id": "p", "level": "province", "names": [{"text": "Tỉnh P"}]},
  {"id": "d1", "level": "district", "names": [{"text": "Huyện Một"}], "parents": [{"id": "p"}]},
  {"id": "d2", "level": "district", "names": [{"text": "Huyện Hai"}], "parents": [{"id": "p"}]},
  {"id": "d3", "level": "district", "names": [{"text": "Huyện Ba"}], "parents": [{"id": "p"}], "to": "2020-12-31"},
  {"id": "a", "level": "commune", "names": [{"text": "Xã A"}], "parents": [{"id": "d1", "to": "2020-12-31"}, {"id": "d2", "from": "2021-01-01"}]},
  {"id": "b", "level": "commune", "names": [{"text": "Xã B"}], "parents": [{"id": "d3"}], "to": "2020-12-31"},
  {"id": "c", "level": "commune", "names": [{"text": "Xã C"}], "parents": [{"id": "d1"}]}
], "successions": [{"old": "b", "new": "c", "on": "2021-01-01"}]}`

func TestTargetsOf(t *testing.T) {
	t.Parallel()
	tree, err := orgunit.Load([]byte(moved))
	if err != nil {
		t.Fatal(err)
	}
	before, after := period.NewDate(2020, 6, 1), period.NewDate(2021, 6, 1)
	tests := []struct {
		name string
		unit orgunit.ID
		day  period.Date
		want rollup.Targets
	}{
		{"moved, before", "a", before, rollup.Targets{Was: ids("a", "d1", "p"), Now: ids("d2"), Left: ids("d1")}},
		{"moved, after", "a", after, rollup.Targets{Was: ids("a", "d2", "p")}},
		{"taken over", "b", before, rollup.Targets{Was: ids("b", "d3", "p"), Now: ids("c", "d1")}},
		{"as ever", "c", before, rollup.Targets{Was: ids("c", "d1", "p")}},
		{"taken over, reported late", "b", after, rollup.Targets{Was: ids("b", "c", "d1", "p")}},
		{"what nobody took over", "d3", after, rollup.Targets{Was: ids("d3", "p")}},
		{"a whole district", "d3", before, rollup.Targets{Was: ids("d3", "p")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := rollup.TargetsOf(tree, tt.unit, tt.day)
			if diff := gocmp.Diff(tt.want, got, gocmp.Transformer("empty", func(l []orgunit.ID) []orgunit.ID {
				return append([]orgunit.ID{}, l...)
			})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func ids(list ...orgunit.ID) []orgunit.ID { return list }

// TestViewsAgreeOnTheWhole adds one report of every unit of the sample province on each of the days around
// its changes: as now, each unit of today has what its communes have, and the whole has the same in both views.
func TestViewsAgreeOnTheWhole(t *testing.T) {
	t.Parallel()
	tree := orgunit.Sample()
	was, now := map[orgunit.ID]int{}, map[orgunit.ID]int{}
	reports := 0
	for _, day := range []period.Date{period.NewDate(2012, 1, 1), period.NewDate(2020, 2, 7), period.NewDate(2025, 2, 28), period.NewDate(2025, 3, 1), period.NewDate(2025, 6, 30), period.NewDate(2025, 7, 1)} {
		for _, u := range tree.All() {
			if !tree.Valid(u.ID, day) {
				continue
			}
			reports++
			addTargets(rollup.TargetsOf(tree, u.ID, day), was, now)
		}
	}
	const province = "p-quang-ngai"
	if got := now[province]; got != reports {
		t.Errorf("as now: got %d reports of the province, want all %d", got, reports)
	}
	if got := was[province] + was["p-kon-tum"]; got != reports {
		t.Errorf("as was: got %d reports of both provinces, want all %d", got, reports)
	}
	for _, id := range tree.Communes(province, orgunit.Latest) {
		if got, want := now[id], own(tree, was, id); got != want {
			t.Errorf("as now: got %d reports of %s, want %d", got, id, want)
		}
	}
}

// own adds up the reports of a commune and of all that went into it.
func own(tree *orgunit.Tree, was map[orgunit.ID]int, id orgunit.ID) int {
	sum := was[id]
	for _, s := range tree.Predecessors(id) {
		sum += own(tree, was, s.Old)
	}
	return sum
}

func addTargets(targets rollup.Targets, was, now map[orgunit.ID]int) {
	for _, u := range targets.Was {
		was[u]++
		now[u]++
	}
	for _, u := range targets.Now {
		now[u]++
	}
	for _, u := range targets.Left {
		now[u]--
	}
}
