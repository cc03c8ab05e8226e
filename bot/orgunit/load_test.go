package orgunit_test

import (
	"strings"
	"testing"

	"danvanbot/bot/orgunit"
)

func TestLoadNamesThePlaceOfAFault(t *testing.T) {
	t.Parallel()
	const a = `{"id":"a","level":"province","names":[{"text":"Tỉnh A"}]}`
	tests := map[string]struct{ give, want string }{
		"not JSON":        {`{"units":[`, "after line 1"},
		"unknown field":   {"{\n\"unit\":[]}", `after line 2: json: unknown field "unit"`},
		"two values":      {`{"units":[]} {}`, "more than one JSON value"},
		"bad id":          {`{"units":[{"id":"Ă","level":"province","names":[{"text":"Tỉnh A"}]}]}`, `units[0] "Ă": the id must be`},
		"twice":           {`{"units":[` + a + `,` + a + `]}`, `units[1] "a": the id is used twice`},
		"level":           {`{"units":[{"id":"a","level":"x","names":[{"text":"A"}]}]}`, `units[0] "a": level "x" is unknown`},
		"no name":         {`{"units":[{"id":"a","level":"province","names":[]}]}`, `units[0] "a": names is empty`},
		"empty name":      {`{"units":[{"id":"a","level":"province","names":[{"text":"?"}]}]}`, `units[0] "a": names[0]: text "?" has no word`},
		"ends first":      {`{"units":[{"id":"a","level":"province","names":[{"text":"A"}],"from":"2020-01-02","to":"2020-01-01"}]}`, `to 2020-01-01 is before from`},
		"names overlap":   {`{"units":[{"id":"a","level":"province","names":[{"text":"A","to":"2020-01-01"},{"text":"B","from":"2020-01-01"}]}]}`, `names[1] overlaps names[0]`},
		"no such parent":  {`{"units":[{"id":"a","level":"province","names":[{"text":"A"}],"parents":[{"id":"b"}]}]}`, `units[0] "a": parents[0]: id "b" is unknown`},
		"two parents":     {`{"units":[` + a + `,{"id":"b","level":"commune","names":[{"text":"B"}],"parents":[{"id":"a"},{"id":"a","from":"2020-01-01"}]}]}`, `units[1] "b": parents[1] overlaps parents[0]`},
		"parent is gone":  {`{"units":[{"id":"a","level":"province","names":[{"text":"A"}],"to":"2020-01-01"},{"id":"b","level":"commune","names":[{"text":"B"}],"parents":[{"id":"a"}]}]}`, `units[1] "b": parents[0]: "a" does not exist on every day`},
		"own parent":      {`{"units":[{"id":"a","level":"province","names":[{"text":"A"}],"parents":[{"id":"a"}]}]}`, `units[0] "a": on 1945-01-01 it lies below itself`},
		"later cycle":     {`{"units":[{"id":"a","level":"province","names":[{"text":"A"}],"parents":[{"id":"b","from":"2021-01-01"}]},{"id":"b","level":"commune","names":[{"text":"B"}],"parents":[{"id":"a","from":"2020-01-01"}]}]}`, `units[0] "a": on 2021-01-01 it lies below itself`},
		"old unknown":     {`{"units":[` + a + `],"successions":[{"old":"x","new":"a","on":"2020-01-01"}]}`, `successions[0] "x": old is unknown`},
		"new unknown":     {`{"units":[` + a + `],"successions":[{"old":"a","new":"x","on":"2020-01-01"}]}`, `successions[0] "a": new "x" is unknown`},
		"old goes on":     {`{"units":[` + a + `],"successions":[{"old":"a","new":"a","on":"2020-01-01"}]}`, `successions[0] "a": old must end on 2019-12-31`},
		"new is not yet":  {`{"units":[{"id":"a","level":"province","names":[{"text":"A"}],"to":"2019-12-31"},{"id":"b","level":"province","names":[{"text":"B"}],"from":"2021-01-01"}],"successions":[{"old":"a","new":"b","on":"2020-01-01"}]}`, `new "b" does not exist on 2020-01-01`},
		"group id taken":  {`{"units":[` + a + `],"groups":[{"id":"a","name":"G","members":[]}]}`, `groups[0] "a": the id is used twice`},
		"group of nobody": {`{"units":[` + a + `],"groups":[{"id":"g","name":"G","members":["x"]}]}`, `groups[0] "g": members[0]: id "x" is unknown`},
		"group of old":    {`{"units":[{"id":"a","level":"province","names":[{"text":"A"}],"to":"2019-12-31"}],"groups":[{"id":"g","name":"G","members":["a"]}]}`, `members[0]: "a" ends on 2019-12-31`},
		"group's name":    {`{"units":[` + a + `],"groups":[{"id":"g","name":"","members":["a"]}]}`, `groups[0] "g": name "" has no word`},
		"a bad day":       {`{"units":[{"id":"a","level":"province","names":[{"text":"A"}],"to":"2019-02-30"}]}`, `2019-02-30`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := orgunit.Load([]byte(tt.give))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load gave error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(`{"units":[{"id":"a","level":"province","names":[{"text":"Tỉnh A"}]}]}`))
	f.Add(sheet.JSON()[:2000])
	f.Fuzz(func(t *testing.T, data []byte) {
		tree, err := orgunit.Load(data)
		if err != nil {
			return
		}
		for _, u := range tree.All() {
			tree.Subtree(u.ID, today)
			tree.Find(tree.Name(u.ID, today), today)
		}
		if _, err := orgunit.Load(tree.JSON()); err != nil {
			t.Errorf("what was written cannot be read: %v", err)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	data := sheet.JSON()
	for b.Loop() {
		if _, err := orgunit.Load(data); err != nil {
			b.Fatal(err)
		}
	}
}
