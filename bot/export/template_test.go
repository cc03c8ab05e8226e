package export_test

import (
	"strings"
	"testing"

	"danvanbot/bot/export"
	"danvanbot/bot/form"
)

func TestLoadTemplate(t *testing.T) {
	t.Parallel()
	got, err := export.LoadTemplate([]byte(`{"issuer": "Đảng ủy Công an tỉnh", "letterhead": "party"}`))
	if err != nil || got.Issuer != "Đảng ủy Công an tỉnh" || got.Letterhead != "party" {
		t.Errorf("got %q, %q, %v", got.Issuer, got.Letterhead, err)
	}
	if got.Sentences["tuyen_truyen"] == "" {
		t.Error("got no sentences, want those that are built in")
	}
}

func TestLoadTemplateRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"issuers": "x"}`:                      "issuers",
		`{`:                                     "EOF",
		`{"letterhead": "church"}`:              "church",
		`{"sentences": {"giup_dan": "a [b"}}`:   "giup_dan",
		`{"sentences": {"giup_dan": "a b]"}}`:   "giup_dan",
		`{"sentences": {"giup_dan": "{a"}}`:     "giup_dan",
		`{"sentences": {"giup_dan": "a}"}}`:     "giup_dan",
		`{"sentences": {"giup_dan": "{a[b]}"}}`: "giup_dan",
	} {
		if _, err := export.LoadTemplate([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error with %q", text, err, want)
		}
	}
}

// TestSentencesFitTheCatalogue holds that the built-in template tells every event, and names no key that a form does not
// have. What is counted without an event can be a plain list.
func TestSentencesFitTheCatalogue(t *testing.T) {
	t.Parallel()
	forms, tp := form.Default(), export.DefaultTemplate()
	for _, f := range forms.Forms {
		if f.Kind == form.Stock {
			continue
		}
		sentence := tp.Sentences[f.ID]
		if sentence == "" && f.Kind == form.Event {
			t.Errorf("%s has no sentence", f.ID)
		}
		for _, part := range strings.Split(sentence, "{")[1:] {
			key, _, _ := strings.Cut(part, "}")
			if !hasMeasure(f, key) {
				t.Errorf("%s has no figure %q", f.ID, key)
			}
		}
	}
}

func hasMeasure(f form.Form, key string) bool {
	if key == form.KeyN {
		return f.Kind == form.Event
	}
	for _, q := range f.Measures() {
		if q.Key == key {
			return true
		}
	}
	return false
}

// FuzzTemplate: a template is read whole, or refused with a reason.
func FuzzTemplate(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"place":"<b>&amp;","recipients":["-"]}`))
	f.Add([]byte(`{"sentences":{"tuyen_truyen":"{n} {"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := export.LoadTemplate(data); err != nil && err.Error() == "" {
			t.Error("got an error without a reason")
		}
	})
}
