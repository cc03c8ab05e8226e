package form_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"danvanbot/bot/form"
	"danvanbot/bot/i18n"
	"danvanbot/bot/period"
)

// small is a catalogue with one form; its $PARTS are replaced by the tests.
const small = `{
  "version": 1,
  "shared": [
    {"key": "date", "type": "days", "required": true, "label": {"vi": "Ngày"}},
    {"key": "unit", "type": "unit", "label": {"vi": "Đơn vị"}},
    {"key": "tien", "type": "money", "max": 500, "label": {"vi": "Trị giá"}, "noun": {"vi": "đồng"}},
    {"key": "topic", "type": "choice", "detail": true, "label": {"vi": "Chủ đề"}, "choices": [
      {"key": "a", "label": {"vi": "A"}, "words": ["chữ a"]}, {"key": "b", "label": {"vi": "B"}}]}
  ],
  "forms": [
    {"id": "gop_sach", "kind": "event", "label": {"vi": "Góp sách"}, "noun": {"vi": "đợt"}, "questions": [
      {"key": "date"}, {"key": "unit"}, {"key": "topic", "detail": false}, {"key": "tien", "label": {"vi": "Tiền sách"}},
      {"key": "quyen", "type": "integer", "label": {"vi": "Quyển sách"}, "relevant": {"key": "topic", "in": ["a"]}}
    ]}
  ]
}`

