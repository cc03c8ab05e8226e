package form_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/form"
	"danvanbot/bot/orgunit"
	"danvanbot/bot/period"
)

func date(y int, m time.Month, d int) period.Date { return period.NewDate(y, m, d) }

func bell() form.Model {
	return form.Model{
		ID: 1, Name: "Tiếng kẻng làng tôi", Aliases: []string{"Kẻng làng"}, Level: orgunit.District, Owner: "h-sa-thay",
		Stages: []form.Stage{
			{State: form.Proposed, On: date(2015, 1, 5)},
			{State: form.Pilot, On: date(2015, 3, 1)},
			{State: form.Replicated, On: date(2017, 6, 1), Unit: "x-1"},
			{State: form.Replicated, On: date(2018, 6, 1), Unit: "x-2"},
			{State: form.Stopped, On: date(2026, 1, 1)},
		},
	}
}

func TestModelOnADay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		day    period.Date
		state  form.ModelState
		active bool
	}{
		{date(2015, 1, 4), "", false},
		{date(2015, 1, 5), form.Proposed, false},
		{date(2015, 3, 1), form.Pilot, true},
		{date(2018, 1, 1), form.Replicated, true},
		{date(2025, 12, 31), form.Replicated, true},
		{date(2026, 1, 1), form.Stopped, false},
	}
	for _, tt := range tests {
		s, _ := bell().StageOn(tt.day)
		if s.State != tt.state || bell().ActiveOn(tt.day) != tt.active {
			t.Errorf("%v: got %q, active %v, want %q, %v", tt.day, s.State, bell().ActiveOn(tt.day), tt.state, tt.active)
		}
	}
	in := func(from, to period.Date) bool { return bell().ReplicatedIn(period.Range{From: from, To: to}) }
	if !in(date(2018, 1, 1), date(2018, 12, 31)) || in(date(2019, 1, 1), date(2026, 12, 31)) {
		t.Error("replicated in other years than 2017 and 2018")
	}
	gone := bell()
	gone.Gone = true
	if gone.ActiveOn(date(2018, 1, 1)) || gone.ReplicatedIn(period.Range{From: date(2010, 1, 1), To: date(2026, 1, 1)}) {
		t.Error("what was entered by mistake counts")
	}
}

func TestCheckModel(t *testing.T) {
	t.Parallel()
	if err := bell().Check(); err != nil {
		t.Errorf("a sound model: %v", err)
	}
	wrong := map[string]func(*form.Model){
		"no name":        func(m *form.Model) { m.Name = "" },
		"odd level":      func(m *form.Model) { m.Level = orgunit.Country },
		"no owner":       func(m *form.Model) { m.Owner = "" },
		"no state":       func(m *form.Model) { m.Stages = nil },
		"odd state":      func(m *form.Model) { m.Stages[0].State = "xong" },
		"back in life":   func(m *form.Model) { m.Stages[1].State = form.Proposed },
		"back in time":   func(m *form.Model) { m.Stages[2].On = date(2014, 1, 1) },
		"pilot is twice": func(m *form.Model) { m.Stages[0].State = form.Pilot },
	}
	for name, spoil := range wrong {
		m := bell()
		spoil(&m)
		if m.Check() == nil {
			t.Errorf("%s: the model is taken", name)
		}
	}
}

// TestOwnerOn follows an owner through the two reorganisations of 2025.
func TestOwnerOn(t *testing.T) {
	t.Parallel()
	tree, err := orgunit.Load([]byte(`{"units": [
{"id": "p", "level": "province", "names": [{"text": "Tỉnh P"}], "to": "2025-06-30"},
{"id": "q", "level": "province", "names": [{"text": "Tỉnh Q"}]},
{"id": "d", "level": "district", "names": [{"text": "Huyện D"}], "parents": [{"id": "p"}], "to": "2025-02-28"},
{"id": "c", "level": "commune", "names": [{"text": "Xã C"}], "to": "2025-06-30",
 "parents": [{"id": "d", "to": "2025-02-28"}, {"id": "p", "from": "2025-03-01"}]},
{"id": "n", "level": "commune", "names": [{"text": "Xã N"}], "parents": [{"id": "q"}], "from": "2025-07-01"}
], "successions": [{"old": "c", "new": "n", "on": "2025-07-01"}, {"old": "p", "new": "q", "on": "2025-07-01"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []orgunit.ID
	for _, owner := range []orgunit.ID{"d", "c"} {
		for _, day := range []period.Date{date(2025, 2, 28), date(2025, 3, 1), date(2025, 7, 1)} {
			got = append(got, form.Model{Owner: owner}.OwnerOn(tree, day))
		}
	}
	if diff := cmp.Diff([]orgunit.ID{"d", "p", "q", "c", "c", "n"}, got); diff != "" {
		t.Errorf("owners of the district's and the commune's model (-want +got):\n%s", diff)
	}
}

func TestFindModels(t *testing.T) {
	t.Parallel()
	security := form.Model{ID: 2, Name: "Tiếng kẻng an ninh"}
	visit := form.Model{ID: 3, Name: "Cùng ăn, cùng ở, cùng làm"}
	gone := form.Model{ID: 4, Name: "Heo đất nghĩa tình", Gone: true}
	registry := []form.Model{bell(), security, visit, gone}
	tests := []struct {
		give        string
		named, near []uint64
	}{
		{"Tiếng kẻng an ninh", []uint64{2}, []uint64{1}},
		{"mô hình “tieng keng lang toi”", []uint64{1}, []uint64{2}},
		{"kẻng làng", []uint64{1}, nil},
		{"Tiếng kẻng", nil, []uint64{1, 2}},
		{"tiếng kẻng bản em", nil, []uint64{1, 2}},
		{"cùng ăn cùng ở cùng làm", []uint64{3}, nil},
		{"Heo đất nghĩa tình", nil, nil},
		{"Camera với an ninh", nil, []uint64{2}},
		{"", nil, nil},
	}
	for _, tt := range tests {
		named, near := form.FindModels(registry, tt.give)
		if !cmp.Equal(ids(named), tt.named) || !cmp.Equal(ids(near), tt.near) {
			t.Errorf("%q: got %v, near %v, want %v, near %v", tt.give, ids(named), ids(near), tt.named, tt.near)
		}
	}
}

func ids(models []form.Model) (list []uint64) {
	for _, m := range models {
		list = append(list, m.ID)
	}
	return list
}
