package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// plantTrees is a form that the embedded catalogue does not have.
const plantTrees = `{
  "id": "trong_cay", "kind": "event", "icon": "🌳",
  "label": {"vi": "Trồng cây gây rừng", "en": "Planting trees"},
  "short": {"vi": "Trồng cây", "en": "Trees"}, "noun": {"vi": "đợt", "en": "occasions"},
  "questions": [
    {"key": "date", "ask": {"vi": "Trồng cây ngày nào?", "en": "On which day?"}},
    {"key": "so_cay", "type": "integer", "required": true, "min": 1, "max": 1000000, "soft_max": 5000,
     "label": {"vi": "Số cây", "en": "Trees"}, "ask": {"vi": "Trồng được bao nhiêu cây?", "en": "How many trees?"},
     "noun": {"vi": "cây", "en": "trees"}, "example": "120"},
    {"key": "n"}, {"key": "note"}, {"key": "unit"}
  ]
}`

// withForm is the embedded catalogue's file with one form more.
func withForm(t *testing.T, form string) map[string]any {
	t.Helper()
	data, err := os.ReadFile("../../bot/form/catalogue.json")
	if err != nil {
		t.Fatal(err)
	}
	var catalogue, more map[string]any
	if err := json.Unmarshal(data, &catalogue); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(form), &more); err != nil {
		t.Fatal(err)
	}
	forms, ok := catalogue["forms"].([]any)
	if !ok {
		t.Fatal("the catalogue has no forms")
	}
	catalogue["forms"] = append(forms, more)
	return catalogue
}

// TestCatalogueFile: a form that was added to the file alone is asked, stored, summed and summarised.
func TestCatalogueFile(t *testing.T) {
	t.Parallel()
	config := demo()
	p := newProgram(t, config)
	config["catalogue"] = p.write("catalogue.json", withForm(t, plantTrees))
	p.write("config.json", config)
	p.start()
	officer := newBrowserless(t, p.webOrigin(), "can-bo-1")
	officer.ask("/baocao trồng cây", "Trồng cây ngày nào?")
	officer.ask("hôm nay", "Trồng được bao nhiêu cây?")
	officer.ask("chín nghìn", "9.000")       // the file's soft limit
	officer.ask("đúng vậy", "Số cây: 9.000") // the card
	officer.ask("đúng", "Đã nhận")
	officer.ask("/baocao trong cay", "Trồng cây ngày nào?")
	officer.ask("hôm nay", "Trồng được bao nhiêu cây?")
	officer.ask("120", "Số cây: 120")
	receipt := officer.ask("đúng", "Đã nhận")
	if want := "2 đợt trồng cây, 9.120 cây"; !strings.Contains(receipt, want) {
		t.Errorf("got receipt %q, want %q in it", receipt, want)
	}
	commander := newBrowserless(t, p.webOrigin(), "lanh-dao")
	if got, want := commander.ask("/tonghop", "🌳 Trồng cây"), "2 đợt"; !strings.Contains(got, want) || !strings.Contains(got, "9.120 cây") {
		t.Errorf("got summary %q, want %q and 9.120 cây in it", got, want)
	}
	if code, _ := p.stop(); code != exitOK {
		t.Errorf("got exit code %d, want 0", code)
	}
	if got, want := summed(p)["trong_cay so_cay"], int64(9120); got != want {
		t.Errorf("the command sums up %d trees, want %d", got, want)
	}
	p.must("check")
}

// TestBrokenCatalogueFile: the fault's place is named and nothing is started.
func TestBrokenCatalogueFile(t *testing.T) {
	t.Parallel()
	config := demo()
	p := newProgram(t, config)
	config["catalogue"] = p.write("catalogue.json", withForm(t, strings.Replace(plantTrees, `"integer"`, `"tree"`, 1)))
	p.write("config.json", config)
	p.check(t, call{args: p.with("run"), code: exitFailed, err: `^danvanbot run: catalogue: .*trong_cay.*so_cay`})
}