func TestLoadInherits(t *testing.T) {
	t.Parallel()
	c, err := form.Load([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	f, _ := c.Form("gop_sach")
	money, _ := f.Question("tien")
	if got, want := money.Label.In(i18n.VI), "Tiền sách"; got != want {
		t.Errorf("got label %q, want the form's own %q", got, want)
	}
	if money.Type != form.Money || money.Noun.In(i18n.VI) != "đồng" || *money.Max != 500 {
		t.Errorf("got %+v, want type, noun and max of the shared question", money)
	}
	topic, _ := f.Question("topic")
	if topic.Detail || len(topic.Choices) != 2 {
		t.Errorf("got %+v, want the shared choices, and no detail", topic)
	}
	books, _ := f.Question("quyen")
	if books.Check(-1) != form.TooSmall || books.Check(0) != form.Fine {
		t.Errorf("a number without limits must not be negative")
	}
}

func TestLoadNamesTheFault(t *testing.T) {
	t.Parallel()
	const q = "forms[0] (gop_sach).questions"
	tests := []struct{ name, old, with, want string }{
		{"broken JSON", `"version": 1,`, `"version": 1`, `catalogue: line 3: invalid character '"' after object key:value pair`},
		{"rubbish after the end", "\n  ]\n}", "\n  ]\n}}", "catalogue: there is something after its end"},
		{"no version", `"version": 1`, `"version": 0`, "catalogue: version must be 1 or more"},
		{"unknown field of the catalogue", `"version": 1`, `"verzion": 1`, `catalogue: unknown field "verzion"`},
		{"field twice", `"noun": {"vi": "đợt"}`, `"noun": {"vi": "đợt"}, "label": {"vi": "Sách"}`, `catalogue: line 11: field "label" stands twice in one object`},
		{"field twice below", `"label": {"vi": "Ngày"}`, `"label": {"vi": "Ngày", "vi": "Hôm"}`, `catalogue: line 4: field "vi" stands twice in one object`},
		{"same text as name and value", `"label": {"vi": "Ngày"}`, `"label": {"vi": "en", "en": "vi"}`, ``},
		{"unknown field of a form", `"noun": {"vi": "đợt"}`, `"nuon": {}`, `forms[0] (gop_sach): unknown field "nuon"`},
		{"unknown field of a question", `"relevant"`, `"relevnat"`, q + `[4] (quyen): unknown field "relevnat"`},
		{"wrong kind", `"kind": "event"`, `"kind": "evnt"`, `forms[0] (gop_sach): kind "evnt" is none of event, count and stock`},
		{"zero is no form", `"kind": "event"`, `"kind": "zero"`, `forms[0] (gop_sach): kind must be event, count or stock`},
		{"no kind", `"kind": "event", `, ``, `forms[0] (gop_sach): kind must be event, count or stock`},
		{"id", `"gop_sach"`, `"Góp sách"`, `forms[0] (Góp sách): id "Góp sách" must be 1 to 32 of a-z, 0-9 and _, not beginning with _`},
		{"no label", `"label": {"vi": "Góp sách"}`, `"label": {"en": "Books"}`, "forms[0] (gop_sach): the Vietnamese label is missing"},
		{"validity", `"kind": "event"`, `"kind": "event", "from": "2026-02-01", "to": "2026-01-31"`, "forms[0] (gop_sach): from 2026-02-01 is after to 2026-01-31"},
		{"not a day", `"kind": "event"`, `"kind": "event", "from": "31/1/2026"`, `forms[0] (gop_sach): a day must look like 2026-11-22, not "31/1/2026"`},
		{"level", `"kind": "event"`, `"kind": "event", "level": "hamlet"`, `forms[0] (gop_sach): level "hamlet" is not known`},
		{"no date", `{"key": "date"}, `, ``, `forms[0] (gop_sach): there is no question "date"`},
		{"twice", `{"key": "date"}, `, `{"key": "date"}, {"key": "date"}, `, q + `[1] (date): key "date" is used twice`},
		{"dangling", `{"key": "date"}, `, `{"key": "date"}, {"key": "nguoi"}, `, q + `[1] (nguoi): type "" is not known`},
		{"type of a shared key", `"type": "days"`, `"type": "text"`, `shared[0] (date): the type of "date" is "days", not "text"`},
		{"min above max", `{"key": "tien",`, `{"key": "tien", "min": 501,`, q + `[3] (tien): min 501 is above max 500`},
		{"soft above max", `{"key": "tien",`, `{"key": "tien", "soft_max": 501,`, q + `[3] (tien): soft_max 501 is above max 500`},
		{"negative", `{"key": "tien",`, `{"key": "tien", "min": -1,`, q + `[3] (tien): min and max must lie in 0 to 10000000000000`},
		{"limit of a choice", `"detail": false`, `"min": 1`, q + `[2] (topic): only numbers have a min, max or soft_max`},
		{"not a number", `{"key": "tien",`, `{"key": "tien", "min": 0.5,`, q + `[3] (tien): cannot unmarshal number 0.5 into Go struct field Question.min of type int64`},
		{"required detail", `"detail": false`, `"required": true`, q + `[2] (topic): what is required cannot be a detail`},
		{"choice without a key", `{"key": "b", "label": {"vi": "B"}}`, `{"label": {"vi": "B"}}`, `shared[3] (topic).choices[1]: key "" must be`},
		{"choice twice", `{"key": "b",`, `{"key": "a",`, `shared[3] (topic).choices[1] (a): key "a" is used twice`},
		{"choice without a label", `{"vi": "B"}`, `{}`, `shared[3] (topic).choices[1] (b): the Vietnamese label is missing`},
		{"weekday", `"words": ["chữ a"]`, `"weekday": 7`, `shared[3] (topic).choices[0] (a): weekday 7 must be 0 (Sunday) to 6`},
		{"month", `"words": ["chữ a"]`, `"month": 13`, `shared[3] (topic).choices[0] (a): month 13 must be 1 to 12`},
		{"no choices", `"type": "integer"`, `"type": "choice"`, q + `[4] (quyen): a question of type choice, and no other, has choices`},
		{"relevant key", `"relevant": {"key": "topic"`, `"relevant": {"key": "field"`, q + `[4] (quyen): relevant: there is no earlier question "field"`},
		{"relevant choice", `"in": ["a"]`, `"in": ["c"]`, q + `[4] (quyen): relevant: question "topic" has no choice "c"`},
		{"text in a restricted form", `{"key": "date"}, `, `{"key": "date"}, {"key": "note", "type": "text", "label": {"vi": "Ghi chú"}}, `, ``},
		{"restricted", `"kind": "event"`, `"kind": "event", "restricted": true`, ``},
		{"n of a count", `"kind": "event"`, `"kind": "count"`, ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(small, tt.old) {
				t.Fatalf("the catalogue has no %s", tt.old)
			}
			_, err := form.Load([]byte(strings.Replace(small, tt.old, tt.with, 1)))
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("got %v, want no fault", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// TestLoadNamesFaultsOfTheForm covers the faults that need more than one change.
func TestLoadNamesFaultsOfTheForm(t *testing.T) {
	t.Parallel()
	note := []string{`{"key": "date"}, `, `{"key": "date"}, {"key": "note", "type": "text", "label": {"vi": "Ghi chú"}}, `}
	n := []string{`{"key": "date"}, `, `{"key": "date"}, {"key": "n", "type": "integer", "label": {"vi": "Số đợt"}}, `}
	tests := []struct {
		name   string
		change []string
		want   string
	}{
		{"restricted", append(note, `"kind": "event"`, `"kind": "event", "restricted": true`), "questions[1] (note): a restricted form takes no text and no photos"},
		{"n of a count", append(n, `"kind": "event"`, `"kind": "count"`), "questions[1] (n): only an event has a number of events"},
		{"measure of a stock", []string{`"kind": "event"`, `"kind": "stock"`}, "questions[3] (tien): a stock has the numbers so_luong and thanh_vien only"},
		{"several at once", []string{`"version": 1`, `"version": -1`, `"noun": {"vi": "đợt"}`, `"level": "x"`}, "version must be 1 or more\nforms[0] (gop_sach): level"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := form.Load([]byte(strings.NewReplacer(tt.change...).Replace(small)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// TestFormAddedByData adds a form to the embedded catalogue by editing its JSON alone.
func TestFormAddedByData(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("catalogue.json")
	if err != nil {
		t.Fatal(err)
	}
	const added = `"forms": [
    {"id": "ve_sinh_moi_truong", "kind": "event", "label": {"vi": "Vệ sinh môi trường"}, "noun": {"vi": "buổi"},
     "words": ["vệ sinh môi trường", "dọn vệ sinh"], "from": "2026-01-01",
     "questions": [{"key": "date"}, {"key": "luot_nguoi"}, {"key": "n"}, {"key": "unit"}]},`
	c, err := form.Load([]byte(strings.Replace(string(data), `"forms": [`, added, 1)))
	if err != nil {
		t.Fatal(err)
	}
	f, ok := c.Form("ve_sinh_moi_truong")
	if !ok || len(f.Words) != 2 || f.ValidOn(period.NewDate(2025, 12, 31)) {
		t.Errorf("got %+v, %v", f, ok)
	}
	if q, _ := f.Question("luot_nguoi"); q.Ask.In(i18n.VI) != "Có bao nhiêu người dự?" {
		t.Errorf("got %q, want the shared question", q.Ask.In(i18n.VI))
	}
	if got, want := len(c.Forms), len(form.Default().Forms)+1; got != want {
		t.Errorf("got %d forms, want %d", got, want)
	}
}

// FuzzLoad holds that Load never panics and that what it accepts is sound: written out and read again, with nothing left
// to inherit, it is the same.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(`{"version":1,"shared":[null],"forms":[null,{"questions":null},{"questions":[null]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := form.Load(data)
		if err != nil {
			return
		}
		c.Shared = nil
		written, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		again, err := form.Load(written)
		if err != nil {
			t.Fatalf("%v\n%s", err, written)
		}
		if diff := cmp.Diff(c, again, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(form.Form{}, form.Catalogue{})); diff != "" {
			t.Fatalf("(-read +read again):\n%s", diff)
		}
	})
}
